// The questions: big answers for a thumb, last time's finding beside them, photos, what two people said differently.

import { ask, h, icon, note, say } from "./draw.js";
import { stand } from "./copy.js";
import { askFinding } from "./finding.js";
import * as photos from "./photos.js";
import * as space from "./space.js";
import * as store from "./store.js";
import * as sync from "./sync.js";
import { answerWords, clock, number, severity } from "./words.js";

const FILTERS = [
  ["", "Tất cả", () => true],
  ["chua", "Chưa trả lời", (item) => !item.answer && !item.skip_reason],
  ["khong-dat", "Không đạt", (item, row) => failing(row, item) || row.findings.some((one) => one.item === item.uid)],
  ["khac", "Khác nhau", (item) => item.conflicts.length],
  ["lan-truoc", "Có lần trước", (item) => item.last_finding],
];
const failing = (row, item) => row.scale.find((step) => step.code === item.answer)?.finding;
const kept = new Map(); // the filter of each inspection, while the app is open

export async function open(app, place, copy) {
  const cards = new Map();
  let rows = await stand(app.db, copy);
  const head = h("div", { className: "stack" });
  const list = h("div", { className: "stack" });
  place.replaceChildren(head, list);

  const drawHead = () => {
    const items = rows.flatMap((row) => row.items);
    const done = items.filter((item) => item.answer || item.skip_reason).length;
    const chosen = kept.get(copy.id) ?? "";
    head.replaceChildren(
      h("div", { className: "progress-label" }, h("span", {}, "Đã trả lời"), h("span", { id: "da-tra-loi" }, `${done}/${items.length}`)),
      h("progress", { max: items.length || 1, value: done, "aria-label": `Đã trả lời ${done} trên ${items.length}` }),
      h("div", { className: "onsite-filters", role: "group", "aria-label": "Lọc câu hỏi" }, FILTERS.map(([code, label, wanted]) => {
        const count = rows.reduce((sum, row) => sum + row.items.filter((item) => wanted(item, row)).length, 0);
        return code && !count && chosen !== code ? null : h("button", { type: "button", className: "onsite-filter", "aria-pressed": String(code === chosen), onclick: () => { kept.set(copy.id, code); drawHead(); filter(); } }, code ? `${label} (${number(count)})` : label);
      })));
  };
  const filter = () => {
    const wanted = FILTERS.find(([code]) => code === (kept.get(copy.id) ?? ""))[2];
    let shown = 0;
    for (const row of rows) for (const item of row.items) { const on = Boolean(wanted(item, row)); cards.get(item.uid).node.hidden = !on; shown += on; }
    for (const group of list.querySelectorAll("section")) group.hidden = !group.querySelector("article:not([hidden])");
    list.dataset.empty = String(!shown);
  };
  // Draws again what changed; not under the fingers of somebody who writes, unless he did it (`own`) himself.
  const renew = async (own = "") => {
    rows = await stand(app.db, copy);
    drawHead();
    for (const row of rows) for (const item of row.items) {
      const card = cards.get(item.uid);
      const sign = signature(row, item);
      const active = card.node.contains(document.activeElement) ? document.activeElement : null;
      if (card.sign === sign || (active && writes(active) && item.uid !== own)) continue;
      const node = questionCard(context, row, item);
      node.hidden = card.node.hidden;
      card.node.replaceWith(node);
      cards.set(item.uid, { node, sign });
      if (active?.id) again(active);
    }
  };
  const context = { app, copy, renew };
  const drawAll = () => {
    list.replaceChildren(...rows.map((row) => {
      const groups = Map.groupBy ? Map.groupBy(row.items, (item) => item.group) : grouped(row.items);
      return h("div", { className: "stack" }, rows.length > 1 ? h("h2", {}, row.state.title) : null, [...groups].map(([name, items]) => h("section", {}, name ? h("h2", { className: "group-head" }, name) : null, items.map((item) => {
        const node = questionCard(context, row, item);
        cards.set(item.uid, { node, sign: signature(row, item) });
        return node;
      }))));
    }));
  };
  drawHead();
  drawAll();
  filter();
  return { refresh: renew };
}

const writes = (element) => element.tagName === "TEXTAREA" || (element.tagName === "INPUT" && element.type === "text");

// The focus comes back to where it was, with what was being written.
function again(before) {
  const field = document.getElementById(before.id);
  if (!field) return;
  if (writes(field)) field.value = before.value;
  field.focus({ preventScroll: true });
  if (writes(field)) field.setSelectionRange(before.selectionStart, before.selectionEnd);
}

