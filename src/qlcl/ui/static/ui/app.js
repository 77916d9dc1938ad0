// What scripts add to pages that work without them.

const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// Ctrl+K (or ⌘K) goes to the search field; on a phone, to the search page.
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k") {
    const field = document.getElementById("tim-nhanh");
    if (!field) return;
    event.preventDefault();
    if (field.offsetParent) { field.focus(); field.select(); } else { location.assign(field.form.action); }
  }
  if (event.key === "Escape") {
    for (const menu of $$("details.menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
    if (location.hash === "#menu") location.hash = "#noi-dung";
  }
});

// The place in the navigation is in sight, however long the list.
const here = document.querySelector(".side-inner [aria-current]");
if (here) { const list = here.closest(".side-inner"); list.scrollTop = Math.max(0, here.offsetTop - list.offsetTop - list.clientHeight + 80); }

for (const tab of $$(".tabs [aria-current]")) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 16;

// A click elsewhere closes open menus.
document.addEventListener("click", (event) => {
  for (const menu of $$("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// The phone menu: a second tap closes it.
for (const link of $$('a[href="#menu"]')) {
  link.addEventListener("click", (event) => {
    if (location.hash === "#menu") { event.preventDefault(); location.hash = "#noi-dung"; }
  });
}

// A question unfolds in place without scripts, and stands in a dialog with them.
function enhanceConfirm(details) {
  if (details.dataset.ready) return;
  details.dataset.ready = "1";
  const form = details.querySelector("form");
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", form.querySelector("h2").textContent);
  form.classList.remove("card");
  dialog.append(form);
  details.after(dialog);
  const close = form.querySelector("[data-close]");
  close.hidden = false;
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => details.querySelector("summary").focus());
  details.querySelector("summary").addEventListener("click", (event) => { event.preventDefault(); dialog.showModal(); });
}

// Files can be dropped; their names and sizes are shown before sending.
function enhanceDrop(zone) {
  if (zone.dataset.ready) return;
  zone.dataset.ready = "1";
  const input = zone.querySelector('input[type="file"]');
  const list = zone.querySelector("[data-drop-files]");
  if (!input) return;
  const show = () => {
    list.replaceChildren(...[...input.files].map((file) => {
      const item = document.createElement("li");
      const size = file.size < 1048576 ? `${Math.max(1, Math.round(file.size / 1024))} KB` : `${(file.size / 1048576).toFixed(1).replace(".", ",")} MB`;
      item.textContent = `${file.name} (${size})`;
      return item;
    }));
  };
  input.addEventListener("change", show);
  for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    const files = new DataTransfer();
    for (const file of input.multiple ? event.dataTransfer.files : [event.dataTransfer.files[0]]) files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// A field for files speaks Vietnamese in any browser; without scripts the browser's own control stays.
function enhanceFile(input) {
  if (input.dataset.ready) return;
  input.dataset.ready = "1";
  const several = input.multiple;
  const [pick, face, name] = ["span", "span", "span"].map((tag) => document.createElement(tag));
  pick.className = "pick";
  face.className = "button";
  face.textContent = several ? "Chọn các tệp" : "Chọn tệp";
  name.className = "pick-name";
  for (const part of [face, name]) part.setAttribute("aria-hidden", "true");
  input.replaceWith(pick);
  pick.append(face, name, input);
  const show = () => {
    const count = input.files.length;
    name.textContent = count > 1 ? `Đã chọn ${count} tệp` : count ? input.files[0].name : "Chưa chọn tệp";
    pick.classList.toggle("is-chosen", count > 0);
  };
  input.addEventListener("change", show);
  input.form?.addEventListener("reset", () => setTimeout(show));
  addEventListener("pageshow", show);
  show();
}

// A board is one stop of the Tab key; inside it the arrows walk from cell to cell.
function enhanceBoard(board) {
  const stops = (root) => $$("tbody a[href], tbody input", root);
  let here = stops(board)[0];
  if (!here || board.dataset.ready) return;
  board.dataset.ready = "1";
  for (const stop of stops(board)) stop.tabIndex = -1;
  here.tabIndex = 0;
  board.closest("[role=region]")?.setAttribute("aria-description", "Các phím mũi tên đi giữa các ô, Enter mở ô");
  board.addEventListener("focusin", ({ target }) => { if (target.matches("a, input")) { here.tabIndex = -1; here = target; here.tabIndex = 0; } });
  board.addEventListener("keydown", (event) => {
    const { target, key } = event, cell = target.closest("tbody :is(th, td)");
    if (!cell || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const row = cell.parentElement, line = stops(row);
    let to = { ArrowRight: line[line.indexOf(target) + 1], ArrowLeft: line[line.indexOf(target) - 1], Home: line[0], End: line.at(-1) }[key];
    if (key === "ArrowDown" || key === "ArrowUp") {
      const rows = $$("tbody tr", board), step = key === "ArrowDown" ? 1 : -1;
      let at = rows.indexOf(row), found = [];
      do { at += step; found = rows[at]?.offsetParent ? stops(rows[at]) : []; } while (rows[at] && !found.length);
      const alike = found.filter((stop) => stop.tagName === target.tagName);
      to = alike.filter((stop) => stop.closest("th, td").cellIndex <= cell.cellIndex).at(-1) ?? alike[0] ?? found[0];
    }
    if (!to) return;
    event.preventDefault();
    to.focus();
  });
}

// A toast can be put away.
function enhanceToast(toast) {
  if (toast.dataset.ready) return;
  toast.dataset.ready = "1";
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-label", "Đóng thông báo");
  const cross = document.createElement("span");
  cross.className = "icon i-close";
  cross.setAttribute("aria-hidden", "true");
  button.append(cross);
  button.addEventListener("click", () => toast.remove());
  toast.append(button);
}

// On a phone the filters of a list wait under one line; they come back when the window grows.
const narrow = matchMedia("(max-width: 820px)");
const fold = (details) => { details.open = !narrow.matches; };
narrow.addEventListener("change", () => $$("[data-fold]").forEach(fold));

function enhance(root) {
  $$("[data-fold]", root).forEach(fold);
  $$("[data-confirm]", root).forEach(enhanceConfirm);
  $$("[data-drop]", root).forEach(enhanceDrop);
  $$('input[type="file"]', root).forEach(enhanceFile);
  $$("[data-toast]", root).forEach(enhanceToast);
  $$("table.board", root).forEach(enhanceBoard);
}

// A form is sent once; a slow answer shows that it is under way. A form or a button that hands out a file, and so leaves
// the page standing, says data-again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const again = [form, event.submitter].some((part) => part && "again" in part.dataset);
  if (event.defaultPrevented || form.method !== "post" || again) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => form.classList.add("is-busy"), 600);
});
addEventListener("pageshow", () => { for (const form of $$("form[data-sent]")) { delete form.dataset.sent; form.classList.remove("is-busy"); } });

// A form of filters with data-auto answers at once when a choice changes.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && "auto" in form.dataset && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
});

// The summary of errors is read first.
document.querySelector("[data-error-summary]")?.focus();
enhance(document);
document.addEventListener("htmx:load", (event) => enhance(event.target));
