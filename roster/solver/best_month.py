"""The cheapest month of one person when everybody else's stays: dynamic programming over days.

Exact for all rules on one person up to the rounding of minutes; counts over the month that are
not in the state (nights, weekend days) enter by a price per unit.
"""

import numpy as np
import numpy.typing as npt

from roster.problem import Person, Problem
from roster.solver.habits import Habits, Numbers, Profile, day_marks, starts_week
from roster.solver.minutes import Minutes

Costs = npt.NDArray[np.float64]

FAR = 10**17
"""Value of what cannot be reached."""
MOST_LABELS = 60_000
"""States times units of minutes, which bound the time for one person."""
LEAST_UNITS, MOST_UNITS = 40, 400


class BestMonth:
    """Finds best months; built once per problem.

    Parameters
    ----------
    problem
        The month.
    whole_minutes
        Count paid minutes without rounding, and however far beyond a soft limit: what is found is then
        a bound, too.
    """

    def __init__(self, problem: Problem, *, whole_minutes: bool = False) -> None:
        self._problem = problem
        self._marks = day_marks(problem)
        alike: dict[Profile, list[Person]] = {}
        for person in problem.people:
            alike.setdefault(Profile.of(problem, person), []).append(person)
        habits = {profile: Habits(problem, profile, people, self._marks) for profile, people in alike.items()}
        self._habits = {person.id: habits[profile] for profile, people in alike.items() for person in people}
        most_states = max(each.count for each in habits.values())
        units = max(LEAST_UNITS, min(MOST_UNITS, MOST_LABELS // most_states))
        self._minutes = Minutes(problem, None if whole_minutes else units)
        # a week that ends in the month is judged in it, wherever it began
        self._ends_week = [starts_week(problem, day - 6) for day in range(problem.days)]

    def find(self, person: Person, cost: Costs | Numbers, allowed: list[list[int]]) -> tuple[float, Numbers]:
        """Return the least total and the actions that have it.

        Parameters
        ----------
        person
            Whose history and contract count.
        cost
            Cost of each action on each day, shape (days, kinds + 1); action 0 is a day off.
        allowed
            Actions that may be taken on each day, at least one.

        Returns
        -------
        total
            Cost of cells, of the rules on the person's days and of the minutes.
        actions
            Shape (days,).
        """
        of_minutes, cost = self._minutes.cost(person), cost.astype(np.float64)
        habits = self._habits[person.id]
        values = self._forward(person, cost, allowed, len(of_minutes))
        ends = values[-1] + of_minutes
        state, unit = (int(n) for n in np.unravel_index(int(ends.argmin()), ends.shape))
        if ends[state, unit] >= FAR:
            # locked shifts alone hold more minutes than are looked at
            return FAR, np.array([actions[0] for actions in allowed], dtype=np.int64)
        return ends[state, unit].item(), self._back(habits, values, (state, unit), cost, allowed)

    def _forward(self, person: Person, cost: Costs, allowed: list[list[int]], size: int) -> list[Costs]:
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
            for action in allowed[day]:
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
        self,
        habits: Habits,
        values: list[Costs],
        end: tuple[int, int],
        cost: Costs,
        allowed: list[list[int]],
    ) -> Numbers:
        """Follow the least costs back from the end: a state and a number of units."""
        state, unit = end
        actions = np.zeros(len(self._marks), dtype=np.int64)
        for day in reversed(range(len(self._marks))):
            best: float = FAR * 2
            for action in allowed[day]:
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
