// A pace to breathe by, so that nobody has to look: the circle, a soft tone and a touch of vibration. Two phones that
// run the same clock breathe together, since all of it is counted from the moment the server wrote down.
import { now } from "./clock.js";
import { HIGH, LOW, tone, touch } from "./sound.js";

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const PHASES = {
  in: { word: "Breathe in", small: 0.62, large: 1, begin: (s) => { tone(LOW, HIGH, s); touch(70); } },
  hold: { word: "Hold", small: 1, large: 1, begin: () => {} },
  out: { word: "Breathe out", small: 1, large: 0.62, begin: (s) => { tone(HIGH, LOW, s); touch([35, 90, 35]); } },
};

function tend(clock) {
  const whole = Number(clock.dataset.seconds);
  const started = Date.parse(clock.dataset.started);
  const steps = ["in", "hold", "out"].map((name) => [name, Number(clock.dataset[name])]).filter(([, length]) => length > 0);
  const round = steps.reduce((sum, [, length]) => sum + length, 0);
  const circle = clock.querySelector(".clock__breath");
  const word = clock.querySelector("[data-breath-phase]");
  if (Number.isNaN(started) || clock.dataset.held !== "" || !(round > 0) || !word) return;

  let phase = "";
  word.hidden = false;
  clock.classList.remove("clock--breathing"); // from here on the pace is kept by the clock
  const beat = () => {
    if (!clock.isConnected) return;
    const gone = Math.max(0, (now() - started) / 1000);
    if (gone >= whole) {
      word.textContent = "";
      return;
    }
    let at = gone % round;
    const cycle = Math.floor(gone / round);
    for (const [name, length] of steps) {
      if (at < length) {
        if (phase !== `${cycle} ${name}`) {
          phase = `${cycle} ${name}`;
          word.textContent = PHASES[name].word;
          PHASES[name].begin(length - at);
          const { small, large } = PHASES[name];
          if (circle && !still()) {
            circle.animate([{ scale: small }, { scale: large }], {
              duration: length * 1000, delay: -at * 1000, easing: "ease-in-out", fill: "both",
            });
          }
        }
        break;
      }
      at -= length;
    }
    setTimeout(beat, 100);
  };
  beat();
}

export function tendBreathing(root) {
  for (const clock of root.querySelectorAll("[data-breathing]:not([data-breathes])")) {
    clock.dataset.breathes = "";
    tend(clock);
  }
}