function grouped(items) {
  const groups = new Map();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return groups;
}

const signature = (row, item) => JSON.stringify([item.answer, item.note, item.skip_reason, item.revision, item.conflicts, item.waits, item.photos.map((photo) => [photo.uid, photo.problem]), item.proofs.map((proof) => [proof.uid, proof.awaited]), item.refused.length, row.findings.filter((one) => one.item === item.uid)]);

function questionCard(context, row, item) {
  const answer = { answer: item.answer, note: item.note, skip_reason: item.skip_reason };
  const closed = Boolean(row.state.concluded_on);
  let next = null, saving = null;
  const write = async () => {
    while (next) {
      const op = next;
      next = null;
      await store.addOps(context.app.db, row.id, [op]);
      await sync.wrote();
    }
  };
  // Every change goes to the disk at once; the queue keeps the last word of each question.
  const save = (change) => {
    Object.assign(answer, change);
    next = store.stamp({ kind: "answer", item: item.uid, base: item.revision, n: Date.now(), ...answer });
    saving ??= write().catch(lost).finally(() => { saving = null; });
    return saving;
  };
  const key = item.uid.slice(0, 8);
  const reason = h("label", { className: "onsite-field", hidden: !item.skip_reason }, h("span", {}, "Lý do không xem"), h("input", { id: `ld-${key}`, maxLength: 500, value: item.skip_reason, disabled: closed, oninput: (event) => save({ skip_reason: event.target.value.trim(), answer: event.target.value.trim() ? "" : answer.answer }) }));
  const choose = async (code) => { reason.hidden = true; await save({ answer: code, skip_reason: "" }); await context.renew(item.uid); };
  return h("article", { className: `question${item.answer || item.skip_reason ? "" : " question-open"}`, id: `c-${key}`, "aria-labelledby": `q-${key}`, "data-code": item.code },
    h("h3", { id: `q-${key}` }, h("span", { className: "question-code" }, item.code), " ", item.text),
    item.help ? h("details", {}, h("summary", {}, "Gợi ý"), h("p", { className: "small" }, item.help)) : null,
    item.last_finding ? h("div", { className: "last-time" }, h("b", {}, "Lần trước"), h("p", {}, item.last_finding)) : null,
    item.conflicts.length ? conflictBox(context, row, item) : null,
    h("div", { className: "scale", role: "radiogroup", "aria-labelledby": `q-${key}` }, row.scale.map((step) => h("label", { className: `scale-${step.tone}` }, h("input", { type: "radio", id: `r-${key}-${step.code}`, name: `tl-${key}`, checked: item.answer === step.code, disabled: closed, onchange: () => choose(step.code) }), step.label))),
    closed ? null : h("button", { type: "button", className: "link-button", onclick: () => { reason.hidden = false; reason.querySelector("input").focus(); } }, "Không xem được"),
    reason,
    h("label", { className: "onsite-field" }, h("span", {}, "Nhận xét"), h("textarea", { id: `nx-${key}`, rows: 2, maxLength: 8000, value: item.note, disabled: closed, oninput: (event) => save({ note: event.target.value }) })),
    findings(context, row, item),
    proofs(context, row, item, closed),
    item.refused.map((one) => note("overdue", h("p", {}, `Máy chủ không nhận: ${one.message}`), one.op.note ? h("p", {}, one.op.note) : null, h("button", { type: "button", className: "button", onclick: async () => { await store.written(context.app.db, ["refused"], (tx) => tx.objectStore("refused").delete(one.uid)); await context.renew(); } }, "Đã xem"))),
    h("p", { className: "muted small" }, item.waits ? "Chờ gửi" : item.by ? `${item.by}, ${clock(item.at)}` : ""));
}

// Both answers, whose and when; choosing one settles it for everybody.
function conflictBox(context, row, item) {
  const seen = new Map();
  for (const pair of item.conflicts) for (const version of pair) seen.set(version.op, version);
  const settle = async (version) => {
    const op = store.stamp({ kind: "resolve", item: item.uid, base: item.revision, n: Date.now(), answer: version.answer, note: version.note, skip_reason: version.skip_reason });
    await store.addOps(context.app.db, row.id, [op]);
    await sync.wrote();
    await context.renew();
  };
  return h("div", { className: "versions", role: "group", "aria-label": "Hai câu trả lời khác nhau" }, h("b", {}, "Hai câu trả lời khác nhau"), h("ul", { className: "plain" }, [...seen.values()].map((version) => h("li", {},
    h("div", {}, h("b", {}, answerWords(row.scale, version)), version.note ? h("p", {}, version.note) : null, h("small", { className: "muted" }, `${version.by}, ${clock(version.at)}`)),
    h("button", { type: "button", className: "button", onclick: () => settle(version) }, "Giữ câu này")))));
}

