"""What one person's days so far allow next, and at which price: an automaton over days.

A state holds only what the active rules still need to know about the past. Hard rules appear as a
very high price, so that a month exists for everybody; the rules' own judgement decides in the end.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from roster.problem import HISTORY_DAYS, Limit, Person, Problem, ShiftKind
from roster.rules.line import Line
from roster.rules.overlap import REACH_DAYS, rest_minutes
from roster.rules.weekends_in_month import weekends

Numbers = npt.NDArray[np.int64]

BROKEN = 10**12
"""Price of breaking a hard rule once; far above any sum of soft costs."""


UNPAID = 10**17
"""Price of a step that does not exist."""


class Past(NamedTuple):
    """What the rules still need to know; a field stays 0 when no active rule looks at it."""

    near: tuple[int, ...]
    """Behaviour towards later shifts of the kind 1, 2 days ago; 0 when off or harmless."""
    run: int
    """Working days in a row, up to what the rules on runs count."""
    rested: int
    """Days off in a row, up to the least that is wanted; 0 after a working day."""
    is_open: int
    """1 while the working days in a row go back to days of which nothing is known."""
    nights: int
    """Nights in a row, up to the limit."""
    since: int
    """Days since the last night (1 = yesterday), 0 when long enough ago."""
    off: int
    """Days off in this week so far, up to the limit."""
    weekends: int
    """Weekends with work so far, up to the limit."""
    weekend: int
    """1 when this weekend has work already."""


class DayMark(NamedTuple):
    """What sets a day apart for the automaton."""

    starts_week: bool
    weekend: int
    """0 no weekend day, 1 the first of its weekend in the month, 2 a later one."""


class Profile(NamedTuple):
    """A person's own numbers, as far as the automaton counts by them; None where the rule is off."""

    working_run: Limit | None
    shortest_working_run: Limit | None
    shortest_days_off: Limit | None
    weekends_in_month: Limit | None

    @classmethod
    def of(cls, problem: Problem, person: Person) -> "Profile":
        """Read the department's limits with the person's own values."""
        rules, own = problem.rules, person.limits
        return cls(
            *(
                None if limit is None else limit.with_own(value)
                for limit, value in (
                    (rules.working_run, own.working_run),
                    (rules.shortest_working_run, own.shortest_working_run),
                    (rules.shortest_days_off, own.shortest_days_off),
                    (rules.weekends_in_month, own.weekends_in_month),
                )
            )
        )


@dataclass(frozen=True)
class Steps:
    """All steps by one action, as a table with a row per state after.

    Rows are filled up to one width with steps of a price that nobody pays: least values over rows of a
    table take a third of the time of least values over blocks.

    Attributes
    ----------
    source, price
        State before and price of each step, shape (targets, width).
    target
        Distinct states after, shape (targets,).
    next_of, price_of
        State after and price by state before, shape (states,).
    """

    source: Numbers
    price: npt.NDArray[np.float64]
    target: Numbers
    next_of: Numbers
    price_of: Numbers

    @classmethod
    def of(cls, next_of: Numbers, price_of: Numbers) -> "Steps":
        """Arrange the steps by the state after."""
        target, sizes = np.unique(next_of, return_counts=True)
        source = np.zeros((len(target), int(sizes.max())), dtype=np.int64)
        price = np.full(source.shape, UNPAID, dtype=np.float64)
        for row, state in enumerate(target):
            before = np.flatnonzero(next_of == state)
            source[row, : len(before)] = before
            price[row, : len(before)] = price_of[before]
        return cls(source, price, target, next_of, price_of)


