// Reading a handover: the time that is left by the server's clock, reasons ready to be completed, and word
// of what the other side has done meanwhile. Everything else works without any script.

import { startClock } from "./countdown.js";

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
