"""The cheapest month of one person when everybody else's stays: dynamic programming over days.

Exact for all rules on one person up to the rounding of minutes; counts over the month that are
not in the state (nights, shifts of a kind) enter by a price per unit.
"""

from collections.abc import Collection
from functools import cached_property

import numpy as np

from roster.problem import Person, Problem
from roster.solver.compiled import FAR, IS_COMPILED, Costs, Edges, back, forward, tails, windows
from roster.solver.habits import BROKEN, Habits, Numbers, Profile, day_marks, starts_week
from roster.solver.minutes import Minutes
from roster.solver.own_month import Allowed

MOST_LABELS, MOST_COMPILED_LABELS = 60_000, 1_000_000
"""States times units of minutes, which bound the time for one person."""
MOST_TO_BREAK = 50_000_000
"""States times units times days, up to which months that break rules are looked at for trial alone."""
LEAST_UNITS, MOST_UNITS = 40, 400


class BestMonth:
    """Finds best months; built once per problem. Not for several threads at once.

    Parameters
    ----------
    problem
        The month.
    exact
        Count paid minutes without rounding, and however far beyond a soft limit: what is found is then
        a bound, too. Months that break a hard rule are not looked at; their total is `FAR` or more than
        any legal one's.
    compiled
        Whether to walk by compiled code.
    """

    def __init__(self, problem: Problem, *, exact: bool = False, compiled: bool = IS_COMPILED) -> None:
        self._marks = day_marks(problem)
        alike: dict[Profile, list[Person]] = {}
        for person in problem.people:
            alike.setdefault(Profile.of(problem, person), []).append(person)
        habits = {profile: Habits(problem, profile, people, self._marks) for profile, people in alike.items()}
        self._habits = {person.id: habits[profile] for profile, people in alike.items() for person in people}
        self._most_states = max(each.count for each in habits.values())
        most_labels = MOST_COMPILED_LABELS if compiled else MOST_LABELS
        units = max(LEAST_UNITS, min(MOST_UNITS, most_labels // self._most_states))
        self._minutes = Minutes(problem, None if exact else units)
        self.units = np.array(self._minutes.units, dtype=np.int64)
        """Units of paid minutes of each action."""
        most_units = max(len(self._minutes.cost(person)) for person in problem.people)
        self.labels = self._most_states * most_units * problem.days
        """What there would be to look at in a month without any limit on hours."""
        self._alike = _alike(set(self._habits.values()), self.units)
        # a week that ends in the month is judged in it, wherever it began
        self._ends_week = np.array([starts_week(problem, day - 6) for day in range(problem.days)])
        self._legal_only = exact
        self._edges = (
            {id(each): Edges.of(each, legal_only=exact) for each in habits.values()} if compiled else None
        )
        shape = 5, problem.days + 1, self._most_states
        self._window = np.empty(shape, dtype=np.int64)
        """Window of units by day and state: its ends, its place, and the units that can still come."""
        self._room: Costs = np.empty(0)

    def find(self, person: Person, cost: Costs | Numbers, allowed: Allowed) -> tuple[float, Numbers]:
        """Return the least total and the actions that have it.

        Parameters
        ----------
        person
            Whose history and contract count.
        cost
            Cost of each action on each day, shape (days, kinds + 1); action 0 is a day off.
        allowed
            Actions that may be taken on each day, same shape; at least one each.

        Returns
        -------
        total
            Cost of cells, of the rules on the person's days and of the minutes.
        actions
            Shape (days,).
        """
        of_minutes, cost = self._minutes.cost(person), cost.astype(np.float64)
        allowed = self._cheapest(cost, allowed)
        if self._edges is not None:
            return self._find_compiled(person, cost, allowed, of_minutes)
        habits = self._habits[person.id]
        values = self._forward(person, cost, allowed, len(of_minutes))
        ends = values[-1] + of_minutes
        state, unit = (int(n) for n in np.unravel_index(int(ends.argmin()), ends.shape))
        if ends[state, unit] >= FAR:
            # locked shifts alone hold more minutes than are looked at
            return FAR, allowed.argmax(axis=1)
        return ends[state, unit].item(), self._back(habits, values, (state, unit), cost, allowed)

    def _cheapest(self, cost: Costs, allowed: Allowed) -> Allowed:
        """Keep the cheapest of the actions that lead the same way: what is left can only be as good."""
        left, days = allowed.copy(), np.arange(len(allowed))
        for alike in self._alike:
            left[:, alike] = False
            best = alike[np.where(allowed[:, alike], cost[:, alike], np.inf).argmin(axis=1)]
            left[days, best] = allowed[days, best]
        return left

    def _find_compiled(
        self, person: Person, cost: Costs, allowed: Allowed, of_minutes: Numbers
    ) -> tuple[float, Numbers]:
        habits = self._habits[person.id]
        edges = (self._edges or {})[id(habits)]
        least, legal = 0, np.flatnonzero(of_minutes < BROKEN)
        if self._legal_only:
            if not legal.size:
                return FAR, allowed.argmax(axis=1)
            least, of_minutes = int(legal[0]), of_minutes[: legal[-1] + 1]
        actions = np.zeros(len(self._marks), dtype=np.int64)
        marks = np.array([edges.mark_of[mark] for mark in self._marks])
        start, size, units = habits.start(person), len(of_minutes), self.units
        low, high, place, fewest, most = self._window
        tails(fewest, most, start, allowed, marks, edges.next_of, units)
        if not self._legal_only and legal.size:
            # nobody is far from the hours that are due, or from the most that can be had
            least = max(0, min(int(legal[0]), int(most[0, start])) - self._minutes.far)
        window, days = (low, high, place), (allowed, marks, edges.next_of)
        used = windows(*window, fewest, most, start, *days, units, size, least)
        if len(self._room) < used:
            self._room = np.empty(used)
        self._room[:used] = FAR
        week_price = habits.week_price.astype(np.float64)
        forward(self._room, *window, cost, *days, edges.price, units, week_price, self._ends_week)
        of_unit = of_minutes.astype(np.float64)
        total = back(self._room, *window, cost, *days, edges.price, units, of_unit, actions)
        return (total, actions) if total < FAR else (FAR, allowed.argmax(axis=1))

    def _forward(self, person: Person, cost: Costs, allowed: Allowed, size: int) -> list[Costs]:
        """Return the least cost of reaching each state and total of minutes, by day.

        A total that so many days cannot bring yet is not looked at: half the work of the month.
        """
        habits = self._habits[person.id]
        now: Costs = np.full((habits.count, size), FAR, dtype=np.float64)
        now[habits.start(person), 0] = 0
        values = [now]
        longest = max(self._minutes.units)
        for day, mark in enumerate(self._marks):
            steps = habits.steps[mark]
            after = np.full_like(now, FAR)
            reach = min(size, longest * day + 1)
            for action in np.flatnonzero(allowed[day]).tolist():
                step, units = steps[action], self._minutes.units[action]
                end = min(size, reach + units)
                if units >= end:
                    continue
                reached = now[:, : end - units].take(step.source, axis=0)
                reached += step.price[:, :, None]
                least = reached.min(axis=1)
                least += cost[day, action]
                after[step.target, units:end] = np.minimum(after[step.target, units:end], least)
            if self._ends_week[day]:
                after += habits.week_price[:, None]
            values.append(after)
            now = after
        return values

    def _back(
        self, habits: Habits, values: list[Costs], end: tuple[int, int], cost: Costs, allowed: Allowed
    ) -> Numbers:
        """Follow the least costs back from the end: a state and a number of units."""
        state, unit = end
        actions = np.zeros(len(self._marks), dtype=np.int64)
        for day in reversed(range(len(self._marks))):
            best: float = FAR * 2
            for action in np.flatnonzero(allowed[day]).tolist():
                step, units = habits.steps[self._marks[day]][action], self._minutes.units[action]
                if units > unit:
                    continue
                sources = np.flatnonzero(step.next_of == state)
                if not sources.size:
                    continue
                reach = values[day][sources, unit - units] + step.price_of[sources]
                choice = int(reach.argmin())
                total = reach[choice].item() + cost[day, action].item()
                if total < best:
                    best, actions[day] = total, action
                    came_from, left = int(sources[choice]), unit - units
            state, unit = came_from, left
        return actions


class BestMonths:
    """Finds legal months quickly, and where there is none the month that breaks least."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._legal = BestMonth(problem, exact=True)
        self._is_large = self._legal.labels > MOST_TO_BREAK

    def find(
        self, person: Person, cost: Costs | Numbers, allowed: Allowed, *, must: bool = True
    ) -> tuple[float, Numbers]:
        """Return the least total and its actions, as `BestMonth.find`.

        Parameters
        ----------
        must
            Whether a month is wanted in any case; otherwise a long one that would break rules is not looked
            for, which would take gibibytes, and the total is `FAR`.
        """
        total, actions = self._legal.find(person, cost, allowed)
        if total < BROKEN / 2 or (self._is_large and not must):
            return total, actions
        return self._any.find(person, cost, allowed)

    @cached_property
    def _any(self) -> BestMonth:
        return BestMonth(self._problem)


def _alike(habits: Collection[Habits], units: Numbers) -> list[Numbers]:
    """Return the actions that nobody's steps and minutes tell apart, in groups of two or more."""
    groups: dict[tuple[int | bytes, ...], list[int]] = {}
    for action in range(len(units)):
        steps = [mark[action] for each in habits for mark in each.steps.values()]
        same = *(step.next_of.tobytes() for step in steps), *(step.price_of.tobytes() for step in steps)
        groups.setdefault((int(units[action]), *same), []).append(action)
    return [np.array(group) for group in groups.values() if len(group) > 1]
