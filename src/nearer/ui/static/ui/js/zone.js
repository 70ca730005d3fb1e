// The time zone of this browser: filled into a form that asks for it, and offered where another one is kept.
function here() {
  try {
    return Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  } catch {
    return "";
  }
}

export function tendZones(root) {
  const zone = here();
  if (!zone) return;
  for (const said of root.querySelectorAll("[data-zone-taken]:not([data-tended])")) {
    said.dataset.tended = "";
    said.querySelector("input").value = zone;
    said.querySelector("[data-zone-name]").textContent = zone;
    said.hidden = false;
  }
  for (const offer of root.querySelectorAll("[data-zone-offer]:not([data-tended])")) {
    offer.dataset.tended = "";
    if (zone === offer.dataset.kept || zone === offer.dataset.declined) continue;
    offer.querySelector("input[name=zone]").value = zone;
    offer.querySelector("[data-zone-name]").textContent = zone;
    offer.hidden = false;
  }
}
