// The form of a policy: finding one of its many settings hides the others, and nothing typed is lost.
const find = document.querySelector("[data-find]");

function show() {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const entry of document.querySelectorAll(find.dataset.find)) {
    const fits = words.every((word) => entry.dataset.search.includes(word));
    entry.hidden = !fits;
    if (fits) found += 1;
  }
  for (const fold of document.querySelectorAll("details.fold")) {
    const holds = fold.querySelector("[data-search]:not([hidden])") !== null;
    fold.hidden = !holds;
    if (words.length && holds) fold.open = true;
  }
  const status = document.querySelector("[data-found]");
  status.textContent = found ? "" : status.dataset.found;
}

// A link to a setting opens the group that it is folded into.
function openAimed() {
  const aimed = location.hash && document.getElementById(location.hash.slice(1));
  if (!aimed) return;
  const fold = aimed.closest("details.fold");
  if (fold) fold.open = true;
  aimed.scrollIntoView();
}

find?.addEventListener("input", show);
find?.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
window.addEventListener("hashchange", openAimed);
openAimed();
