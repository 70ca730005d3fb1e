// form[data-passkey]: "make" or "use", with what the browser has to be asked in data-options. The answer goes into the field
// code_key, and the form is sent. Without JavaScript or passkeys the form stays as the page drew it.
const SORRY = {
  NotAllowedError: "It was stopped, or took too long. Nothing was changed; you can try once more.",
  InvalidStateError: "This passkey is here already.",
  other: "This browser could not do it. Nothing was changed.",
};

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

async function make(asked) {
  const user = { ...asked.user, id: bytes(asked.user.id) };
  const publicKey = { ...asked, user, challenge: bytes(asked.challenge), excludeCredentials: known(asked.excludeCredentials) };
  const { id, rawId, type, response } = await navigator.credentials.create({ publicKey });
  const said = { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject) };
  return { id, rawId: text(rawId), type, response: said };
}

async function use(asked) {
  const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) };
  const { id, rawId, type, response } = await navigator.credentials.get({ publicKey });
  const said = {
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
  };
  return { id, rawId: text(rawId), type, response: said };
}

export function tendPasskeys(root) {
  if (!window.PublicKeyCredential) return;
  for (const form of root.querySelectorAll("form[data-passkey]:not([data-tended])")) {
    form.dataset.tended = "";
    const button = form.querySelector("[data-passkey-button]");
    const sorry = form.querySelector("[data-passkey-sorry]");
    form.hidden = button.hidden = false;
    for (const line of document.querySelectorAll("[data-passkey-without]")) line.hidden = true;
    const begin = async (event) => {
      event.preventDefault();
      event.stopImmediatePropagation(); // before what sends a form once
      if (form.dataset.passkey === "make" && !form.reportValidity()) return;
      button.disabled = true;
      sorry.hidden = true;
      try {
        const asked = JSON.parse(form.dataset.options);
        const answer = await (form.dataset.passkey === "make" ? make(asked) : use(asked));
        form.elements.code_key.value = JSON.stringify(answer);
        form.submit();
      } catch (fault) {
        sorry.textContent = SORRY[fault.name] ?? SORRY.other;
        sorry.hidden = false;
        button.disabled = false;
      }
    };
    if (form.dataset.passkey === "make") form.addEventListener("submit", begin, true);
    else button.addEventListener("click", begin);
  }
}
