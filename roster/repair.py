"""A repair of a published roster: what it asks of whom, and what it leaves.

The absent are asked for nothing before they are back. The order of goals, each only compared where all
before it are equal:

1. no hard rule is broken that was not broken before (`TornMonth.accepted`);
2. as little as possible is missing that was not missing in the published roster: people per slot,
   people per shift, leaders, wherever in the month, at the prices of their rules;
3. fewest people are asked to work otherwise than published, the absent not counted;
4. fewest cells change, those of the absence not counted; then the changes come as late as possible:
   each counts the days from its date to the end of the month;
5. least cost by the soft rules.

Alternatives differ in whom they ask: none asks all the people of a better one and others beside.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from roster.problem import Cell, Problem, Roster
from roster.torn_month import TornMonth
from roster.violation import Violation


@dataclass(frozen=True, kw_only=True, order=True)
class CellChange:
    """One cell that differs from the published roster; empty text stands for a day off."""

    date: date
    person: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """One way to repair the month.

    Parameters
    ----------
    roster
        The month with the changes.
    changes
        All cells that differ from the published roster, those of the absence too, by date.
    people
        Who is asked to work otherwise, the absent not counted.
    left_open
        What is missing after and was not before (`roster.torn_month.left_open`).
    broken
        Hard violations that it brings: empty in whatever may be used.
    cost
        By the soft rules.
    proven
        No change comes before it by goals 1 to 4, alternatives before it left aside.
    cheapest
        ``proven``, and no other change that is equal by goals 1 to 4 costs less.
    """

    roster: Roster
    changes: tuple[CellChange, ...]
    people: tuple[str, ...]
    left_open: tuple[Violation, ...]
    broken: tuple[Violation, ...]
    cost: int
    proven: bool
    cheapest: bool


@dataclass(frozen=True, kw_only=True)
class Repair:
    """What can be done about an absence.

    Parameters
    ----------
    month
        What was repaired.
    alternatives
        Up to as many as asked for, the best first; empty when a hard rule stays broken whatever is done.
    partial
        Then the best that can be done, with what stays broken; None otherwise.
    cost_published
        Cost of the published roster before the absence.
    seconds
        Wall-clock time taken.
    """

    month: TornMonth
    alternatives: tuple[Alternative, ...]
    partial: Alternative | None
    cost_published: int
    seconds: float

    @property
    def best(self) -> Alternative:
        """The first alternative, or the partial one."""
        return self.alternatives[0] if self.partial is None else self.partial


def changes_between(before: Roster, after: Roster) -> tuple[CellChange, ...]:
    """Return the cells that differ, by date and person."""
    cells: Iterable[Cell] = {*before, *after}
    pairs = ((person, day, before.kind(person, day), after.kind(person, day)) for person, day in cells)
    return tuple(
        sorted(
            CellChange(date=day, person=person, before=old or "", after=new or "")
            for person, day, old, new in pairs
            if old != new
        )
    )


def minutes_changed(problem: Problem, changes: Iterable[CellChange]) -> dict[str, int]:
    """Return by how many paid minutes each person's month changes, people with changes only."""
    paid = {"": 0} | {kind.code: kind.paid_minutes for kind in problem.kinds}
    found: dict[str, int] = {}
    for change in changes:
        found[change.person] = found.get(change.person, 0) + paid[change.after] - paid[change.before]
    return found
