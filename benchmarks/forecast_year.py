"""One year of half-hours from file to forecast: import, backtest and forecast, timed apart.

The year is the shipped history of nine months, and the first three months of it again behind them: a length
to be timed, not a series to be judged on.
"""

import datetime as dt
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pandas as pd

from benchmarks.forecasting import BASELINE, DATA, FAR_STEP_DAYS
from forecasting.backtest import ROSTER_HORIZON, backtest, score
from forecasting.calendar import Calendar
from forecasting.calls import CallsFile, read_calls
from forecasting.run import forecast_calls
from forecasting.selection import SelectedForecaster

T = TypeVar("T")
HISTORY = DATA / "bank_il_1999_30min_jan_sep.csv"
YEAR_DAYS = 364
"""Whole weeks, so that weekdays stay in place."""


def year_of_calls() -> pd.DataFrame:
    """Return 364 days of half-hours: columns ``ds`` and ``calls``."""
    calls = pd.read_csv(HISTORY, parse_dates=["ds"])
    first = calls["ds"].min().normalize()
    weeks = (calls["ds"].max() - first).days // 7 + 1
    again = calls.assign(ds=calls["ds"] + pd.Timedelta(weeks=weeks))
    whole = pd.concat([calls[calls["ds"] < first + pd.Timedelta(weeks=weeks)], again])
    year: pd.DataFrame = whole.loc[whole["ds"] < first + pd.Timedelta(days=YEAR_DAYS)]
    return year.reset_index(drop=True)


def year_figures() -> str:
    """Import, backtest and forecast the year; return the seconds of each."""
    calendar = Calendar.for_country("IL")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "year.csv"
        year_of_calls().to_csv(file, index=False)
        read, importing = _timed(lambda: _read(file))
    calls = read.frame
    last = calls["ds"].max().date()
    origins = [
        last - dt.timedelta(days=ROSTER_HORIZON.start + FAR_STEP_DAYS * step)
        for step in range(YEAR_DAYS // 2 // FAR_STEP_DAYS)
    ]
    results, testing = _timed(
        lambda: backtest(calls, calendar, {"selected": SelectedForecaster}, cutoffs=origins)
    )
    errors = score(results).set_index("forecaster")["wape"].to_dict()
    start = last + dt.timedelta(days=ROSTER_HORIZON.start)
    made, forecasting = _timed(lambda: forecast_calls(calls, calendar, start=start, days=len(ROSTER_HORIZON)))
    return (
        f"{len(calls)} half-hours: import {importing:.1f} s,"
        f" backtest of {len(origins)} origins {testing:.1f} s"
        f" (selected {errors['selected']:.4f}, {BASELINE} {errors[BASELINE]:.4f}),"
        f" forecast of {len(made)} slots {forecasting:.1f} s,"
        f" together {importing + testing + forecasting:.1f} s"
    )


def _read(file: Path) -> CallsFile:
    found = read_calls(file)
    if found.errors:
        raise ValueError(f"the year has {len(found.errors)} errors")
    return found


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start