function findings(context, row, item) {
  const mine = row.findings.filter((one) => one.item === item.uid);
  return mine.length ? h("ul", { className: "plain onsite-found" }, mine.map((one) => h("li", {}, icon("late"), h("span", {}, h("b", {}, severity(one.severity)), ` – ${one.statement}`)))) : null;
}

function proofs(context, row, item, closed) {
  const pick = (label, mark, capture) => h("label", { className: "button onsite-pick" }, icon(mark), label, h("input", { type: "file", className: "sr", accept: "image/*", multiple: !capture, capture, onchange: (event) => { const files = [...event.target.files]; event.target.value = ""; take(context, row, item, files); } }));
  const picture = (uid, blob, label, act) => h("li", {}, blob ? shown(blob, label) : h("span", { className: "onsite-file" }, icon("file"), label), act);
  const drop = (uid) => closed ? null : h("button", { type: "button", className: "link-button", onclick: () => remove(context, row, uid) }, "Bỏ");
  const all = [
    ...item.photos.map((photo) => picture(photo.uid, photo.thumb, photo.problem ? `Không nhận: ${photo.problem}` : "Ảnh chờ gửi", drop(photo.uid))),
    ...item.proofs.map((proof) => picture(proof.uid, proof.thumb, proof.awaited ? "Ảnh chờ từ thiết bị khác" : proof.name || proof.caption || "Tệp", drop(proof.uid))),
  ];
  return h("div", { className: "stack" }, all.length ? h("ul", { className: "onsite-photos" }, all) : null, closed ? null : h("div", { className: "onsite-acts" }, pick("Chụp ảnh", "plus", "environment"), pick("Chọn ảnh", "upload", null),
    h("button", { type: "button", className: "button", onclick: async () => { if (await askFinding(context.app, row, item)) await context.renew(item.uid); } }, icon("plus"), "Phát hiện")));
}

function shown(blob, label) {
  const address = URL.createObjectURL(blob);
  return h("img", { src: address, alt: label, width: 72, height: 72, onload: () => URL.revokeObjectURL(address) });
}

async function take(context, row, item, files) {
  for (const file of files) {
    try {
      const photo = await photos.prepared(file, context.copy.photo);
      if (!(await space.fits(photo.size * 2))) { say("Thiết bị không còn chỗ cho ảnh mới. Hãy gửi hết ảnh hoặc giải phóng bộ nhớ rồi chụp lại.", "warning"); return; }
      const uid = crypto.randomUUID();
      const copy = await store.one(context.app.db, "copies", context.copy.id);
      const kept = { uid, checklist: row.id, item: item.uid, with_place: Boolean(copy?.with_place), ...photo };
      const op = store.stamp({ kind: "evidence", evidence: uid, item: item.uid, n: Date.now(), caption: "", taken_at: new Date(Math.min(file.lastModified || Date.now(), Date.now())).toISOString() });
      await store.addPhoto(context.app.db, kept, op);
      if (kept.with_place) place(context, row, op);
    } catch (error) {
      lost(error);
      return;
    }
    await sync.wrote();
    await context.renew(item.uid);
  }
}

// Where it was taken, told when the device knows it: the photo does not wait for that.
function place(context, row, op) {
  navigator.geolocation?.getCurrentPosition(async ({ coords }) => {
    await store.addOps(context.app.db, row.id, [{ ...store.stamp(op), uid: crypto.randomUUID(), latitude: coords.latitude.toFixed(6), longitude: coords.longitude.toFixed(6) }]);
    await sync.wrote();
  }, () => {}, { timeout: 20000, maximumAge: 60000 });
}

function lost(error) {
  say(error?.name === "QuotaExceededError" ? "Thiết bị không còn chỗ: nội dung vừa rồi chưa được giữ. Hãy giải phóng bộ nhớ rồi ghi lại." : `Chưa ghi được vào thiết bị: ${error?.message ?? ""}`, "warning");
}

async function remove(context, row, uid) {
  if (!(await ask("Bỏ ảnh, tệp này?", [h("p", {}, "Ảnh đã gửi vẫn được giữ ở máy chủ, có dấu đã bỏ.")], "Bỏ", "danger"))) return;
  await store.dropPhoto(context.app.db, row.id, uid);
  await sync.wrote();
  await context.renew();
}
