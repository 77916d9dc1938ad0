// The server, and whether it is there: asked, never guessed from the network icon.

const ROOT = "/kiem-tra/tai-cho/";
export const SIGN_IN = `/tai-khoan/dang-nhap?next=${encodeURIComponent(ROOT)}`;
let csrf = "";

export class Offline extends Error {}
export class SignedOut extends Error {}
export class Refused extends Error {
  constructor(status, data) { super(data.message || `Máy chủ báo lỗi ${status}.`); this.status = status; this.data = data; }
}

async function fetched(path, options, seconds) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), seconds * 1000);
  try {
    return await fetch(ROOT + path, { cache: "no-store", redirect: "manual", credentials: "same-origin", ...options, signal: stop.signal });
  } catch {
    throw new Offline("Không kết nối được máy chủ.");
  } finally {
    clearTimeout(timer);
  }
}

// Who has signed in, and which version the server has; null when no server of ours answers.
export async function health(seconds = 8) {
  try {
    const response = await fetched("suc-khoe", {}, seconds);
    const found = response.ok ? await response.json() : null;
    if (!found?.ok) return null;
    csrf = found.csrf;
    return found;
  } catch {
    return null;
  }
}

// Throws Offline, SignedOut or Refused; anything but JSON of ours means that the answer came from elsewhere.
export async function call(path, { body, bytes, seconds = 30 } = {}) {
  const options = {};
  if (body !== undefined || bytes) {
    options.method = "POST";
    options.headers = { "X-CSRFToken": csrf, "Content-Type": bytes ? "application/octet-stream" : "application/json" };
    options.body = bytes ?? JSON.stringify(body);
  }
  const response = await fetched(path, options, seconds);
  if (response.type === "opaqueredirect" || response.status === 401) throw new SignedOut();
  let data;
  try {
    data = await response.json();
  } catch {
    if (response.status === 403) throw new SignedOut();
    throw new Offline("Máy chủ chưa sẵn sàng.");
  }
  if (!response.ok) throw response.status >= 500 ? new Offline("Máy chủ chưa sẵn sàng.") : new Refused(response.status, data);
  return data;
}
