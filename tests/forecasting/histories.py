"""Call histories for tests: the real one, and small ones whose truth is known."""

import datetime as dt
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from forecasting.calendar import Calendar
from forecasting.calls import read_calls

DATA = Path(__file__).parents[2] / "data" / "calls"
BANK = DATA / "bank_il_1999_30min_jan_sep.csv"
BANK_FULL = DATA / "bank_il_1999_30min_full_jan_feb.csv"
FRIDAY_SATURDAY = frozenset({4, 5})
BANK_CALENDAR = Calendar.for_country("IL")
PLAIN_CALENDAR = Calendar(weekend=FRIDAY_SATURDAY)


@cache
def bank() -> pd.DataFrame:
    return read_calls(BANK).frame


def regular_history(
    first: dt.date,
    days: int,
    *,
    slot_minutes: int = 60,
    per_weekday: tuple[float, ...] = (100, 90, 80, 70, 60, 20, 10),
    open_hours: tuple[int, int] = (0, 24),
) -> pd.DataFrame:
    """Calls that depend on the weekday alone, equal in all open slots; closed slots have no rows."""
    per_hour = 60 // slot_minutes
    rows = []
    for index in range(days):
        day = first + dt.timedelta(days=index)
        calls = per_weekday[day.weekday()]
        if not np.isfinite(calls):
            continue
        start = pd.Timestamp(day) + pd.Timedelta(hours=open_hours[0])
        count = (open_hours[1] - open_hours[0]) * per_hour
        ds = pd.date_range(start, periods=count, freq=f"{slot_minutes}min", unit="s")
        rows.append(pd.DataFrame({"ds": ds, "calls": calls / per_hour}))
    return pd.concat(rows, ignore_index=True)
