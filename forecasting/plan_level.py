"""What a plan would give by the formulas: staffing the other way round, agents in and service level out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from forecasting.carried_load import carried_load
from forecasting.goals import performance
from forecasting.slots import FloatArray


def planned_level(
    calls: npt.ArrayLike,
    agents: npt.ArrayLike,
    *,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike | None,
    seconds: float,
    slot_minutes: int,
    carry_over: bool = False,
) -> FloatArray:
    """Return the service level of consecutive slots: Erlang A where a patience is given, else Erlang C.

    Each slot is taken for itself, as if it had always been so: a queue that one slot leaves to the next is
    seen by the simulation only.

    Parameters
    ----------
    calls
        Expected calls of each slot.
    agents
        Ready for calls in each slot, any real number.
    aht_s, patience_s, seconds
        Mean handling time; mean patience, None: nobody gives up; both one number or one per slot; threshold
        of the service level.
    carry_over
        Whether calls of one slot still load the next.

    Returns
    -------
    ndarray
        0 where calls meet nobody, nan where nobody calls.
    """
    expected = np.asarray(calls, dtype=np.float64)
    ready = np.asarray(agents, dtype=np.float64)
    aht = np.broadcast_to(np.asarray(aht_s, dtype=np.float64), expected.shape)
    if carry_over:
        load = carried_load(expected, aht_s=aht, slot_minutes=slot_minutes)
    else:
        load = expected * aht / (slot_minutes * 60.0)
    level = np.zeros(expected.shape)
    staffed = (ready > 0) & (expected > 0)
    patience = None
    if patience_s is not None:
        patience = np.broadcast_to(np.asarray(patience_s, dtype=np.float64), expected.shape)[staffed]
    level[staffed] = performance(
        ready[staffed], load[staffed], aht_s=aht[staffed], patience_s=patience, seconds=seconds
    ).service_level
    level[expected <= 0] = np.nan
    return level


def mean_level(calls: npt.ArrayLike, level: npt.ArrayLike) -> float | None:
    """Return the service level of several slots together, weighted by their calls; None without calls."""
    expected, levels = np.asarray(calls, dtype=np.float64), np.asarray(level, dtype=np.float64)
    called = expected > 0
    if not called.any():
        return None
    return float(np.average(levels[called], weights=expected[called]))
