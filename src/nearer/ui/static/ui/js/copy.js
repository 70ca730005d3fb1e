// button[data-copy] copies its text and says so. Hidden where nothing can be copied.
export function tendCopies(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("button[data-copy]:not([data-tended])")) {
    button.dataset.tended = "";
    button.hidden = false;
    const words = button.textContent;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = "Copied";
        setTimeout(() => (button.textContent = words), 2000);
      } catch {
        button.hidden = true;
      }
    });
  }
}
