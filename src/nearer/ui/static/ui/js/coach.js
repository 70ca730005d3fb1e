// Asks the coach about a writing area a while after the last keystroke. What comes back is drawn under the area; nothing
// of it is kept, and nothing the writer typed is touched.
const PAUSE_MS = 1800;
const waiting = new WeakMap(); // area -> {timer, asked, away}

async function ask(area, now = false) {
  const state = waiting.get(area);
  clearTimeout(state.timer);
  const place = area.form?.querySelector(`[data-coach-note="${CSS.escape(area.name)}"]`);
  const words = area.value.trim();
  if (!place || !words || !area.isConnected || (!now && (words === state.asked || words === state.away))) return;
  state.asked = words;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(area.form)) if (typeof value === "string") body.append(name, value);
  body.set("move", "read-over");
  try {
    const answer = await fetch(area.form.action, {
      method: "POST",
      body,
      credentials: "same-origin",
      redirect: "manual",
      headers: { "X-Part": `note ${area.name}${now ? " now" : ""}` },
    });
    if (!answer.ok || area.value.trim() !== words) return;
    if (answer.status === 204) place.textContent = now ? area.dataset.coach : "";
    else place.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.children);
    tendNotes(place);
  } catch {
    // no connection: the coach stays silent, and the draft keeper says so
  }
}

export function tendNotes(root) {
  for (const button of root.querySelectorAll("[data-note-away]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const place = button.closest("[data-coach-note]");
      const area = place?.closest("form")?.querySelector(`textarea[name="${CSS.escape(place.dataset.coachNote)}"]`);
      if (area && waiting.has(area)) waiting.get(area).away = area.value.trim();
      button.closest(".note").remove();
      area?.focus();
    });
  }
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
