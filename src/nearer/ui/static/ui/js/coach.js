// Asks the coach about a writing area a while after the last keystroke. What comes back is drawn under the area; nothing
// of it is kept, and nothing the writer typed is touched.
const PAUSE_MS = 1800;
const waiting = new WeakMap(); // area -> {timer, stop, asked, away}
const away = new Set(); // what was put away on this page, so that it stays away when the page is drawn anew

const placeOf = (area) => area.form?.querySelector(`[data-coach-note="${CSS.escape(area.name)}"]`);

async function ask(area, now = false) {
  const state = waiting.get(area);
  const place = placeOf(area);
  const words = area.value.trim();
  clearTimeout(state.timer);
  state.stop?.abort(); // an answer about older words is of no use any more
  if (!place || !area.isConnected) return;
  if (!words || (!now && words === state.away)) {
    place.textContent = "";
    return;
  }
  if (!now && words === state.asked) return;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(area.form)) if (typeof value === "string") body.append(name, value);
  body.set("move", "read-over");
  state.stop = new AbortController();
  try {
    const answer = await fetch(area.form.action, {
      method: "POST",
      body,
      credentials: "same-origin",
      redirect: "manual",
      signal: state.stop.signal,
      headers: { "X-Part": `note ${area.name}${now ? " now" : ""}` },
    });
    if (!answer.ok || area.value.trim() !== words) return;
    const note = answer.status === 204 ? "" : await answer.text();
    state.asked = words;
    if (note) place.replaceChildren(...new DOMParser().parseFromString(note, "text/html").body.children);
    // Help that was asked for stays as long as words stand there that call for it.
    else if (!answer.headers.get("X-Help") || !place.querySelector("[data-help]")) place.textContent = now ? area.dataset.coach : "";
    tendNotes(place);
  } catch {
    // no connection: the coach stays silent, and the draft keeper says so
  }
}

export function tendNotes(root) {
  for (const note of root.querySelectorAll("[data-note-about]")) if (away.has(about(note))) note.remove();
  for (const button of root.querySelectorAll("[data-note-away]")) {
    button.hidden = false;
    button.addEventListener("click", () => putAway(button.closest(".note")));
  }
}

const about = (note) => `${location.pathname} ${note.dataset.noteAbout}`;

function putAway(note) {
  const place = note.closest("[data-coach-note]");
  const area = place?.closest("form")?.querySelector(`textarea[name="${CSS.escape(place.dataset.coachNote)}"]`);
  if (area && waiting.has(area)) waiting.get(area).away = area.value.trim();
  if (note.dataset.noteAbout) away.add(about(note));
  note.remove();
  (area ?? document.querySelector("#main"))?.focus();
}

export function tendCoach(root) {
  tendNotes(root);
  for (const area of root.querySelectorAll("textarea[data-coach]:not([data-coached])")) {
    area.dataset.coached = "";
    const button = area.form?.querySelector("button[value=read-over]");
    button?.addEventListener("click", (event) => {
      event.preventDefault();
      ask(area, true);
    });
    waiting.set(area, {});
    area.addEventListener("input", () => {
      const state = waiting.get(area);
      clearTimeout(state.timer);
      state.timer = setTimeout(() => ask(area), PAUSE_MS);
    });
  }
}
