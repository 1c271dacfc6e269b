// What happened to a piece of a page that was asked for and did not come: refused, failed, or never answered.
// One place for every page: what is said stands at the bottom until it is put away or the next act succeeds.

const POLLS = "[data-live], [data-poll]";
let asked = null; // the element whose request is shown as failed

const place = () => document.getElementById("trouble");
const isPoll = ({ elt, requestConfig }) => elt.closest(POLLS) && !requestConfig?.triggeringEvent;

function hide() {
  asked = null;
  const note = place();
  if (note) note.hidden = true;
}

function show(kind, elt, sentences = []) {
  const note = place();
  if (!note) return;
  asked = elt;
  note.querySelector("strong").textContent = note.dataset[kind];
  const list = note.querySelector("ul");
  list.replaceChildren(
    ...sentences.map((sentence) => {
      const item = document.createElement("li");
      item.textContent = sentence;
      return item;
    }),
  );
  const repeats = elt.matches("form, button, a") && (kind === "lost" || kind === "failed");
  note.querySelector("[data-again]").hidden = !repeats;
  note.hidden = false;
  note.focus({ preventScroll: true });
}

// What the answer says is wrong, in its own words.
function saidIn(page) {
  const alert = page.querySelector('[role="alert"]:not(#trouble)');
  if (!alert) return [];
  const items = [...alert.querySelectorAll("li")].map((item) => item.textContent.trim());
  return items.length ? items : [alert.textContent.trim()];
}

function kindOf(status) {
  // who stands between may have lost the answer of what was done
  if (status >= 500) return status > 500 ? "lost" : "failed";
  if (status === 403 || status === 404) return "gone";
  return status === 409 ? "changed" : "refused";
}

// A refused answer is shown where the reader is. Where it lacks the piece that was asked for, nothing is
// exchanged: the piece would vanish.
function onRefused(event) {
  const { xhr, requestConfig } = event.detail;
  const { elt } = requestConfig; // the event itself is of what would be exchanged
  if (xhr.status < 400 || xhr.status >= 500 || !xhr.responseText) return;
  event.detail.isError = false;
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const select = elt.closest("[hx-select]")?.getAttribute("hx-select");
  const piece = select ? page.querySelector(select) : page.body;
  event.detail.shouldSwap = Boolean(piece);
  const isInPlace = piece?.querySelector('[role="alert"]') || (piece && !select);
  if (isInPlace || isPoll({ elt, requestConfig })) return;
  show(kindOf(xhr.status), elt, saidIn(page));
}

function again() {
  const elt = asked;
  hide();
  if (!elt?.isConnected) window.location.reload();
  else if (elt.matches("form")) elt.requestSubmit();
  else elt.click();
}

export function startTrouble() {
  document.addEventListener("htmx:beforeSwap", onRefused);
  document.addEventListener("htmx:responseError", ({ detail }) => {
    if (!isPoll(detail)) show(kindOf(detail.xhr.status), detail.elt);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, ({ detail }) => {
      if (!isPoll(detail)) show("lost", detail.elt);
    });
  }
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && detail.xhr.status < 400 && !isPoll(detail)) hide();
  });
  place()?.addEventListener("click", ({ target }) => {
    if (target.closest("[data-again]")) again();
    else if (target.closest("[data-away]")) hide();
  });
}
