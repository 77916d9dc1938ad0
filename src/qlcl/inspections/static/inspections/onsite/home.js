// The list: what is on this device, what may be taken along, who else's things wait here.

import { ask, card, h, icon, note, say } from "./draw.js";
import * as server from "./server.js";
import * as shell from "./shell.js";
import * as space from "./space.js";
import * as store from "./store.js";
import * as sync from "./sync.js";
import { day, number } from "./words.js";

export async function open(app, main) {
  let offered = null, failed = false;
  const look = async () => {
    if (!app.db) return;
    try { offered = (await server.call("danh-sach")).inspections; failed = false; } catch { failed = true; }
  };
  const place = h("div", { className: "stack" }); // a late answer draws here, also when another view has taken the page
  const refresh = async () => place.replaceChildren(...(await parts(app, offered, failed, redraw)));
  const redraw = async () => { await look(); await refresh(); };
  await refresh();
  main.replaceChildren(place);
  if (app.db) redraw();
  let state = sync.status.state;
  return {
    bar: { title: "Kiểm tra tại chỗ" },
    refresh: async () => {
      const well = sync.status.state === "ok" && state !== "ok";
      state = sync.status.state;
      if (well) await redraw(); else await refresh();
    },
  };
}

async function parts(app, offered, failed, redraw) {
  if (!app.db) {
    return [note("info", h("p", {}, "Đăng nhập khi có mạng để mang lượt kiểm tra theo thiết bị. Sau đó dùng được cả khi không có mạng.")), h("a", { className: "button button-primary button-wide", href: server.SIGN_IN }, "Đăng nhập")];
  }
  const copies = (await store.all(app.db, "copies")).sort((a, b) => a.agency.localeCompare(b.agency, "vi"));
  const here = new Set(copies.map((copy) => copy.id));
  const rest = (offered ?? []).filter((row) => !here.has(row.id));
  return [
    ...(await notices(app)),
    h("h2", { className: "onsite-head" }, "Trên thiết bị này"),
    copies.length ? h("ul", { className: "card-list" }, await Promise.all(copies.map((copy) => line(app, copy)))) : h("p", { className: "muted" }, "Chưa mang theo lượt kiểm tra nào."),
    h("h2", { className: "onsite-head" }, "Có thể mang theo"),
    failed ? h("p", { className: "muted" }, "Danh sách hiện khi kết nối được máy chủ.") : offered === null ? h("p", { className: "muted" }, "Đang hỏi máy chủ…")
      : rest.length ? h("ul", { className: "card-list" }, rest.map((row) => offer(app, row, redraw))) : h("p", { className: "muted" }, "Không còn lượt kiểm tra nào đang mở được giao cho ông/bà."),
    h("p", {}, h("a", { href: "#/thiet-bi" }, "Dung lượng, ứng dụng và dữ liệu trên thiết bị")),
  ];
}

async function notices(app) {
  const { state, waiting, message, name } = sync.status;
  const shown = [];
  if (state === "sign-in") shown.push(note("overdue", h("p", {}, "Phiên đăng nhập đã hết hạn. ", waiting ? `${number(waiting)} mục chờ gửi vẫn nằm trên thiết bị và được gửi tiếp sau khi ông/bà đăng nhập lại.` : "Đăng nhập lại để tiếp tục."), h("a", { className: "button", href: server.SIGN_IN }, "Đăng nhập lại")));
  if (state === "other") shown.push(note("overdue", h("p", {}, `${name} đang đăng nhập trên máy này. Nội dung của ông/bà được giữ, chờ ông/bà đăng nhập lại.`)));
  if (state === "error") shown.push(note("overdue", h("p", {}, message)));
  for (const person of await store.people()) {
    if (person.id === app.person.id) continue;
    const db = await store.openFor(person.id);
    const { total } = await store.waiting(db);
    db.close();
    if (total) shown.push(note("late", h("p", {}, `Trên thiết bị này còn ${number(total)} mục chờ gửi của ${person.name}. Chỉ người đó đăng nhập mới gửi được.`)));
  }
  const { low } = await space.room();
  if (low) shown.push(note("late", h("p", {}, "Bộ nhớ dành cho ứng dụng sắp hết. Hãy gửi hết ảnh, trả lại lượt kiểm tra đã xong hoặc giải phóng bộ nhớ của thiết bị.")));
  if (shell.hasFresh()) shown.push(note("info", h("p", {}, "Có bản mới của ứng dụng. ", waiting ? "Bản mới dùng được sau khi gửi hết." : ""), waiting ? null : h("button", { type: "button", className: "button", onclick: async () => { if (!(await shell.takeOver())) say("Còn mục chờ gửi trên thiết bị này; gửi hết rồi cập nhật.", "warning"); } }, "Dùng bản mới")));
  return shown;
}

