"""Shortage that no roster of a month can avoid, by counting people instead of naming them.

A whole-number program in the people per day and kind: who is there at all, rest between shifts, longest
runs, nights and paid hours of everybody together. Every legal roster gives such counts, so the least
shortage here is a bound on that of every roster; it is not always reached, since nobody has a name.
"""

import math
from itertools import product

from ortools.sat.python import cp_model

from roster.problem import Limit, Person, Problem, ShiftKind
from roster.rules.contract_max import ceiling
from roster.rules.kind_allowed import may_work
from roster.rules.overlap import rest_minutes

SECONDS = 20.0


def unavoidable_shortage(problem: Problem, *, seconds: float = SECONDS) -> int:
    """Return person-slots that will be missing whatever the roster, as far as counting shows."""
    counts = _Counts(problem)
    counts.limit_people()
    counts.limit_successions()
    counts.limit_runs()
    counts.limit_months()
    return counts.least_shortage(seconds)


def shortage_cost(problem: Problem, person_slots: int) -> int:
    """Return what so many person-slots missing cost."""
    limit = problem.rules.shortage
    return 0 if limit is None else limit.cost(person_slots)


class _Counts:
    """The program: ``on[day][k]`` people on kind number k."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.days, self.kinds = range(problem.days), problem.kinds
        self.nights = [k for k, kind in enumerate(self.kinds) if kind.is_night]
        self.on = [
            [
                self.model.new_int_var(0, sum(_may(problem, who, day, kind) for who in problem.people), "")
                for kind in self.kinds
            ]
            for day in self.days
        ]
        self.there = [sum(_is_there(problem, person, day) for person in problem.people) for day in self.days]

    def limit_people(self) -> None:
        """Nobody works twice a day, or on a day off."""
        for day in self.days:
            self.model.add(sum(self.on[day]) <= self.there[day])

    def limit_successions(self) -> None:
        """Who works a kind is not there for one that follows too soon; see `rest_between`."""
        for day, k in product(self.days[:-1], range(len(self.kinds))):
            later = [j for j, kind in enumerate(self.kinds) if self._too_soon(self.kinds[k], kind)]
            follow = sum(self.on[day + 1][j] for j in later)
            self.model.add(self.on[day][k] + follow <= len(self.problem.people))

    def _too_soon(self, first: ShiftKind, second: ShiftKind) -> bool:
        rest = self.problem.rules.rest_between
        least = rest.value if rest is not None and rest.hard else 0
        return rest_minutes(first, second, 1) < least

    def limit_runs(self) -> None:
        """In a window one day longer than the longest run, everybody has a day without."""
        rules = self.problem.rules
        everything = range(len(self.kinds))
        for limit, kinds in ((rules.working_run, everything), (rules.night_run, self.nights)):
            if limit is not None and limit.hard:
                own = [self._own_run(person, limit, kinds is everything) for person in self.problem.people]
                width = max(own) + 1
                for first in range(self.problem.days - width + 1):
                    window = range(first, first + width)
                    self._at_most(window, kinds, sum(self._days_in(window, run) for run in own))

    def _own_run(self, person: Person, limit: Limit, of_work: bool) -> int:
        return (person.limits.working_run if of_work else None) or limit.value

    def _days_in(self, window: range, run: int) -> int:
        """Return the most days that one may work in a window when a day off must follow each run."""
        return len(window) - len(window) // (run + 1)

    def _at_most(self, days: range, kinds: "range | list[int]", most: int) -> None:
        self.model.add(sum(self.on[day][k] for day in days for k in kinds) <= most)

    def limit_months(self) -> None:
        """Nights and paid minutes of the month, of everybody together."""
        problem, rules = self.problem, self.problem.rules
        if rules.nights_in_month is not None and rules.nights_in_month.hard:
            self._at_most(self.days, self.nights, rules.nights_in_month.value * len(problem.people))
        if rules.contract_max is not None and rules.contract_max.hard:
            most = sum(ceiling(problem, person, rules.contract_max.value) for person in problem.people)
            paid = [kind.paid_minutes for kind in self.kinds]
            worked = sum(paid[k] * self.on[day][k] for day in self.days for k in range(len(paid)))
            self.model.add(worked <= most)

    def least_shortage(self, seconds: float) -> int:
        """Solve; return the proven bound, whole and not negative."""
        missing = [self._missing(day, slot) for day in self.days for slot in self._slots_of(day)]
        self.model.minimize(sum(missing))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = 1
        solver.solve(self.model)
        return max(0, math.ceil(solver.best_objective_bound - 1e-6))

    def _slots_of(self, day: int) -> range:
        return range(len(self.problem.demand.of_day(day)))

    def _missing(self, day: int, slot: int) -> cp_model.IntVar:
        problem = self.problem
        limit = problem.rules.shortage
        need = max(0, problem.demand.of_day(day)[slot] - (limit.value if limit is not None else 0))
        missing = self.model.new_int_var(0, need, "")
        size = problem.demand.slots_per_day
        here = [
            self.on[day - back][k]
            for back in (0, 1)
            for k, kind in enumerate(self.kinds)
            if day >= back and kind.covers and slot + back * size in kind.slots(problem.demand.slot_minutes)
        ]
        self.model.add(missing >= need - sum(here) - _from_history(problem, day, slot))
        return missing


def _from_history(problem: Problem, day: int, slot: int) -> int:
    """People whose shift of the day before the month reaches the slot."""
    if day > 0:
        return 0
    late, size = slot + problem.demand.slots_per_day, problem.demand.slot_minutes
    codes = [problem.history.kind(person.id, problem.date_of(-1)) for person in problem.people]
    worked = [problem.kind_by_code[code] for code in codes if code is not None]
    return sum(kind.covers and late in kind.slots(size) for kind in worked)


def _is_there(problem: Problem, person: Person, day: int) -> bool:
    when = problem.date_of(day)
    return person.is_employed(when) and not person.is_fixed_off(when)


def _may(problem: Problem, person: Person, day: int, kind: ShiftKind) -> bool:
    return _is_there(problem, person, day) and may_work(problem, person, kind, problem.date_of(day))
