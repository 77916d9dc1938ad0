// Opens the app: who, from the device at once; then the server is asked.

import * as about from "./about.js";
import * as copy from "./copy.js";
import { h, icon, say } from "./draw.js";
import * as home from "./home.js";
import * as server from "./server.js";
import * as shell from "./shell.js";
import * as store from "./store.js";
import * as sync from "./sync.js";
import { number } from "./words.js";

const ASKED_FIRST = 500; // milliseconds for the server to say who has signed in, before the last one is shown

export const app = { person: null, db: null };
const bar = document.getElementById("dau-trang");
const main = document.getElementById("noi-dung");
let view = null, drawing = Promise.resolve();

function dress(theme) {
  if (theme === undefined) theme = localStorage.getItem("qlcl-theme") ?? "";
  else localStorage.setItem("qlcl-theme", theme);
  if (theme) document.documentElement.dataset.theme = theme; else delete document.documentElement.dataset.theme;
}

async function usePerson(person) {
  if (app.person?.id === person?.id && app.db) return;
  app.db?.close();
  app.person = person;
  app.db = person ? await store.openFor(person.id) : null;
  await sync.use(person, app.db);
}

const STATES = {
  ok: ["done", "check", "Đã gửi hết"],
  offline: ["late", "late", "Không có máy chủ"],
  "sign-in": ["overdue", "lock", "Cần đăng nhập"],
  other: ["overdue", "person", "Người khác đăng nhập"],
  error: ["overdue", "overdue", "Chưa gửi được"],
  unknown: ["none", "unknown", "Đang hỏi máy chủ"],
};

// The pill of the top: how much waits, and how the server is; a tap sends.
function pill() {
  const { state, waiting, busy } = sync.status;
  const [tone, mark, words] = STATES[state];
  const shown = waiting ? `Chờ gửi ${number(waiting)}` : words;
  const whole = waiting && state !== "ok" ? `${shown} · ${words}` : shown;
  return h("button", { type: "button", id: "cho-gui", className: `pill pill-${waiting && state === "ok" ? "late" : tone}${busy ? " is-busy" : ""}`, "aria-label": `${whole}. Chạm để gửi ngay.`, "data-waiting": String(waiting), "data-state": state, onclick: tapped }, icon(waiting ? "upload" : mark), h("span", {}, waiting ? `Chờ gửi ${number(waiting)}` : words));
}

async function tapped() {
  if (sync.status.state === "sign-in" || sync.status.state === "other") { location.assign(server.SIGN_IN); return; }
  await sync.now();
  const { state, waiting, message } = sync.status;
  if (state === "ok" && !waiting) say("Đã gửi hết.");
  else say(message || STATES[state][2], "warning");
}

function drawBar() {
  const { title, back } = view?.bar ?? { title: "Kiểm tra tại chỗ" };
  bar.replaceChildren(
    back ? h("a", { href: back, className: "onsite-back", "aria-label": "Về danh sách" }, icon("right")) : h("a", { href: "/", className: "onsite-back", "aria-label": "Về QLCL" }, icon("right")),
    h("h1", {}, title), pill(),
  );
}

// One drawing after another: a hash that changes in between waits its turn.
function route() {
  drawing = drawing.then(draw, draw);
  return drawing;
}

async function draw() {
  view?.leave?.();
  const [, name, id, tab] = location.hash.split("/");
  const known = name === "luot" && app.db ? await store.one(app.db, "copies", Number(id)) : null;
  if (known) view = await copy.open(app, main, known, tab);
  else if (name === "thiet-bi" && app.db) view = await about.open(app, main);
  else view = await home.open(app, main);
  drawBar();
  document.title = `${view.bar.title} – QLCL`;
}

// What the server said: who, which version, which theme.
async function heard(found) {
  if (!found) return;
  dress(found.theme);
  shell.check(found.version);
  if (!found.person || found.person === app.person?.id) return;
  await store.setCurrent({ id: found.person, name: found.name });
  await usePerson({ id: found.person, name: found.name });
  if (view) await route();
}

async function begin() {
  dress();
  const asked = server.health();
  const last = await store.currentPerson();
  const found = await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, ASKED_FIRST))]);
  await usePerson(last ?? null);
  await heard(found);
  sync.onChange(async (status) => {
    drawBar();
    if (status.state === "other" || (status.state === "sign-in" && !app.person)) await heard(await server.health());
    await view?.refresh?.();
  });
  addEventListener("hashchange", route);
  await route();
  if (!found) asked.then(heard);
  shell.register(() => view?.refresh?.());
  sync.soon();
}

begin();
