// A clock that runs down. It counts from the moment the server wrote down, so a reload changes nothing.
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

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

  const tick = () => {
    if (!timer.isConnected) return;
    const left = Math.min(whole, Math.max(0, whole - (Date.now() - started) / 1000));
    time.textContent = clock(Math.ceil(left));
    ring.setAttribute("stroke-dashoffset", String(1 - left / whole));
    if (left > 0) {
      setTimeout(tick, 250);
      return;
    }
    timer.classList.remove("clock--breathing");
    if (said) said.textContent = "The time is over. Take as long as you like.";
  };
  tick();
}

export function tendTimers(root) {
  for (const timer of root.querySelectorAll("[data-timer]:not([data-tended])")) {
    timer.dataset.tended = "";
    tend(timer);
  }
}
