// Room on the device: kept for us, measured, and told of before it is gone.

const RESERVE = 60e6; // what a photo more must leave free
const WARN_FREE = 400e6; // about one inspection with 200 photos and more, at 2 MB each
const WARN_PART = 0.8;
const WARN_USED = 1.5e9; // browsers that hide the true quota still tell what is used: thousands of photos

export async function keep() {
  try { return (await navigator.storage?.persisted?.()) || (await navigator.storage?.persist?.()) || false; } catch { return false; }
}

export async function room() {
  try {
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    const free = Math.max(0, quota - usage);
    return { known: quota > 0, quota, usage, free, low: quota > 0 && (usage > quota * WARN_PART || free < WARN_FREE || usage > WARN_USED) };
  } catch {
    return { known: false, quota: 0, usage: 0, free: 0, low: false };
  }
}

export async function fits(bytes) {
  const { known, free } = await room();
  return !known || free > bytes + RESERVE;
}
