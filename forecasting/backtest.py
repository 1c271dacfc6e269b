"""Rolling-origin backtests: the past forecast as it would have been then, baselines always beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd

from forecasting.calendar import Calendar
from forecasting.forecasters.base import Forecaster
from forecasting.forecasters.seasonal_naive import SeasonalNaiveForecaster
from forecasting.forecasters.weekday_mean import WeekdayMeanForecaster
from forecasting.metrics import bias, coverage, wape
from forecasting.slots import usable_calls

# A roster for the next month is made on the 25th: 6 to 37 days ahead.
ROSTER_HORIZON = range(6, 38)

BASELINES: Mapping[str, Callable[[], Forecaster]] = {
    "seasonal_naive": SeasonalNaiveForecaster,
    "weekday_mean": WeekdayMeanForecaster,
}


def backtest(
    calls: pd.DataFrame,
    calendar: Calendar,
    forecasters: Mapping[str, Callable[[], Forecaster]],
    *,
    cutoffs: Iterable[dt.date],
    horizon: range = ROSTER_HORIZON,
) -> pd.DataFrame:
    """Forecast from several origins.

    Parameters
    ----------
    calls
        Long frame with ``ds`` and ``calls``; days that it has set aside teach nothing and judge nobody.
    calendar
        Days of the department.
    forecasters
        Name → maker of an unfitted forecaster; the baselines are added.
    cutoffs
        Last days of the histories; a day with only part of its horizon in the data is judged on that part.
    horizon
        Days ahead that are judged, 1 = the day after the cutoff; step 1.

    Returns
    -------
    pandas.DataFrame
        Columns ``forecaster, cutoff, horizon, ds, calls, mean, lo80, hi80``, one row per slot that
        has a row in the data.
    """
    parts = []
    came = usable_calls(calls)
    days_of_rows = pd.DatetimeIndex(calls["ds"]).normalize()
    for cutoff in cutoffs:
        history = calls.loc[days_of_rows <= pd.Timestamp(cutoff)]
        start = cutoff + dt.timedelta(days=horizon.start)
        for name, make in {**BASELINES, **forecasters}.items():
            forecast = make().fit(history, calendar).predict(start, len(horizon))
            part = forecast.merge(came[["ds", "calls"]], on="ds", how="inner")
            ahead = (pd.DatetimeIndex(part["ds"]).normalize() - pd.Timestamp(cutoff)).days
            parts.append(part.assign(forecaster=name, cutoff=pd.Timestamp(cutoff), horizon=np.asarray(ahead)))
    columns = ["forecaster", "cutoff", "horizon", "ds", "calls", "mean", "lo80", "hi80"]
    return pd.concat(parts, ignore_index=True)[columns]


def score(results: pd.DataFrame, by: tuple[str, ...] = ("forecaster",)) -> pd.DataFrame:
    """Summarise a backtest: ``wape``, ``bias``, ``coverage80`` and the number of ``slots`` per group.

    Parameters
    ----------
    results
        Frame from :func:`backtest`.
    by
        Columns to group by, for example ``("forecaster", "horizon")``.
    """
    rows = []
    for key, group in results.groupby(list(by)):
        rows.append(
            dict(zip(by, key, strict=True))
            | {
                "wape": wape(group["calls"], group["mean"]),
                "bias": bias(group["calls"], group["mean"]),
                "coverage80": coverage(group["calls"], group["lo80"], group["hi80"]),
                "slots": len(group),
            }
        )
    return pd.DataFrame(rows)
