// Rows and frames that scroll sideways fade out where more of them lies: on a phone no scroll bar says so.

const SCROLLING = ".top > nav, .heat-frame, .strip-frame, .chart-table, .tw, .sample";
const watched = new WeakSet();

function mark(part) {
  const most = part.scrollWidth - part.clientWidth;
  part.classList.toggle("more-before", part.scrollLeft > 1);
  part.classList.toggle("more-after", part.scrollLeft < most - 1);
}

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) mark(target.matches(SCROLLING) ? target : target.closest(SCROLLING));
});

export function watchScrolls(root) {
  for (const part of root.querySelectorAll(SCROLLING)) {
    if (watched.has(part)) continue;
    watched.add(part);
    part.addEventListener("scroll", () => mark(part), { passive: true });
    sizes.observe(part);
    if (part.firstElementChild) sizes.observe(part.firstElementChild);
  }
}

// The page one is on stays in sight in the row of links.
export function showCurrentLink() {
  const link = document.querySelector(".top > nav [aria-current]");
  const row = link?.closest("nav");
  if (row) row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
}
