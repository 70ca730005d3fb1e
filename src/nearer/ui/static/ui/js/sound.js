// Soft tones and a touch of vibration, for clocks that nobody needs to look at. Nothing sounds until somebody has switched
// it on, beside the clock.
let sound = null; // one AudioContext; made by that tap, as browsers want it
let wanted = false;

function wake() {
  try {
    sound ??= new AudioContext();
    if (sound.state === "suspended") sound.resume().catch(() => {});
  } catch {
    sound = null; // a browser without sound keeps time in silence
  }
}

const sounds = () => wanted && sound?.state === "running";

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

// The button says what it would do; the sound counts as off while the browser holds it back. Returns how to tell anew.
export function tendSound(button) {
  const tell = () => {
    const words = sounds() ? "Turn the sound off" : "Turn the sound on";
    if (button && button.textContent !== words) button.textContent = words;
  };
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      wanted = !sounds();
      if (wanted) wake();
      setTimeout(tell, 150);
    });
  }
  tell();
  return tell;
}
