// Teams open and close; the rows of a closed team are fetched when they are needed.

const fetching = new Map();

export function headOf(grid, team) {
  return grid.table.querySelector(`tbody.team-head[data-team="${team}"]`);
}

function rowsOf(team) {
  return document.getElementById(`rows-${team}`);
}

async function fetchRows(grid, teams) {
  const address = new URL(grid.table.dataset.rows, location.href);
  for (const team of teams) address.searchParams.append("team", team);
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (answer.status === 401) location.href = answer.headers.get("HX-Redirect");
  if (!answer.ok) throw new Error(`rows: ${answer.status}`);
  const holder = document.createElement("template");
  holder.innerHTML = `<table>${await answer.text()}</table>`;
  for (const body of [...holder.content.querySelectorAll("tbody")]) {
    body.hidden = rowsOf(body.dataset.team).hidden;
    rowsOf(body.dataset.team).replaceWith(body);
  }
}

// Fetch the rows of all these teams that are not there yet, in one request.
export async function load(grid, teams) {
  const missing = teams.filter((team) => rowsOf(team).hasAttribute("data-unloaded"));
  if (!missing.length) return;
  const key = missing.join();
  if (!fetching.has(key)) fetching.set(key, fetchRows(grid, missing).finally(() => fetching.delete(key)));
  grid.table.setAttribute("aria-busy", "true");
  await fetching.get(key);
  grid.table.removeAttribute("aria-busy");
}

export function allTeams(grid) {
  return [...grid.table.querySelectorAll("tbody.team-head")].map((head) => head.dataset.team);
}

export async function setOpen(grid, team, open) {
  const row = headOf(grid, team).rows[0];
  const button = row.querySelector("button");
  if (open) await load(grid, [team]);
  rowsOf(team).hidden = !open;
  row.classList.toggle("open", open);
  button.setAttribute("aria-expanded", String(open));
  const use = button.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, open ? "#chevron-down" : "#chevron-right"));
}

export function isOpen(grid, team) {
  return headOf(grid, team).rows[0].classList.contains("open");
}

export async function openAll(grid) {
  await load(grid, allTeams(grid));
  for (const team of allTeams(grid)) await setOpen(grid, team, true);
}

export function startTeams(grid) {
  grid.table.addEventListener("click", (event) => {
    const head = event.target.closest("tbody.team-head");
    if (!head || !event.target.closest("button")) return;
    setOpen(grid, head.dataset.team, !isOpen(grid, head.dataset.team));
    grid.select(event.target.closest("button"));
  });
}
