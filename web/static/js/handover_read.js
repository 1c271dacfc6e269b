// Reading a handover: the time that is left by the server's clock, reasons ready to be completed, and word
// of what the other side has done meanwhile. Everything else works without any script.

const LAST_MINUTE_MS = 60_000; // the window's last minute counts whole
const ANNOUNCED = [5, 1, 0]; // minutes left

function figure(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function startClock() {
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

// A chip begins the reason; what is missing is written after it.
function startChips() {
  for (const row of document.querySelectorAll("[data-chips]")) row.hidden = false;
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-chip]");
    if (!chip) return;
    const field = document.getElementById(chip.closest("[data-chips]").dataset.chips);
    field.value = field.value ? `${field.value} ${chip.dataset.chip}` : chip.dataset.chip;
    field.focus();
  });
}

// The other side has acted: say so; what is being typed and where one reads stays as it is.
function startNews() {
  const first = () => document.getElementById("record")?.dataset.stamp;
  const record = document.getElementById("record");
  const news = document.getElementById("news");
  if (!record || !news) return;
  record.dataset.stamp = news.dataset.stamp;
  let own = false;
  document.addEventListener("htmx:beforeRequest", (event) => {
    own = event.detail.requestConfig.verb === "post";
  });
  document.addEventListener("htmx:afterSettle", () => {
    const stamp = document.getElementById("news")?.dataset.stamp;
    if (own) record.dataset.stamp = stamp;
    document.getElementById("news-link").hidden = stamp === first();
  });
}

// A button that cannot be used yet leads to what is missing first.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.getAttribute("aria-disabled") !== "true") return;
  event.preventDefault();
  document.querySelector("#missing a")?.click();
});

startClock();
startChips();
startNews();
