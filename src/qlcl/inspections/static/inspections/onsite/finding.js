// What does not conform, noted on the spot.

import { ask, h, icon, say } from "./draw.js";
import { stand } from "./copy.js";
import * as store from "./store.js";
import * as sync from "./sync.js";
import { SEVERITIES, severity } from "./words.js";

// Asks for a finding and keeps it; of a question, of none, or a new wording of one.
export async function askFinding(app, row, item, before) {
  const step = item ? row.scale.find((one) => one.code === item.answer) : null;
  const chosen = before?.severity ?? (step?.finding ? step.severity : "") ?? "ordinary";
  const values = await ask(before ? "Sửa phát hiện" : "Ghi phát hiện", [
    item ? h("p", { className: "muted" }, `${item.code} ${item.text}`) : null,
    h("label", { className: "onsite-field" }, h("span", {}, "Nội dung"), h("textarea", { name: "statement", rows: 5, maxLength: 4000, required: true, value: before?.statement ?? item?.note ?? "" })),
    h("label", { className: "onsite-field" }, h("span", {}, "Mức độ"), h("select", { name: "severity" }, SEVERITIES.map(([code, label]) => h("option", { value: code, selected: code === (chosen || "ordinary") }, label)))),
    h("label", { className: "onsite-field" }, h("span", {}, "Lĩnh vực (nếu có)"), h("input", { name: "area", maxLength: 200, value: before?.area ?? "" })),
  ].filter(Boolean), "Ghi");
  if (!values?.statement?.trim()) return false;
  const op = store.stamp({ kind: "finding", finding: before?.uid ?? crypto.randomUUID(), item: item?.uid ?? before?.item ?? null, n: Date.now(), ...values });
  await store.addOps(app.db, row.id, [op]);
  await sync.wrote();
  say("Đã ghi phát hiện.");
  return true;
}

export async function open(app, place, copy) {
  const refresh = async () => {
    const rows = await stand(app.db, copy);
    const withdraw = async (row, one) => {
      if (!(await ask("Rút phát hiện này?", [h("p", { className: "named" }, one.statement)], "Rút", "danger"))) return;
      await store.addOps(app.db, row.id, [store.stamp({ kind: "withdraw_finding", finding: one.uid, n: Date.now() })]);
      await sync.wrote();
      await refresh();
    };
    place.replaceChildren(...rows.map((row) => {
      const codes = new Map(row.items.map((item) => [item.uid, item]));
      const closed = Boolean(row.state.concluded_on);
      return h("div", { className: "stack" }, rows.length > 1 ? h("h2", {}, row.state.title) : null,
        row.findings.length ? h("ul", { className: "card-list" }, row.findings.map((one) => h("li", { className: "card" },
          h("p", {}, h("span", { className: `chip chip-${one.severity === "serious" ? "overdue" : "late"}` }, icon("late"), severity(one.severity)), " ", codes.get(one.item) ? h("b", {}, `Câu ${codes.get(one.item).code}`) : h("b", {}, "Chung")),
          h("p", {}, one.statement), one.area ? h("p", { className: "muted" }, one.area) : null, h("p", { className: "muted small" }, one.waits ? "Chờ gửi" : one.by),
          closed ? null : h("div", { className: "onsite-acts" }, h("button", { type: "button", className: "button", onclick: async () => { if (await askFinding(app, row, codes.get(one.item), one)) await refresh(); } }, "Sửa"), h("button", { type: "button", className: "button button-quiet", onclick: () => withdraw(row, one) }, "Rút")))))
          : h("p", { className: "muted" }, "Chưa ghi phát hiện nào. Câu trả lời không đạt có nhận xét cũng trở thành phát hiện khi kết luận."),
        closed ? null : h("button", { type: "button", className: "button button-wide", onclick: async () => { if (await askFinding(app, row, null)) await refresh(); } }, icon("plus"), "Ghi phát hiện chung"));
    }));
  };
  await refresh();
  return { refresh: async () => { if (!document.querySelector("dialog[open]")) await refresh(); } };
}
