// The end of the day: what is still missing, sending, giving back, concluding.

import { card, h, icon } from "./draw.js";
import { stand } from "./copy.js";
import { handBack } from "./home.js";
import * as store from "./store.js";
import * as sync from "./sync.js";
import { number } from "./words.js";

export async function open(app, place, copy) {
  const refresh = async () => {
    const rows = await stand(app.db, copy);
    const waits = await store.waitingOf(app.db, copy.checklists);
    const { state, busy } = sync.status;
    const missing = lacks(rows);
    const well = state === "ok" && !waits;
    const out = rows.flatMap((row) => row.state.copies ?? []).filter((other) => other.device !== sync.deviceId());
    const first = [
      waits ? `Còn ${number(waits)} mục chờ gửi từ thiết bị này.` : null,
      state !== "ok" ? "Chưa kết nối được máy chủ, hoặc cần đăng nhập lại." : null,
      ...missing,
      ...new Set(out.map((other) => `Thiết bị của ${other.by}${other.label ? ` (${other.label})` : ""} ${other.waiting ? `còn ${number(other.waiting)} mục chờ gửi` : "chưa trả lượt kiểm tra"}.`)),
    ].filter(Boolean);
    const conclude = async () => {
      if (await sync.giveBack(copy).catch(() => false)) location.assign(copy.conclude_url);
      else await refresh();
    };
    place.replaceChildren(
      card("Còn thiếu để kết luận", first.length ? h("div", { className: "guards" }, h("ul", {}, first.map((words) => h("li", {}, icon("late"), words)))) : h("p", { className: "guards-ok" }, icon("check"), "Không còn gì thiếu.")),
      h("button", { type: "button", className: "button button-wide", disabled: busy, onclick: async () => { await sync.now(); await refresh(); } }, icon("upload"), busy ? "Đang gửi…" : "Gửi ngay"),
      h("button", { type: "button", id: "ket-luan", className: "button button-primary button-wide", disabled: !well || missing.length > 0 || out.length > 0, onclick: conclude }, "Trả lại và kết luận trên máy chủ"),
      h("button", { type: "button", id: "tra-lai", className: "button button-wide", disabled: Boolean(waits), onclick: async () => { if (await handBack(copy)) location.hash = "#/"; } }, "Trả lại, gỡ khỏi thiết bị"),
      h("p", { className: "muted small" }, "Mỗi người trong Đoàn gửi hết rồi trả lại; Trưởng đoàn hoặc thư ký kết luận sau cùng. Còn mục chờ gửi thì không trả lại, không kết luận và không đăng xuất được."));
  };
  await refresh();
  return { refresh };
}

function lacks(rows) {
  const items = rows.flatMap((row) => row.items);
  const blank = items.filter((item) => !item.answer && !item.skip_reason).length;
  const differing = items.filter((item) => item.conflicts.length).length;
  const elsewhere = items.flatMap((item) => item.proofs).filter((proof) => proof.awaited).length;
  return [
    blank ? `Còn ${number(blank)} câu chưa trả lời và chưa ghi lý do.` : null,
    differing ? `Còn ${number(differing)} câu có hai câu trả lời khác nhau, cần chọn.` : null,
    elsewhere ? `Còn ${number(elsewhere)} ảnh chưa tải lên từ thiết bị khác.` : null,
  ].filter(Boolean);
}
