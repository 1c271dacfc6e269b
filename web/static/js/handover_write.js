// Writing a handover: every form saves itself, survives a lost connection and a closed tab, and never
// overwrites what another window has saved.

import { startClock } from "./countdown.js";
import { forget, forgetOld, keep, kept, keyOf } from "./handover_kept.js";
import { focusUnsent, startUploads, unsent } from "./uploads.js";

const WAIT = 800;
const RETRIES = [2, 4, 8, 15, 30];
const status = document.getElementById("saved");
const page = document.getElementById("handover");
let login = ""; // where to log in once the session is over: nothing is sent until the page is loaded again

function say(kind, facts = {}) {
  if (!status) return;
  let text = status.dataset[kind] ?? "";
  for (const [name, value] of Object.entries(facts)) text = text.replace(`{${name}}`, value);
  status.textContent = text;
  if (facts.login) {
    const link = document.createElement("a");
    link.href = facts.login;
    link.textContent = status.dataset.login;
    status.append(" ", link);
  }
  status.className = kind === "saved" ? "s t-ok" : kind === "saving" ? "s mut" : "s t-danger";
}

class Draft {
  // One form: what is typed is kept on this device until the server has it.
  constructor(form) {
    this.form = form;
    this.key = keyOf(page, form.dataset.autosave);
    this.unsaved = false;
    this.isKept = true;
    this.composing = false;
    this.torn = false; // two versions are shown, and neither is chosen yet
    this.sending = null;
    this.again = false;
    this.tries = 0;
    form.addEventListener("compositionstart", () => (this.composing = true));
    form.addEventListener("compositionend", () => {
      this.composing = false;
      this.typed();
    });
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => {
      this.keep();
      this.save();
    });
    form.addEventListener("focusout", () => this.timer && this.save());
    form.addEventListener("submit", (event) => {
      if (event.submitter?.hasAttribute("formaction")) {
        this.forget();
        return;
      }
      event.preventDefault();
      this.keep();
      this.save();
    });
    this.restore();
  }

  fields() {
    return [...this.form.elements].filter((each) => each.name && !["csrf_token", "seen"].includes(each.name));
  }

  values() {
    const found = {};
    for (const each of this.fields()) {
      if (each.type === "radio") {
        if (each.checked) found[each.name] = each.value;
      } else if (each.type === "checkbox") found[each.name] = each.checked ? each.value : "";
      else if (each.value !== undefined) found[each.name] = each.value;
    }
    return found;
  }

  fill(values) {
    for (const each of this.fields()) {
      if (!(each.name in values)) continue;
      if (each.type === "radio") each.checked = each.value === values[each.name];
      else if (each.type === "checkbox") each.checked = Boolean(values[each.name]);
      else each.value = values[each.name];
    }
  }

  keep() {
    this.unsaved = true;
    this.isKept = keep(this.key, this.form.elements.seen.value, this.values());
  }

  forget() {
    clearTimeout(this.timer);
    this.unsaved = false;
    forget(this.key);
  }

  // With the version that it was written on: where the server has a newer one, it answers with both.
  restore() {
    const found = kept(this.key);
    if (!found) return;
    this.fill(found.values);
    this.form.elements.seen.value = found.seen;
    this.keep();
    this.save();
  }

  typed() {
    this.unsaved = true;
    clearTimeout(this.timer);
    if (this.composing) return;
    this.keep();
    this.timer = setTimeout(() => this.save(), WAIT);
  }

  save() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.composing || this.torn || login) return Promise.resolve();
    if (this.sending) {
      this.again = true;
      return this.sending;
    }
    this.sending = this.send().finally(() => {
      this.sending = null;
      if (this.again) {
        this.again = false;
        return this.save();
      }
      return undefined;
    });
    return this.sending;
  }

  async send() {
    const sent = this.values();
    const body = new URLSearchParams(sent);
    for (const name of ["csrf_token", "seen"]) {
      const hidden = this.form.elements[name];
      if (hidden) body.set(name, hidden.value);
    }
    say("saving");
    let answer;
    try {
      const headers = { Accept: "application/json", "HX-Request": "true" };
      answer = await fetch(this.form.action, { method: "POST", body, headers });
    } catch {
      answer = null;
    }
    login ||= answer?.headers.get("HX-Redirect") ?? "";
    if (login) return say("loggedout", { login });
    const isOurs = isJson(answer);
    if (!answer || answer.status >= 500 || (answer.ok && !isOurs)) return this.later();
    this.tries = 0;
    const facts = isOurs ? await answer.json().catch(() => null) : {};
    if (!facts) return this.later();
    // The same words in the other version: an answer to an earlier try was lost on the way.
    const same = answer.status === 409 && this.fields().every(({ name }) => (sent[name] ?? "") === facts.theirs[name]);
    if (answer.status === 409 && !same) return this.conflict(facts);
    if (!answer.ok && !same) {
      say("refused");
      this.note(isOurs ? facts.said.join(" ") : status.dataset.reload);
      return undefined;
    }
    this.form.elements.seen.value = facts.lock_version;
    if (JSON.stringify(this.values()) === JSON.stringify(sent)) {
      this.forget();
      this.fill(facts.masked ?? {});
    } else if (!this.composing) this.keep();
    this.note(Object.keys(facts.masked ?? {}).length ? facts.said : "");
    this.show(facts);
    say("saved", { time: facts.saved_at });
    await renewFoot();
    return undefined;
  }

  // What the server says of the item: its order of reading, and which fields still lack something.
  show(facts) {
    if (!facts.missing) return;
    const rank = this.form.querySelector(".rank");
    rank.textContent = facts.rank;
    rank.className = `rank ${facts.rank_kind}`;
    for (const field of this.fields()) {
      if (facts.missing.includes(field.id)) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    this.form.classList.toggle("lacking", facts.missing.length > 0);
    this.form.querySelector(".is-complete").hidden = facts.missing.length > 0;
    const missing = this.form.querySelector(".is-missing");
    missing.hidden = !facts.missing.length;
    missing.querySelector(".tag").lastChild.textContent = facts.missing_words;
  }

  later() {
    const wait = RETRIES[Math.min(this.tries, RETRIES.length - 1)];
    this.tries += 1;
    say(navigator.onLine ? "retry" : "offline", { times: this.tries });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait * 1000);
  }

  note(text) {
    const place = this.form.querySelector(".both");
    if (!place) return;
    place.hidden = !text;
    place.textContent = text;
  }

  conflict(facts) {
    say("refused");
    this.torn = true;
    const place = this.form.querySelector(".both");
    place.hidden = false;
    place.replaceChildren(document.createTextNode(`${facts.said} ${place.dataset.title}`));
    const other = document.createElement("dl");
    other.className = "kv";
    for (const each of this.fields()) {
      let theirs = facts.theirs[each.name];
      const isChoice = each.type === "radio" || each.type === "checkbox";
      if (isChoice) {
        const isTheirs = theirs === each.value;
        if (isTheirs === each.checked) continue;
        theirs = isTheirs ? "√" : "";
      } else if (theirs === undefined || theirs === each.value) continue;
      else if (each.tagName === "SELECT") theirs = [...each.options].find(({ value }) => value === theirs)?.text;
      const name = document.createElement("dt");
      name.textContent = each.labels?.[0]?.textContent ?? each.getAttribute("aria-label") ?? each.name;
      const value = document.createElement("dd");
      value.textContent = theirs || "–";
      other.append(name, value);
    }
    const button = (words, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "btn sm";
      made.textContent = words;
      made.addEventListener("click", () => {
        this.form.elements.seen.value = facts.lock_version;
        this.torn = false;
        this.note("");
        act();
        this.keep();
        this.save();
      });
      return made;
    };
    place.append(
      other,
      button(place.dataset.mine, () => {}),
      button(place.dataset.theirs, () => this.fill(facts.theirs)),
    );
  }

  // Whatever is not with the server yet goes there now, whether its time has come or not.
  async flush() {
    if (this.sending) await this.sending;
    if (this.unsaved) await this.save();
  }

  // Where to look when it does not get there.
  focus() {
    const there = this.torn ? ".both button" : "[aria-invalid], [name]:not([type=hidden])";
    this.form.querySelector(there)?.focus();
  }
}

