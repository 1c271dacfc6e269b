"""What differs between two rosters of the same month: cell by cell, pure."""

import datetime as dt
from dataclasses import dataclass

from roster.problem import Roster


@dataclass(frozen=True, kw_only=True)
class CellChange:
    """One cell that differs; None means rest."""

    number: str
    date: dt.date
    old: str | None
    new: str | None


def changes_between(old: Roster, new: Roster) -> tuple[CellChange, ...]:
    """Return all cells that differ, by employee number and date."""
    return tuple(
        CellChange(number=cell[0], date=cell[1], old=old.kind(*cell), new=new.kind(*cell))
        for cell in sorted(set(old) | set(new))
        if old.kind(*cell) != new.kind(*cell)
    )


def by_person(changes: tuple[CellChange, ...]) -> dict[str, tuple[CellChange, ...]]:
    """Return the changes by employee number."""
    found: dict[str, list[CellChange]] = {}
    for change in changes:
        found.setdefault(change.number, []).append(change)
    return {number: tuple(cells) for number, cells in found.items()}
