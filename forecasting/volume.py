"""How calls lie over years, months and days (R-1.3): what is busy and what is slack, weekdays evened out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from forecasting.calendar import Event

COLUMNS = ["days", "calls", "per_day", "busy"]


def day_frame(totals: Mapping[dt.date, float]) -> pd.DataFrame:
    """Calls of each recorded day beside those of its weekday.

    Returns
    -------
    pandas.DataFrame
        By day: ``calls`` and ``busy``, the calls divided by the mean of all days of that weekday (1 is usual;
        missing where no call ever came on it).
    """
    recorded = pd.Index(sorted(totals), name="day", dtype="object")
    frame = pd.DataFrame({"calls": [float(totals[day]) for day in recorded]}, index=recorded)
    weekday = pd.Series([day.weekday() for day in frame.index], index=frame.index)
    usual = frame["calls"].groupby(weekday).transform("mean")
    frame["busy"] = (frame["calls"] / usual).where(usual > 0)
    return frame


def by_year(days: pd.DataFrame) -> pd.DataFrame:
    """Days recorded, their calls, calls per day and mean busyness of each year."""
    return _by(days, lambda day: (day.year,))


def by_month(days: pd.DataFrame) -> pd.DataFrame:
    """The same by (year, month)."""
    return _by(days, lambda day: (day.year, day.month))


def by_day_of_month(days: pd.DataFrame) -> pd.DataFrame:
    """The same by the day of the month, all months together."""
    return _by(days, lambda day: (day.day,))


def by_weekday(days: pd.DataFrame) -> pd.DataFrame:
    """The same by weekday, Monday = 0; here busyness is the weekday's mean over that of all days."""
    found = _by(days, lambda day: (day.weekday(),))
    usual = float(days["calls"].mean()) if len(days) else 0.0
    found["busy"] = found["per_day"] / usual if usual > 0 else float("nan")
    return found


def by_event(days: pd.DataFrame, events: Sequence[Event]) -> list[tuple[Event, pd.DataFrame]]:
    """Each event with recorded days, the newest first, and one row with the same figures of those days."""
    found = []
    for event in sorted(events, key=lambda each: (each.start, each.end), reverse=True):
        lasting = days[[event.start <= day <= event.end for day in days.index]]
        if len(lasting):
            found.append((event, _by(lasting, lambda _day: (0,))))
    return found


def _by(days: pd.DataFrame, key: Callable[[dt.date], tuple[int, ...]]) -> pd.DataFrame:
    keys = pd.Series([key(day) for day in days.index], index=days.index, dtype="object")
    groups = days.groupby(keys)
    found = pd.DataFrame(
        {
            "days": groups["calls"].count(),
            "calls": groups["calls"].sum(),
            "per_day": groups["calls"].mean(),
            "busy": groups["busy"].mean(),
        }
    )
    return found[COLUMNS].sort_index()
