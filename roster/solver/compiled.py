"""The walk over one person's days, compiled: the same as in `best_month`, some ten times faster.

numba is an extra. Without it `best_month` walks with numpy, and finds months of the same cost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from roster.solver.habits import BROKEN, DayMark, Habits, Numbers

_F = TypeVar("_F", bound=Callable[..., object])

try:
    from numba import njit

    IS_COMPILED = True
except ImportError:
    IS_COMPILED = False


def _compiled(function: _F) -> _F:
    return njit(cache=True, nogil=True)(function) if IS_COMPILED else function


Costs = npt.NDArray[np.float64]
FAR = 1e17


@dataclass(frozen=True, eq=False)
class Edges:
    """All steps of an automaton in two tables, shape (marks, actions, states).

    Attributes
    ----------
    next_of, price
        State after, -1 where there is no such step, and what the step costs.
    mark_of
        Number of each day mark.
    """

    next_of: Numbers
    price: Costs
    mark_of: dict[DayMark, int]

    @classmethod
    def of(cls, habits: Habits, *, legal_only: bool) -> "Edges":
        """Lay out the steps; with ``legal_only`` those that break a hard rule are left out."""
        table = [habits.steps[mark] for mark in habits.steps]
        next_of = np.array([[steps.next_of for steps in by_action] for by_action in table])
        price = np.array([[steps.price_of for steps in by_action] for by_action in table], dtype=np.float64)
        if legal_only:
            next_of = np.where(price < BROKEN, next_of, -1)
        return cls(next_of, price, {mark: number for number, mark in enumerate(habits.steps)})


@_compiled
def tails(  # noqa: PLR0917, C901 - one loop, without objects, for the compiler
    fewest: Numbers,
    most: Numbers,
    start: int,
    allowed: npt.NDArray[np.bool_],
    marks: Numbers,
    next_of: Numbers,
    units: Numbers,
) -> None:
    """Fill ``fewest`` and ``most`` (days + 1, states): units that can still come from the eve of each day on.

    ``most`` is -1 where no way leads from the start, or none to the end.
    """
    (days, count), states = allowed.shape, next_of.shape[2]
    for day in range(days + 1):
        most[day, :states] = -1
    most[0, start] = 0
    for day in range(days):
        for state in range(states):
            if most[day, state] < 0:
                continue
            for action in range(count):
                after = next_of[marks[day], action, state]
                if after >= 0 and allowed[day, action]:
                    most[day + 1, after] = 0
    for state in range(states):
        fewest[days, state] = 0
    for day in range(days - 1, -1, -1):
        for state in range(states):
            if most[day, state] < 0:
                continue
            least, best = 0, -1
            for action in range(count):
                after = next_of[marks[day], action, state]
                if after < 0 or not allowed[day, action] or most[day + 1, after] < 0:
                    continue
                few = units[action] + fewest[day + 1, after]
                least = few if best < 0 else min(least, few)
                best = max(best, units[action] + most[day + 1, after])
            fewest[day, state], most[day, state] = least, best


@_compiled
def windows(  # noqa: PLR0917 - as above
    low: Numbers,
    high: Numbers,
    place: Numbers,
    fewest: Numbers,
    most: Numbers,
    start: int,
    allowed: npt.NDArray[np.bool_],
    marks: Numbers,
    next_of: Numbers,
    units: Numbers,
    size: int,
    least_end: int,
) -> int:
    """Fill ``low`` and ``high`` (days + 1, states) with each state's window of units, empty where none is.

    What can no longer reach ``least_end``, or end below ``size``, is left out, as `tails` tell: hours that
    leave little choice leave little to look at. ``place`` tells where a window begins when all lie one after
    the other, less its first unit; returned is how many values that makes.
    """
    (days, count), states, used = allowed.shape, next_of.shape[2], 1
    for day in range(days + 1):
        for state in range(states):
            low[day, state], high[day, state] = size, -1
    low[0, start], high[0, start], place[0, start] = 0, 0, 0
    for day in range(days):
        for before in range(states):
            if low[day, before] > high[day, before]:
                continue
            for action in range(count):
                after = next_of[marks[day], action, before]
                if after < 0 or not allowed[day, action] or most[day + 1, after] < 0:
                    continue
                first = max(low[day, before] + units[action], least_end - most[day + 1, after])
                last = min(high[day, before] + units[action], size - 1 - fewest[day + 1, after])
                if first <= last:
                    low[day + 1, after] = min(low[day + 1, after], first)
                    high[day + 1, after] = max(high[day + 1, after], last)
        for state in range(states):
            if low[day + 1, state] <= high[day + 1, state]:
                place[day + 1, state] = used - low[day + 1, state]
                used += high[day + 1, state] - low[day + 1, state] + 1
    return used


@_compiled
def forward(  # noqa: PLR0917 - as above
    values: Costs,
    low: Numbers,
    high: Numbers,
    place: Numbers,
    cost: Costs,
    allowed: npt.NDArray[np.bool_],
    marks: Numbers,
    next_of: Numbers,
    price: Costs,
    units: Numbers,
    week_price: Costs,
    ends_week: npt.NDArray[np.bool_],
) -> None:
    """Fill ``values``, all `FAR` so far, with the least cost of reaching each state and total of units."""
    (days, count), states = cost.shape, next_of.shape[2]
    values[0] = 0.0
    for day in range(days):
        for before in range(states):
            if low[day, before] > high[day, before]:
                continue
            if day > 0 and ends_week[day - 1]:
                for unit in range(low[day, before], high[day, before] + 1):
                    values[place[day, before] + unit] += week_price[before]
            for action in range(count):
                after, more = next_of[marks[day], action, before], units[action]
                if after < 0 or not allowed[day, action]:
                    continue
                first = max(low[day, before], low[day + 1, after] - more)
                last = min(high[day, before], high[day + 1, after] - more)
                total = cost[day, action] + price[marks[day], action, before]
                here, there = place[day, before], place[day + 1, after] + more
                for unit in range(first, last + 1):
                    values[there + unit] = min(values[there + unit], values[here + unit] + total)
    if ends_week[days - 1]:
        for state in range(states):
            for unit in range(low[days, state], high[days, state] + 1):
                values[place[days, state] + unit] += week_price[state]


@_compiled
def back(  # noqa: PLR0917 - as above
    values: Costs,
    low: Numbers,
    high: Numbers,
    place: Numbers,
    cost: Costs,
    allowed: npt.NDArray[np.bool_],
    marks: Numbers,
    next_of: Numbers,
    price: Costs,
    units: Numbers,
    of_minutes: Costs,
    actions: Numbers,
) -> float:
    """Follow the least of all ends back into ``actions``; return its total, `FAR` when there is none."""
    (days, count), states = cost.shape, next_of.shape[2]
    best, at_state, at_unit = FAR, -1, -1
    for state in range(states):
        for unit in range(low[days, state], high[days, state] + 1):
            total = values[place[days, state] + unit] + of_minutes[unit]
            if total < best:
                best, at_state, at_unit = total, state, unit
    for day in range(days - 1, -1, -1) if at_state >= 0 else range(0):
        least, came_from, left = 2 * FAR, -1, -1
        for before in range(states):
            if low[day, before] > high[day, before]:
                continue
            for action in range(count):
                unit = at_unit - units[action]
                if (
                    next_of[marks[day], action, before] == at_state
                    and allowed[day, action]
                    and low[day, before] <= unit <= high[day, before]
                ):
                    step = price[marks[day], action, before] + cost[day, action]
                    total = values[place[day, before] + unit] + step
                    if total < least:
                        least, came_from, left, actions[day] = total, before, unit, action
        at_state, at_unit = came_from, left
    return best
