// Writing areas grow with what is written, where the browser cannot do it by itself.
export function tendAreas(root) {
  if (CSS.supports("field-sizing", "content")) return;
  for (const area of root.querySelectorAll("textarea.write__area:not([data-grows])")) {
    area.dataset.grows = "";
    const grow = () => {
      area.rows = Math.min(60, Math.max(7, Math.ceil(area.scrollHeight / 32)));
    };
    area.addEventListener("input", grow);
    grow();
  }
}