async function line(app, copy) {
  const rows = await Promise.all(copy.checklists.map((id) => store.one(app.db, "checklists", id)));
  const waits = await store.waitingOf(app.db, copy.checklists);
  const items = rows.flatMap((row) => row?.state.items ?? []);
  const ops = (await Promise.all(copy.checklists.map((id) => store.of(app.db, "ops", id)))).flat();
  const told = new Set(ops.filter((row) => row.op.kind === "answer" && (row.op.answer || row.op.skip_reason)).map((row) => row.op.item));
  const answered = items.filter((item) => item.answer || item.skip_reason || told.has(item.uid)).length;
  return h("li", { className: "card" },
    h("h3", {}, h("a", { className: "cover", href: `#/luot/${copy.id}` }, copy.agency)),
    h("p", { className: "muted" }, [copy.when, copy.sets.join("; ")].filter(Boolean).join(" · ")),
    h("p", { className: "row" }, h("span", {}, `Đã trả lời ${answered}/${items.length}`), waits ? h("span", { className: "chip chip-late" }, icon("upload"), `Chờ gửi ${number(waits)}`) : null, copy.illustration ? h("span", { className: "illustration" }, "Minh họa") : null),
    h("p", { className: "muted small" }, `Giữ trên thiết bị đến ${day(copy.expires_on)}`));
}

function offer(app, row, redraw) {
  const take = async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    button.textContent = "Đang tải…";
    try {
      await taken(app, row.id);
      say(`Đã mang theo ${row.agency}.`);
    } catch (error) {
      say(error instanceof server.SignedOut ? "Cần đăng nhập lại." : error.message, "warning");
    }
    await sync.count();
    await redraw();
  };
  return h("li", { className: "card" }, h("h3", {}, row.agency), h("p", { className: "muted" }, [row.when, row.sets.join("; ")].filter(Boolean).join(" · ")),
    row.illustration ? h("span", { className: "illustration" }, "Minh họa") : null,
    h("button", { type: "button", className: "button button-primary button-wide", onclick: take }, icon("download"), "Mang theo"));
}

// Keeps the inspection on the device; the browser is asked not to clear it away.
async function taken(app, id) {
  if (!(await space.fits(2e6))) throw new Error("Thiết bị không còn chỗ. Hãy giải phóng bộ nhớ rồi thử lại.");
  await space.keep();
  await server.health();
  const label = /iPhone|iPad|Android|Windows|Mac OS|Linux/.exec(navigator.userAgent)?.[0].replace("Mac OS", "Mac") ?? "";
  const bundle = await server.call(`luot/${id}`, { body: { device: sync.deviceId(), label } });
  await store.keepCopy(app.db, bundle);
}

// Off the device, when nothing waits and the person means it.
export async function handBack(copy) {
  const sure = await ask("Trả lại lượt kiểm tra?", [h("p", { className: "named" }, copy.agency), h("p", {}, "Dữ liệu của lượt kiểm tra này được gỡ khỏi thiết bị. Nội dung đã gửi vẫn ở máy chủ; cần thì mang theo lại.")], "Trả lại");
  if (!sure) return false;
  if (await sync.giveBack(copy).catch(() => true)) return true;
  say("Còn mục chờ gửi của lượt kiểm tra này; gửi hết rồi mới trả lại được.", "warning");
  return false;
}
