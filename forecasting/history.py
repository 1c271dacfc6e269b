"""Bring an old call history up to today, so that a demonstration runs on real calls."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pandas as pd

DAYS_PER_WEEK = 7


class ShiftedHistory(NamedTuple):
    """A history moved in time: the frame, and by how many whole weeks."""

    calls: pd.DataFrame
    weeks: int


def shift_history(calls: pd.DataFrame, today: dt.date) -> ShiftedHistory:
    """Move a history by the smallest whole number of weeks that makes it reach yesterday; cut what is later.

    Weekdays stay in place; holidays and days of the month do not, so the calendar of a moved history should
    declare no holidays.

    Parameters
    ----------
    calls
        Long frame with ``ds``; not changed.
    today
        The day before which the moved history ends. A history that already reaches yesterday is only cut.

    Raises
    ------
    ValueError
        If the frame is empty.
    """
    if calls.empty:
        raise ValueError("an empty history cannot be moved")
    yesterday = today - dt.timedelta(days=1)
    last = pd.Timestamp(calls["ds"].max()).date()
    missing = (yesterday - last).days
    weeks = max(-(-missing // DAYS_PER_WEEK), 0)
    moved = calls.assign(ds=calls["ds"] + pd.Timedelta(days=DAYS_PER_WEEK * weeks))
    kept = moved[moved["ds"] < pd.Timestamp(today)].reset_index(drop=True)
    return ShiftedHistory(kept, weeks)
