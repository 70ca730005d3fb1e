// Two phones, one sitting: when something moved, the page is asked for anew and its changes are put in, so that nobody
// has to load it again. Where somebody is writing, nothing is touched.
import { blend, inUse, kept } from "./blend.js";
import { share } from "./shared.js";

const AGAIN_MS = 3000;
const OUT = "You are signed out. Your words are still here; sign in in another window, then go on.";
const MOVED_ON = "This has gone on meanwhile. What you are writing is still here.";

let say = null; // to the line: what is drawn here
let open = false;
let cut = false;
let newest = 0;
let said = false; // whether the line has told how it is
let busy = false;
let later = 0;

const place = () => document.querySelector("[data-live]");
const drawn = () => Number(place()?.dataset.seq ?? 0);
const sending = () => Boolean(document.querySelector("form[data-busy], form.htmx-request"));

function announce(words) {
  let line = document.getElementById("live-said");
  if (!line) {
    line = document.createElement("p");
    line.id = "live-said";
    line.className = "sr";
    line.setAttribute("role", "status");
    document.body.append(line);
  }
  // After this turn: a line that was just made is not listened to yet.
  setTimeout(() => (line.textContent = words), 60);
}

// A plain line above what is being written, and a way to see the rest.
function notice(words, form) {
  let bar = document.querySelector("[data-live-notice]");
  if (!bar) {
    bar = document.createElement("div");
    bar.dataset.liveNotice = "";
    bar.className = "notice";
    bar.setAttribute("role", "status");
    const line = document.createElement("p");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = "Show how it stands";
    button.addEventListener("click", () => catchUp(true));
    bar.append(line, button);
  }
  bar.firstChild.textContent = words;
  if (bar.nextElementSibling !== form) form.before(bar);
}

function again(pause) {
  clearTimeout(later);
  later = setTimeout(() => catchUp(), pause);
}

async function catchUp(whatever = false) {
  if (busy || (sending() && !whatever)) return again(250);
  const here = location.pathname + location.search;
  busy = true;
  try {
    const answer = await fetch(here, { headers: { "X-Quiet": "yes" }, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Meanwhile somebody sent a form, or went elsewhere: what came is no longer what should be drawn.
    if (here !== location.pathname + location.search || !place()) return;
    if (sending() && !whatever) again(250);
    else if (answer.redirected || answer.status === 404) elsewhere();
    else if (answer.ok) put(page, whatever);
    else again(AGAIN_MS);
  } catch {
    if (open) again(AGAIN_MS); // without a line the next attempt to open it will tell
  } finally {
    busy = false;
  }
}

// Signed out, or out of the bond: what stands here is not for these eyes any more, except their own words.
function elsewhere() {
  const writing = [...document.querySelectorAll("main form")].find(inUse);
  if (writing) notice(OUT, writing);
  else location.reload();
}

function put(page, whatever) {
  const main = document.getElementById("main");
  const fresh = page.getElementById("main");
  const next = page.querySelector("[data-live]");
  if (!fresh || (next?.dataset.seq && Number(next.dataset.seq) <= drawn() && next.dataset.sitting === place().dataset.sitting && !whatever)) return;
  const stays = whatever ? new Map() : kept(main, fresh);
  const alone = [...stays].find(([, instead]) => !instead);
  if (alone) {
    notice(MOVED_ON, alone[0]);
    return;
  }
  const anchor = stays.keys().next().value;
  const before = anchor?.getBoundingClientRect().top;
  const shown = [...main.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
  const focus = document.activeElement;
  const name = focus !== document.body && main.contains(focus) ? describe(focus) : "";
  const made = blend(main, fresh, stays);
  for (const one of main.querySelectorAll("details:not([open]) > summary")) {
    if (shown.includes(one.textContent)) one.parentElement.open = true;
  }
  for (const one of made) {
    window.htmx?.process(one);
    one.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: one } }));
  }
  if (name && !document.contains(focus)) {
    const instead = [...main.querySelectorAll(focus.tagName)].find((one) => describe(one) === name) ?? main;
    instead.focus({ preventScroll: true });
  }
  if (anchor) scrollBy(0, anchor.getBoundingClientRect().top - before);
  mark();
  announce(main.querySelector("[data-live-line]")?.textContent.trim() || (main.querySelector("#now") ? "There is something new here." : "The page has gone on."));
  tell();
  document.dispatchEvent(new CustomEvent("nearer:moved"));
  if (drawn() < newest) again(0);
}

const describe = (one) => [one.tagName, one.id, one.getAttribute("name"), one.value ?? "", one.textContent.trim()].join("|");

// With a line, the page goes on by itself and says so; without one, the way to load it again is shown.
function mark() {
  for (const one of document.querySelectorAll("[data-live-by-itself]")) one.hidden = !open;
  for (const one of document.querySelectorAll("[data-live-by-hand]")) one.hidden = open;
}

function tell(more = {}) {
  const live = place();
  if (!say && (!live || document.hidden)) return;
  say ??= share(hear);
  const sitting = live?.dataset.sitting;
  const watched = !live || document.hidden ? null : sitting ? [[sitting, drawn()]] : [];
  say({ watched, ...more });
}

function hear({ state, sitting, number }) {
  const live = place();
  if (!live) return;
  if (state) {
    const back = state === "open" && cut;
    open = state === "open";
    cut = state === "away" && (cut || said);
    said = true;
    mark();
    // A page of many sittings can't say how far each is drawn: after a gap it is looked at as a whole.
    if (state === "out" || (back && !live.dataset.sitting)) catchUp();
    return;
  }
  if (live.dataset.sitting && (live.dataset.sitting !== sitting || number <= drawn())) return;
  if (live.dataset.sitting) newest = Math.max(newest, number);
  catchUp();
}

export function watchLive() {
  const wake = () => tell({ wake: !document.hidden });
  document.addEventListener("visibilitychange", wake);
  addEventListener("online", wake);
  addEventListener("pageshow", (event) => event.persisted && wake());
  addEventListener("pagehide", () => say?.({ watched: null, gone: true }));
  // The person's own doing has drawn the page anew.
  document.addEventListener("htmx:afterSettle", () => {
    newest = 0;
    mark();
    tell();
  });
  announce("");
  tell();
}
