"""Prices that bring counts of a person's month into their ranges (Lagrangian relaxation of a row each)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from roster.solver.duty_rules import URGENT
from roster.solver.habits import Numbers
from roster.solver.turns import FAR, Range, Turns

Find = Callable[[Sequence[float]], tuple[float, Numbers]]
"""Least total and actions for a price per count, the prices' own amounts taken out again."""

FIRST_STEP = 0.05
"""First price: mostly months of equal cost keep the count, and hardly any price is enough."""
MOST_STEPS = 16
WORTHLESS = 0.45
"""Costs are whole: less than this above the bound of the prices is the best there is."""
MOST_BISECTIONS = 5
FIRST_PRICE = 1000.0
"""Where to go on after a price without limit was too high."""


class Priced(NamedTuple):
    """A month, its total, and the price of each count that led to it."""

    total: float
    actions: Numbers
    prices: list[float]


def is_ceiling(limits: Range) -> bool:
    """Whether the range is a most that must hold."""
    return limits.price >= URGENT and limits.least <= -FAR


def keep_ceilings(
    counts: Sequence[tuple[Turns, Range]], known: Mapping[Turns, float], find: Find
) -> list[Priced]:
    """Price all ceilings together until the month keeps them and is the best that does, or nearly so.

    The price of a count above its ceiling is doubled until it is enough once, then halved in; one that a
    count below its ceiling does not need is lowered.

    Parameters
    ----------
    counts
        What is counted, and the ranges; those that are no ceilings cost nothing here.
    known
        Prices that were right last time.
    find
        Of the person.

    Returns
    -------
    list of Priced
        The best month found; after it, where units that are worth the same all come and go at one price,
        the last that had too many.
    """
    ceilings = [number for number, (_, limits) in enumerate(counts) if is_ceiling(limits)]
    prices = [known.get(turns, 0.0) if is_ceiling(limits) else 0.0 for turns, limits in counts]
    low, high = [0.0] * len(counts), [float("inf")] * len(counts)
    best, over = Priced(float("inf"), np.empty(0, dtype=np.int64), prices), None
    for _ in range(MOST_STEPS):
        found = Priced(*find(prices), list(prices))
        room = {n: counts[n][1].most - counts[n][0].count(found.actions) for n in ceilings}
        if found.total < best.total:
            best = found
        if min(room.values(), default=0) < 0:
            over = found
        # what the prices bring for room that is left is what the month may lack to the best
        elif sum(prices[n] * room[n] for n in ceilings) < WORTHLESS:
            return [found]
        for n in ceilings:
            if room[n] < 0:
                low[n] = prices[n]
                if high[n] <= low[n]:  # another price has changed what this one does
                    high[n] = float("inf")
                is_open = high[n] == float("inf")
                prices[n] = max(2 * low[n], FIRST_STEP) if is_open else (low[n] + high[n]) / 2
            elif room[n] > 0 and prices[n] > 0:
                high[n] = prices[n]
                prices[n] = (low[n] + high[n]) / 2 if low[n] < high[n] else high[n] / 2
                if prices[n] < FIRST_STEP / 4:
                    prices[n] = 0.0
    return [best] if over is None or over is best else [best, over]


def steer(
    turns: Turns, limits: Range, actions: Numbers, at: Callable[[float], tuple[float, Numbers]]
) -> Iterator[tuple[float, float, Numbers]]:
    """Yield price, total and months that bring the count into its range, by bisection on the price."""
    outside = limits.beyond(turns.count(actions))
    sign = 1 if outside > 0 else -1
    low, high = 0.0, float(limits.price)
    price = high
    for _ in range(MOST_BISECTIONS if outside else 0):
        total, other = at(sign * price)
        yield sign * price, total, other
        beyond = sign * limits.beyond(turns.count(other))
        if beyond == 0 or (beyond > 0 and price >= limits.price):
            return
        low, high = (price, high) if beyond > 0 else (low, price)
        price = (low + high) / 2 if low else min(high / 2, FIRST_PRICE)
