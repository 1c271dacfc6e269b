"""How good the forecaster would have been on this history, baselines beside it."""

import datetime as dt
import math

import numpy as np
import pandas as pd

from forecasting.backtest import BASELINES, ROSTER_HORIZON, backtest, score
from forecasting.calendar import Calendar
from forecasting.selection import SelectedForecaster
from web.database import JsonObject

BASELINE = "weekday_mean"
"""The baseline drawn beside the forecast, and the method itself where the history is too short."""

LEAST_DAYS = 56
"""Less history than eight weeks gives no honest comparison (ui: "baseline only, said so")."""

ORIGINS = 4
ORIGIN_STEP_DAYS = 14


def backtest_errors(calls: pd.DataFrame, calendar: Calendar, method: str) -> JsonObject:
    """Return error and coverage of the forecaster and of the naive baselines, 6 to 37 days ahead.

    Each origin chooses its method anew on what was known then, so that the choice does not look ahead; under
    the name of today's choice stands the error of choosing so.

    Parameters
    ----------
    method
        Name of today's choice.

    Returns
    -------
    dict
        Per forecaster ``wape``, ``bias``, ``coverage80`` (shares, None where no call came) and ``slots``;
        ``days`` with the ``wape`` of whole days and ``lo``, ``hi``: actual ÷ forecast of a day lay between
        them on 80 % of the judged days. ``{}`` when the history is shorter than `LEAST_DAYS` before the
        first origin.
    """
    days = pd.DatetimeIndex(calls["ds"]).normalize()
    first, last = days.min().date(), days.max().date()
    newest = last - dt.timedelta(days=ROSTER_HORIZON.stop - 1)
    cutoffs = [newest - dt.timedelta(days=ORIGIN_STEP_DAYS * step) for step in range(ORIGINS)]
    usable = [cutoff for cutoff in cutoffs if (cutoff - first).days >= LEAST_DAYS]
    if not usable:
        return {}
    results = backtest(calls, calendar, {method: SelectedForecaster}, cutoffs=usable)
    errors: JsonObject = {
        row["forecaster"]: {
            "wape": _rounded(row["wape"]),
            "bias": _rounded(row["bias"]),
            "coverage80": _rounded(row["coverage80"]),
            "slots": int(row["slots"]),
        }
        for row in score(results).to_dict("records")
    }
    errors["days"] = _day_errors(results[results["forecaster"] == method])
    errors["horizon_days"] = [ROSTER_HORIZON.start, ROSTER_HORIZON.stop - 1]
    errors["origins"] = len(usable)
    errors["baselines"] = sorted(BASELINES)
    return errors


def _day_errors(results: pd.DataFrame) -> JsonObject:
    """Return how far whole days were off: the bands of slots do not add up to the band of a day."""
    per_day = results.assign(day=results["ds"].dt.normalize()).groupby(["cutoff", "day"])
    totals = per_day[["calls", "mean"]].sum()
    totals = totals[totals["mean"] > 0]
    if totals.empty:
        return {}
    lo, hi = np.quantile(totals["calls"] / totals["mean"], [0.1, 0.9])
    off = float((totals["calls"] - totals["mean"]).abs().sum())
    calls = float(totals["calls"].sum())
    return {
        "wape": _rounded(off / calls if calls else math.nan),
        "lo": round(float(lo), 4),
        "hi": round(float(hi), 4),
        "days": len(totals),
    }


def _rounded(value: float) -> float | None:
    return round(float(value), 4) if math.isfinite(value) else None
