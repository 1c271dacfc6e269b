"""From calls to people: the fewest agents per slot that meet the targets, and the people to roster."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.carried_load import carried_load
from forecasting.goals import ROUNDING, Goals, ServiceLevel, performance, seconds_of
from forecasting.inverse import agents_for
from forecasting.slots import BoolArray, FloatArray

__all__ = ["Goals", "ServiceLevel", "bearable_calls", "required_agents", "required_by_productivity"]


def required_agents(
    forecast: pd.DataFrame,
    *,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike | None,
    target: ServiceLevel | None,
    shrinkage: float,
    max_occupancy: float | None,
    slot_minutes: int,
    max_asa_s: float | None = None,
    max_abandoned: float | None = None,
    minimum: int = 0,
    seats: int | None = None,
    carry_over: bool = False,
) -> pd.DataFrame:
    """Fewest agents per slot that meet every target at once.

    Erlang A where a patience is given, else Erlang C. The search runs over all whole numbers from 1 (not from
    the load: with impatient callers fewer agents than erlangs may do). A slot without calls needs
    ``minimum``. Where the seats are too few, the answer is the seats, what they give, and what is missing.

    Parameters
    ----------
    forecast
        Columns ``ds`` and ``mean`` (expected calls of the slot).
    aht_s
        Mean handling time in seconds, one number or one per row.
    patience_s
        Mean patience in seconds, one number or one per row; None: nobody gives up.
    target
        Service level of every slot, or None.
    shrinkage
        Share of paid time not available for calls, 0 ≤ shrinkage < 1.
    max_occupancy
        Largest busy share of the agents' time, or None.
    slot_minutes
        Length of a slot.
    max_asa_s
        Longest average speed of answer, or None.
    max_abandoned
        Largest share of calls that give up (Erlang A only), or None; 1 − the answer rate (接通率).
    minimum
        Fewest agents on calls in any slot.
    seats
        Most agents that find a seat (R-1.16), or None.
    carry_over
        Whether calls of one slot still load the next (rows must then be consecutive slots).

    Returns
    -------
    pandas.DataFrame
        ``ds``; ``required``, people to roster, shrinkage included; ``on_calls``, agents ready for calls, at
        most ``seats``; ``missing``, agents that the targets need beyond the seats; ``service_level``,
        ``asa_s``, ``abandoned`` and ``occupancy`` reached with ``on_calls`` agents (nan where there is
        neither a call nor an agent).

    Raises
    ------
    ValueError
        If an argument is out of bounds, a mean is negative or not finite, nothing is asked for, or a slot
        would need over 100,000 agents.
    """
    _check_shrinkage(shrinkage)
    goals = Goals(
        service_level=target, asa_s=max_asa_s, max_abandoned=max_abandoned, max_occupancy=max_occupancy
    )
    mean = _checked_mean(forecast)
    aht = np.broadcast_to(np.asarray(aht_s, dtype=np.float64), mean.shape)
    if not (np.isfinite(aht) & (aht > 0)).all():
        raise ValueError("aht_s and patience_s must be positive")
    if carry_over:
        loads = carried_load(mean, aht_s=aht, slot_minutes=slot_minutes)
    else:
        loads = mean * aht / (slot_minutes * 60.0)
    # nights repeat: each load with its handling time and patience is worked out once
    waits = np.broadcast_to(np.asarray(np.inf if patience_s is None else patience_s, np.float64), mean.shape)
    asked, place = np.unique(np.stack([loads, aht, waits]), axis=1, return_inverse=True)
    load, handling = asked[0], asked[1]
    patience = None if patience_s is None else asked[2]
    needed = agents_for(load, goals, aht_s=handling, patience_s=patience)
    needed = np.maximum(needed, float(minimum))
    agents = _within(needed, seats)
    staffed = agents > 0
    reached = performance(
        agents[staffed],
        load[staffed],
        aht_s=handling[staffed],
        patience_s=None if patience is None else patience[staffed],
        seconds=seconds_of(goals),
    )
    # without a threshold the share answered at once would look like a service level that nobody asked for
    level = _spread(reached.service_level, staffed) if target is not None else np.full(len(load), np.nan)
    figures = {
        "service_level": level,
        "asa_s": _spread(reached.asa_s, staffed),
        "abandoned": _spread(reached.abandoned, staffed),
        "occupancy": _spread(reached.occupancy, staffed),
    }
    return _result(
        forecast,
        agents[place],
        needed[place] - agents[place],
        shrinkage,
        {name: values[place] for name, values in figures.items()},
    )


def required_by_productivity(
    forecast: pd.DataFrame,
    *,
    peak_calls_per_agent_hour: float,
    shrinkage: float,
    slot_minutes: int,
    minimum: int = 0,
    seats: int | None = None,
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
    shrinkage, slot_minutes, minimum, seats
        As in :func:`required_agents`.

    Returns
    -------
    pandas.DataFrame
        As :func:`required_agents`.
    """
    _check_shrinkage(shrinkage)
    if not peak_calls_per_agent_hour > 0:
        raise ValueError("peak_calls_per_agent_hour must be positive")
    per_hour = _checked_mean(forecast) * 60.0 / slot_minutes
    agents = np.maximum(np.ceil(per_hour / peak_calls_per_agent_hour - ROUNDING), float(minimum))
    seated = _within(agents, seats)
    used = np.full(len(agents), np.nan)
    np.divide(per_hour, seated * peak_calls_per_agent_hour, out=used, where=seated > 0)
    unknown = np.full(len(agents), np.nan)
    figures = {"service_level": unknown, "asa_s": unknown, "abandoned": unknown, "occupancy": used}
    return _result(forecast, seated, agents - seated, shrinkage, figures)


