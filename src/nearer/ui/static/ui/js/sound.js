// Soft tones and a touch of vibration, for clocks that nobody needs to look at. One button on the page mutes the tones.
let sound = null; // one AudioContext; made by a tap, as browsers want it
let muted = false;

export function wake() {
  try {
    sound ??= new AudioContext();
    if (sound.state === "suspended") sound.resume().catch(() => {});
  } catch {
    sound = null; // a browser without sound keeps time in silence
  }
}

const sounds = () => !muted && sound?.state === "running";

export function tone(from, to, seconds, loud = 0.05) {
  if (!sounds()) return;
  const now = sound.currentTime;
  const voice = sound.createOscillator();
  const gain = sound.createGain();
  voice.type = "sine";
  voice.frequency.setValueAtTime(from, now);
  voice.frequency.linearRampToValueAtTime(to, now + seconds);
  gain.gain.setValueAtTime(0, now);
  gain.gain.linearRampToValueAtTime(loud, now + Math.min(0.6, seconds / 3));
  gain.gain.linearRampToValueAtTime(0, now + seconds);
  voice.connect(gain).connect(sound.destination);
  voice.start(now);
  voice.stop(now + seconds + 0.05);
}

export function touch(pattern) {
  if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(pattern);
}

export const LOW = 174;
export const HIGH = 261;

export function chime() {
  tone(HIGH, HIGH, 1.2, 0.06);
  setTimeout(() => tone(LOW, LOW, 2.2, 0.06), 900);
  touch([180, 120, 260]);
}

// The button says what is so; a browser that wants a tap before it sounds shows it as off. Returns how to tell anew.
export function tendMute(button) {
  const tell = () => button?.setAttribute("aria-pressed", String(sounds()));
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      muted = sounds();
      if (!muted) wake();
      setTimeout(tell, 150);
    });
  }
  tell();
  return tell;
}

export function watchSound() {
  // The tap that starts a clock is the one that allows the sound.
  document.addEventListener("click", (event) => {
    const form = event.target.closest?.("button")?.form;
    if (form?.querySelector("[data-timer]")) wake();
  });
}
