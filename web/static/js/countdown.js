// The time that is left of a window, by the server's clock; said aloud at five, one and no minutes.

const LAST_MINUTE_MS = 60_000; // the window's last minute counts whole
const ANNOUNCED = [5, 1, 0]; // minutes left

function figure(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

export function startClock() {
  const shown = document.querySelector("[role=timer]");
  if (!shown) return;
  const box = shown.closest(".window");
  const announce = box.querySelector("[data-announce]");
  const offset = Date.parse(shown.dataset.now) - Date.now();
  const since = Date.parse(shown.dataset.since);
  const until = Date.parse(shown.dataset.until) + LAST_MINUTE_MS;
  let last = null;
  const tell = () => {
    const now = Date.now() + offset;
    const [pattern, left] =
      now < since ? [shown.dataset.before, since - now] : now < until ? [shown.dataset.left, until - now] : [shown.dataset.after, now - until];
    shown.textContent = pattern.replace("{time}", figure(left));
    box.classList.toggle("in_time", now >= since && now < until);
    box.classList.toggle("late", now >= until);
    const minutes = Math.ceil((until - now) / 60_000);
    if (last !== null && minutes !== last && ANNOUNCED.includes(minutes)) announce.textContent = shown.textContent;
    last = minutes;
  };
  tell();
  setInterval(tell, 1000);
}
