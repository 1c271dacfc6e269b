"""Who of those on duty is ready for calls, where people differ in the queues that they can take."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from forecasting.slots import FloatArray


def split_over_groups(
    ready: npt.NDArray[np.int64], groups: Sequence[FloatArray], *, seed: int
) -> list[npt.NDArray[np.int64]]:
    """Return how many of each group are ready, when it is chance who of all on duty is.

    Whoever is on a break, in a meeting or without a seat is drawn without looking at skills, so a group is
    short now and then, as it is on the floor: the numbers are hypergeometric, and add up to `ready`.

    Parameters
    ----------
    ready
        Ready for calls of all groups together, shape (runs, slots), as `forecasting.simulation.on_calls`
        draws them.
    groups
        People on duty of each group per slot, whole numbers; together at least as many as are ready.

    Returns
    -------
    list of ndarray
        Shape (runs, slots) each.

    Raises
    ------
    ValueError
        If more are ready than are on duty.
    """
    rng = np.random.default_rng(seed)
    people = np.rint(np.asarray(groups)).astype(np.int64)
    left, others = ready.astype(np.int64), np.broadcast_to(people.sum(axis=0), ready.shape)
    if (left > others).any():
        raise ValueError("more people are ready than are on duty")
    found = []
    for group in people:
        others = others - group
        drawn = rng.hypergeometric(np.broadcast_to(group, ready.shape), others, left)
        found.append(drawn.astype(np.int64))
        left = left - drawn
    return found
