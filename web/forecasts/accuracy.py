"""How good the forecaster would have been on this history, baselines beside it."""

import datetime as dt

import pandas as pd

from forecasting.backtest import BASELINES, ROSTER_HORIZON, backtest, score
from forecasting.calendar import Calendar
from forecasting.forecasters.indices import IndicesForecaster
from web.database import JsonObject

LEAST_DAYS = 56
"""Less history than eight weeks gives no honest comparison (ui: "baseline only, said so")."""

ORIGINS = 4
ORIGIN_STEP_DAYS = 14


def backtest_errors(calls: pd.DataFrame, calendar: Calendar) -> JsonObject:
    """Return error and coverage of the forecaster and of the naive baselines, 6 to 37 days ahead.

    Returns
    -------
    dict
        Per forecaster ``wape``, ``bias``, ``coverage80`` and ``slots``; ``{}`` when the history is
        shorter than `LEAST_DAYS` before the first origin.
    """
    days = pd.DatetimeIndex(calls["ds"]).normalize()
    first, last = days.min().date(), days.max().date()
    newest = last - dt.timedelta(days=ROSTER_HORIZON.stop - 1)
    cutoffs = [newest - dt.timedelta(days=ORIGIN_STEP_DAYS * step) for step in range(ORIGINS)]
    usable = [cutoff for cutoff in cutoffs if (cutoff - first).days >= LEAST_DAYS]
    if not usable:
        return {}
    results = backtest(calls, calendar, {"indices": IndicesForecaster}, cutoffs=usable)
    errors: JsonObject = {
        row["forecaster"]: {
            "wape": round(float(row["wape"]), 4),
            "bias": round(float(row["bias"]), 4),
            "coverage80": round(float(row["coverage80"]), 4),
            "slots": int(row["slots"]),
        }
        for row in score(results).to_dict("records")
    }
    errors["horizon_days"] = [ROSTER_HORIZON.start, ROSTER_HORIZON.stop - 1]
    errors["origins"] = len(usable)
    errors["baselines"] = sorted(BASELINES)
    return errors