def bearable_calls(
    agents: npt.ArrayLike, *, peak_calls_per_agent_hour: float, slot_minutes: int
) -> FloatArray:
    """Calls that so many agents can bear in a slot by the busy-hour method (可承受话务量, R-1.6)."""
    if not peak_calls_per_agent_hour > 0:
        raise ValueError("peak_calls_per_agent_hour must be positive")
    return np.asarray(agents, dtype=np.float64) * peak_calls_per_agent_hour * slot_minutes / 60.0


def _result(
    forecast: pd.DataFrame,
    agents: FloatArray,
    missing: FloatArray,
    shrinkage: float,
    figures: dict[str, FloatArray],
) -> pd.DataFrame:
    # 14 / (1 − 0.3) is 20, not the 20.000000000000004 that doubles make of it.
    people = np.ceil(agents / (1.0 - shrinkage) - ROUNDING)
    return pd.DataFrame(
        {
            "ds": forecast["ds"].to_numpy(),
            "required": people.astype(np.int64),
            "on_calls": agents.astype(np.int64),
            "missing": missing.astype(np.int64),
            **figures,
        }
    )


def _within(agents: FloatArray, seats: int | None) -> FloatArray:
    if seats is None:
        return agents
    if seats < 1:
        raise ValueError(f"seats must be at least 1, not {seats}")
    return np.minimum(agents, float(seats))


def _spread(values: FloatArray, rows: BoolArray) -> FloatArray:
    spread = np.full(len(rows), np.nan)
    spread[rows] = values
    return spread


def _checked_mean(forecast: pd.DataFrame) -> FloatArray:
    mean = forecast["mean"].to_numpy(dtype=np.float64)
    if not (np.isfinite(mean) & (mean >= 0)).all():
        raise ValueError("expected calls must be finite and not negative")
    return mean


def _check_shrinkage(shrinkage: float) -> None:
    if not 0 <= shrinkage < 1:
        raise ValueError(f"shrinkage must be at least 0 and below 1, not {shrinkage}")
