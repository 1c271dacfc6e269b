"""An invented centre whose calls follow its mailings: hourly, closed at night and on Sundays, seeded.

Nothing here is measured anywhere; it shows whether a forecaster can learn dated events, opening hours and
slots of an hour. Each mailing brings calls that rise for some days and then fade; several add up, so that the
truth is not of the shape that any of our forecasters assumes.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.calendar import Calendar, Event
from forecasting.slots import FloatArray

FIRST_DAY = dt.date(2024, 1, 1)
WEEKDAY_SHARES = (1.25, 1.1, 1.0, 0.95, 0.9, 0.35, 0.0)
OPEN_HOURS = range(8, 20)
SATURDAY_HOURS = range(9, 14)
CALLS_BEFORE_ANY_MAILING = 140.0
"""Calls of a usual Wednesday long after the last mailing."""
CALLS_PER_MAILING = 260.0
"""Calls more on the best day after a mailing."""
DAYS_BETWEEN = (12, 34)
"""Least and most days between two mailings."""
DAYS_TO_PEAK, FADE_DAYS = 3.0, 9.0


@dataclass(frozen=True, kw_only=True)
class MailingCentre:
    """The calls and the calendar with the mailings, those of the last days included."""

    calls: pd.DataFrame
    calendar: Calendar


def mailing_centre(seed: int, days: int = 300) -> MailingCentre:
    """Return a history of so many days; the same seed gives the same history."""
    rng = np.random.default_rng(seed)
    events = tuple(_mailings(rng, days))
    dates = [FIRST_DAY + dt.timedelta(days=index) for index in range(days)]
    level = np.exp(_wandering(rng, days))
    usual = CALLS_BEFORE_ANY_MAILING + sum((_response(rng, event, days) for event in events), np.zeros(days))
    weekly = np.array([WEEKDAY_SHARES[day.weekday()] for day in dates])
    rates = usual * level * weekly * rng.gamma(100.0, 0.01, days)
    rows = [
        (pd.Timestamp(day) + pd.Timedelta(hours=hour), float(rng.poisson(rate * share)))
        for day, rate in zip(dates, rates, strict=True)
        for hour, share in _profile(day)
    ]
    return MailingCentre(
        calls=pd.DataFrame(rows, columns=["ds", "calls"]).astype({"ds": "datetime64[us]"}),
        calendar=Calendar(events=events),
    )


def _mailings(rng: np.random.Generator, days: int) -> list[Event]:
    found, offset = [], int(rng.integers(3, 20))
    while offset < days:
        day = FIRST_DAY + dt.timedelta(days=offset)
        kind = "bill_mailed" if rng.random() < 0.7 else "offer_mailed"
        found.append(Event(start=day, end=day, kind=kind))
        offset += int(rng.integers(*DAYS_BETWEEN))
    return found


def _response(rng: np.random.Generator, event: Event, days: int) -> FloatArray:
    """Calls that one mailing adds on each day: a gamma curve of lag, its size known to nobody."""
    lags = np.arange(days) - (event.start - FIRST_DAY).days
    rise = np.where(lags > 0, (lags / DAYS_TO_PEAK) * np.exp(1 - lags / DAYS_TO_PEAK), 0.0)
    fade = np.where(lags > DAYS_TO_PEAK, np.exp(-(lags - DAYS_TO_PEAK) / FADE_DAYS), 0.0)
    size = CALLS_PER_MAILING * (1.0 if event.kind == "bill_mailed" else 0.6) * rng.lognormal(0.0, 0.25)
    return np.asarray(size * np.maximum(rise, fade), dtype=np.float64)


def _wandering(rng: np.random.Generator, days: int) -> FloatArray:
    """Slow changes of the level, standard deviation about 0.1, remembered for about 40 days."""
    level = np.zeros(days)
    for day in range(1, days):
        level[day] = 0.975 * level[day - 1] + rng.normal(0.0, 0.022)
    return level


def _profile(day: dt.date) -> list[tuple[int, float]]:
    if day.weekday() == 6:
        return []
    hours = SATURDAY_HOURS if day.weekday() == 5 else OPEN_HOURS
    shares = np.array([1.0 + 0.6 * np.sin((hour - 8) * np.pi / 7) for hour in hours])
    return list(zip(hours, (shares / shares.sum()).tolist(), strict=True))
