"""An invented Chinese hotline whose truth is known: Spring Festival, holidays, 17 May, billing days. Seeded.

No Chinese series is at hand. This one shows only that what a forecaster is told of can be learnt from it,
not how large it is anywhere.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.calendar import Calendar
from forecasting.demand_days import DemandKind, demand_kind
from forecasting.slots import FloatArray

WEEKDAY_SHARES = (1.15, 1.1, 1.05, 1.0, 1.0, 0.7, 0.6)
BILLING_DAYS = frozenset({5, 20})
TELECOM_FACTOR = 1.5
HOLIDAY_FACTOR = 0.75
BILLING_FACTORS = (1.5, 1.35, 1.2, 1.1)
CALLS_PER_DAY = 4000.0
OPEN_HOURS = range(8, 22)


@dataclass(frozen=True, kw_only=True)
class ChineseCentre:
    """The calls, and the factors of each day that do not come from weekday and chance."""

    calls: pd.DataFrame
    festival: FloatArray


def chinese_centre(first: dt.date, days: int, seed: int, *, billing: bool = True) -> ChineseCentre:
    """Return hourly calls; without ``billing`` no bill is ever sent."""
    rng = np.random.default_rng(seed)
    calendar = Calendar.for_country("CN")
    dates = [first + dt.timedelta(days=index) for index in range(days)]
    festival = np.array([_festival_factor(calendar, day) for day in dates])
    usual = np.array([WEEKDAY_SHARES[day.weekday()] * _kind_factor(calendar, day) for day in dates])
    billed = np.array([_billing_factor(day) if billing else 1.0 for day in dates])
    rates = CALLS_PER_DAY * usual * festival * billed * rng.gamma(400.0, 1 / 400.0, days)
    rows = [
        (pd.Timestamp(day) + pd.Timedelta(hours=hour), float(rng.poisson(rate / len(OPEN_HOURS))))
        for day, rate in zip(dates, rates, strict=True)
        for hour in OPEN_HOURS
    ]
    frame = pd.DataFrame(rows, columns=["ds", "calls"]).astype({"ds": "datetime64[us]"})
    return ChineseCentre(calls=frame, festival=festival)


def _festival_factor(calendar: Calendar, day: dt.date) -> float:
    """More and more calls in the two weeks before, half of them on the day, slowly back in two weeks."""
    festival = calendar.spring_festival(day.year)
    assert festival is not None
    lag = (day - festival).days
    if -14 <= lag < 0:
        return 1.0 + 0.4 * (14 + lag) / 13
    return 0.5 + 0.5 * lag / 15 if 0 <= lag < 15 else 1.0


def _kind_factor(calendar: Calendar, day: dt.date) -> float:
    kind = demand_kind(calendar, day)
    return {DemandKind.HOLIDAY: HOLIDAY_FACTOR, DemandKind.SPECIAL: TELECOM_FACTOR}.get(kind, 1.0)


def _billing_factor(day: dt.date) -> float:
    lag = min((day.day - billing for billing in BILLING_DAYS if day.day >= billing), default=99)
    return BILLING_FACTORS[lag] if lag < len(BILLING_FACTORS) else 1.0
