// Sends what waits when the server is well; what the server did not name stays.

import * as photos from "./photos.js";
import * as server from "./server.js";
import * as store from "./store.js";

const BATCH = 100;
const FIRST_WAIT = 2000, LONGEST_WAIT = 60000, IDLE_WAIT = 120000;

export const status = { state: "unknown", waiting: 0, busy: false, message: "", version: "", name: "" };
const listeners = new Set();
let owner = null, db = null, device = "", pause = FIRST_WAIT, timer = 0, running = null, again = false;

export const onChange = (act) => { listeners.add(act); return () => listeners.delete(act); };
const tell = (change) => { Object.assign(status, change); for (const act of listeners) act(status); };

export async function use(person, database) {
  owner = person; db = database;
  device = db ? await store.deviceName(db) : "";
  if (db) for (const copy of await store.all(db, "copies")) if (expired(copy)) await store.dropCopy(db, copy.id);
  await count();
}

export const deviceId = () => device;

export async function count() {
  tell({ waiting: db ? (await store.waiting(db)).total : 0 });
  return status.waiting;
}

// Something was written: it is counted at once and sent soon.
export async function wrote() {
  await count();
  soon(400);
}

export function soon(delay = 0) {
  clearTimeout(timer);
  timer = setTimeout(() => now(), delay);
}

// One run at a time, in all windows of this device.
export function now() {
  if (running) { again = true; return running; }
  const work = () => run().catch((error) => fail(error));
  running = (navigator.locks ? navigator.locks.request("qlcl-tai-cho-sync", work) : work()).finally(() => {
    running = null;
    if (again) { again = false; soon(100); }
  });
  return running;
}

function fail(error) {
  if (error instanceof server.SignedOut) tell({ state: "sign-in", busy: false, message: "" });
  else tell({ state: error instanceof server.Offline ? "offline" : "error", busy: false, message: error.message });
  soon(pause);
  pause = Math.min(pause * 2, LONGEST_WAIT);
}

async function run() {
  clearTimeout(timer);
  tell({ busy: true });
  const found = await server.health();
  if (!found) throw new server.Offline("Không kết nối được máy chủ.");
  tell({ version: found.version, name: found.name });
  if (!found.person) throw new server.SignedOut();
  if (!owner || found.person !== owner.id) { tell({ state: "other", busy: false }); return; }
  await sendAll();
  await count();
  tell({ state: "ok", busy: false, message: "" });
  soon(status.waiting ? pause : IDLE_WAIT);
  pause = status.waiting ? Math.min(pause * 2, LONGEST_WAIT) : FIRST_WAIT;
}

async function sendAll() {
  const trouble = [];
  const copies = await store.all(db, "copies");
  const known = new Set(copies.flatMap((copy) => copy.checklists));
  for (const row of await store.all(db, "ops")) known.add(row.checklist);
  for (const checklist of known) await attempt(trouble, () => sendOps(checklist));
  for (const uid of await store.keys(db, "photos")) await attempt(trouble, () => sendPhoto(uid));
  for (const checklist of known) await attempt(trouble, () => sendOps(checklist)); // how it stands with the photos
  for (const copy of copies) await tidy(copy);
  await tellReturned();
  if (trouble.length) throw trouble[0];
}

// What is refused for one checklist or photo does not hold up the others.
async function attempt(trouble, act) {
  try { await act(); } catch (error) { if (!(error instanceof server.Refused)) throw error; trouble.push(error); }
}

async function sendOps(checklist) {
  for (let round = 0; round < 50; round += 1) {
    const rows = await store.nextOps(db, checklist, BATCH);
    const left = (await store.waiting(db)).total - rows.length;
    const body = { device, waiting: left, ops: rows.map((row) => row.op) };
    let answer;
    try {
      answer = await server.call(`phieu/${checklist}/gui`, { body });
    } catch (error) {
      if (error.status === 404) { await gone(checklist); return; }
      throw error;
    }
    const refused = await store.settle(db, checklist, answer.results, answer.state);
    await count();
    tell({});
    if (rows.length < BATCH || refused.length === rows.length) return;
  }
}

// No longer ours to answer: what waits stays, and says so.
async function gone(checklist) {
  const row = await store.one(db, "checklists", checklist);
  if (row) await store.written(db, ["checklists"], (tx) => tx.objectStore("checklists").put({ ...row, gone: true }));
  if (await store.waitingOf(db, [checklist])) throw new server.Refused(404, { message: "Ông/bà không còn trong Đoàn của một lượt kiểm tra; nội dung chờ gửi vẫn được giữ trên thiết bị." });
}

async function sendPhoto(uid) {
  const photo = await store.one(db, "photos", uid);
  if (!photo) return; // taken back meanwhile
  try {
    if (await photos.sent(photo, device)) await store.photoStored(db, photo);
  } catch (error) {
    const code = error.data?.code;
    if (code) await store.written(db, ["photos"], (tx) => tx.objectStore("photos").put({ ...photo, problem: error.message }));
    throw error;
  }
  await count();
  tell({});
}

// A copy goes by itself when the checklists are concluded, or its time is over; never while anything of it waits.
async function tidy(copy) {
  const rows = await Promise.all(copy.checklists.map((id) => store.one(db, "checklists", id)));
  const over = rows.every((row) => !row || row.gone || row.state.concluded_on);
  const unread = (await store.all(db, "refused")).some((row) => copy.checklists.includes(row.checklist));
  if ((over || expired(copy)) && !unread) await giveBack(copy);
}

export const expired = (copy) => copy.expires_on < new Date().toLocaleDateString("sv-SE");

// Off the device; the server is told at once, or when it is next there. False while anything waits.
export async function giveBack(copy) {
  if (!(await store.dropCopy(db, copy.id))) return false;
  tell({});
  await tellReturned();
  return true;
}

async function tellReturned() {
  const kept = new Set((await store.all(db, "copies")).flatMap((copy) => copy.checklists));
  for (const checklist of await store.returned(db)) {
    try {
      if (!kept.has(checklist)) await server.call(`phieu/${checklist}/tra-lai`, { body: { device } });
    } catch (error) {
      if (!(error instanceof server.Refused)) throw error;
    }
    await store.returnTold(db, checklist);
  }
}

addEventListener("online", () => soon());
addEventListener("offline", () => soon());
document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
