// Turns the openings under a writing area into buttons that put themselves into it.
export function tendStarts(root) {
  for (const list of root.querySelectorAll("[data-starts]:not([data-tended])")) {
    const area = document.getElementById(list.dataset.starts);
    if (!area) continue;
    list.dataset.tended = "";
    for (const item of list.children) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "starts__start";
      button.textContent = item.textContent;
      button.addEventListener("click", () => {
        const before = area.value.trimEnd();
        area.value = (before ? `${before}\n\n` : "") + button.textContent + "\n";
        area.focus();
        area.setSelectionRange(area.value.length, area.value.length);
        area.dispatchEvent(new Event("input", { bubbles: true }));
      });
      item.replaceChildren(button);
    }
  }
}
