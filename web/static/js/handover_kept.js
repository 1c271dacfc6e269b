// What somebody typed into a handover and the server does not have yet, on this device: by person, for a day.
// A device may be shared, full, or forbid storage: then nothing is kept here, and saving goes on all the same.

const DAY_MS = 24 * 3600 * 1000;
const PREFIX = "lunban.handover.";

export const keyOf = (page, name) => `${PREFIX}${page.dataset.user}.${page.dataset.id}.${name}`;

// `seen` is the version of the server's text on which `values` were written.
export function keep(key, seen, values) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), seen, values }));
    return true;
  } catch {
    return false;
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

export function kept(key) {
  let found = null;
  try {
    found = JSON.parse(localStorage.getItem(key));
  } catch {
    // unreadable: as good as nothing
  }
  if (found?.values && Date.now() - found.at < DAY_MS) return found;
  forget(key);
  return null;
}

// Nobody's words stay longer than a day, whoever opens the page next.
export function forgetOld() {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach(kept);
  } catch {
    // nothing was kept
  }
}
