// The month grid: keyboard, mouse, and the parts that do the work.
// Single letters act only while the focus is on the grid, never while an input method composes.

import { Editor } from "./grid_edit.js";
import { Filter } from "./grid_filter.js";
import { Panel } from "./grid_panel.js";
import { GridTable } from "./grid_table.js";
import { allTeams, headOf, isOpen, openAll, setOpen, startTeams } from "./grid_teams.js";

const LETTERS_OFF = "lunban.grid.letters-off";
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function start(table) {
  const grid = new GridTable(table);
  const editor = new Editor(grid);
  const panel = new Panel(grid, editor);
  startTeams(grid);
  new Filter(grid);
  const help = document.getElementById("grid-help");
  const letters = document.getElementById("grid-letters");
  letters.checked = !localStorage.getItem(LETTERS_OFF);
  letters.addEventListener("change", () => {
    if (letters.checked) localStorage.removeItem(LETTERS_OFF);
    else localStorage.setItem(LETTERS_OFF, "1");
  });

  async function nextViolation() {
    for (const team of allTeams(grid)) {
      if (Number(headOf(grid, team).dataset.hard) && !isOpen(grid, team)) await setOpen(grid, team, true);
    }
    const cells = [...table.querySelectorAll("td.vi")].filter((cell) => cell.offsetParent);
    const after = (cell) => grid.current.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING;
    const next = (grid.current && cells.find(after)) ?? cells[0];
    if (next) grid.select(next);
    else grid.say(grid.words.nothing);
  }

  // Returns true when the key was ours.
  function onLetter(key) {
    if (key === "?") help.showModal();
    else if (key === "]") nextViolation();
    else if (!grid.isCell(grid.current)) return false;
    else if (key === "k") editor.lock(grid.chosen(), !grid.current.classList.contains("lk"));
    else {
      const codes = grid.words.keys[key.toUpperCase()];
      if (!codes || !table.dataset.edit) return false;
      if (codes.length === 1) editor.assign(grid.chosen(), codes[0]);
      else panel.enter(key.toUpperCase());
    }
    return true;
  }

  function onKey(event) {
    const { key, shiftKey } = event;
    const command = event.ctrlKey || event.metaKey;
    if (command && key.toLowerCase() === "z") return shiftKey ? (editor.redo(), true) : (editor.undo(), true);
    if (command && (key === "Home" || key === "End")) return grid.edge(key === "End", true, { extend: shiftKey }), true;
    if (command || event.altKey) return false;
    if (STEPS[key]) return grid.step(...STEPS[key], { extend: shiftKey }), true;
    if (key === "Home" || key === "End") return grid.edge(key === "End", false, { extend: shiftKey }), true;
    if (key === "PageUp" || key === "PageDown") return grid.team(key === "PageDown" ? 1 : -1), true;
    if (key === "Escape" && grid.range.length) return grid.select(grid.current), true;
    if (!grid.isCell(grid.current)) return false; // Enter and Space work the button of a team
    if (key === "Enter") return panel.enter(), true;
    if ((key === "Delete" || key === "Backspace") && table.dataset.edit) return editor.assign(grid.chosen(), ""), true;
    return false;
  }

  table.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.target.matches("input, textarea, select")) return;
    const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain ? letters.checked && onLetter(event.key.toLowerCase()) : onKey(event)) event.preventDefault();
  });
  table.addEventListener("mousedown", (event) => {
    const cell = event.target.closest("td");
    if (event.button !== 0 || !grid.isCell(cell)) return;
    event.preventDefault();
    grid.select(cell, { extend: event.shiftKey });
  });
  table.addEventListener("dblclick", (event) => {
    if (grid.isCell(event.target.closest("td"))) panel.enter();
  });
  document.querySelector("[data-grid-print]")?.addEventListener("click", async () => {
    await openAll(grid);
    window.print();
  });

  const first = table.querySelector("td.vi") ?? grid.firstCell();
  const head = table.querySelector("tbody.team-head button");
  if (first) grid.select(first, { focus: false });
  else if (head) grid.select(head, { focus: false });
}

const table = document.getElementById("grid");
if (table) start(table);
