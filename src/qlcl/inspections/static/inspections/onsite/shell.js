// The app's own worker: kept up to date, but never while anything waits.

import * as store from "./store.js";

let fresh = null;

async function anythingWaits() {
  for (const { id } of await store.people()) {
    const db = await store.openFor(id);
    const { total } = await store.waiting(db);
    db.close();
    if (total) return true;
  }
  return false;
}

export async function register(onFresh) {
  if (!("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register("/kiem-tra/tai-cho/sw.js", { updateViaCache: "none" });
    const look = () => {
      fresh = registration.waiting;
      if (fresh && navigator.serviceWorker.controller) onFresh();
    };
    look();
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  } catch { /* without it the app works while there is a network */ }
}

// Asks whether there is a newer version, at most as often as the server's version changes.
let asked = "";
export async function check(version) {
  const registration = await navigator.serviceWorker?.getRegistration?.();
  if (!registration || !version || version === asked) return;
  asked = version;
  try { await registration.update(); } catch { /* asked again with the next version */ asked = ""; }
}

// Shows the new version; false, and nothing happens, while anything of anybody waits on this device.
export async function takeOver() {
  if (!fresh || (await anythingWaits())) return false;
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  fresh.postMessage("take-over");
  return true;
}

export const hasFresh = () => Boolean(fresh);

// Whether the app opens without a network: the worker has all its files.
export async function isKept() {
  const registration = await navigator.serviceWorker?.getRegistration?.();
  return Boolean(registration?.active);
}
