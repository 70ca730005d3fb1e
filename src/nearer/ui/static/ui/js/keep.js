// form[data-keep] never loses what it holds: it is sent by htmx, and when that fails it stays as it is, with a plain word.
// form[data-once] is not sent twice.
import { unsent } from "./drafts.js";

const LOST = "No connection just now. Nothing is lost: your words are still here. Try again in a moment.";
const REFUSED = "That did not work on our side. Nothing is lost: your words are still here. Try again in a moment.";

function tell(form, words) {
  let line = form.querySelector("[data-told]");
  if (!line) {
    line = document.createElement("p");
    line.dataset.told = "";
    line.setAttribute("role", "alert");
    line.className = "field__error";
    const actions = form.querySelector(".actions");
    if (actions) actions.before(line);
    else form.append(line);
  }
  line.textContent = words;
}

const busy = (form, is) => {
  for (const button of form.querySelectorAll("button:not([type=button])")) button.toggleAttribute("aria-disabled", is);
  form.toggleAttribute("data-busy", is);
};

const here = () => location.pathname + location.search;

export function watchKeeping() {
  let drawn = here();
  addEventListener("popstate", () => {
    if (here() !== drawn) location.reload(); // pages are never kept, so going back asks for them anew
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-keep], form[data-once]")) return;
    if (event.submitter?.matches("[data-no-keep]")) {
      event.stopImmediatePropagation(); // the browser sends this one itself, and goes where it leads
      return;
    }
    if (form.hasAttribute("data-busy")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    // After this turn: a disabled button would not be sent with its form.
    setTimeout(() => {
      if (form.matches("[data-keep]") && !form.hasAttribute("hx-boost")) return;
      busy(form, true);
    });
  }, true);
  addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach((form) => busy(form, false)));

  document.addEventListener("htmx:beforeProcessNode", (event) => {
    const form = event.target;
    if (!form.matches?.("form[data-keep]:not([hx-boost])")) return;
    form.setAttribute("hx-boost", "true");
    form.setAttribute("hx-push-url", "false"); // htmx would write the address into the tab's storage
  });
  const failed = (words) => (event) => {
    const form = event.target.closest?.("form[data-keep]");
    if (!form) return;
    tell(form, words);
    unsent(form);
  };
  document.addEventListener("htmx:sendError", failed(LOST));
  document.addEventListener("htmx:timeout", failed(LOST));
  document.addEventListener("htmx:responseError", failed(REFUSED));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-keep]");
    if (form) busy(form, false);
  });
  // A page that came in place of a form is read from its start, a sitting from where it stands now.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!event.detail.boosted) return;
    const { responseURL } = event.detail.xhr;
    // A form that came back as it was keeps the address of its page; the one it was sent to shows nothing by itself.
    const sentTo = /\/add\/$/.test(new URL(responseURL || location.href, location.href).pathname);
    if (responseURL && responseURL !== location.href.split("#")[0] && !sentTo) history.pushState(null, "", responseURL);
    drawn = here();
    const wrong = document.querySelector("main [aria-invalid=true], main [role=alert]");
    (wrong ?? document.getElementById("main"))?.focus?.({ preventScroll: !wrong });
    // After this turn: htmx scrolls to the top of what it drew.
    if (!wrong) setTimeout(() => document.getElementById("now")?.scrollIntoView());
  });
}
