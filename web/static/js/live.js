// Parts that refresh themselves by htmx polling: quiet in a hidden tab, honest about stale figures.

const STALE_AFTER_MS = 60_000;
const CHECK_EVERY_MS = 5_000;

// A live part is an element with data-live; its last good answer is kept on it.
function markFresh(part) {
  part.dataset.freshAt = String(Date.now());
  part.querySelector(":scope > .stale")?.remove();
}

function clock(milliseconds) {
  const at = new Date(milliseconds);
  const two = (number) => String(number).padStart(2, "0");
  return `${at.getHours()}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

function markStale(part) {
  if (part.querySelector(":scope > .stale")) return;
  const line = document.createElement("p");
  line.className = "stale";
  line.setAttribute("role", "status");
  line.textContent = document.body.dataset.staleText.replace("{time}", clock(Number(part.dataset.freshAt)));
  part.prepend(line);
}

function checkAll() {
  if (document.hidden) return;
  for (const part of document.querySelectorAll("[data-live]")) {
    if (!part.dataset.freshAt) markFresh(part);
    if (Date.now() - Number(part.dataset.freshAt) > STALE_AFTER_MS) markStale(part);
  }
}

export function startLive() {
  // htmx fires its poll trigger as usual; a hidden tab only drops the request.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const polls = event.detail.elt.closest("[data-live], [data-poll]");
    if (polls && document.hidden && !event.detail.requestConfig.triggeringEvent) event.preventDefault();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const part = event.detail.elt.closest("[data-live]");
    if (part && event.detail.successful) markFresh(part);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    for (const part of document.querySelectorAll("[data-live]")) part.dispatchEvent(new Event("visible-again"));
  });
  setInterval(checkAll, CHECK_EVERY_MS);
  checkAll();
}