class Habits:
    """The automaton of a problem's rules on one person's neighbouring days, for people of one profile.

    Actions are numbers: 0 is a day off, k the problem's k-th kind counted from 1.

    Parameters
    ----------
    problem
        The month.
    profile
        The numbers of these people.
    people
        Those whose history the automaton starts from.
    marks
        What sets each day of the month apart (`day_marks`).
    """

    def __init__(
        self, problem: Problem, profile: Profile, people: Sequence[Person], marks: Sequence[DayMark]
    ) -> None:
        self._problem, self._rules, self._profile = problem, problem.rules, profile
        self._kinds: tuple[ShiftKind | None, ...] = (None, *problem.kinds)
        self._pair_price = [
            [[self._pair(a, b, apart) for b in self._kinds] for a in self._kinds]
            for apart in range(1, REACH_DAYS + 1)
        ]
        self._near = [self._behaviours(table) for table in self._pair_price]
        self._longest = max(
            (limit.value for limit in (profile.working_run, profile.shortest_working_run) if limit), default=0
        )
        self._starts = {person.id: self._start(person) for person in people}
        self._marks = sorted(set(marks))
        self._numbers = self._explore()
        self.count = len(self._numbers)
        """Number of states."""
        self.steps = {mark: self._steps(mark) for mark in self._marks}
        """Steps by what sets the day apart, one entry per action."""
        weekly = self._rules.weekly_days_off
        missing = [0 if weekly is None else weekly.value - past.off for past in self._numbers]
        self.week_price = np.array(
            [0 if weekly is None else _price(weekly, units) for units in missing], dtype=np.int64
        )
        """Price at the end of a full week, shape (states,)."""

    def start(self, person: Person) -> int:
        """State of the person on the eve of the month."""
        return self._numbers[self._starts[person.id]]

    def _pair(self, first: ShiftKind | None, second: ShiftKind | None, apart: int) -> int:
        """Price of two kinds so many days apart."""
        if first is None or second is None:
            return 0
        rest, rules = rest_minutes(first, second, apart), self._rules
        price = BROKEN if rest < 0 else 0
        if rules.rest_between is not None and 0 <= rest < rules.rest_between.value:
            price += _price(rules.rest_between, 1)
        if rules.succession is not None and apart == 1:
            is_listed = (first.code, second.code) in rules.forbidden_successions
            price += _price(rules.succession, int(is_listed))
        return price

    @staticmethod
    def _behaviours(table: list[list[int]]) -> list[int]:
        """Number kinds by what they do to later ones; equal rows share a number, 0 does nothing."""
        numbers = {tuple(table[0]): 0}
        return [numbers.setdefault(tuple(row), len(numbers)) for row in table]

    def _start(self, person: Person) -> Past:
        """Walk through the person's history."""
        line = Line.of(self._problem, self._problem.history, person)
        least = self._profile.shortest_days_off
        long_off = 0 if least is None else least.value
        past = Past((0,) * (2 * REACH_DAYS - 1), 0, long_off, 0, 0, 0, 0, 0, 0)
        # without history all these days are off, and count for the week that reaches into the month
        for day in range(-HISTORY_DAYS, 0):
            kind = line.on(day)
            action = 0 if kind is None else self._kinds.index(kind)
            past, _ = self._step(past, action, DayMark(starts_week(self._problem, day), 0))
        knows = self._problem.knows_past or self._profile.shortest_working_run is None
        return past._replace(is_open=int(not knows))

    def _step(self, past: Past, action: int, mark: DayMark) -> tuple[Past, int]:
        """Return the state after the action, and its price."""
        rules, kind, own = self._rules, self._kinds[action], self._profile
        price, off = 0, 0 if mark.starts_week else past.off
        weekends, weekend = past.weekends, past.weekend if mark.weekend == 2 else 0
        for apart in range(1, REACH_DAYS + 1):
            price += self._pair_of(past.near, apart, action)
        if kind is None:
            if rules.weekly_days_off is not None:
                off = min(off + 1, rules.weekly_days_off.value)
            if past.run and not past.is_open:
                price += _missing(own.shortest_working_run, past.run)
            run = nights = is_open = 0
            least = own.shortest_days_off
            rested = 0 if least is None else min(past.rested + 1, least.value)
        else:
            _, price = _count_on(past.run, own.working_run, price)
            run = min(past.run + 1, self._longest)
            nights, rested, is_open = 0, 0, past.is_open
            if kind.is_night:
                nights, price = _count_on(past.nights, rules.night_run, price)
            elif past.since and rules.night_rest is not None:
                price += _price(rules.night_rest, 1)
            if past.rested:
                price += _missing(own.shortest_days_off, past.rested)
            if mark.weekend and not weekend and own.weekends_in_month is not None:
                weekends, price = _count_on(weekends, own.weekends_in_month, price)
                weekend = 1
        since = self._since(past.since, kind)
        near = (self._near[0][action], self._near[1][action], past.near[1])
        return Past(near, run, rested, is_open, nights, since, off, weekends, weekend), price

    def _pair_of(self, near: tuple[int, ...], apart: int, action: int) -> int:
        """Price of the action after what lies so many days back."""
        behaviour = near[0] if apart == 1 else near[2]
        example = self._near[apart - 1].index(behaviour)
        return self._pair_price[apart - 1][example][action]

    def _since(self, since: int, kind: ShiftKind | None) -> int:
        """Days since the last night, seen from the day after."""
        rest = self._rules.night_rest
        if rest is None or rest.value == 0:
            return 0
        if kind is not None and kind.is_night:
            return 1
        return since + 1 if 0 < since < rest.value else 0

    def _explore(self) -> dict[Past, int]:
        """Number all states that can be reached from the starts."""
        numbers: dict[Past, int] = {}
        waiting = deque(self._starts.values())
        while waiting:
            past = waiting.popleft()
            if past in numbers:
                continue
            numbers[past] = len(numbers)
            for action in range(len(self._kinds)):
                for mark in self._marks:
                    waiting.append(self._step(past, action, mark)[0])
        return numbers

    def _steps(self, mark: DayMark) -> list[Steps]:
        found = []
        for action in range(len(self._kinds)):
            steps = [self._step(past, action, mark) for past in self._numbers]
            next_of = np.array([self._numbers[past] for past, _ in steps], dtype=np.int64)
            price_of = np.array([price for _, price in steps], dtype=np.int64)
            found.append(Steps.of(next_of, price_of))
        return found


def starts_week(problem: Problem, day: int) -> bool:
    """Whether a week of the rule on weekly days off begins on the day."""
    return problem.date_of(day).weekday() == problem.rules.week_start


def day_marks(problem: Problem) -> list[DayMark]:
    """Return what sets each day of the month apart; weekends only where a rule counts them."""
    places = {}
    if problem.rules.weekends_in_month is not None:
        places = {day: min(n, 2) for weekend in weekends(problem) for n, day in enumerate(weekend, 1)}
    is_weekly = problem.rules.weekly_days_off is not None
    return [
        DayMark(is_weekly and starts_week(problem, day), places.get(day, 0)) for day in range(problem.days)
    ]


def _price(limit: Limit, units: int) -> int:
    """Price of a breach of so many units, also of a hard rule."""
    return limit.weight * units if not limit.hard else BROKEN * units


def _count_on(count: int, limit: Limit | None, price: int) -> tuple[int, int]:
    """Return the count of days in a row with one more, and the price with what that one costs."""
    if limit is None:
        return 0, price
    if count >= limit.value:
        return count, price + _price(limit, 1)
    return count + 1, price


def _missing(least: Limit | None, days: int) -> int:
    """Price of a run of so many days that ends too soon."""
    return 0 if least is None or days >= least.value else _price(least, least.value - days)
