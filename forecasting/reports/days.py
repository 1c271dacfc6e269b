"""What all five tables share: days of slots, sums that do not hide a hole, and what kind of day it is.

A slot belongs to the day on which it starts: the hours of a night after midnight are the next day's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import pandas as pd

from forecasting.calendar import Calendar, DayKind
from forecasting.slots import FloatArray, day_matrix

EDGE_DAYS = 7
"""Days at either end that count as the start and the end of a month; the regulation names no number."""


class ReportDayType(StrEnum):
    """Types of days of tables ① and ②."""

    NORMAL = "normal"
    MONTH_START = "month_start"
    MONTH_END = "month_end"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    TELECOM_DAY = "telecom_day"


def day_types(day: dt.date, calendar: Calendar, *, edge_days: int = EDGE_DAYS) -> tuple[ReportDayType, ...]:
    """Return every type that a day has; an ordinary day in the middle of the month is normal.

    A working day that makes up for a holiday (调休) is no weekend, whatever its weekday.
    """
    kind = calendar.kind(day)
    found = []
    if (day.month, day.day) == (5, 17):
        found.append(ReportDayType.TELECOM_DAY)
    if kind in {DayKind.STATUTORY, DayKind.ADJUSTED_REST}:
        found.append(ReportDayType.HOLIDAY)
    if kind is DayKind.WEEKEND:
        found.append(ReportDayType.WEEKEND)
    if day.day <= edge_days:
        found.append(ReportDayType.MONTH_START)
    if (day + dt.timedelta(days=edge_days)).month != day.month:
        found.append(ReportDayType.MONTH_END)
    return tuple(found) or (ReportDayType.NORMAL,)


def dates_of(frame: pd.DataFrame) -> pd.DatetimeIndex:
    """Return the day of every row, by its slot's start ``ds``."""
    return pd.DatetimeIndex(frame["ds"]).normalize()


def day_sums(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Sum columns by day; a day with an unknown slot (nan) is unknown, not smaller.

    Parameters
    ----------
    frame
        One row per slot: ``ds`` and the columns.

    Returns
    -------
    pandas.DataFrame
        Indexed by day.
    """
    groups = frame[list(columns)].astype("float64").groupby(dates_of(frame))
    sums = groups.sum()
    return sums.where(groups.count().eq(groups.size(), axis=0))


def whole_days(calls: pd.DataFrame) -> pd.DatetimeIndex:
    """Return the days that a history records whole; the others say nothing about a day's calls.

    Where slots of several lengths stand side by side nothing is known of holes, and every day counts.

    Parameters
    ----------
    calls
        Columns ``ds`` (one row per slot) and ``calls``.
    """
    if calls["ds"].nunique() < 2:
        return pd.DatetimeIndex([])
    try:
        matrix = day_matrix(calls)
    except ValueError:  # slots of several lengths: no hole can be told from a longer slot
        return dates_of(calls).unique()
    days = [matrix.day(int(row)) for row in np.flatnonzero(matrix.recorded)]
    return pd.DatetimeIndex(pd.to_datetime(days))


def ratio(above: pd.Series[float], below: pd.Series[float]) -> FloatArray:
    """Divide day by day; unknown (nan) where the divisor is 0 or not known."""
    top, bottom = above.to_numpy(dtype=np.float64), below.to_numpy(dtype=np.float64)
    found = np.full(len(top), np.nan)
    np.divide(top, bottom, out=found, where=np.nan_to_num(bottom) != 0)
    return found
