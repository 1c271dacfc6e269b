"""Table ② (R-1.6): each day's forecast calls beside the calls that the planned seats can bear."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecasting.reports.days import day_sums, ratio
from forecasting.reports.seats import seats_by_day
from forecasting.staffing import bearable_calls


def bearing_by_day(
    slots: pd.DataFrame,
    *,
    peak_calls_per_agent_hour: float | None,
    slot_minutes: int,
    shrinkage: float = 0.0,
) -> pd.DataFrame:
    """Set what is expected against what can be borne (可承受话务量).

    Parameters
    ----------
    slots
        One row per slot: ``ds``; ``forecast``, expected calls; ``needed`` and ``seats``, people needed and
        planned; ``in_service``. Unknown numbers are nan.
    peak_calls_per_agent_hour
        Calls that one agent connects in a busy hour, measured and dated (R-1.2); None: not measured yet.
    shrinkage
        Share of planned time not available for calls, 0 ≤ shrinkage < 1.

    Returns
    -------
    pandas.DataFrame
        Indexed by day: ``forecast`` and ``bearable`` calls; ``surplus``, bearable less forecast, negative
        where the seats fall short; ``load``, forecast ÷ bearable, a share; ``seats_needed`` and
        ``seats_planned``, averages over the intervals in service as in table ①.
    """
    if not 0 <= shrinkage < 1:
        raise ValueError(f"shrinkage must be at least 0 and below 1, not {shrinkage}")
    borne = np.full(len(slots), np.nan)
    if peak_calls_per_agent_hour is not None:
        borne = (1.0 - shrinkage) * bearable_calls(
            slots["seats"], peak_calls_per_agent_hour=peak_calls_per_agent_hour, slot_minutes=slot_minutes
        )
    found = day_sums(slots.assign(bearable=borne), ["forecast", "bearable"])
    found["surplus"] = found["bearable"] - found["forecast"]
    found["load"] = ratio(found["forecast"], found["bearable"])
    needed = slots[["ds", "in_service"]].assign(seats=slots["needed"])
    found["seats_needed"] = seats_by_day(needed, slot_minutes=slot_minutes)["average"]
    found["seats_planned"] = seats_by_day(slots, slot_minutes=slot_minutes)["average"]
    return found
