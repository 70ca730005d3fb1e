// Keeps what is being written: the form goes to the draft address a moment after the last keystroke and when the page
// is put away. Nothing is stored in the browser.
const PAUSE_MS = 1200;
const AGAIN_MS = 5000;
const KEEPALIVE_LIMIT = 60000; // browsers refuse larger bodies that outlive their page
const KEPT = "Kept. Only you see it until you send it.";
const OWN = "Kept as a draft. Only you ever see it."; // form[data-own] is sent to nobody
const OFFLINE = "Not kept yet: no connection. Your words are still here.";
const SIGNED_OUT = "Not kept: you are signed out. Your words are still here; sign in in another window, then go on.";
const states = new Map(); // form -> {timer, changed, sending, stop}

function say(form, words, lost = false) {
  for (const line of form.querySelectorAll("[data-kept]")) {
    if (line.textContent !== words) line.textContent = words;
    line.classList.toggle("kept--not", lost);
  }
}

function later(form, state, pause) {
  clearTimeout(state.timer);
  state.timer = setTimeout(() => keep(form), pause);
}

async function keep(form, leaving = false) {
  const state = states.get(form);
  if (!form.isConnected) states.delete(form);
  if (!form.isConnected || !state.changed || (state.sending && !leaving)) return;
  clearTimeout(state.timer);
  state.changed = false;
  state.sending = true;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  let trouble = "";
  let tooMuch = "";
  state.stop = new AbortController();
  try {
    const answer = await fetch(form.querySelector("[data-draft]").dataset.draft, {
      method: "POST",
      body,
      credentials: "same-origin",
      redirect: "manual",
      signal: state.stop.signal,
      keepalive: leaving && body.toString().length < KEEPALIVE_LIMIT,
    });
    if (answer.status === 413) tooMuch = await answer.text();
    else if (!answer.ok) trouble = answer.type === "opaqueredirect" || [401, 403].includes(answer.status) ? SIGNED_OUT : OFFLINE;
  } catch {
    trouble = OFFLINE;
  }
  state.sending = false;
  if (state.stop.signal.aborted) return;
  if (trouble) {
    state.changed = true;
    say(form, trouble, true);
    later(form, state, AGAIN_MS);
  } else if (state.changed) {
    later(form, state, PAUSE_MS);
  } else if (tooMuch) {
    say(form, tooMuch, true); // it would be as much a moment later: not again before something changes
  } else {
    say(form, form.hasAttribute("data-own") ? OWN : KEPT);
  }
}

/** Something in this form is not yet on the server: keep it soon. */
export function unsent(form) {
  if (!form?.querySelector?.("[data-draft]")) return;
  const state = states.get(form) ?? { sending: false };
  states.set(form, state);
  state.changed = true;
  later(form, state, PAUSE_MS);
}

export function tendDrafts(root) {
  for (const area of root.querySelectorAll("[data-draft]")) {
    // form[data-there] begins with words that stand there already, and that others may have read
    if (area.form && area.value && !area.form.matches("[data-own], [data-there]")) say(area.form, "Only you see this until you send it.");
  }
}

export function watchDrafts() {
  const keepAll = () => states.forEach((state, form) => keep(form, true));
  document.addEventListener("input", (event) => unsent(event.target.form));
  document.addEventListener("change", (event) => unsent(event.target.form));
  document.addEventListener("submit", (event) => {
    const state = states.get(event.target);
    if (!state) return;
    clearTimeout(state.timer); // sent as a whole: a late draft must not come after it
    state.changed = false;
    state.stop?.abort();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keepAll();
  });
  addEventListener("pagehide", keepAll);
  addEventListener("online", () => states.forEach((state, form) => keep(form)));
}
