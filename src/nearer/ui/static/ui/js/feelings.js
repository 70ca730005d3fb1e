// The feelings picker, once scripts run: find a word as one types, and see what is chosen. At most five.
const MOST = 5;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function tend(picker) {
  const words = [...picker.querySelectorAll("[data-word]")];
  const families = [...picker.querySelectorAll("details")];
  const find = picker.querySelector("[data-feelings-find]");
  const chosen = picker.querySelector("[data-feelings-chosen]");
  const none = picker.querySelector("[data-feelings-none]");

  const tell = () => {
    const picked = words.filter((word) => word.querySelector("input").checked);
    if (chosen) {
      chosen.hidden = picked.length === 0;
      chosen.textContent = "Chosen: " + picked.map((word) => {
        const strength = word.querySelector("select");
        return `${strength.selectedOptions[0].textContent} ${word.querySelector("input").value}`;
      }).join(", ") + (picked.length >= MOST ? ". Five is plenty." : "");
    }
    for (const word of words) {
      const box = word.querySelector("input");
      box.disabled = picked.length >= MOST && !box.checked;
    }
  };

  const look = (asked) => {
    let found = 0;
    for (const word of words) {
      word.hidden = !plain(word.dataset.word).includes(asked);
      if (!word.hidden) found += 1;
    }
    for (const family of families) {
      const left = family.querySelectorAll("[data-word]:not([hidden])").length;
      family.hidden = left === 0;
      family.open = asked ? left > 0 : family.querySelector("input:checked") !== null && family.open;
    }
    if (none) none.hidden = found > 0;
  };

  if (find) {
    find.hidden = false;
    const field = find.querySelector("input");
    field.addEventListener("input", () => look(plain(field.value.trim())));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // finding is not sending
    });
  }
  picker.addEventListener("change", tell);
  for (const family of families) family.open = [...family.querySelectorAll("input")].some((box) => box.checked);
  tell();
}

export function tendFeelings(root) {
  for (const picker of root.querySelectorAll("[data-feelings]:not([data-tended])")) {
    picker.dataset.tended = "";
    tend(picker);
  }
}
