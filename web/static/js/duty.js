// The duty log: an entry is kept on this device until the server has it, and sent again under the same token,
// so that it is stored exactly once. N goes to the text, Ctrl+Enter stores. A number in the search is masked
// before it becomes part of an address.

const DAY_MS = 24 * 3600 * 1000;
const QUIET_MS = 800;
const AGAIN_MS = 5000;
const NUMBER = /(?<!\d)1[\s-]?[3-9](?:[\s-]?\d){9}(?!\d)/g; // the server knows the others

function startWriting(form) {
  const words = JSON.parse(form.dataset.words);
  const place = `lunban.duty.${form.dataset.draft}`;
  const state = document.getElementById("duty-state");
  const refused = document.getElementById("duty-refused");
  const button = form.querySelector("button[type=submit]");
  const text = form.querySelector("#body");
  let composing = false;
  let timer = 0;
  let tries = 0;
  let sending = false;

  const fields = () => [...form.elements].filter((field) => field.name && field.name !== "csrf_token");

  function say(sentence, bad = false) {
    state.textContent = sentence;
    state.classList.toggle("bad", bad);
  }

  // What the browser puts into `time` is the writer's own clock: it says when this device kept the text.
  function keep() {
    window.clearTimeout(timer);
    if (composing || sending) return;
    if (!text.value.trim()) return forget();
    const values = {};
    for (const field of fields()) {
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.checked) values[field.name] = field.value;
      } else values[field.name] = field.value;
    }
    try {
      localStorage.setItem(place, JSON.stringify({ at: Date.now(), values }));
    } catch {
      return; // no room, or storage is switched off: the page still has the text
    }
    say(words.kept.replace("{time}", new Date().toTimeString().slice(0, 8)));
  }

  function forget() {
    try {
      localStorage.removeItem(place);
    } catch {
      // nothing was kept
    }
  }

  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(place));
    } catch {
      forget();
    }
    if (!kept || Date.now() - kept.at > DAY_MS || text.value) return;
    for (const field of fields()) {
      const value = kept.values[field.name];
      if (field.type === "radio" || field.type === "checkbox") field.checked = value === field.value;
      else if (value !== undefined) field.value = value;
    }
    if (form.querySelector("#handling").value) form.querySelector(".duty-more").open = true;
    say(words.restored, true);
  }

  function refuse(reasons) {
    const list = refused.querySelector("ul");
    list.replaceChildren(
      ...reasons.map(({ field, sentence }) => {
        const line = document.createElement("li");
        const link = document.createElement("a");
        link.href = `#${field || "body"}`;
        link.textContent = sentence;
        line.append(link);
        return line;
      }),
    );
    refused.hidden = false;
    refused.focus();
  }

  function done() {
    sending = false;
    button.removeAttribute("aria-disabled");
  }

  async function send(body) {
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "HX-Request": "true" },
      });
      if (answer.status >= 500) throw new Error("the server is not well");
    } catch {
      tries += 1;
      say(navigator.onLine ? words.retry.replace("{n}", tries) : words.offline, true);
      window.setTimeout(() => send(body), AGAIN_MS);
      return;
    }
    const login = answer.headers.get("HX-Redirect");
    if (login) {
      window.location.assign(login);
      return;
    }
    if (answer.ok) {
      const { to } = await answer.json();
      forget();
      window.location.assign(to);
      return;
    }
    done();
    say("");
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (isJson) refuse((await answer.json()).reasons);
    else form.submit(); // a refusal as a page says best why
  }

  form.addEventListener("compositionstart", () => (composing = true));
  form.addEventListener("compositionend", () => {
    composing = false;
    timer = window.setTimeout(keep, QUIET_MS);
  });
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, QUIET_MS);
  });
  form.addEventListener("focusout", keep);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sending) return;
    keep();
    sending = true;
    tries = 0;
    refused.hidden = true;
    button.setAttribute("aria-disabled", "true");
    say(words.sending);
    send(new URLSearchParams(new FormData(form)));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable], dialog");
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey || typing) return;
    if (event.key.toLowerCase() !== "n") return;
    event.preventDefault();
    text.focus();
    text.scrollIntoView({ block: "center" });
  });
  restore();
}

function startSearching(form) {
  form.addEventListener("submit", () => {
    form.q.value = form.q.value.replace(NUMBER, (number) => {
      const digits = number.replace(/\D/g, "");
      return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
    });
  });
}

const form = document.getElementById("duty-form");
if (form) startWriting(form);
const search = document.getElementById("duty-search");
if (search) startSearching(search);
