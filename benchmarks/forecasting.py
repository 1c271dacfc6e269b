"""All forecasters beside each other, rolling origin over the second half of each history.

``python -m benchmarks.forecasting`` prints the tables; `make prove ONLY=forecast` adds one line per history.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from benchmarks.challengers import CHALLENGERS
from benchmarks.mailing_centre import mailing_centre
from forecasting.backtest import BASELINES, ROSTER_HORIZON, backtest, score
from forecasting.calendar import Calendar
from forecasting.forecasters.base import Forecaster
from forecasting.selection import CANDIDATES, SelectedForecaster

DATA = Path(__file__).parent.parent / "data" / "calls"
METHODS: Mapping[str, Callable[[], Forecaster]] = {
    **CANDIDATES,
    "selected": SelectedForecaster,
    **CHALLENGERS,
}
FAR_STEP_DAYS, NEAR_STEP_DAYS = 10, 2
NEAR_DAYS = (1, 5, 10)
"""Open days ahead."""
NEAR_HORIZON = range(1, 17)
MAILING_SEED = 1
BASELINE = "weekday_mean"


def histories() -> dict[str, tuple[pd.DataFrame, Calendar]]:
    """Name → calls and calendar: two real banks, and an invented centre with mailings."""
    mailing = mailing_centre(MAILING_SEED)
    return {
        "na": (_shipped("bank_na_2003_30min_mar_jul.csv"), Calendar.for_country("US")),
        "il": (_shipped("bank_il_1999_30min_jan_sep.csv"), Calendar.for_country("IL")),
        "mailing": (mailing.calls, mailing.calendar),
    }


def forecast_figures(name: str) -> str:
    """Say error and coverage of every method on one history, far and near, in one run."""
    calls, calendar = histories()[name]
    parts = [
        f"6-37 days ahead, origins {which} ({far.attrs['origins']}): {_told(far)}"
        for which, far in far_scores(calls, calendar).items()
    ]
    for ahead, near in near_scores(calls, calendar).items():
        parts.append(f"{ahead} open days ahead, {near.attrs['origins']} origins: {_told(near)}")
    return "; ".join(parts)


def far_scores(calls: pd.DataFrame, calendar: Calendar) -> dict[str, pd.DataFrame]:
    """Scores by method 6 to 37 days ahead, over all origins and over those with the whole horizon known."""
    days = _days(calls)
    last = days[-1] - dt.timedelta(days=ROSTER_HORIZON.start)
    count = (last - _half(days)).days // FAR_STEP_DAYS + 1
    cutoffs = [_half(days) + dt.timedelta(days=FAR_STEP_DAYS * step) for step in range(count)]
    whole = [day for day in cutoffs if day + dt.timedelta(days=ROSTER_HORIZON.stop - 1) <= days[-1]]
    results = backtest(calls, calendar, METHODS, cutoffs=cutoffs)
    in_whole = results["cutoff"] <= pd.Timestamp(whole[-1])
    return {
        "all": _scored(results, len(cutoffs)),
        "with the whole horizon": _scored(results[in_whole], len(whole)),
    }


def near_scores(calls: pd.DataFrame, calendar: Calendar) -> dict[int, pd.DataFrame]:
    """Scores by method, per number of open days ahead; every fourth open day is an origin."""
    days = _days(calls)
    cutoffs = [day for day in days if day >= _half(days)][: -max(NEAR_DAYS) : NEAR_STEP_DAYS]
    results = backtest(calls, calendar, METHODS, cutoffs=cutoffs, horizon=NEAR_HORIZON)
    ahead = results.groupby(["forecaster", "cutoff"])["horizon"].rank(method="dense").astype(int)
    return {count: _scored(results[ahead == count], len(cutoffs)) for count in NEAR_DAYS}


def _scored(results: pd.DataFrame, origins: int) -> pd.DataFrame:
    scores = score(results).set_index("forecaster")
    baseline = float(scores["wape"].to_dict()[BASELINE])
    scores["under_mean"] = 1 - scores["wape"] / baseline
    scores.attrs["origins"] = origins
    return scores.loc[[*BASELINES, *METHODS]]


def _told(scores: pd.DataFrame) -> str:
    """Per method its error, and in brackets that against the mean's and the share inside the band."""
    return ", ".join(
        f"{row['forecaster']} {row['wape']:.4f} ({0 - row['under_mean']:+.1%}, {row['coverage80']:.1%})"
        for row in scores.reset_index().to_dict("records")
    )


def _days(calls: pd.DataFrame) -> list[dt.date]:
    """Days that have any row."""
    return [day.date() for day in pd.DatetimeIndex(calls["ds"]).normalize().unique().sort_values()]


def _half(days: list[dt.date]) -> dt.date:
    """The day in the middle of the history: origins begin there."""
    return days[0] + (days[-1] - days[0]) / 2


@cache
def _shipped(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / name, parse_dates=["ds"])


if __name__ == "__main__":
    for history in histories():
        print(history, forecast_figures(history).replace("; ", "\n  "), sep="\n  ")
