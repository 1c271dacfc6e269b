"""What a swap does to the roster: which rules it breaks or mends, and each party's hours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from roster.coverage import Tally
from roster.hours import Hours, hours
from roster.problem import HISTORY_DAYS, Limit, Problem, Roster
from roster.rules import judge_person, judge_tally
from roster.rules.spread import FAIRNESS, Loads
from roster.swaps.following import FollowingMonth
from roster.swaps.moves import Swap
from roster.torn_month import is_accepted
from roster.violation import Violation

Found = tuple[Violation, ...]
Row = tuple[str, tuple[tuple[date, str], ...]]
"""A person and the shifts of the month."""


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
    hours
        Before and after, by party.
    """

    roster: Roster
    broken: Found
    noticed: Found
    hours: Mapping[str, tuple[Hours, Hours]]


@dataclass(frozen=True)
class SwapJudge:
    """Judges many swaps of one roster; what they have in common is judged once.

    Parameters
    ----------
    problem, roster
        The month in force.
    following
        Returns the month after, where it is published; asked only for swaps that reach so far.
    """

    problem: Problem
    roster: Roster
    following: Callable[[], FollowingMonth | None] = lambda: None
    _people: dict[Row, Found] = field(default_factory=dict, repr=False)
    _hours_known: dict[Row, Hours] = field(default_factory=dict, repr=False)
    _tallies: dict[tuple[date, ...], Tally] = field(default_factory=dict, repr=False)
    _days: dict[tuple[int, ...], Found] = field(default_factory=dict, repr=False)

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
        free = self.unlocked(swap, after)
        tally = self._tally(self._dates_touched(swap))
        found = [
            *self._fresh_of_people(free, after, swap),
            *self._fresh_of_next_month(after, swap),
            *_fresh(
                judge_tally(free, tally.moved(problem, roster, after, swap.parties)),
                lambda: self._judged(tally),
            ),
            *_fresh(self._spread(after, swap.parties), lambda: self._spread_before),
        ]
        return SwapEffect(
            roster=after,
            broken=tuple(violation for violation in found if violation.hard),
            noticed=tuple(violation for violation in found if not violation.hard),
            hours={person: self._hours(after, person) for person in swap.parties},
        )

    def _hours(self, after: Roster, person: str) -> tuple[Hours, Hours]:
        return self._hours_in(self.roster, person), self._hours_in(after, person)

    def _hours_in(self, roster: Roster, person: str) -> Hours:
        key = _row_of(roster, person)
        if key not in self._hours_known:
            self._hours_known[key] = hours(self.problem, roster, self.problem.person_by_id[person])
        return self._hours_known[key]

    def _fresh_of_people(self, free: Problem, after: Roster, swap: Swap) -> list[Violation]:
        found: list[Violation] = []
        for person in swap.parties:
            now = self._of_person(free, after, person)
            found += _fresh(now, lambda person=person: self._of_person(free, self.roster, person))  # type: ignore[misc]
        return found

    def _fresh_of_next_month(self, after: Roster, swap: Swap) -> list[Violation]:
        if (self.problem.last_day - swap.dates[-1]).days >= HISTORY_DAYS:
            return []
        following = self.following()
        if following is None:
            return []
        return [found for person in swap.parties for found in following.broken(self.roster, after, person)]

    def _of_person(self, free: Problem, roster: Roster, person: str) -> Found:
        """Judge a person alone; a month with the same shifts is judged once for all partners."""
        key = _row_of(roster, person)
        if key not in self._people:
            self._people[key] = judge_person(free, roster, person)
        return self._people[key]

    def _tally(self, dates: tuple[date, ...]) -> Tally:
        if dates not in self._tallies:
            days = [self.problem.day_of(when) for when in dates]
            self._tallies[dates] = Tally.of(self.problem, self.roster, days)
        return self._tallies[dates]

    def _judged(self, tally: Tally) -> Found:
        if tally.days not in self._days:
            self._days[tally.days] = judge_tally(self.problem, tally)
        return self._days[tally.days]

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

    def unlocked(self, swap: Swap, after: Roster) -> Problem:
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


def _fresh(now: Found, was: Callable[[], Found]) -> list[Violation]:
    """Return what was not there before; what was there is only looked at where anything is found now."""
    return [found for found in now if not is_accepted(found, was())]


def _row_of(roster: Roster, person: str) -> Row:
    return person, tuple(sorted(roster.of_person(person).items()))


def effect_of_swap(problem: Problem, roster: Roster, swap: Swap) -> SwapEffect:
    """Judge one swap; see `SwapJudge.effect`."""
    return SwapJudge(problem, roster).effect(swap)
