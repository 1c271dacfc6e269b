// Files that somebody chose and the site does not have yet, on this device, for three days. Where a device
// forbids storage nothing is kept here, and uploading goes on all the same.

const DAYS_MS = 3 * 24 * 3600 * 1000;
const stored = new Set();
let opened = null;

function open() {
  opened ??= new Promise((resolve) => {
    let request = null;
    try {
      request = indexedDB.open("lunban.uploads", 1);
    } catch {
      resolve(null);
      return;
    }
    request.onupgradeneeded = () => request.result.createObjectStore("files", { keyPath: "token" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  });
  return opened;
}

async function ask(mode, act) {
  const store = await open();
  if (!store) return null;
  return new Promise((resolve) => {
    try {
      const request = act(store.transaction("files", mode).objectStore("files"));
      request.onsuccess = () => resolve({ found: request.result });
      request.onerror = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
}

export const isKept = (token) => stored.has(token);

export async function keep(entry) {
  if (await ask("readwrite", (files) => files.put(entry))) stored.add(entry.token);
}

export async function forget(token) {
  stored.delete(token);
  await ask("readwrite", (files) => files.delete(token));
}

// Nobody's files stay longer, whoever opens a page next.
export async function all() {
  const answer = await ask("readonly", (files) => files.getAll());
  const found = answer?.found ?? [];
  const [fresh, old] = [[], []];
  for (const entry of found) (Date.now() - entry.at < DAYS_MS ? fresh : old).push(entry);
  for (const entry of old) await forget(entry.token);
  for (const entry of fresh) stored.add(entry.token);
  return fresh;
}
