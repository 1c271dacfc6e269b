// Changes of cells: shown at once, confirmed by the server one after the other, taken back when refused.
// Undo is the same change with the old value.

import { headOf } from "./grid_teams.js";

const RETRY_MS = [1000, 2000, 5000, 10000];

export class Editor {
  constructor(grid) {
    this.grid = grid;
    this.queue = [];
    this.running = false;
    this.done = [];
    this.undone = [];
    this.stopped = false;
    this.leave = new WeakMap(); // the chip of a granted day off, for when the cell is empty again
    this.saved = document.querySelector("#saved span");
    document.getElementById("undo")?.addEventListener("click", () => this.undo());
    addEventListener("beforeunload", (event) => {
      if (this.queue.length && !this.stopped) event.preventDefault();
    });
  }

  get token() {
    return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  }

  // Give cells a kind ("" is rest). Returns false when none of them may be changed.
  assign(cells, kind) {
    if (this.stopped) return this.pointToConflict();
    const free = cells.filter((cell) => this.grid.editable(cell));
    if (!free.length) {
      this.complain([this.grid.table.dataset.reach ? this.grid.words.readonly : this.grid.words.frozen]);
      return false;
    }
    const batch = free
      .filter((cell) => this.grid.kind(cell) !== kind)
      .map((cell) => ({ person: this.grid.person(cell), day: this.grid.date(cell), old: this.grid.kind(cell), new: kind }));
    this.undone = [];
    this.act(batch, this.done);
    return true;
  }

  undo() {
    this.takeBack(this.done, this.undone);
  }

  redo() {
    this.takeBack(this.undone, this.done);
  }

  // The last batch of one memory, turned round, becomes the last one of the other. It need not be answered
  // yet: what takes it back is sent after it.
  takeBack(from, to) {
    const batch = this.stopped ? undefined : from.pop();
    if (batch) this.act(batch.map((change) => ({ ...change, old: change.new, new: change.old, undoes: change })).reverse(), to);
  }

  // Show a batch, remember it, and send its changes in order.
  act(batch, memory) {
    if (!batch.length) return;
    memory.push(batch);
    for (const change of batch) {
      this.write(change, change.new);
      this.queue.push({ kind: "cell", change });
    }
    this.refreshUndo();
    this.send();
  }

  // A refused change is neither to be taken back nor, where that waits already, is anything left to send.
  forget(change) {
    for (const name of ["done", "undone"]) {
      this[name] = this[name].map((batch) => batch.filter((one) => one !== change)).filter((batch) => batch.length);
    }
    const after = this.queue.find((job) => job.change?.undoes === change);
    if (!after) return;
    this.queue.splice(this.queue.indexOf(after), 1);
    this.forget(after.change);
  }

  lock(cells, locked) {
    if (this.stopped) return void this.pointToConflict();
    const free = cells.filter((cell) => this.grid.editable(cell));
    if (!free.length) return;
    const people = [...new Set(free.map((cell) => this.grid.person(cell)))];
    const days = [...new Set(free.map((cell) => this.grid.date(cell)))];
    this.queue.push({ kind: "lock", people, days, locked, cells: free });
    this.send();
  }

  async send() {
    if (this.running) return;
    this.running = true;
    while (this.queue.length && !this.stopped) {
      this.say(this.grid.words.saving);
      const job = this.queue[0];
      const answer = await this.post(job);
      this.queue.shift();
      if (answer.ok) this.confirm(job, answer.body);
      else this.refuse(job, answer);
    }
    this.running = false;
    if (!this.stopped) this.grid.table.dispatchEvent(new CustomEvent("grid:saved"));
  }

