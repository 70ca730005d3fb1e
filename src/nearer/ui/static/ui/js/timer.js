// A clock that runs down, by the server's time and from the moment the server wrote down: a reload changes nothing, and
// all phones show the same.
import { now, setClock } from "./clock.js";
import { chime, tendSound } from "./sound.js";

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

// The screen stays on while the time runs, for nobody could hear the end of it from a phone asleep.
function stayAwake(timer) {
  let lock = null;
  let over = false;
  let asking = false;
  const ask = async () => {
    if (over || asking || document.hidden || (lock && !lock.released)) return;
    asking = true;
    try {
      const given = await navigator.wakeLock?.request("screen");
      if (over) given?.release();
      else lock = given ?? null;
    } catch {
      lock = null; // a phone that saves its battery says no, and the clock runs all the same
    }
    asking = false;
  };
  const again = () => (timer.isConnected ? ask() : end());
  const end = () => {
    over = true;
    document.removeEventListener("visibilitychange", again);
    lock?.release().catch(() => {});
    lock = null;
  };
  document.addEventListener("visibilitychange", again); // a lock is lost whenever the page is not in sight
  ask();
  return end;
}

function tend(timer) {
  const whole = Number(timer.dataset.seconds);
  const started = Date.parse(timer.dataset.started);
  const time = timer.querySelector("[data-timer-time]");
  const ring = timer.querySelector("[data-timer-left]");
  const said = timer.querySelector("[data-timer-said]");
  const held = timer.dataset.held === "" ? null : Number(timer.dataset.held);
  const tell = tendSound(timer.parentElement?.querySelector("[data-timer-sound]"));
  if (!(whole > 0) || !time || !ring) return;
  time.hidden = false;
  const remaining = () => Math.min(whole, Math.max(0, whole - (held ?? (now() - started) / 1000)));
  const draw = (left) => {
    time.textContent = clock(Math.ceil(left));
    ring.setAttribute("stroke-dashoffset", String(1 - left / whole));
  };
  if (Number.isNaN(started)) {
    time.textContent = clock(whole);
    return;
  }
  if (held !== null) {
    draw(remaining());
    return;
  }
  setClock();
  const runs = remaining() > 0; // an end that was before this page is not sounded
  const sleep = runs ? stayAwake(timer) : () => {};

  let second = -1;
  const tick = () => {
    if (!timer.isConnected) {
      sleep();
      return;
    }
    const left = remaining();
    draw(left);
    if (Math.ceil(left) !== second) tell();
    second = Math.ceil(left);
    if (left > 0) {
      // Each second turns on all phones at the same moment.
      setTimeout(tick, Math.min(250, 1000 * (left % 1) || 250));
      return;
    }
    timer.classList.remove("clock--breathing");
    const hold = timer.closest("form")?.querySelector("[data-timer-hold]");
    if (hold) hold.hidden = true;
    if (said) said.textContent = "The time is over. Take as long as you like.";
    sleep();
    if (runs) chime();
  };
  tick();
}

export function tendTimers(root) {
  for (const timer of root.querySelectorAll("[data-timer]:not([data-tended])")) {
    timer.dataset.tended = "";
    tend(timer);
  }
}
