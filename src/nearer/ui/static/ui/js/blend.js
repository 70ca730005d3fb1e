// Puts a newer drawing of a part of the page in the place of the older one, and leaves alone what has not changed, and
// above all what somebody is writing in.
const GOES_INTO = ["DIV", "HEADER", "MAIN", "SECTION"];

const changed = (field) => {
  if (field.type === "hidden") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") return [...field.options].some((one) => one.selected !== one.defaultSelected) && field.selectedIndex > 0;
  return "defaultValue" in field && field.value !== field.defaultValue;
};

const writes = (field) => field.matches?.("textarea, select, input:not([type=hidden], [type=submit], [type=checkbox], [type=radio])");

/** Whether somebody is about to write or choose something in this form. */
export const inUse = (form) => [...form.elements].some((field) => changed(field) || (field === document.activeElement && writes(field)));

const called = (form) =>
  JSON.stringify([new URL(form.action, location.href).pathname, ...["slot", "as", "move"].map((name) =>
    [...form.querySelectorAll(`input[type=hidden][name=${name}]`)].map((one) => one.value))]);

/** The forms in use under `old`, each with the one that stands for it under `fresh`, or null where there is none. */
export function kept(old, fresh) {
  const there = new Map([...fresh.querySelectorAll("form")].map((form) => [called(form), form]));
  return new Map([...old.querySelectorAll("form")].filter(inUse).map((form) => [form, there.get(called(form)) ?? null]));
}

/** Makes `old` like `fresh`; the forms in `stays` stay as they are. Returns the elements that are new. */
export function blend(old, fresh, stays) {
  const made = [];
  const holds = (node, next) => [...stays].some(([form, instead]) => instead && node.contains(form) && next.contains(instead));
  const precious = (node) => [...stays.keys()].some((form) => node.contains(form));
  const alike = (node, next) =>
    node.nodeType === 1 && next.nodeType === 1 && node.tagName === next.tagName && node.className === next.className && GOES_INTO.includes(node.tagName);
  const clear = (from, to) => {
    for (let node = from; node !== to; ) {
      const after = node.nextSibling;
      if (!precious(node)) node.remove();
      node = after;
    }
  };
  const go = (into, like) => {
    let at = into.firstChild;
    for (const next of [...like.childNodes]) {
      let same = null;
      for (let node = at; node && !same; node = node.nextSibling) {
        const first = node === at;
        if (holds(node, next)) same = node;
        else if (!precious(node) && node.isEqualNode(next) && (first || node.nodeType === 1)) same = node;
        else if (first && !precious(node) && alike(node, next)) same = node;
        if (!same && precious(node)) break;
      }
      if (!same) {
        const fresh = document.importNode(next, true);
        into.insertBefore(fresh, at);
        if (fresh.nodeType === 1) made.push(fresh);
        continue;
      }
      clear(at, same);
      at = same.nextSibling;
      if (!stays.has(same) && !same.isEqualNode(next) && same.nodeType === 1) {
        for (const { name } of [...same.attributes]) if (!next.hasAttribute(name)) same.removeAttribute(name);
        for (const { name, value } of next.attributes) if (same.getAttribute(name) !== value) same.setAttribute(name, value);
        go(same, next);
      }
    }
    clear(at, null);
  };
  go(old, fresh);
  return made;
}
