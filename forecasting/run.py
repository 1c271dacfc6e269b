"""The two steps of the month as plain functions: calls → forecast → people. Frames in, frames out.

Command line and web layer call these; nothing here reads files, stores anything or knows the time.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from forecasting.calendar import Calendar
from forecasting.calls import check_calls
from forecasting.forecasters.base import Forecaster
from forecasting.selection import SelectedForecaster
from forecasting.slots import aggregate, total_calls, usable_calls

SHORTEST_DAYS = 7
"""A week: less says nothing of some weekdays."""

FORECAST_COLUMNS = ["ds", "mean", "lo80", "hi80"]


def forecast_calls(
    calls: pd.DataFrame,
    calendar: Calendar,
    *,
    start: dt.date,
    days: int,
    slot_minutes: int | None = None,
    forecaster: Forecaster | None = None,
) -> pd.DataFrame:
    """Forecast every slot of ``days`` days from ``start``.

    Parameters
    ----------
    calls
        Long frame; queues are summed. Rows at or after ``start`` are ignored; the horizon counts
        from the last earlier row. Days that the frame has :func:`~forecasting.slots.set_aside` teach nothing.
    calendar
        Days of the department, past events and planned ones included.
    start, days
        First day and number of days to forecast.
    slot_minutes
        Length of the forecast's slots, a multiple of the history's; None: the history's.
    forecaster
        None: what :class:`~forecasting.selection.SelectedForecaster` chooses on the history.

    Returns
    -------
    pandas.DataFrame
        ``ds, mean, lo80, hi80``: one row per slot of every day, closed slots 0.

    Raises
    ------
    ValueError
        If no usable row lies before ``start``, if those that do reach back less than a week or are all 0, if
        no day of them is whole, or if the slot length does not fit.
    """
    check_calls(calls)
    history = calls.loc[calls["ds"] < pd.Timestamp(start)]
    if history.empty:
        raise ValueError(f"no calls before {start}")
    reach = int((history["ds"].max().normalize() - history["ds"].min().normalize()).days) + 1
    if reach < SHORTEST_DAYS:
        raise ValueError(
            f"the calls before {start} reach back {reach} days, at least {SHORTEST_DAYS} are needed"
        )
    usable = usable_calls(history)
    if usable.empty:
        raise ValueError(f"all days before {start} are excluded")
    if not (usable["calls"] > 0).any():
        raise ValueError(f"all calls before {start} are 0: there is nothing to forecast from")
    history = total_calls(history) if slot_minutes is None else aggregate(total_calls(history), slot_minutes)
    made = (forecaster or SelectedForecaster()).fit(history, calendar).predict(start, days)
    return made[FORECAST_COLUMNS]
