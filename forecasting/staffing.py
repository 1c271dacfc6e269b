"""From calls to people: the fewest agents per slot that meet the target, and the people to roster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.erlang import erlang_a, service_level_c
from forecasting.slots import BoolArray, FloatArray

# Nothing real needs more agents in one slot; a larger answer means a wrong input.
MOST_AGENTS = 100_000
# 14 / (1 − 0.3) is 20, not the 20.000000000000004 that doubles make of it.
ROUNDING = 1e-9

# (agents, mask of the slots they are for) → whether they meet every target.
IsEnough = Callable[[FloatArray, BoolArray], BoolArray]


@dataclass(frozen=True, kw_only=True)
class ServiceLevel:
    """Target: at least ``share`` of the offered calls answered within ``seconds``."""

    share: float
    seconds: float

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise ValueError(f"share must lie between 0 and 1, not {self.share}")
        if self.seconds < 0:
            raise ValueError(f"seconds must be at least 0, not {self.seconds}")


@dataclass(frozen=True, kw_only=True)
class _Performance:
    service_level: FloatArray
    occupancy: FloatArray
    abandoned: FloatArray


def required_agents(
    forecast: pd.DataFrame,
    *,
    aht_s: npt.ArrayLike,
    patience_s: float | None,
    target: ServiceLevel,
    shrinkage: float,
    max_occupancy: float | None,
    slot_minutes: int,
    max_abandoned: float | None = None,
    minimum: int = 0,
) -> pd.DataFrame:
    """Fewest agents per slot that meet every target at once.

    Erlang A where a patience is given, else Erlang C. The search runs over all whole numbers from 1 (not from
    the load: with impatient callers fewer agents than erlangs may do). A slot without calls needs
    ``minimum``.

    Parameters
    ----------
    forecast
        Columns ``ds`` and ``mean`` (expected calls of the slot).
    aht_s
        Mean handling time in seconds, one number or one per row.
    patience_s
        Mean patience in seconds; None: nobody gives up.
    target
        Service level of every slot.
    shrinkage
        Share of paid time not available for calls, 0 ≤ shrinkage < 1.
    max_occupancy
        Largest busy share of the agents' time, or None.
    slot_minutes
        Length of a slot.
    max_abandoned
        Largest share of calls that give up (Erlang A only), or None.
    minimum
        Fewest agents on calls in any slot.

    Returns
    -------
    pandas.DataFrame
        ``ds``; ``required``, people to roster, shrinkage included; ``on_calls``, agents ready for calls;
        ``service_level`` and ``occupancy`` reached with ``on_calls`` agents (nan where there is neither a
        call nor an agent).

    Raises
    ------
    ValueError
        If an argument is out of bounds, a mean is negative or not finite, or a slot would need
        over 100,000 agents.
    """
    _check_shares(shrinkage, max_occupancy, max_abandoned)
    mean = _checked_mean(forecast)
    aht = np.broadcast_to(np.asarray(aht_s, dtype=np.float64), mean.shape)
    if not (np.isfinite(aht) & (aht > 0)).all() or (patience_s is not None and not patience_s > 0):
        raise ValueError("aht_s and patience_s must be positive")
    if max_abandoned is not None and patience_s is None:
        raise ValueError("max_abandoned needs a patience: without one nobody gives up")
    pairs, place = np.unique(np.stack([mean, aht]), axis=1, return_inverse=True)
    load, handling = pairs[0] * pairs[1] / (slot_minutes * 60.0), pairs[1]

    def performance(agents: FloatArray, rows: BoolArray) -> _Performance:
        return _performance(agents, load[rows], handling[rows], patience_s, target.seconds)

    def is_enough(agents: FloatArray, rows: BoolArray) -> BoolArray:
        found = performance(agents, rows)
        enough = found.service_level >= target.share
        if max_occupancy is not None:
            enough &= found.occupancy <= max_occupancy + ROUNDING
        if max_abandoned is not None:
            enough &= found.abandoned <= max_abandoned
        return enough

    agents = np.maximum(_fewest(load, is_enough), float(minimum))
    staffed = agents > 0
    level, occupancy = np.full(len(load), np.nan), np.full(len(load), np.nan)
    reached = performance(agents[staffed], staffed)
    level[staffed], occupancy[staffed] = reached.service_level, reached.occupancy
    return _result(forecast, agents[place], shrinkage, level[place], occupancy[place])


def required_by_productivity(
    forecast: pd.DataFrame,
    *,
    peak_calls_per_agent_hour: float,
    shrinkage: float,
    slot_minutes: int,
    minimum: int = 0,
) -> pd.DataFrame:
    """Agents by the busy-hour method: calls per hour ÷ calls that one agent answers in a busy hour.

    The productivity is measured in the department's busy hours and dated (R-1.2); it says nothing about
    waiting, so ``service_level`` is nan and ``occupancy`` is the used share of that productivity.

    Parameters
    ----------
    forecast
        Columns ``ds`` and ``mean`` (expected calls of the slot).
    peak_calls_per_agent_hour
        Calls that one agent answers in a busy hour, > 0.
    shrinkage, slot_minutes, minimum
        As in :func:`required_agents`.

    Returns
    -------
    pandas.DataFrame
        As :func:`required_agents`.
    """
    _check_shares(shrinkage, None, None)
    if not peak_calls_per_agent_hour > 0:
        raise ValueError("peak_calls_per_agent_hour must be positive")
    per_hour = _checked_mean(forecast) * 60.0 / slot_minutes
    agents = np.maximum(np.ceil(per_hour / peak_calls_per_agent_hour - ROUNDING), float(minimum))
    used = np.full(len(agents), np.nan)
    np.divide(per_hour, agents * peak_calls_per_agent_hour, out=used, where=agents > 0)
    return _result(forecast, agents, shrinkage, np.full(len(agents), np.nan), used)


def _performance(
    agents: FloatArray, load: FloatArray, aht_s: FloatArray, patience_s: float | None, seconds: float
) -> _Performance:
    if patience_s is None:
        level = service_level_c(agents, load, aht_s=aht_s, seconds=seconds)
        return _Performance(
            service_level=level, occupancy=np.minimum(load / agents, 1.0), abandoned=np.zeros(len(load))
        )
    found = erlang_a(agents, load, aht_s=aht_s, patience_s=patience_s, seconds=seconds)
    return _Performance(
        service_level=found.service_level, occupancy=found.occupancy, abandoned=found.abandoned
    )


def _fewest(load: FloatArray, is_enough: IsEnough) -> FloatArray:
    """Smallest whole number ≥ 1 that is enough, 0 without load; more agents never make anything worse."""
    low = np.zeros(len(load))  # known to be too few
    high = np.where(load > 0, np.ceil(load) + 1.0, 0.0)
    open_ended = load > 0
    while open_ended.any():
        met = is_enough(high[open_ended], open_ended)
        rows = np.flatnonzero(open_ended)
        low[rows[~met]] = high[rows[~met]]
        high[rows[~met]] = np.ceil(high[rows[~met]] * 1.2) + 1.0
        if (high > MOST_AGENTS).any():
            raise ValueError(f"a slot would need more than {MOST_AGENTS} agents")
        open_ended[rows[met]] = False
    while True:
        between = high - low > 1
        if not between.any():
            return high
        middle = np.floor((low[between] + high[between]) / 2.0)
        met = is_enough(middle, between)
        rows = np.flatnonzero(between)
        high[rows[met]] = middle[met]
        low[rows[~met]] = middle[~met]


def _result(
    forecast: pd.DataFrame, agents: FloatArray, shrinkage: float, level: FloatArray, occupancy: FloatArray
) -> pd.DataFrame:
    people = np.ceil(agents / (1.0 - shrinkage) - ROUNDING)
    return pd.DataFrame(
        {
            "ds": forecast["ds"].to_numpy(),
            "required": people.astype(np.int64),
            "on_calls": agents.astype(np.int64),
            "service_level": level,
            "occupancy": occupancy,
        }
    )


def _checked_mean(forecast: pd.DataFrame) -> FloatArray:
    mean = forecast["mean"].to_numpy(dtype=np.float64)
    if not (np.isfinite(mean) & (mean >= 0)).all():
        raise ValueError("expected calls must be finite and not negative")
    return mean


def _check_shares(shrinkage: float, max_occupancy: float | None, max_abandoned: float | None) -> None:
    if not 0 <= shrinkage < 1:
        raise ValueError(f"shrinkage must be at least 0 and below 1, not {shrinkage}")
    for name, share in (("max_occupancy", max_occupancy), ("max_abandoned", max_abandoned)):
        if share is not None and not 0 < share <= 1:
            raise ValueError(f"{name} must lie above 0 and not above 1, not {share}")
