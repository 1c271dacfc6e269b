// The month grid as a table of cells: who and when a cell is, what is chosen, how the focus moves.
// Cells are plain <td>; only the chosen one takes part in the order of tabs (roving tabindex).

const FIRST_DAY = 3; // name, hours and violations stand before the days

export class GridTable {
  constructor(table) {
    this.table = table;
    this.frame = table.closest(".gw");
    this.dates = [...table.tHead.rows[0].cells].slice(FIRST_DAY).map((head) => head.dataset.date);
    this.words = JSON.parse(document.getElementById("grid-words").textContent);
    this.current = null;
    this.range = [];
  }

  // Rows that can be walked: people and heads of teams, as they stand on the page.
  rows() {
    return [...this.table.querySelectorAll("tbody:not([hidden]) > tr:not([hidden])")];
  }

  isCell(element) {
    return element?.matches?.("tbody.team-rows td") && element.cellIndex >= FIRST_DAY;
  }

  cellOf(person, date) {
    const row = this.rowOf(person);
    return row ? row.cells[this.dates.indexOf(date) + FIRST_DAY] : null;
  }

  rowOf(person) {
    return this.table.querySelector(`tr[data-person="${CSS.escape(String(person))}"]`);
  }

  person(cell) {
    return cell.parentElement.dataset.person;
  }

  date(cell) {
    return this.dates[cell.cellIndex - FIRST_DAY];
  }

  kind(cell) {
    return cell.dataset.k ?? "";
  }

  // Whether the person who reads may change the row of this cell.
  editable(cell) {
    const reach = this.table.dataset.reach;
    return reach === "all" || (reach !== "" && cell.closest("tbody").dataset.team === reach);
  }

  chosen() {
    return this.range.length ? this.range : this.isCell(this.current) ? [this.current] : [];
  }

  select(element, { focus = true, extend = false } = {}) {
    const anchor = extend && this.isCell(this.anchor) ? this.anchor : null;
    this.current?.setAttribute("tabindex", "-1");
    this.current?.classList.remove("fo");
    this.current?.parentElement.classList.remove("sel");
    for (const cell of this.range) this.unmark(cell);
    this.range = [];
    this.current = element;
    if (!element) return;
    element.tabIndex = 0;
    if (this.isCell(element)) {
      element.classList.add("fo");
      element.parentElement.classList.add("sel");
      if (anchor) this.mark(anchor, element);
      else this.anchor = element;
    }
    if (focus) {
      element.focus({ preventScroll: true });
      this.reveal(element);
    }
    this.table.dispatchEvent(new CustomEvent("grid:select", { detail: { element } }));
  }

  // The range between two cells: all people and days between them.
  mark(from, to) {
    const rows = this.rows();
    const [top, bottom] = [rows.indexOf(from.parentElement), rows.indexOf(to.parentElement)].sort((a, b) => a - b);
    const [left, right] = [from.cellIndex, to.cellIndex].sort((a, b) => a - b);
    for (const row of rows.slice(top, bottom + 1)) {
      if (!row.dataset.person) continue;
      for (let at = left; at <= right; at += 1) {
        this.range.push(row.cells[at]);
        row.cells[at].classList.add("rg");
        row.cells[at].setAttribute("aria-selected", "true");
      }
    }
  }

  unmark(cell) {
    cell.classList.remove("rg");
    cell.removeAttribute("aria-selected");
  }

  // Scroll so that frozen heads and names never cover the cell.
  reveal(element) {
    const box = element.getBoundingClientRect();
    const frame = this.frame.getBoundingClientRect();
    const top = frame.top + this.table.tHead.offsetHeight;
    const left = frame.left + this.table.tHead.rows[0].cells[2].getBoundingClientRect().right - frame.left;
    if (box.top < top) this.frame.scrollTop -= top - box.top;
    else if (box.bottom > frame.bottom) this.frame.scrollTop += box.bottom - frame.bottom + 4;
    if (this.isCell(element)) {
      if (box.left < left) this.frame.scrollLeft -= left - box.left;
      else if (box.right > frame.right) this.frame.scrollLeft += box.right - frame.right + 4;
    }
    element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // The element that takes the focus in a row: its cell of the column, or the button of a team.
  target(row, column) {
    return row.dataset.person ? row.cells[column] : row.querySelector("button");
  }

  place() {
    const rows = this.rows();
    const row = this.current?.closest("tr") ?? null;
    const column = this.isCell(this.current) ? this.current.cellIndex : (this.column ?? FIRST_DAY);
    this.column = column;
    return { rows, at: Math.max(0, rows.indexOf(row)), column };
  }

  step(down, right, options) {
    const { rows, at, column } = this.place();
    const next = Math.min(rows.length - 1, Math.max(0, at + down));
    const day = Math.min(this.dates.length - 1 + FIRST_DAY, Math.max(FIRST_DAY, column + right));
    this.column = day;
    if (rows[next]) this.select(this.target(rows[next], day), options);
  }

  // Home, End and with Ctrl: the ends of the row, of the whole grid.
  edge(last, whole, options) {
    const { rows, at } = this.place();
    const people = rows.filter((row) => row.dataset.person);
    const row = whole ? (last ? people.at(-1) : people[0]) : rows[at];
    this.column = (last ? this.dates.length - 1 : 0) + FIRST_DAY;
    if (row) this.select(this.target(row, this.column), options);
  }

  // The first person of the team before or after.
  team(direction) {
    const { rows, at, column } = this.place();
    const heads = rows.filter((row) => !row.dataset.person);
    const own = heads.findLast((row) => rows.indexOf(row) <= at);
    const head = heads[heads.indexOf(own) + direction];
    if (!head) return;
    const first = rows[rows.indexOf(head) + 1];
    this.select(this.target(first?.dataset.person ? first : head, column));
  }

  firstCell() {
    const row = this.rows().find((one) => one.dataset.person);
    return row ? row.cells[FIRST_DAY] : null;
  }

  say(text) {
    document.getElementById("grid-said").textContent = text;
  }
}
