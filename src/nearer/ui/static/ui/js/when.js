// Moments that came as words ("in 20 minutes") are said in the reader's own time ("at 21:10", or the "clock" alone).
const DAY_MS = 86400000;
const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat("en", { weekday: "long" });
const midnight = (moment) => new Date(moment).setHours(0, 0, 0, 0);

function said(at) {
  const days = Math.round((midnight(at) - midnight(Date.now())) / DAY_MS);
  const day = days === 0 ? "" : days === 1 ? "tomorrow " : `on ${weekday.format(at)} `;
  return `${day}at ${clock.format(at)}`;
}

export function tendMoments(root) {
  for (const moment of root.querySelectorAll("time[data-when]:not([data-tended])")) {
    moment.dataset.tended = "";
    const at = new Date(moment.dateTime);
    if (!Number.isNaN(at.getTime())) moment.textContent = moment.dataset.when === "clock" ? clock.format(at) : said(at);
  }
}
