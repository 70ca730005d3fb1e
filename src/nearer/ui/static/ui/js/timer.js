// A clock that runs down. It counts from the moment the server wrote down, so a reload changes nothing.
import { chime, tendMute } from "./sound.js";

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
  if (!(whole > 0) || !time || !ring) return;
  time.hidden = false;
  time.textContent = clock(whole);
  if (Number.isNaN(started)) return;
  const remaining = () => Math.min(whole, Math.max(0, whole - (Date.now() - started) / 1000));
  const runs = remaining() > 0; // an end that was before this page is not sounded
  const sleep = runs ? stayAwake(timer) : () => {};
  const tell = runs ? tendMute(timer.parentElement?.querySelector("[data-timer-sound]")) : () => {};

  let second = -1;
  const tick = () => {
    if (!timer.isConnected) {
      sleep();
      return;
    }
    const left = remaining();
    time.textContent = clock(Math.ceil(left));
    ring.setAttribute("stroke-dashoffset", String(1 - left / whole));
    if (Math.ceil(left) !== second) tell();
    second = Math.ceil(left);
    if (left > 0) {
      setTimeout(tick, 250);
      return;
    }
    timer.classList.remove("clock--breathing");
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
