// Filters: by name or number, team, violations, changes; and the height of rows. All on the page itself;
// rows of closed teams are fetched before they are searched.

import { allTeams, headOf, isOpen, load, setOpen } from "./grid_teams.js";

const DENSITY = "lunban.grid.density";

export class Filter {
  constructor(grid) {
    this.grid = grid;
    this.search = document.getElementById("grid-search");
    this.team = document.getElementById("grid-team");
    this.show = "all";
    this.before = null;
    this.search.addEventListener("input", () => this.later());
    this.search.addEventListener("compositionend", () => this.later());
    this.team.addEventListener("change", () => this.apply());
    for (const button of document.querySelectorAll("[data-show]")) {
      button.addEventListener("click", () => {
        this.show = press(button, "[data-show]").dataset.show;
        this.apply();
      });
    }
    for (const button of document.querySelectorAll("[data-density]")) {
      button.addEventListener("click", () => {
        localStorage.setItem(DENSITY, button.dataset.density);
        this.dense(button);
      });
    }
    const kept = localStorage.getItem(DENSITY);
    const button = kept && document.querySelector(`[data-density="${kept}"]`);
    if (button) this.dense(button);
  }

  dense(button) {
    press(button, "[data-density]");
    this.grid.table.classList.toggle("cmp", button.dataset.density === "compact");
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.apply(), 150);
  }

  get active() {
    return this.search.value.trim() !== "" || this.show !== "all";
  }

  async apply() {
    const teams = allTeams(this.grid).filter((team) => !this.team.value || team === this.team.value);
    const filtering = this.active || this.team.value !== "";
    if (filtering) {
      this.before ??= new Map(allTeams(this.grid).map((team) => [team, isOpen(this.grid, team)]));
    }
    if (this.active) {
      const bad = (team) => Number(headOf(this.grid, team).dataset.hard) > 0;
      await load(this.grid, this.show === "bad" ? teams.filter(bad) : teams);
    }
    const needle = this.search.value.trim().toLowerCase();
    let shown = 0;
    for (const team of allTeams(this.grid)) {
      const body = document.getElementById(`rows-${team}`);
      let found = 0;
      for (const row of body.rows) {
        const fits =
          row.dataset.find.toLowerCase().includes(needle) &&
          (this.show === "all" || row.hasAttribute(this.show === "bad" ? "data-bad" : "data-changed"));
        row.hidden = !fits;
        found += fits;
      }
      const here = teams.includes(team) && (!this.active || found > 0);
      headOf(this.grid, team).hidden = !here;
      if (filtering) await setOpen(this.grid, team, here);
      else if (this.before) await setOpen(this.grid, team, this.before.get(team));
      if (!here) body.hidden = true;
      else shown += found;
    }
    if (!filtering) this.before = null;
    const { words, table } = this.grid;
    if (filtering) {
      document.getElementById("grid-count").textContent = words.shown.replace("{n}", shown);
      this.grid.say(words.shown.replace("{n}", shown));
    }
    if (!table.contains(this.grid.current) || !this.grid.current.offsetParent) {
      const first = this.grid.firstCell();
      if (first) this.grid.select(first, { focus: false });
    }
  }
}

function press(button, all) {
  for (const one of document.querySelectorAll(all)) one.setAttribute("aria-pressed", String(one === button));
  return button;
}
