"""The Erlang formulas read backwards: agents for a load and goals, and the most load for agents and goals.

More agents never make anything worse, more load never makes anything better: both searches first walk away
from the load in growing steps, then halve. They begin below the load, too: with impatient callers, fewer
agents than erlangs may do.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from forecasting.goals import Goals, performance, seconds_of
from forecasting.slots import BoolArray, FloatArray

# Nothing real needs more agents in one slot; a larger answer means a wrong input.
MOST_AGENTS = 100_000
# Slots worked on together: the numbers of so many stay in the processor's cache (twice as fast as a month).
BLOCK = 256
# Real answers end here: goals that a hundredth of an agent meets ask for nobody.
FEWEST_REAL = 0.01
# Of a real answer, relative: a tenth of what the largest published table prints.
PRECISION = 1e-11

# (values, mask of the slots they are for) → whether they meet every goal.
IsEnough = Callable[[FloatArray, BoolArray], BoolArray]


def agents_for(
    load: npt.ArrayLike,
    goals: Goals,
    *,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike | None = None,
    whole: bool = True,
) -> FloatArray:
    """Return the fewest agents that meet every goal; 0 where there is no load.

    Parameters
    ----------
    load
        Erlangs, ≥ 0.
    aht_s, patience_s
        Mean handling time; mean patience, None: nobody gives up (Erlang C). One number or one per load.
    whole
        Whole agents; else the real number at which the goal is just met, as published tables give it.

    Raises
    ------
    ValueError
        If more than 100,000 agents would be needed, or a goal needs a patience.
    """
    _check(goals, patience_s)
    a, aht = _floats(load, aht_s)
    patience = _patience(patience_s, a)
    found = np.empty(a.shape)
    for start in range(0, len(a), BLOCK):
        rows = slice(start, start + BLOCK)
        waits = None if patience is None else patience[rows]
        found[rows] = _agents_for(a[rows], goals, aht[rows], waits, whole=whole)
    return found


def _agents_for(
    a: FloatArray, goals: Goals, aht: FloatArray, patience: FloatArray | None, *, whole: bool
) -> FloatArray:
    seconds = seconds_of(goals)

    def is_enough(agents: FloatArray, rows: BoolArray) -> BoolArray:
        waits = None if patience is None else patience[rows]
        found = performance(agents, a[rows], aht_s=aht[rows], patience_s=waits, seconds=seconds)
        return found.meets(goals)

    low, high = _bracket(a, is_enough)
    if not whole:
        low = np.where(a > 0, np.maximum(low, FEWEST_REAL), 0.0)
    return _halved(low, high, is_enough, whole=whole)


def load_for(
    agents: npt.ArrayLike, goals: Goals, *, aht_s: npt.ArrayLike, patience_s: float | None = None
) -> FloatArray:
    """Return the most erlangs that agents > 0 bear with every goal met.

    Parameters
    ----------
    aht_s, patience_s
        As in :func:`agents_for`.

    Raises
    ------
    ValueError
        If there is no agent, or a goal needs a patience.
    """
    _check(goals, patience_s)
    n, aht = _floats(agents, aht_s)
    if (n <= 0).any():
        raise ValueError("agents must be positive")
    seconds = seconds_of(goals)

    def is_too_much(load: FloatArray, rows: BoolArray) -> BoolArray:
        found = performance(n[rows], load, aht_s=aht[rows], patience_s=patience_s, seconds=seconds)
        return ~found.meets(goals)

    high, every = n + 1.0, np.ones(n.shape, dtype=np.bool_)
    while not (missed := is_too_much(high, every)).all():
        high = np.where(missed, high, 2.0 * high)
        if (high > MOST_AGENTS * 10).any():
            raise ValueError("the goals are met by any load: they ask for nothing")
    return _halved(np.zeros(n.shape), high, is_too_much, whole=False)


def _bracket(load: FloatArray, is_enough: IsEnough) -> tuple[FloatArray, FloatArray]:
    """Return whole numbers around the answer: too few (0: none), and enough."""
    low, high = np.zeros(load.shape), np.zeros(load.shape)
    at, step = np.ceil(load), np.ceil(np.sqrt(load))
    upwards = np.zeros(load.shape, dtype=np.bool_)
    going = load > 0
    first = True
    while going.any():
        rows = np.flatnonzero(going)
        met = is_enough(at[rows], going)
        if first:
            upwards[rows] = ~met
            first = False
        high[rows[met]], low[rows[~met]] = at[rows[met]], at[rows[~met]]
        # upwards until it is enough, downwards until it is not or nobody is left
        goes_on = np.where(upwards[rows], ~met, met)
        at[rows] += np.where(upwards[rows], step[rows], -step[rows])
        step[rows] *= 2.0
        if (at[rows[goes_on]] > MOST_AGENTS).any():
            raise ValueError(f"a slot would need more than {MOST_AGENTS} agents")
        goes_on &= at[rows] > 0
        going[rows[~goes_on]] = False
    return low, high


def _halved(low: FloatArray, high: FloatArray, is_enough: IsEnough, *, whole: bool) -> FloatArray:
    while True:
        between = high - low > (1.0 if whole else PRECISION * high)
        if not between.any():
            return high
        middle = (low[between] + high[between]) / 2.0
        middle = np.floor(middle) if whole else middle
        met = is_enough(middle, between)
        rows = np.flatnonzero(between)
        high[rows[met]] = middle[met]
        low[rows[~met]] = middle[~met]


def _patience(patience_s: npt.ArrayLike | None, like: FloatArray) -> FloatArray | None:
    return None if patience_s is None else np.broadcast_to(np.asarray(patience_s, np.float64), like.shape)


def _check(goals: Goals, patience_s: npt.ArrayLike | None) -> None:
    if patience_s is not None and not (np.asarray(patience_s, dtype=np.float64) > 0).all():
        raise ValueError("aht_s and patience_s must be positive")
    if goals.max_abandoned is not None and patience_s is None:
        raise ValueError("max_abandoned needs a patience: without one nobody gives up")


def _floats(value: npt.ArrayLike, aht_s: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return both as vectors; a single value becomes a vector of one."""
    first, aht = np.broadcast_arrays(
        np.atleast_1d(np.asarray(value, dtype=np.float64)), np.asarray(aht_s, dtype=np.float64)
    )
    if not (np.isfinite(aht) & (aht > 0)).all():
        raise ValueError("aht_s and patience_s must be positive")
    if not (np.isfinite(first) & (first >= 0)).all():
        raise ValueError("agents and load must be finite and not negative")
    return first, aht
