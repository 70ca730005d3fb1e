// Notices in this browser, switched on and off on their page. The page sends the form; this only asks the browser.
const WORKER = "/sw.js";

const bytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};

async function subscribed(key) {
  const worker = await navigator.serviceWorker.register(WORKER, { scope: "/", updateViaCache: "none" });
  await navigator.serviceWorker.ready;
  // One that is left from another account or key would be refused.
  await (await worker.pushManager.getSubscription())?.unsubscribe();
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
}

async function switchOn(form, say) {
  if ((await Notification.requestPermission()) !== "granted") {
    say("Your browser was told not to show notices of this page. You can change that in its settings.");
    return;
  }
  try {
    form.elements.subscription.value = JSON.stringify(await subscribed(form.dataset.pushOn));
  } catch {
    say("Your browser could not switch them on. Some can only do it once this page is put on the home screen.");
    return;
  }
  form.submit();
}

export async function letGo() {
  const worker = await navigator.serviceWorker?.getRegistration("/");
  await (await worker?.pushManager?.getSubscription())?.unsubscribe();
  await worker?.unregister();
}

export function tendNotices(root) {
  const on = root.querySelector("form[data-push-on]:not([data-tended])");
  if (on && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
    on.dataset.tended = "";
    const place = root.querySelector("[data-push-say]");
    const say = (text) => { place.textContent = text; };
    say("They are off here.");
    on.hidden = false;
    on.addEventListener("submit", (event) => {
      event.preventDefault();
      switchOn(on, say);
    });
  }
  const off = root.querySelector("form[data-push-off]:not([data-tended])");
  if (off) {
    off.dataset.tended = "";
    off.addEventListener("submit", () => { letGo().catch(() => {}); });
  }
}
