"""The month after, where it is published: a swap of the last days must not break it."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from roster.problem import HISTORY_DAYS, Problem, Roster
from roster.rules import judge_person
from roster.violation import Violation

Tail = tuple[str, tuple[str | None, ...], bool]
"""A person, the kinds of the last days before the month, whether its own shifts are those after a swap."""


@dataclass(frozen=True)
class FollowingMonth:
    """The published month after; rest, runs of days and of nights reach into it.

    Parameters
    ----------
    problem
        Its history holds the shifts in force before it.
    roster
        Its shifts.
    without
        Its shifts before a swap that changes them, too; None where it changes the month before only.
    """

    problem: Problem
    roster: Roster
    without: Roster | None = None
    _known: dict[Tail, tuple[Violation, ...]] = field(default_factory=dict, repr=False)

    def broken(self, before: Roster, after: Roster, person: str) -> list[Violation]:
        """Return the hard violations of the person in this month that ``after`` brings.

        Parameters
        ----------
        before, after
            The month that ends the day before this one begins, without and with the swap.
        """
        if person not in self.problem.person_by_id:
            return []
        new = self._judged(after, self.roster, person)
        old = self._judged(before, self.roster if self.without is None else self.without, person)
        return [violation for violation in new if violation.hard and violation not in old]

    def _judged(self, roster: Roster, own: Roster, person: str) -> tuple[Violation, ...]:
        dates = self._last_days
        tail = tuple(roster.kind(person, day) for day in dates)
        key = person, tail, own is self.roster
        if key not in self._known:
            history = self.problem.history
            for day, kind in zip(dates, tail, strict=True):
                known = kind if kind in self.problem.kind_by_code else None
                history = history.with_cell(person, day, known)
            alone = replace(
                self.problem,
                people=(self.problem.person_by_id[person],),
                history=history,
                locked={cell: code for cell, code in self.problem.locked.items() if cell[0] == person},
                wishes=(),
                published=None,
            )
            self._known[key] = judge_person(alone, own, person)
        return self._known[key]

    @property
    def _last_days(self) -> tuple[date, ...]:
        first = self.problem.first_day - timedelta(days=HISTORY_DAYS)
        return tuple(first + timedelta(days=day) for day in range(HISTORY_DAYS))
