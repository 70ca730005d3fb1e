// The server's time, as well as this device can know it: asked a few times, and the quickest answer is believed, less half
// of its way there and back. Two phones count down to the same moment, however wrong their own clocks are.
const TIMES = 4;

let ahead = 0; // milliseconds by which the server's clock is ahead of this device's
let known = null;

export const now = () => Date.now() + ahead;

async function ask() {
  let best = Infinity;
  for (let time = 0; time < TIMES; time += 1) {
    try {
      const sent = Date.now();
      const answer = await fetch("/live/clock/", { headers: { "X-Quiet": "yes" }, redirect: "manual" });
      const there = (await answer.json()).now;
      const back = Date.now();
      if (back - sent < best) {
        best = back - sent;
        ahead = there - (sent + back) / 2;
      }
    } catch {
      return; // the clock of the device has to do
    }
  }
}

/** Set the clock, once; after a sleep it is set anew. */
export function setClock() {
  known ??= ask();
  return known;
}

export function watchClock() {
  const anew = () => {
    if (known && !document.hidden) known = ask();
  };
  document.addEventListener("visibilitychange", anew);
  addEventListener("pageshow", (event) => event.persisted && anew());
  addEventListener("online", anew);
}
