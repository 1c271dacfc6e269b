"""Table ④ (R-1.8): each day's actual calls against the forecast that was known beforehand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.reports.days import ratio


@dataclass(frozen=True, kw_only=True)
class MonthError:
    """How far a month's forecast was off, over the days of which both numbers are known.

    Parameters
    ----------
    absolute
        Mean over the days of |actual − forecast| ÷ actual, a share; None without such a day.
    bias
        Σ(actual − forecast) ÷ Σ actual, a share: positive when more calls came than were forecast.
    days
        Days behind the two.
    """

    absolute: float | None
    bias: float | None
    days: int


def known_before(made: Sequence[dt.datetime], begin: dt.datetime) -> int | None:
    """Choose the forecast that a month is judged by: the newest made before it began.

    Where none was made in time, the first made after; it may be judged only on the days that came after it.

    Returns
    -------
    int or None
        Its place in ``made``; None without any.
    """
    before = [place for place, at in enumerate(made) if at <= begin]
    if before:
        return max(before, key=lambda place: made[place])
    return min(range(len(made)), key=lambda place: made[place], default=None)


def accuracy_by_day(days: pd.DataFrame) -> pd.DataFrame:
    """Add what the forecast was off by.

    Parameters
    ----------
    days
        Indexed by day: ``forecast`` and ``actual`` calls, nan where unknown.

    Returns
    -------
    pandas.DataFrame
        With ``difference``, actual less forecast, and ``error``, (actual − forecast) ÷ actual, a share.
    """
    found = days[["forecast", "actual"]].astype("float64")
    found["difference"] = found["actual"] - found["forecast"]
    found["error"] = ratio(found["difference"], found["actual"])
    return found


def month_error(days: pd.DataFrame) -> MonthError:
    """Sum up a month of :func:`accuracy_by_day`; days without any call have no error in percent."""
    known = days[days["error"].notna()]
    if known.empty:
        return MonthError(absolute=None, bias=None, days=0)
    return MonthError(
        absolute=float(np.abs(known["error"]).mean()),
        bias=float(known["difference"].sum() / known["actual"].sum()),
        days=len(known),
    )
