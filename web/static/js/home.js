// The planners' page: after each refresh the chart's "now" moves on; another roster or day loads the page anew.
import { draw } from "./charts.js";

const first = document.querySelector("[data-board]")?.dataset.stamp;

function follow() {
  const board = document.querySelector("[data-board]");
  const source = document.getElementById("today-chart-data");
  if (!board) return;
  if (board.dataset.stamp !== first) location.reload();
  if (!source) return;
  const data = JSON.parse(source.textContent);
  const now = Number(board.dataset.slot);
  if (data.now === now) return;
  source.textContent = JSON.stringify({ ...data, now });
  draw(document);
}

document.addEventListener("htmx:afterSwap", follow);