  // Post one change; without a connection try again until there is one.
  async post(job) {
    const form = new FormData();
    if (job.kind === "cell") {
      form.set("person", job.change.person);
      form.set("day", job.change.day);
      form.set("kind", job.change.new);
    } else {
      for (const person of job.people) form.append("person", person);
      for (const day of job.days) form.append("day", day);
      form.set("locked", job.locked ? "1" : "0");
    }
    form.set("seen", this.grid.table.dataset.seen);
    const address = job.kind === "cell" ? this.grid.table.dataset.edit : this.grid.table.dataset.lock;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await fetch(address, {
          method: "POST", body: form, headers: { "X-CSRFToken": this.token, "HX-Request": "true" },
        });
        if (answer.status === 401) location.href = answer.headers.get("HX-Redirect");
        const json = answer.headers.get("Content-Type")?.startsWith("application/json");
        return { ok: answer.ok, status: answer.status, body: json ? await answer.json() : { reasons: [await answer.text()] } };
      } catch {
        this.say(this.grid.words.retry.replace("{n}", attempt));
        this.complain([this.grid.words.offline]);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS[Math.min(attempt, RETRY_MS.length) - 1]));
      }
    }
  }

  confirm(job, body) {
    this.grid.table.dataset.seen = body.lock_version;
    for (const field of document.querySelectorAll("[data-seen]")) {
      if (field !== this.grid.table) field.value = body.lock_version;
    }
    this.say(body.saved);
    this.complain([]);
    if (job.kind === "lock") {
      for (const one of body.cells) {
        const cell = this.grid.cellOf(one.person, one.day);
        cell?.classList.toggle("lk", one.locked);
        cell?.setAttribute("aria-label", one.label);
      }
      return;
    }
    if (body.effect) this.apply(job.change, body.effect);
  }

  // The old value comes back with the reason; of an old sight nothing further is sent.
  refuse(job, { status, body }) {
    if (status === 409) {
      for (const one of [job, ...this.queue].reverse()) if (one.change) this.write(one.change, one.change.old);
      this.stopped = true;
      this.queue = [];
    } else if (job.change) {
      this.forget(job.change);
      const { person, day, old } = job.change;
      const later = this.queue.find(({ change }) => change?.person === person && change.day === day);
      if (later) later.change.old = old; // what was typed since stays in sight
      else this.write(job.change, old);
    }
    this.refreshUndo();
    const first = status === 409 ? this.grid.words.conflict : this.grid.words.refused;
    this.complain([`${first} ${body.reasons.join(" ")}`, ...(body.changes ?? [])], status === 409);
    this.say(first);
  }

  write(change, kind) {
    const cell = this.grid.cellOf(change.person, change.day);
    if (!cell) return;
    if (cell.dataset.p === undefined) cell.dataset.p = this.grid.kind(cell);
    const before = this.grid.kind(cell);
    if (kind) cell.dataset.k = kind;
    else delete cell.dataset.k;
    if (!this.leave.has(cell)) this.leave.set(cell, before ? null : cell.firstElementChild);
    cell.replaceChildren(...(kind || !this.leave.get(cell) ? [] : [this.leave.get(cell)]));
    if (kind) {
      const chip = document.createElement("span");
      chip.className = `k k-${kind[0]}`;
      chip.setAttribute("aria-hidden", "true");
      chip.textContent = this.grid.words.marks[kind];
      cell.append(chip);
    }
    if ("compared" in this.grid.table.dataset) this.compare(cell, cell.dataset.p !== kind);
  }

  // The corner of a changed cell, and how many cells and people differ from the published version.
  compare(cell, differs) {
    const row = cell.parentElement;
    const counts = document.getElementById("count-changed");
    const before = row.hasAttribute("data-changed");
    const cells = Number(counts.dataset.cells) + Number(differs) - Number(cell.classList.contains("ch"));
    cell.classList.toggle("ch", differs);
    row.toggleAttribute("data-changed", Boolean(row.querySelector("td.ch")));
    const people = Number(counts.dataset.people) + Number(row.hasAttribute("data-changed")) - Number(before);
    Object.assign(counts.dataset, { cells, people });
    counts.textContent = this.grid.words.differ.replace("{cells}", cells).replace("{people}", people);
  }

  // What the server counted: hours, violations, coverage.
  apply(change, effect) {
    const cell = this.grid.cellOf(change.person, change.day);
    const row = cell.parentElement;
    cell.setAttribute("aria-label", effect.label);
    cell.classList.toggle("lk", effect.locked);
    row.cells[1].textContent = effect.hours;
    for (const one of [...row.cells].slice(3)) one.classList.toggle("vi", effect.broken.includes(this.grid.date(one)));
    const before = Number(row.cells[2].textContent.replace(/\D/g, "") || 0);
    row.cells[2].replaceChildren(effect.hard ? badge(`!${effect.hard}`) : "–");
    row.toggleAttribute("data-bad", effect.hard > 0);
    this.countTeam(row, change, effect.hard - before);
    let short = 0;
    for (const one of effect.coverage) {
      short += one.short;
      const place = this.grid.table.tHead.querySelector(`tr[data-strip="${one.kind}"]`)?.cells[this.grid.dates.indexOf(one.date) + 1];
      if (!place) continue;
      place.textContent = one.text;
      place.className = `num ${one.classes}`;
      place.setAttribute("aria-label", one.label);
    }
    this.count("hard", effect.fresh_hard - effect.gone_hard);
    this.count("short", short);
    this.grid.say(effect.said);
  }

  countTeam(row, change, more) {
    const head = headOf(this.grid, row.closest("tbody").dataset.team);
    const hard = Number(head.dataset.hard) + more;
    head.dataset.hard = hard;
    head.rows[0].cells[2].replaceChildren(...(hard ? [badge(String(hard))] : []));
    const working = head.rows[0].cells[this.grid.dates.indexOf(change.day) + 3].firstElementChild;
    working.textContent = Number(working.textContent) + Number(Boolean(change.new)) - Number(Boolean(change.old));
  }

  count(what, more) {
    const { table, words } = this.grid;
    const now = Number(table.dataset[what]) + more;
    table.dataset[what] = now;
    const tag = document.getElementById(`count-${what}`);
    if (!tag) return;
    if (what === "short") tag.hidden = now === 0;
    else tag.className = `tag ${now ? "danger" : "ok"}`;
    tag.querySelector("span").textContent = (what === "short" ? words.short : now ? words.fix : words.fixed).replace("{n}", now);
    const use = tag.querySelector("use");
    if (what === "hard") use.setAttribute("href", use.getAttribute("href").replace(/#.*/, now ? "#alert-triangle" : "#circle-check"));
  }

  refreshUndo() {
    document.getElementById("undo")?.setAttribute("aria-disabled", String(!this.done.length || this.stopped));
  }

  say(text) {
    if (this.saved) this.saved.textContent = text;
  }

  // After a conflict nothing is changed until the new state is loaded: the note that says so stays.
  pointToConflict() {
    document.querySelector("#grid-message a").focus();
    return false;
  }

  complain(lines, reload = false) {
    const place = document.getElementById("grid-message");
    place.replaceChildren();
    if (!lines.length) return;
    const note = document.createElement("div");
    note.className = "note danger";
    const body = document.createElement("div");
    for (const line of lines) {
      const text = document.createElement("div");
      text.textContent = line;
      body.append(text);
    }
    if (reload) {
      const link = document.createElement("a");
      link.href = location.href;
      link.className = "btn sm";
      link.textContent = this.grid.words.reload;
      body.append(link);
    }
    note.append(body);
    place.append(note);
  }
}

function badge(text) {
  const mark = document.createElement("span");
  mark.className = "nv";
  mark.textContent = text;
  return mark;
}
