// input[data-photo="most bytes"]: the picture that was chosen is shown before it is sent, drawn on a canvas. When the
// page is drawn anew because something else was missing, the same picture is put back. Nothing leaves this page.
const SIDE = 640;
const kept = new Map(); // form's place and the input's name -> File, while this page is open

const key = (input) => `${input.form?.elements.namedItem("place")?.value ?? ""} ${input.name}`;

async function show(input) {
  const field = input.closest(".field");
  const told = field.querySelector("[data-photo-told]");
  const canvas = field.querySelector("[data-photo-preview]");
  const [file] = input.files;
  canvas.hidden = true;
  told.textContent = "";
  kept.delete(key(input));
  if (!file) return;
  const most = Number(input.dataset.photo);
  if (file.size > most) {
    told.textContent = `This file is larger than ${Math.floor(most / 1048576)} MB. Choose a smaller size of it, or a screenshot.`;
    input.value = "";
    return;
  }
  kept.set(key(input), file);
  field.querySelector("[data-photo-again]")?.remove();
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    canvas.hidden = input.files[0] !== file;
  } catch {
    if (input.files[0] === file) told.textContent = "Chosen. This browser can’t show it before it is sent, and that is fine.";
  }
}

export function tendPhotos(root) {
  for (const input of root.querySelectorAll("input[data-photo]:not([data-tended])")) {
    input.dataset.tended = "";
    input.addEventListener("change", () => show(input));
    const before = kept.get(key(input));
    // Only where the form came back: on a phone that is passed round, the next person has the same step.
    if (before && !input.files.length && input.closest(".field").querySelector("[data-photo-again]")) {
      const files = new DataTransfer();
      files.items.add(before);
      input.files = files.files;
    }
    if (input.files.length) show(input);
  }
}
