// A person's own pages: the time until a shift counts on, by the server's clock; the calendar link is copied.

const MINUTE = 60, HOUR = 3600, DAY = 24 * HOUR;
const REFRESH_MS = 20_000;
const loadedAt = performance.now();

// Words as web/my/words.py makes them: "{n}" in a pattern stands for the number.
function timeLeft(seconds, words) {
  if (seconds >= 2 * DAY) return words.days.replace("{n}", Math.floor(seconds / DAY));
  if (seconds >= HOUR) return words.hours.replace("{n}", Math.floor(seconds / HOUR));
  return words.minutes.replace("{n}", Math.floor(Math.max(0, seconds) / MINUTE));
}

function countOn() {
  for (const timer of document.querySelectorAll("[data-until]")) {
    const passed = performance.now() - loadedAt;
    const left = Date.parse(timer.dataset.until) - Date.parse(timer.dataset.now) - passed;
    const text = timeLeft(left / 1000, JSON.parse(timer.dataset.words));
    if (timer.textContent !== text) timer.textContent = text;
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  // The clipboard needs HTTPS; without it the text stays selected, ready to be copied by hand.
  if (!navigator.clipboard) return;
  await navigator.clipboard.writeText(field.value);
  button.querySelector("span").textContent = button.dataset.done;
});

setInterval(countOn, REFRESH_MS);
document.addEventListener("visibilitychange", countOn);
