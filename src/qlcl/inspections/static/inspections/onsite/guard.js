// On every page: signing out waits until this device has sent what its user noted on site.

const FORM = 'form[action$="/tai-khoan/dang-xuat"]';

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(FORM) || !localStorage.getItem("qlcl-tai-cho")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  leave(form);
}, true);

async function leave(form) {
  const [store, server] = await Promise.all([import("./store.js"), import("./server.js")]);
  const found = await server.health();
  const person = found?.person ?? (await store.currentPerson())?.id;
  if (person && (await store.people()).some((known) => known.id === person)) {
    const db = await store.openFor(person);
    const { total } = await store.waiting(db);
    if (total) { db.close(); tell(total); return; }
    await giveBack(store, server, db);
    db.close();
    await store.forgetPerson(person);
  }
  form.submit();
}

// What is taken off the device is told to the server, so that concluding no longer waits for it.
async function giveBack(store, server, db) {
  const device = await store.deviceName(db);
  const kept = (await store.all(db, "copies")).flatMap((copy) => copy.checklists);
  for (const checklist of new Set([...kept, ...(await store.returned(db))])) {
    try { await server.call(`phieu/${checklist}/tra-lai`, { body: { device } }); } catch { /* the copy is written off by hand then */ }
  }
}

function tell(total) {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "chua-dang-xuat");
  const head = document.createElement("h2");
  head.id = "chua-dang-xuat";
  head.textContent = "Chưa đăng xuất được";
  const words = document.createElement("p");
  words.textContent = `Trên thiết bị này còn ${total.toLocaleString("vi-VN")} mục của ông/bà từ kiểm tra tại chỗ chưa gửi lên máy chủ. Đăng xuất bây giờ thì không gửi tiếp được. Hãy mở Kiểm tra tại chỗ, gửi hết rồi đăng xuất.`;
  const open = document.createElement("a");
  open.className = "button button-primary";
  open.href = "/kiem-tra/tai-cho/";
  open.textContent = "Mở Kiểm tra tại chỗ";
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button-quiet";
  close.textContent = "Đóng";
  close.addEventListener("click", () => dialog.close());
  const acts = document.createElement("div");
  acts.className = "confirm-actions";
  acts.append(close, open);
  dialog.append(head, words, acts);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
