// One open line to the server, which says that a sitting moved and never what. A worker holds it for all pages of a browser,
// or a page for itself. Where no stream gets through, it asks every few seconds instead.
const SOON_MS = 1000;
const LATE_MS = 30000;
const ASK_MS = 5000;
const SILENT_MS = 60000; // a beat comes every twenty seconds; a line without any for so long is dead
const SIGNED_OUT = [401, 403];

const drawn = () => Math.random().toString(36).slice(2).padEnd(10, "0").slice(0, 10);

/** Calls `tell` with {sitting, number} for what moved, and with {state}: "open", "away" or "out" (signed out). */
export function openLine(tell) {
  const tab = `tab-${drawn()}-${drawn()}`;
  const newest = new Map(); // sitting -> the last number heard of
  let watched = new Map(); // sitting -> the number that is drawn
  let wanted = false;
  let source = null;
  let heard = 0;
  let failures = 0;
  let again = 0;
  let asking = 0;
  let pause = ASK_MS;
  let state = "away";

  const is = (now) => {
    state = now;
    tell({ state });
  };

  const address = (path) => {
    const query = new URLSearchParams({ tab });
    for (const [sitting, number] of watched) query.append("at", `${sitting}:${number}`);
    return `${path}?${query}`;
  };

  function moved(sitting, number) {
    newest.set(sitting, Math.max(number, newest.get(sitting) ?? 0));
    tell({ sitting, number });
  }

  function close() {
    clearTimeout(again);
    clearTimeout(asking);
    asking = 0;
    source?.close();
    source = null;
  }

  function failed() {
    source?.close();
    source = null;
    failures += 1;
    is("away");
    clearTimeout(again);
    const wait = Math.min(LATE_MS, SOON_MS * 2 ** (failures - 1));
    again = setTimeout(connect, wait * (0.8 + 0.4 * Math.random()));
    if (!asking) asking = setTimeout(ask, failures > 1 ? ASK_MS : 0);
  }

  function connect() {
    close();
    if (!wanted) return;
    const own = new EventSource(address("/live/"));
    source = own;
    heard = Date.now();
    own.onopen = () => {
      heard = Date.now();
      failures = 0;
      pause = ASK_MS;
      clearTimeout(asking);
      asking = 0;
      is("open");
    };
    own.onmessage = (event) => {
      heard = Date.now();
      const { sitting, seq } = JSON.parse(event.data);
      moved(sitting, seq);
    };
    own.addEventListener("beat", () => (heard = Date.now()));
    own.addEventListener("end", () => own === source && failed());
    own.onerror = () => own === source && failed();
  }

  async function ask() {
    clearTimeout(asking);
    asking = 1;
    try {
      const answer = await fetch(address("/live/moved/"), { redirect: "manual", headers: { "X-Quiet": "yes" } });
      if (answer.type === "opaqueredirect" || SIGNED_OUT.includes(answer.status)) {
        wanted = false;
        close();
        is("out");
        return;
      }
      if (answer.ok) {
        const found = Object.entries((await answer.json()).moved);
        for (const [sitting, number] of found) moved(sitting, number);
        pause = found.length ? ASK_MS : Math.min(LATE_MS, pause * 1.5);
      }
    } catch {
      pause = Math.min(LATE_MS, pause * 1.5);
    }
    if (asking && wanted && source?.readyState !== EventSource.OPEN) asking = setTimeout(ask, pause);
  }

  setInterval(() => {
    if (source && Date.now() - heard > SILENT_MS) failed();
  }, SILENT_MS / 4);

  return {
    state: () => state,
    /** What is drawn by now (sitting -> number); null when no page is looked at any more. */
    watch(drawnNow) {
      if (drawnNow === null) {
        wanted = false;
        close();
        return;
      }
      const known = wanted && [...drawnNow.keys()].every((sitting) => watched.has(sitting));
      watched = drawnNow;
      wanted = true;
      if (!known) connect();
      for (const [sitting, number] of watched) {
        if ((newest.get(sitting) ?? 0) > number) tell({ sitting, number: newest.get(sitting) });
      }
    },
    /** Somebody is back: whatever was missed is asked for at once. */
    wake() {
      if (!wanted) return;
      failures = 0;
      pause = ASK_MS;
      connect();
    },
  };
}
