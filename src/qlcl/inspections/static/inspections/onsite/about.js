// The device: room, whether the app opens without a network, what is kept and until when.

import { ask, card, facts, h, note } from "./draw.js";
import { handBack } from "./home.js";
import * as shell from "./shell.js";
import * as space from "./space.js";
import * as store from "./store.js";
import * as sync from "./sync.js";
import { day, number, size } from "./words.js";

export async function open(app, main) {
  const place = h("div", { className: "stack" });
  const refresh = async () => {
    const [{ known, quota, usage, free, low }, keptByBrowser, ready] = [await space.room(), await navigator.storage?.persisted?.().catch(() => false), await shell.isKept()];
    const copies = await store.all(app.db, "copies");
    const waits = await store.waiting(app.db);
    place.replaceChildren(...[
      low ? note("late", h("p", {}, "Bộ nhớ dành cho ứng dụng sắp hết. Mỗi ảnh chiếm khoảng 0,5–1 MB; hãy gửi hết ảnh và trả lại lượt kiểm tra đã xong.")) : null,
      card("Ứng dụng", facts([
        ["Mở được khi không có mạng", ready ? "Có" : "Chưa, cần mở một lần khi có mạng"],
        ["Người dùng", app.person.name],
        ["Chờ gửi", `${number(waits.ops)} nội dung, ${number(waits.photos)} ảnh`],
      ]), h("p", { className: "muted small" }, "Cài lên màn hình chính: mở trình đơn của trình duyệt, chọn “Thêm vào màn hình chính”.")),
      card("Bộ nhớ", facts(known ? [["Đã dùng", `${size(usage)} trên ${size(quota)}`], ["Còn trống cho ứng dụng", size(free)], ["Trình duyệt cam kết không tự xóa", keptByBrowser ? "Có" : "Chưa"]] : [["Dung lượng", "Trình duyệt không cho biết"]]),
        keptByBrowser ? null : h("button", { type: "button", className: "button", onclick: async () => { await space.keep(); await refresh(); } }, "Đề nghị trình duyệt giữ dữ liệu")),
      card("Lượt kiểm tra trên thiết bị", copies.length ? h("ul", { className: "plain-list" }, await Promise.all(copies.map(async (copy) => {
        const left = await store.waitingOf(app.db, copy.checklists);
        const rows = await Promise.all(copy.checklists.map((id) => store.one(app.db, "checklists", id)));
        const never = left > 0 && rows.every((row) => !row || row.gone || row.state.concluded_on);
        return h("li", {}, h("b", {}, copy.agency), h("div", { className: "muted" }, `Giữ đến ${day(copy.expires_on)}. ${left ? `Còn ${number(left)} mục chờ gửi, chưa gỡ được.` : "Đã gửi hết."}`),
          h("button", { type: "button", className: "button", disabled: Boolean(left), onclick: async () => { if (await handBack(copy)) await refresh(); } }, "Trả lại"),
          never ? h("button", { type: "button", className: "button button-danger", onclick: () => discard(app, copy, left).then(refresh) }, "Bỏ nội dung không gửi được") : null);
      }))) : h("p", { className: "muted" }, "Không có lượt kiểm tra nào.")),
    ].filter(Boolean));
    await sync.count();
  };
  await refresh();
  main.replaceChildren(place);
  return { bar: { title: "Thiết bị này", back: "#/" } };
}

// The inspection is concluded, or no longer his: the server takes nothing more of it.
async function discard(app, copy, left) {
  const words = `Lượt kiểm tra đã kết luận hoặc ông/bà không còn trong Đoàn, máy chủ không nhận nữa. ${number(left)} mục chưa gửi sẽ mất hẳn. Hãy chép lại nội dung cần giữ trước khi bỏ.`;
  if (!(await ask("Bỏ nội dung không gửi được?", [h("p", { className: "named" }, copy.agency), h("p", {}, words)], "Bỏ hẳn", "danger"))) return;
  await store.discard(app.db, copy);
  await sync.count();
}
