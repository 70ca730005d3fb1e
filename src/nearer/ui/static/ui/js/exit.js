// Leave quickly: the button, or Shift three times. First the page is covered, then the session ends, then it is replaced.
const WITHIN_MS = 1200;

function leave(form) {
  const cover = document.createElement("div");
  cover.className = "exit-cover";
  document.body.replaceChildren(cover);
  document.title = "…";
  try {
    fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      keepalive: true,
      redirect: "manual",
      credentials: "same-origin",
    }).catch(() => {});
  } finally {
    location.replace(form.dataset.exit);
  }
}

export function watchExit() {
  const exit = () => document.querySelector("form[data-exit]");
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-exit]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    leave(event.target);
  }, true);

  let taps = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      taps = []; // typing capitals is not leaving
      return;
    }
    if (event.repeat) return;
    taps = [...taps.filter((at) => event.timeStamp - at < WITHIN_MS), event.timeStamp];
    const form = exit();
    if (taps.length >= 3 && form) leave(form);
  });

  // Back from elsewhere: never show the page as it was left.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
