// The panel beside the grid: rules of the person, choices of the cell, the effect before the act.

const WAIT_MS = 120;

export class Panel {
  constructor(grid, editor) {
    this.grid = grid;
    this.editor = editor;
    this.place = document.getElementById("panel");
    this.side = document.getElementById("side");
    grid.table.addEventListener("grid:select", ({ detail }) => this.later(detail.element));
    grid.table.addEventListener("grid:saved", () => this.later(grid.current));
    document.addEventListener("click", (event) => this.onClick(event));
    this.place.addEventListener("mouseover", (event) => this.preview(event.target.closest("[data-kind]")));
    this.place.addEventListener("focusin", (event) => this.preview(event.target.closest("[data-kind]")));
    this.place.addEventListener("keydown", (event) => this.onKey(event));
  }

  later(element) {
    if (!this.grid.isCell(element)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(element), WAIT_MS);
  }

  address(base, cell, more = {}) {
    const found = new URL(base, location.href);
    const fields = { person: this.grid.person(cell), day: this.grid.date(cell), ...more };
    for (const [name, value] of Object.entries(fields)) found.searchParams.set(name, value);
    return found;
  }

  // What the panel would have to show: the cell as the version is now.
  sight(cell) {
    return [this.grid.person(cell), this.grid.date(cell), this.grid.kind(cell), this.grid.table.dataset.seen].join();
  }

  async fetch(address) {
    this.abort?.abort();
    this.abort = new AbortController();
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: this.abort.signal });
    if (answer.status === 401) location.href = answer.headers.get("HX-Redirect");
    return answer.ok ? answer.text() : "";
  }

  async show(cell) {
    const held = this.place.contains(document.activeElement) ? document.activeElement.dataset.kind : undefined;
    try {
      const html = await this.fetch(this.address(this.grid.table.dataset.panel, cell));
      if (!html || this.grid.current !== cell) return;
      this.place.innerHTML = html;
      this.shown = this.sight(cell);
      if (held !== undefined) this.place.querySelector(`[data-kind="${held}"]`)?.focus();
    } catch (error) {
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
    }
  }

  async preview(button) {
    const cell = this.grid.current;
    if (!button || !this.grid.isCell(cell) || button === this.previewed) return;
    this.previewed = button;
    if (button.getAttribute("aria-pressed") === "true") return;
    try {
      const html = await this.fetch(this.address(this.grid.table.dataset.effect, cell, { kind: button.dataset.kind }));
      const place = document.getElementById("effect");
      if (html && place && this.grid.current === cell) place.innerHTML = html;
    } catch (error) {
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
    }
  }

  onClick(event) {
    const choice = event.target.closest("#panel [data-kind]");
    if (choice) {
      this.editor.assign(this.grid.chosen(), choice.dataset.kind);
      this.grid.current.focus();
    }
    const repair = event.target.closest("[data-repair]");
    if (repair) {
      const cell = this.grid.cellOf(this.grid.person(this.grid.current), repair.dataset.repair);
      this.grid.select(cell);
      this.editor.assign([cell], "");
    }
    const lock = event.target.closest("#panel [data-lock]");
    if (lock) {
      this.editor.lock(this.grid.chosen(), lock.dataset.lock === "1");
      this.grid.current.focus();
    }
    const toggle = event.target.closest("[data-panel]");
    if (toggle?.matches("button")) this.open(!this.side.classList.contains("open"));
  }

  open(open) {
    this.side.classList.toggle("open", open);
    document.querySelector(".panel-toggle")?.setAttribute("aria-expanded", String(open));
  }

  // Enter on a cell: the choices take the focus; arrows walk among them, Escape goes back.
  async enter(family) {
    const cell = this.grid.current;
    this.open(true);
    clearTimeout(this.timer);
    if (this.shown !== this.sight(cell)) await this.show(cell);
    if (this.grid.current !== cell) return;
    const buttons = [...this.place.querySelectorAll(".choices [data-kind]")];
    const wanted = family ? buttons.find((one) => one.dataset.kind.startsWith(family)) : null;
    (wanted ?? buttons.find((one) => one.getAttribute("aria-pressed") === "true") ?? buttons[0])?.focus();
  }

  onKey(event) {
    if (event.key === "Escape") {
      this.open(false);
      this.grid.current?.focus();
      event.preventDefault();
      return;
    }
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by || !event.target.matches("[data-kind]")) return;
    const buttons = [...this.place.querySelectorAll(".choices [data-kind]")];
    buttons[(buttons.indexOf(event.target) + by + buttons.length) % buttons.length].focus();
    event.preventDefault();
  }
}
