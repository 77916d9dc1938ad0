// One inspection: its questions, its findings, what is known of the agency, its end.

import { h } from "./draw.js";
import * as finding from "./finding.js";
import * as finish from "./finish.js";
import * as question from "./question.js";
import * as store from "./store.js";
import { facts, card } from "./draw.js";

const TABS = [["", "Câu hỏi"], ["phat-hien", "Phát hiện"], ["co-quan", "Cơ quan"], ["ket-thuc", "Kết thúc"]];

// How the checklists stand, with what was done here laid over what the server said.
export async function stand(db, copy) {
  const rows = (await Promise.all(copy.checklists.map((id) => store.one(db, "checklists", id)))).filter(Boolean);
  return Promise.all(rows.map(async (row) => overlaid(row, ...(await Promise.all(["ops", "photos", "thumbs", "refused"].map((name) => store.of(db, name, row.id)))))));
}

function overlaid(row, ops, photos, thumbs, refused) {
  const { state } = row;
  const mine = ops.map((kept) => kept.op);
  const removed = new Set(mine.filter((op) => op.kind === "remove_evidence").map((op) => op.evidence));
  const shownThumbs = new Map(thumbs.map((thumb) => [thumb.uid, thumb.thumb]));
  const items = state.items.map((item) => {
    const said = mine.filter((op) => op.item === item.uid && (op.kind === "answer" || op.kind === "resolve")).at(-1);
    const here = photos.filter((photo) => photo.item === item.uid);
    const known = new Set(here.map((photo) => photo.uid));
    const there = item.evidence.filter((proof) => !removed.has(proof.uid) && !known.has(proof.uid));
    return {
      ...item,
      ...(said && { answer: said.answer ?? "", note: said.note ?? "", skip_reason: said.skip_reason ?? "" }),
      conflicts: said?.kind === "resolve" ? [] : item.conflicts,
      waits: Boolean(said),
      photos: here,
      proofs: there.map((proof) => ({ ...proof, thumb: shownThumbs.get(proof.uid) })),
      refused: refused.filter((one) => one.op.item === item.uid),
    };
  });
  return { id: row.id, state, scale: state.scale, items, findings: laidFindings(state, mine), refused };
}

function laidFindings(state, mine) {
  const found = new Map(state.findings.map((row) => [row.uid, row]));
  for (const op of mine) {
    if (op.kind === "finding") found.set(op.finding, { uid: op.finding, item: op.item, statement: op.statement, severity: op.severity, area: op.area, waits: true });
    if (op.kind === "withdraw_finding") found.delete(op.finding);
  }
  return [...found.values()];
}

export async function open(app, main, copy, tab = "") {
  const place = h("div", { className: "stack onsite-view" });
  const tabs = h("nav", { className: "tabs onsite-tabs", "aria-label": "Lượt kiểm tra" }, TABS.map(([code, label]) => h("a", { href: `#/luot/${copy.id}${code ? `/${code}` : ""}`, "aria-current": code === tab ? "page" : null }, label)));
  main.replaceChildren(tabs, place);
  let inner;
  if (tab === "phat-hien") inner = await finding.open(app, place, copy);
  else if (tab === "co-quan") inner = await agency(app, place, copy);
  else if (tab === "ket-thuc") inner = await finish.open(app, place, copy);
  else inner = await question.open(app, place, copy);
  return { bar: { title: copy.agency, back: "#/" }, ...inner };
}

const table = (caption, heads, rows) => rows.length ? card(caption, h("ul", { className: "plain-list" }, rows.map((cells) => h("li", {}, cells.map((cell, place) => cell ? h("div", { className: place ? "muted" : "" }, heads[place] ? `${heads[place]}: ${cell}` : cell) : null))))) : null;

async function agency(app, place, copy) {
  const asked = h("label", { className: "onsite-check" }, h("input", { type: "checkbox", checked: copy.with_place, onchange: (event) => store.changeCopy(app.db, copy.id, { with_place: event.target.checked }) }),
    h("span", {}, "Ghi vị trí chụp vào ảnh", h("small", { className: "muted" }, "Mặc định vị trí bị xóa khỏi ảnh. Chỉ bật khi Đoàn thống nhất cần vị trí làm bằng chứng.")));
  place.replaceChildren(...[
    card("Thông tin", facts(copy.facts)),
    card("Công bố và phạm vi", facts(copy.declaration.facts), copy.declaration.items.length ? h("details", {}, h("summary", {}, `Phạm vi áp dụng (${copy.declaration.items.length + copy.declaration.more} thủ tục, hoạt động)`), h("ul", {}, copy.declaration.items.map(([field, procedure]) => h("li", {}, `${field}: ${procedure}`)), copy.declaration.more ? h("li", { className: "muted" }, `và ${copy.declaration.more} dòng nữa`) : null)) : null),
    table("Người liên hệ", ["", "", "Thư điện tử"], copy.contacts.map(({ name, title, email }) => [name, title, email])),
    table("Điểm không phù hợp còn mở", ["", "", "Phát hiện", "Hạn"], copy.open_findings.map(([raised, statement, state, due]) => [statement, state, raised, due])),
    table("Các lần kiểm tra trước", ["", "", ""], copy.previous),
    table("Chương trình", ["", "", "Địa điểm", "Người thực hiện"], copy.programme),
    card("Ảnh", asked),
  ].filter(Boolean));
  return {};
}
