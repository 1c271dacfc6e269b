"""From the master of months towards a roster: fix what is nearly decided, price again, and so on.

The dive ends when going on costs more than a little; what is left open is for a search to complete.
"""

import random
from typing import NamedTuple

import numpy as np

from roster.solver.budget import Budget
from roster.solver.generation import Generation
from roster.solver.master import Prices

NEARLY_ONE = 0.9
LEAST_SHARE = 0.55
DOUBT = 1 / 400
"""Sum of what the shares of a batch's actions lack to 1, per free cell: few unsure ones are fixed at once."""
NEAR_BATCH = 0.7
TOLERATED_LOSS = 0.01
MOST_RETREATS = 3
ROUNDS = 15
CLOSE = 0.0003
NOISE = 0.3
"""Most that a share is taken to be lower, as a share of itself, when another roster is wanted."""

Actions = dict[tuple[int, int], int]
"""Action by person and day."""


class Dive(NamedTuple):
    """Value of the master at the beginning, None without one, and the actions fixed since, surest first."""

    root: float | None
    fixed: Actions


def dive(
    generation: Generation,
    budget: Budget,
    until: float,
    *,
    base: Actions | None = None,
    rounds: int = 0,
    close: float = CLOSE,
    most: float = float("inf"),
    rng: random.Random | None = None,
) -> Dive:
    """Fix actions, surest first, while the master stays near the value that it begins with.

    A batch that goes too far is undone and tried again at a third of its size. The master is left free of
    fixings, and with more columns.

    Parameters
    ----------
    base
        Actions that are fixed from the beginning, for example everybody's but a few people's.
    rounds
        Rounds of pricing before the first batch.
    close
        Loss of a batch, as a share of the first value, that is not worth pricing again; below 0 every batch
        is.
    most
        Value from which on nobody is interested in the roster.
    rng
        Makes the order of nearly equal shares, and so the roster, another one.
    """
    fixed: Actions = dict(base or {})
    root = generation.refine(budget, fixed, rounds=rounds, until=until)
    if root is None:
        return Dive(None, {})
    limit = min(root + TOLERATED_LOSS * abs(root), most)
    shares = generation.master.shares()
    free = shares.shape[0] * shares.shape[1] - len(fixed)
    found: Actions = {}
    reached, retreats = root, 0
    while reached < most and retreats < MOST_RETREATS and not (budget.is_over or budget.is_past(until)):
        likely = _likely(shares, fixed, rng)
        if not likely:
            break
        near = sum(share >= NEARLY_ONE for share, _, _ in likely)
        doubts = np.cumsum([1 - share for share, _, _ in likely])
        unsure = int(np.searchsorted(doubts, free * DOUBT))
        size = max(unsure, int(NEAR_BATCH * near)) // 3**retreats
        batch = {cell: action for _, cell, action in likely[: max(1, size)]}
        enough = reached + close * abs(root)
        value = generation.refine(budget, fixed | batch, rounds=ROUNDS, until=until, enough=enough)
        if value is None or value > limit:
            retreats += 1
            continue
        fixed |= batch
        found |= batch
        reached = value
        shares = generation.master.shares()
    generation.master.restrict({})
    return Dive(root, found)


def _likely(
    shares: Prices, fixed: Actions, rng: random.Random | None
) -> list[tuple[float, tuple[int, int], int]]:
    """Return share, cell and action of what is not fixed and mostly one action, the surest first."""
    best = shares.argmax(axis=2)
    most = shares.max(axis=2)
    places = zip(*np.nonzero(most >= LEAST_SHARE), strict=True)
    found = [
        (float(most[person, day]), (int(person), int(day)), int(best[person, day]))
        for person, day in places
        if (person, day) not in fixed
    ]
    if rng is not None:
        return sorted(found, key=lambda each: -each[0] * rng.uniform(1 - NOISE, 1))
    return sorted(found, key=lambda each: (-each[0], each[1]))
