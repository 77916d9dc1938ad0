// What is kept on the device: one database a person, so that nobody sees or sends another's.

const META = "qlcl-tai-cho";
export const MARK = "qlcl-tai-cho"; // in localStorage: there is, or was, something on this device

export const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function opened(name, upgrade) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => upgrade(request.result);
  return done(request).then((db) => {
    db.onversionchange = () => db.close();
    return db;
  });
}

// One transaction: all of it is on the disk, or none.
export function written(db, stores, act) {
  const tx = db.transaction(stores, "readwrite", { durability: "strict" });
  return new Promise((resolve, reject) => {
    let result;
    tx.oncomplete = () => resolve(result);
    tx.onabort = () => reject(tx.error ?? new DOMException("aborted", "AbortError"));
    Promise.resolve(act(tx)).then((value) => { result = value; }, (error) => { reject(error); try { tx.abort(); } catch { /* it has ended */ } });
  });
}

const meta = () => opened(META, (db) => {
  db.createObjectStore("people", { keyPath: "id" });
  db.createObjectStore("settings");
});

// Who used the app on this device, and who was the last to sign in.
export async function people() {
  const db = await meta();
  const found = await done(db.transaction("people").objectStore("people").getAll());
  db.close();
  return found;
}

export async function currentPerson() {
  const db = await meta();
  const tx = db.transaction(["people", "settings"]);
  const id = await done(tx.objectStore("settings").get("current"));
  const found = id ? await done(tx.objectStore("people").get(id)) : undefined;
  db.close();
  return found;
}

export async function setCurrent(person) {
  const db = await meta();
  await written(db, ["people", "settings"], (tx) => {
    if (person) tx.objectStore("people").put(person);
    tx.objectStore("settings").put(person ? person.id : 0, "current");
  });
  db.close();
  if (person) localStorage.setItem(MARK, "1");
}

export const openFor = (person) => opened(`${META}-${person}`, (db) => {
  db.createObjectStore("copies", { keyPath: "id" });
  db.createObjectStore("checklists", { keyPath: "id" });
  const ops = db.createObjectStore("ops", { keyPath: "n", autoIncrement: true });
  ops.createIndex("uid", "op.uid", { unique: true });
  const stores = [ops, ...["photos", "thumbs", "refused"].map((name) => db.createObjectStore(name, { keyPath: "uid" }))];
  for (const store of stores) store.createIndex("checklist", "checklist"); // a day's photos are not read to count them
  db.createObjectStore("settings");
});

// Everything of a person goes: at sign-out, when nothing waits.
export async function forgetPerson(person) {
  await done(indexedDB.deleteDatabase(`${META}-${person}`));
  const db = await meta();
  await written(db, ["people", "settings"], (tx) => { tx.objectStore("people").delete(person); tx.objectStore("settings").put(0, "current"); });
  db.close();
}

export async function deviceName(db) {
  return written(db, ["settings"], async (tx) => {
    const settings = tx.objectStore("settings");
    const known = await done(settings.get("device"));
    if (known) return known;
    const made = crypto.randomUUID();
    settings.put(made, "device");
    return made;
  });
}

export const all = (db, store) => done(db.transaction(store).objectStore(store).getAll());
export const one = (db, store, key) => done(db.transaction(store).objectStore(store).get(key));

export async function waiting(db) {
  const tx = db.transaction(["ops", "photos"]);
  const [ops, photos] = await Promise.all([done(tx.objectStore("ops").count()), done(tx.objectStore("photos").count())]);
  return { ops, photos, total: ops + photos };
}

// The rows of one checklist; how much of some checklists waits.
export const of = (db, store, checklist) => done(db.transaction(store).objectStore(store).index("checklist").getAll(checklist));
export const keys = (db, store) => done(db.transaction(store).objectStore(store).getAllKeys());
const counted = async (tx, checklists) => {
  const counts = checklists.flatMap((id) => ["ops", "photos"].map((name) => done(tx.objectStore(name).index("checklist").count(id))));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
};
export const waitingOf = (db, checklists) => counted(db.transaction(["ops", "photos"]), checklists);

// Half an emoji or a NUL, cut or pasted, would hold up everything else.
const clean = (value) => typeof value === "string" ? (value.toWellFormed?.() ?? value).replaceAll("\0", "") : value;
export const stamp = (op) => ({ uid: crypto.randomUUID(), v: 2, at: new Date().toISOString(), ...Object.fromEntries(Object.entries(op).map(([name, value]) => [name, clean(value)])) });

// An answer that was not sent yet gives way to the next one of its question: the queue keeps the last word.
async function place(tx, checklist, op) {
  const ops = tx.objectStore("ops");
  if (op.kind === "answer") {
    for (const row of await done(ops.getAll())) {
      if (row.op.kind === "answer" && row.op.item === op.item && !row.tries) ops.delete(row.n);
    }
  }
  ops.add({ checklist, tries: 0, op });
}

export const addOps = (db, checklist, ops) => written(db, ["ops"], async (tx) => { for (const op of ops) await place(tx, checklist, op); });

