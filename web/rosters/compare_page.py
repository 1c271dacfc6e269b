"""Two versions side by side as the page writes them: per team the people whose shifts differ."""

import datetime as dt
from dataclasses import dataclass

from web.i18n import day_weekday
from web.rosters.comparing import CellChange
from web.rosters.grid_values import Grid, GridRow
from web.rosters.versions import Comparison
from web.shift_marks import shift_mark, shift_name


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareCell:
    """One cell: the new letter, and the old one where it differs ("" is rest, None: no difference)."""

    kind: str
    mark: str
    old: str | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareRow:
    """One person with their cells and their changes as words."""

    number: str
    name: str
    cells: tuple[CompareCell, ...]
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareTeam:
    """One team; people without a difference are left out."""

    name: str
    people: int
    rows: tuple[CompareRow, ...]


def compare_teams(grid: Grid, comparison: Comparison) -> list[CompareTeam]:
    """Return the teams in which somebody's shifts differ."""
    by_person = comparison.by_person
    found = []
    for team in grid.teams:
        rows = tuple(_row(row, by_person[row.number]) for row in team.rows if row.number in by_person)
        if rows:
            found.append(CompareTeam(name=team.name, people=team.people, rows=rows))
    return found


def _row(row: GridRow, changes: tuple[CellChange, ...]) -> CompareRow:
    by_date: dict[dt.date, CellChange] = {change.date: change for change in changes}
    cells = []
    for cell in row.cells:
        change = by_date.get(cell.date)
        label = shift_name(cell.kind or "")
        cells.append(
            CompareCell(
                kind=cell.kind or "",
                mark=shift_mark(cell.kind) if cell.kind else "",
                old=None if change is None else change.old or "",
                label=label if change is None else f"{shift_name(change.old or '')} → {label}",
            )
        )
    words = tuple(
        (day_weekday(change.date), shift_name(change.old or ""), shift_name(change.new or ""))
        for change in changes
    )
    return CompareRow(number=row.number, name=row.name, cells=tuple(cells), changes=words)
