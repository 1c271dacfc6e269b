// Files on their way to the site: kept on this device until the site has them, sent again under the same token
// after a lost connection, a closed tab or a logged-out session, so that each is stored exactly once.

import * as kept from "./uploads_kept.js";

const RETRIES = [2, 4, 8, 15, 30];
const lines = new Map(); // by token: what is not stored yet
let running = null;
let login = "";

// How many files of this page the site does not have yet.
export const unsent = () => lines.size;

// Where to look when something is not stored yet.
export const focusUnsent = () => document.querySelector(".upload-list li")?.focus();

class Line {
  // One file of a form, from being chosen until it is stored, or put away.
  constructor(form, entry) {
    this.form = form;
    this.entry = entry;
    this.words = JSON.parse(form.dataset.words);
    this.tries = 0;
    this.refused = false;
    this.place = document.createElement("li");
    this.place.tabIndex = -1;
    const name = document.createElement("span");
    name.textContent = entry.name;
    name.className = "break";
    this.bar = document.createElement("progress");
    this.bar.max = 100;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", entry.name);
    this.state = document.createElement("span");
    this.state.className = "s";
    this.place.append(name, this.bar, this.state);
    form.querySelector(".upload-list").append(this.place);
    this.say("waiting");
  }

  say(kind, facts = {}, bad = false) {
    let text = this.words[kind] ?? kind;
    for (const [name, value] of Object.entries(facts)) text = text.replace(`{${name}}`, value);
    this.state.textContent = text;
    this.state.classList.toggle("t-danger", bad);
  }

  button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn sm";
    made.textContent = words;
    made.addEventListener("click", act);
    this.place.append(made);
  }

  async forget() {
    lines.delete(this.entry.token);
    this.place.remove();
    await kept.forget(this.entry.token);
  }

  // Stays to be read; what was refused is not sent again, nor brought back.
  async refuse(text) {
    this.refused = true;
    lines.delete(this.entry.token);
    await kept.forget(this.entry.token);
    this.bar.remove();
    this.say(text, {}, true);
    this.button(this.words.dismiss, () => this.place.remove());
    this.place.focus();
  }

  send() {
    const body = new FormData();
    body.set("csrf_token", this.form.elements.csrf_token.value);
    body.set("token", this.entry.token);
    body.set("file", this.entry.file, this.entry.name);
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", this.form.action);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("HX-Request", "true");
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        this.bar.value = total ? Math.round((loaded / total) * 100) : 0;
        this.say("sending", { percent: this.bar.value });
      });
      request.addEventListener("loadend", () => resolve(request));
      request.send(body);
    });
  }

  // Tells whether it is done with: stored or refused.
  async run() {
    const answer = await this.send();
    login ||= answer.getResponseHeader("HX-Redirect") ?? "";
    if (login) {
      this.say("loggedout", {}, true);
      if (!this.place.querySelector("a")) {
        const link = document.createElement("a");
        link.href = login;
        link.textContent = this.words.login;
        this.place.append(link);
      }
      return false;
    }
    const isJson = answer.getResponseHeader("Content-Type")?.startsWith("application/json");
    if (answer.status === 200 && isJson) {
      const list = this.form.parentElement.querySelector(".files-stored");
      list.innerHTML = JSON.parse(answer.responseText).html;
      await this.forget();
      return true;
    }
    if (answer.status >= 400 && answer.status < 500) {
      // only what is said of the file itself ends it: an old page, or a proxy, refuses whatever is sent
      if (!isJson && answer.status !== 413) {
        this.say("reload", {}, true);
        return true;
      }
      const said = isJson ? JSON.parse(answer.responseText).said.join(" ") : "";
      await this.refuse(said || (answer.status === 413 ? "large" : "refused"));
      return true;
    }
    this.tries += 1;
    this.say(navigator.onLine ? "retry" : "offline", { times: this.tries }, true);
    return false;
  }
}

// One after the other; what does not get through waits, and then everything is tried again.
async function sendAll() {
  for (const line of [...lines.values()]) {
    if (login || !lines.has(line.entry.token)) continue;
    if (await line.run()) continue;
    const wait = RETRIES[Math.min(line.tries, RETRIES.length) - 1] ?? RETRIES[0];
    if (!login) setTimeout(start, wait * 1000);
    return;
  }
}

function start() {
  running ??= sendAll().finally(() => {
    running = null;
  });
}

function begin(form, entry) {
  if (lines.has(entry.token)) return;
  lines.set(entry.token, new Line(form, entry));
}

async function chosen(input) {
  const { form } = input;
  for (const file of input.files) {
    const token = crypto.randomUUID();
    const entry = { token, user: form.dataset.user, place: form.dataset.upload, name: file.name, file, at: Date.now() };
    begin(form, entry);
    if (file.size > Number(form.dataset.most)) await lines.get(token).refuse("large");
    else await kept.keep(entry);
  }
  input.value = "";
  running?.then(start);
  start();
}

export async function startUploads() {
  const forms = [...document.querySelectorAll("[data-upload]")];
  if (!forms.length) return;
  for (const form of forms) {
    form.classList.add("scripted");
    form.addEventListener("change", (event) => event.target.type === "file" && chosen(event.target));
  }
  window.addEventListener("online", () => start());
  window.addEventListener("beforeunload", (event) => {
    if ([...lines.values()].some((line) => !kept.isKept(line.entry.token))) event.preventDefault();
  });
  for (const entry of await kept.all()) {
    const form = forms.find(({ dataset }) => dataset.upload === entry.place && dataset.user === entry.user);
    if (form) begin(form, entry);
  }
  start();
}