export const addPhoto = (db, photo, op) => written(db, ["ops", "photos"], async (tx) => {
  tx.objectStore("photos").add(photo);
  await place(tx, photo.checklist, op);
});

// A photo not sent yet that is taken back leaves no trace; one that was told of is taken back by an operation.
export const dropPhoto = (db, checklist, uid) => written(db, ["ops", "photos", "thumbs"], async (tx) => {
  const ops = tx.objectStore("ops");
  const told = (await done(ops.getAll())).filter((row) => row.op.evidence === uid);
  const sent = !told.length || told.some((row) => row.tries);
  for (const row of told) if (!sent) ops.delete(row.n);
  tx.objectStore("photos").delete(uid);
  tx.objectStore("thumbs").delete(uid);
  if (sent) await place(tx, checklist, stamp({ kind: "remove_evidence", evidence: uid }));
});

// The next operations of a checklist, marked as tried before they leave. What failed often goes alone and last, so that
// one that the server stumbles over does not hold up the others; the server merges them in any order.
const OFTEN = 5;
export const nextOps = (db, checklist, most) => written(db, ["ops"], async (tx) => {
  const ops = tx.objectStore("ops");
  const rows = (await done(ops.index("checklist").getAll(checklist))).sort((a, b) => a.tries - b.tries || a.n - b.n);
  rows.length = Math.min(rows.length, rows[0]?.tries >= OFTEN ? 1 : most);
  for (const row of rows) ops.put({ ...row, tries: row.tries + 1 });
  return rows;
});

const LATER = new Set(["not_an_object", "uid_missing", "kind_unknown", "subject_missing", "too_new"]);

// What the server named leaves the queue, and how the checklist stands is kept: in one transaction.
export const settle = (db, checklist, results, state) => written(db, ["ops", "refused", "checklists"], async (tx) => {
  const ops = tx.objectStore("ops");
  const refused = [];
  for (const result of results) {
    const row = result.uid ? await done(ops.index("uid").get(result.uid)) : undefined;
    if (!row) continue;
    if (result.outcome === "refused") {
      refused.push(result);
      if (LATER.has(result.code)) continue;
      tx.objectStore("refused").put({ uid: result.uid, checklist, op: row.op, message: result.message, code: result.code });
    }
    ops.delete(row.n);
  }
  if (state) {
    const kept = await done(tx.objectStore("checklists").get(checklist));
    if (kept) tx.objectStore("checklists").put({ ...kept, state });
  }
  return refused;
});

export const photoStored = (db, photo) => written(db, ["photos", "thumbs"], (tx) => {
  tx.objectStore("photos").delete(photo.uid);
  if (photo.thumb) tx.objectStore("thumbs").put({ uid: photo.uid, checklist: photo.checklist, thumb: photo.thumb });
});

export const keepCopy = (db, bundle) => written(db, ["copies", "checklists"], async (tx) => {
  const copies = tx.objectStore("copies");
  const { checklists, ...copy } = bundle;
  const before = await done(copies.get(copy.id));
  const until = new Date(Date.now() + copy.keep_days * 86400000).toLocaleDateString("sv-SE"); // by the device's own clock
  copies.put({ with_place: false, ...before, ...copy, taken_at: new Date().toISOString(), expires_on: until, checklists: checklists.map((row) => row.id) });
  for (const state of checklists) tx.objectStore("checklists").put({ id: state.id, inspection: copy.id, state });
});

export const changeCopy = (db, id, change) => written(db, ["copies"], async (tx) => {
  const copy = await done(tx.objectStore("copies").get(id));
  if (copy) tx.objectStore("copies").put({ ...copy, ...change });
});

async function emptied(tx, names, checklists) {
  for (const name of names) for (const id of checklists) {
    const store = tx.objectStore(name);
    for (const key of await done(store.index("checklist").getAllKeys(id))) store.delete(key);
  }
}

// Takes an inspection off the device; false, and nothing happens, while anything of it waits.
export const dropCopy = (db, id) => written(db, ["copies", "checklists", "ops", "photos", "thumbs", "refused", "settings"], async (tx) => {
  const copy = await done(tx.objectStore("copies").get(id));
  if (!copy) return true;
  if (await counted(tx, copy.checklists)) return false;
  await emptied(tx, ["thumbs", "refused"], copy.checklists);
  for (const checklist of copy.checklists) tx.objectStore("checklists").delete(checklist);
  tx.objectStore("copies").delete(id);
  const told = (await done(tx.objectStore("settings").get("returned"))) ?? [];
  tx.objectStore("settings").put([...told, ...copy.checklists], "returned");
  return true;
});

// Drops what the server will never take: the person was told and means it.
export const discard = (db, copy) => written(db, ["ops", "photos", "refused"], (tx) => emptied(tx, ["ops", "photos", "refused"], copy.checklists));

// What was taken off this device and is to be told to the server.
export const returned = (db) => one(db, "settings", "returned").then((found) => found ?? []);
export const returnTold = (db, checklist) => written(db, ["settings"], async (tx) => {
  const told = (await done(tx.objectStore("settings").get("returned"))) ?? [];
  tx.objectStore("settings").put(told.filter((id) => id !== checklist), "returned");
});
