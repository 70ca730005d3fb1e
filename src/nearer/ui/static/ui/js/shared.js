// How the pages of one browser share one line: through a worker, or the page in sight that came first holds it for the
// others, or each has its own.
import { openLine } from "./line.js";

const NAME = "nearer-live";

function byWorker(tell) {
  const { port } = new SharedWorker(new URL("./live-worker.js", import.meta.url), { type: "module", name: NAME });
  port.onmessage = ({ data }) => tell(data);
  return (word) => port.postMessage(word);
}

// One lock, one holder. A page that is put out of sight lets go, so the holder is never asleep.
function byTurns(tell) {
  const own = drawnId();
  const channel = new BroadcastChannel(NAME);
  const pages = new Map(); // page -> what it has drawn; only the holder reads it
  let line = null;
  let mine = null;
  let letGo = null;

  const all = () => {
    const watched = new Map(mine ?? []);
    for (const other of pages.values()) {
      for (const [sitting, number] of other) watched.set(sitting, Math.min(number, watched.get(sitting) ?? number));
    }
    return watched;
  };
  const hold = () => new Promise((free) => {
    letGo = free;
    if (mine === null) return free();
    line = openLine((news) => {
      channel.postMessage({ news });
      tell(news);
    });
    line.watch(all());
    channel.postMessage({ who: true });
  });
  channel.onmessage = ({ data }) => {
    if (data.news && !line) tell(data.news);
    if (data.who && mine) channel.postMessage({ page: own, watched: mine });
    if (data.page) {
      if (data.watched) pages.set(data.page, data.watched);
      else pages.delete(data.page);
      line?.watch(all());
      if (line && data.watched) channel.postMessage({ news: { state: line.state() } });
    }
  };
  let waits = false;
  return ({ watched, wake, gone }) => {
    mine = gone ? null : watched;
    channel.postMessage({ page: own, watched: mine });
    if (mine === null) {
      line?.watch(null);
      line = null;
      letGo?.();
      return;
    }
    line?.watch(all());
    if (wake) line?.wake();
    if (line || waits) return;
    waits = true;
    navigator.locks.request(NAME, hold).catch(() => {}).finally(() => (waits = false));
  };
}

function byItself(tell) {
  const line = openLine(tell);
  return ({ watched, wake, gone }) => {
    line.watch(gone || watched === null ? null : new Map(watched));
    if (wake) line.wake();
  };
}

const drawnId = () => Math.random().toString(36).slice(2);

/** Returns how to say what this page has drawn: {watched: [[sitting, number]] or null, wake, gone}. */
export function share(tell) {
  try {
    if (window.SharedWorker) return byWorker(tell);
    if (window.BroadcastChannel && navigator.locks) return byTurns(tell);
  } catch {
    // an old browser that has them by name alone
  }
  return byItself(tell);
}
