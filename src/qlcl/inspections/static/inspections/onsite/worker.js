// Keeps the app on the device, one version as a whole, each file checked by its digest.
// VERSION and FILES stand above: the server writes them.
const PREFIX = "tai-cho-";
const HOME = "/kiem-tra/tai-cho/";
const POINTER = "tai-cho";
const shown = new Map();

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function fetchChecked(address, digest) {
  const response = await fetch(address, { cache: "reload", credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Error(`${address}: ${response.status}`);
  const found = hex(await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer()));
  if (found !== digest) throw new Error(`${address}: not of this version`);
  return response;
}

async function install() {
  const cache = await caches.open(PREFIX + VERSION);
  await Promise.all(Object.entries(FILES).map(async ([address, digest]) => cache.put(address, await fetchChecked(address, digest))));
  if (!(await current())) await point();
}

async function current() {
  const said = await (await caches.open(POINTER)).match(HOME + "phien-ban");
  const version = said ? await said.text() : "";
  return version && (await caches.has(PREFIX + version)) ? version : "";
}

// From now on this version is shown; the others go.
async function point() {
  await (await caches.open(POINTER)).put(HOME + "phien-ban", new Response(VERSION));
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== PREFIX + VERSION) await caches.delete(name);
}

const done = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });

// A database that is there; one that is not is left to the app to make.
async function existing(name) {
  const request = indexedDB.open(name);
  let fresh = false;
  request.onupgradeneeded = () => { fresh = true; request.transaction.abort(); };
  try { return await done(request); } catch (error) { if (fresh) return null; throw error; }
}

// Whether anything of anybody waits on this device; when that cannot be known, it does.
async function anythingWaits() {
  try {
    const meta = await existing("qlcl-tai-cho");
    if (!meta) return false;
    const people = await done(meta.transaction("people").objectStore("people").getAllKeys());
    meta.close();
    for (const person of people) {
      const db = await existing(`qlcl-tai-cho-${person}`);
      if (!db) continue;
      const names = ["ops", "photos"];
      const tx = db.transaction(names);
      const counts = await Promise.all(names.map((name) => done(tx.objectStore(name).count())));
      db.close();
      if (counts.some(Boolean)) return true;
    }
    return false;
  } catch {
    return true;
  }
}

async function renew() {
  if ((await current()) !== VERSION && !(await anythingWaits())) await point();
}

async function page(event) {
  await renew();
  const version = (await current()) || VERSION;
  if (event.resultingClientId) shown.set(event.resultingClientId, version);
  const kept = await (await caches.open(PREFIX + version)).match(HOME);
  return kept ?? fetch(event.request);
}

async function file(event, address) {
  const version = shown.get(event.clientId) || (await current()) || VERSION;
  const kept = await (await caches.open(PREFIX + version)).match(address);
  return kept ?? fetch(event.request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(renew().then(() => self.clients.claim())));
self.addEventListener("message", (event) => {
  if (event.data === "take-over") event.waitUntil(anythingWaits().then((waits) => waits || self.skipWaiting()));
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === HOME) event.respondWith(page(event));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(event, url.pathname));
});
