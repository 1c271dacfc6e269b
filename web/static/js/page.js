// What every page needs: menus, focus after a refused form, charts and live parts where there are any.
import { startLive } from "./live.js";
import { showCurrentLink, watchScrolls } from "./scrolls.js";
import { startTrouble } from "./trouble.js";

// A menu is a <details>; Escape and a click elsewhere close it.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details[data-menu][open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// Buttons that open a <dialog id="…"> by data-dialog, and close it by data-close.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
});

// A file or choice that acts at once: <select data-submit> sends its form.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// A box above a column of boxes ticks them all: <input data-tick-all="name of the others">.
document.addEventListener("change", ({ target }) => {
  if (!target.dataset.tickAll) return;
  for (const box of target.form.querySelectorAll(`[name="${target.dataset.tickAll}"]`)) box.checked = target.checked;
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

async function drawCharts(root) {
  if (!root.querySelector("[data-chart]")) return;
  const { draw } = await import("./charts.js");
  draw(root);
}

document.querySelector("[data-focus]")?.focus();
startLive();
startTrouble();
drawCharts(document);
showCurrentLink();
watchScrolls(document);
document.addEventListener("htmx:afterSwap", (event) => {
  drawCharts(event.target);
  watchScrolls(event.target);
});
