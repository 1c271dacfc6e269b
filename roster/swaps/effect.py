"""What a swap does to the roster: which rules it breaks or mends, and each party's hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from roster.coverage import Tally
from roster.hours import Hours, hours
from roster.problem import Limit, Problem, Roster
from roster.rules import judge_person, judge_tally
from roster.rules.spread import FAIRNESS, Loads
from roster.swaps.moves import Swap
from roster.torn_month import is_accepted
from roster.violation import Violation

Found = tuple[Violation, ...]


@dataclass(frozen=True, kw_only=True)
class SwapEffect:
    """The roster after a swap beside the one before.

    Parameters
    ----------
    roster
        With the swap.
    broken
        Hard violations that the swap brings (R-4.17): it may not be.
    noticed
        Soft violations that it brings or makes worse: it may be, and the approver sees them (R-4.16).
    mended
        Violations that it removes or lessens.
    hours
        Before and after, by party.
    """

    roster: Roster
    broken: Found
    noticed: Found
    mended: Found
    hours: Mapping[str, tuple[Hours, Hours]]


@dataclass(frozen=True)
class SwapJudge:
    """Judges many swaps of one roster; what they have in common is judged once.

    Parameters
    ----------
    problem, roster
        The month in force.
    """

    problem: Problem
    roster: Roster
    _people: dict[tuple[str, tuple[tuple[date, str], ...]], Found] = field(default_factory=dict, repr=False)
    _hours_before: dict[str, Hours] = field(default_factory=dict, repr=False)
    _days: dict[tuple[date, ...], Found] = field(default_factory=dict, repr=False)

    def effect(self, swap: Swap) -> SwapEffect:
        """Judge the roster with the swap against the one without it; locks on swapped cells move along.

        Only what the swap can touch is judged: the parties' own rules, the people of its dates, of the
        next, and of those whose breaks hang together with them, and the rules that compare people.

        Raises
        ------
        ValueError
            When a party or a date is unknown to the problem.
        """
        problem, roster = self.problem, self.roster
        for person, day in swap.cells:
            if person not in problem.person_by_id or not problem.first_day <= day <= problem.last_day:
                raise ValueError(f"no such cell: {person} {day}")
        after = swap.applied(roster)
        free = self._unlocked(swap, after)
        dates = self._dates_touched(swap)
        was = self._of_people(free, roster, swap) + self._of_days(dates) + self._spread_before
        now = (
            self._of_people(free, after, swap)
            + judge_tally(free, Tally.of(free, after, [problem.day_of(when) for when in dates]))
            + self._spread(after, swap.parties)
        )
        fresh = [found for found in now if not is_accepted(found, was)]
        return SwapEffect(
            roster=after,
            broken=tuple(found for found in fresh if found.hard),
            noticed=tuple(found for found in fresh if not found.hard),
            mended=tuple(found for found in was if not is_accepted(found, now)),
            hours={person: self._hours(after, person) for person in swap.parties},
        )

    def _hours(self, after: Roster, person: str) -> tuple[Hours, Hours]:
        known = self.problem.person_by_id[person]
        if person not in self._hours_before:
            self._hours_before[person] = hours(self.problem, self.roster, known)
        return self._hours_before[person], hours(self.problem, after, known)

    def _of_people(self, free: Problem, roster: Roster, swap: Swap) -> Found:
        """Judge each party alone; a month with the same shifts is judged once for all partners."""
        found: list[Violation] = []
        for person in swap.parties:
            key = person, tuple(sorted(roster.of_person(person).items()))
            if key not in self._people:
                self._people[key] = judge_person(free, roster, person)
            found += self._people[key]
        return tuple(found)

    def _of_days(self, dates: tuple[date, ...]) -> Found:
        if dates not in self._days:
            days = [self.problem.day_of(when) for when in dates]
            self._days[dates] = judge_tally(self.problem, Tally.of(self.problem, self.roster, days))
        return self._days[dates]

    def _spread(self, roster: Roster, changed: tuple[str, ...]) -> Found:
        """Judge by the rules that compare people; only the changed ones are counted anew."""
        found: list[Violation] = []
        for code, (limit, loads) in self._loads.items():
            found += loads.recounted(self.problem, roster, changed).too_far_apart(code, limit)
        return tuple(found)

    @cached_property
    def _spread_before(self) -> Found:
        return self._spread(self.roster, ())

    @cached_property
    def _loads(self) -> dict[str, tuple[Limit, Loads]]:
        on = self.problem.rules.limits()
        return {
            code: (on[code], Loads.of(self.problem, self.roster, load))
            for code, load in FAIRNESS.items()
            if code in on
        }

    def _unlocked(self, swap: Swap, after: Roster) -> Problem:
        """Free the cells that change; a kind that only hands place is locked where it comes to lie."""
        problem = self.problem
        locks = {cell: code for cell, code in problem.locked.items() if cell not in swap.cells}
        for cell in swap.cells:
            code = after.kind(*cell)
            if code is not None and not problem.kind_by_code[code].assignable:
                locks[cell] = code
        return problem if locks == problem.locked else replace(problem, locked=locks)

    def _dates_touched(self, swap: Swap) -> tuple[date, ...]:
        problem = self.problem
        days = {
            after
            for when in swap.dates
            for after in problem.breaks.days_after(problem.day_of(when))
            if after < problem.days
        }
        return tuple(problem.date_of(day) for day in sorted(days))


def effect_of_swap(problem: Problem, roster: Roster, swap: Swap) -> SwapEffect:
    """Judge one swap; see `SwapJudge.effect`."""
    return SwapJudge(problem, roster).effect(swap)
