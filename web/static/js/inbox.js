// The inbox: single keys while the focus is in the list, and the open item fetched without leaving the list.
// Never in a field, never while an input method composes; they can be switched off (on this device).

const LETTERS_OFF = "lunban.inbox.letters-off";
const BACK_TO_LIST = "lunban.inbox.back-to-list";
const WIDE = window.matchMedia("(min-width: 768px)");

function start(list) {
  const help = document.getElementById("inbox-help");
  const letters = document.getElementById("inbox-letters");
  const lines = [...list.querySelectorAll(".inbox-line")];
  const detail = () => document.getElementById("inbox-detail");
  let sent = false;

  letters.checked = !localStorage.getItem(LETTERS_OFF);
  letters.addEventListener("change", () => {
    if (letters.checked) localStorage.removeItem(LETTERS_OFF);
    else localStorage.setItem(LETTERS_OFF, "1");
  });

  const current = () => lines.find((line) => line.getAttribute("aria-current"));

  function mark(line) {
    for (const other of lines) other.removeAttribute("aria-current");
    line.setAttribute("aria-current", "true");
  }

  async function open(line) {
    mark(line);
    line.focus();
    await window.htmx.ajax("GET", line.href, { target: "#inbox-detail", swap: "outerHTML" });
    history.replaceState(null, "", line.href);
  }

  function step(by) {
    const next = lines[lines.indexOf(current()) + by];
    if (next) open(next);
  }

  // What is decided is what the reader sees: the line with the focus is the one whose detail has come.
  const shown = () => detail().dataset.key === document.activeElement?.dataset.key;

  function approve() {
    const form = document.getElementById("approve");
    if (!form || !shown() || sent) return;
    sessionStorage.setItem(BACK_TO_LIST, "1");
    form.requestSubmit();
  }

  function toReason() {
    const field = document.getElementById("reason");
    if (!field) return;
    field.scrollIntoView({ block: "center" });
    field.focus();
  }

  function turnDown() {
    if (!shown()) return;
    sessionStorage.setItem(BACK_TO_LIST, "1");
    toReason();
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    a: approve,
    r: turnDown,
    o: () => shown() && detail().dataset.roster && window.location.assign(detail().dataset.roster),
    "?": () => help.showModal(),
  };

  list.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select, [contenteditable]") || !letters.checked) return;
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    // a key held down must not decide on what comes next
    if (!event.repeat || act === keys.j || act === keys.k) act();
  });

  list.addEventListener("click", (event) => {
    const line = event.target.closest(".inbox-line");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!line || !plain || !WIDE.matches) return;
    event.preventDefault();
    open(line);
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-to-reason]")) return;
    event.preventDefault();
    toReason();
  });

  // A second press while the server works would decide on a version that is no more.
  document.addEventListener("submit", (event) => {
    if (!event.target.closest("#inbox-detail")) return;
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => (sent = false));

  const refused = document.querySelector("#inbox-detail [role=alert]");
  if (sessionStorage.getItem(BACK_TO_LIST) && !refused) current()?.focus();
  sessionStorage.removeItem(BACK_TO_LIST);
}

const list = document.getElementById("inbox-list");
if (list) start(list);
