// Elements, without a template language: text is always text.

export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element && !["list", "form", "role"].includes(key)) element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const icon = (name) => h("span", { className: `icon i-${name}`, "aria-hidden": "true" });
export const note = (tone, ...children) => h("div", { className: `note note-${tone}` }, icon(tone === "done" ? "check" : tone === "overdue" ? "overdue" : tone === "late" ? "late" : "info"), h("div", {}, ...children));
export const facts = (pairs) => h("dl", { className: "facts" }, pairs.map(([label, value]) => [h("dt", {}, label), h("dd", {}, value)]));
export const card = (title, ...children) => h("section", { className: "card" }, h("h2", {}, title), ...children);

// A sentence for a moment, read aloud as well.
let timer = 0;
export function say(words, tone = "success") {
  const place = document.getElementById("bao");
  place.replaceChildren(h("div", { className: `toast toast-${tone}` }, icon(tone === "success" ? "check" : "late"), h("p", {}, words)));
  clearTimeout(timer);
  timer = setTimeout(() => place.replaceChildren(), tone === "success" ? 4000 : 12000);
}

// Asks in a dialog; resolves with the form's values, or null.
export function ask(title, fields, button, tone = "primary") {
  return new Promise((resolve) => {
    let values = null;
    const dialog = h("dialog", { "aria-labelledby": "hoi" }, h("form", { method: "dialog", className: "stack", onsubmit: (event) => {
      values = Object.fromEntries(new FormData(event.target));
    } }, h("h2", { id: "hoi" }, title), ...fields, h("div", { className: "confirm-actions" },
      h("button", { type: "button", className: "button button-quiet", onclick: () => dialog.close() }, "Thôi"),
      h("button", { className: `button button-${tone}` }, button))));
    dialog.addEventListener("close", () => { dialog.remove(); resolve(values); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
