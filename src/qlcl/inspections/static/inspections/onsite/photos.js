// Photos: made small and free of metadata on the device where it can decode them, sent in parts.

import * as server from "./server.js";

const PART = 512 * 1024;
const THUMB = 240;

const drawn = async (bitmap, side, quality) => {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality / 100));
  canvas.width = canvas.height = 0;
  return blob;
};

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// What is kept of a file: the small picture and a smaller one to show; as it is where the device cannot decode it.
export async function prepared(file, { side, quality }) {
  let blob = file, thumb = null;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    blob = (await drawn(bitmap, side, quality)) ?? file;
    thumb = await drawn(bitmap, THUMB, 70);
    bitmap.close();
  } catch {
    blob = file; // such as HEIC outside Safari: the server makes it small
  }
  const digest = hex(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  const name = blob === file ? file.name : `${file.name.replace(/\.[^.]*$/, "") || "anh"}.jpg`;
  return { blob, thumb, sha256: digest, name, size: blob.size };
}

// Sends a photo from where the server stands; true when it is stored. A wrong place is asked for again.
export async function sent(photo, device) {
  const address = `phieu/${photo.checklist}/anh/${photo.uid}`;
  let { received, stored } = await server.call(address);
  let again = 0;
  while (!stored && received < photo.size) {
    try {
      const bytes = await photo.blob.slice(received, received + PART).arrayBuffer();
      ({ received, stored } = await server.call(`${address}?tu=${received}`, { bytes, seconds: 120 }));
    } catch (error) {
      if (error.data?.code !== "wrong_offset" || (again += 1) > 5) throw error;
      received = error.data.received;
    }
  }
  if (stored) return true;
  const { item, name, sha256, with_place } = photo;
  return (await server.call(`${address}/xong`, { body: { device, item, name, sha256, with_place }, seconds: 120 })).stored;
}