function isJson(answer) {
  return Boolean(!answer?.redirected && answer?.headers.get("Content-Type")?.startsWith("application/json"));
}

async function renewFoot() {
  const foot = document.getElementById("foot");
  if (!foot) return;
  const answer = await fetch(page.dataset.foot, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const focused = foot.contains(document.activeElement);
  if (focused) return;
  foot.outerHTML = await answer.text();
}

function start() {
  document.documentElement.classList.add("js");
  forgetOld();
  const drafts = [...document.querySelectorAll("[data-autosave]")].map((form) => new Draft(form));
  window.addEventListener("online", () => drafts.forEach((draft) => draft.tries && draft.save()));
  window.addEventListener("beforeunload", (event) => {
    if (drafts.some((draft) => draft.unsaved && !draft.isKept)) event.preventDefault();
  });
  document.addEventListener("submit", async (event) => {
    if (!["submit", "add"].includes(event.target.id) || event.target.dataset.flushed) return;
    event.preventDefault();
    await Promise.all(drafts.map((draft) => draft.flush()));
    const unsaved = drafts.find((draft) => draft.unsaved);
    if (unsaved) {
      unsaved.focus();
      return;
    }
    if (event.target.id === "submit" && unsent()) {
      say("uploading");
      focusUnsent();
      return;
    }
    if (event.target.id === "submit" && document.querySelector("#submit [aria-disabled]")) {
      await renewFoot();
      const first = document.querySelector(".foot-missing a");
      if (first) {
        document.querySelector(first.getAttribute("href"))?.focus();
        return;
      }
    }
    const form = document.getElementById(event.target.id);
    form.dataset.flushed = "1";
    form.submit();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".foot-missing a");
    if (!link) return;
    event.preventDefault();
    document.querySelector(link.getAttribute("href"))?.focus();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea, select");
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") document.querySelector("#submit button")?.click();
    else if (!typing && event.key.toLowerCase() === "n" && !event.ctrlKey && !event.metaKey)
      document.querySelector("#add button")?.click();
  });
  document.querySelector("#nothing")?.addEventListener("change", (event) => event.target.form.submit());
  startClock();
  startUploads();
}

if (page) start();
