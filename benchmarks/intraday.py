"""The rest of a day forecast anew at 10, 12 and 15 o'clock, against the morning's forecast left as it is."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from benchmarks.forecasting import histories
from forecasting.calendar import Calendar
from forecasting.forecasters.gaussian_process import GaussianProcessForecaster
from forecasting.intraday import reforecast, relative_variance
from forecasting.slots import FloatArray

HOURS = (10, 12, 15)
NEAR_STEP_DAYS = 3
"""Every third open day is forecast on its eve."""
FAR_DAYS = 14
"""A forecast made 13 days before them serves so many open days."""
FEWEST_ROWS = 0.4
"""A day with fewer of its rows is a hole in the record."""
FAULTS = frozenset({dt.date(1999, 5, 23)})
"""Days on which the source is known to be wrong."""
METHODS = ("unchanged", "ratio", "gamma-Poisson", "updated")


def intraday_figures() -> str:
    """Say the error of each method by hour, for forecasts of the eve and of weeks before."""
    told = []
    for name, (calls, calendar) in histories().items():
        if name == "mailing":
            continue
        for when, days in (("eve", _eves(calls, calendar)), ("14-28 days before", _far(calls, calendar))):
            told += [f"{name}, forecast of the {when}: {_told(list(days))}"]
    return "; ".join(told)


def _told(days: list[pd.DataFrame]) -> str:
    parts = []
    for hour in HOURS:
        found = scores(days, hour)
        errors = ", ".join(f"{method} {found[method]:.4f}" for method in METHODS)
        bands = f"80% band {found['band before']:.1%}, then {found['band after']:.1%}"
        parts.append(f"{hour}:00 {errors}, {bands}")
    return f"{len(days)} days, " + " | ".join(parts)


def scores(days: list[pd.DataFrame], hour: int) -> Mapping[str, float]:
    """WAPE per slot of the rest of the days by method, and the share of its open slots inside the band."""
    sums: dict[str, float] = defaultdict(float)
    for day in days:
        before = (day["ds"].dt.hour < hour).to_numpy()
        actual, mean = day["calls"].to_numpy(), day["mean"].to_numpy()
        came = np.where(before, actual, np.nan)
        made = reforecast(day, came)
        after = ~before & ~np.isnan(actual)
        rest = actual[after]
        here = after[len(day) - len(made) :]
        guesses = {
            "unchanged": mean[after],
            "ratio": mean[after] * _ratio(came, mean),
            "gamma-Poisson": mean[after] * _gamma_poisson(came, mean, day),
            "updated": made["mean"].to_numpy()[here],
        }
        for method, guess in guesses.items():
            sums[method] += float(np.abs(rest - guess).sum())
        is_open = mean[after] > 0
        sums["calls"] += float(rest.sum())
        sums["slots"] += float(is_open.sum())
        sums["before"] += _inside(rest, day[after])[is_open].sum()
        sums["after"] += _inside(rest, made[here])[is_open].sum()
    shares = {f"band {name}": sums[name] / sums["slots"] for name in ("before", "after")}
    return {method: sums[method] / sums["calls"] for method in METHODS} | shares


def _ratio(came: FloatArray, mean: FloatArray) -> float:
    """Plain scaling: what came ÷ what was expected so far."""
    seen = ~np.isnan(came)
    return float(came[seen].sum() / mean[seen].sum()) if mean[seen].sum() > 0 else 1.0


def _gamma_poisson(came: FloatArray, mean: FloatArray, day: pd.DataFrame) -> float:
    """One gamma factor for the whole day, by the same variance."""
    seen, relative = ~np.isnan(came), relative_variance(day)
    strength = 1.0 / max(float(relative[mean > 0].min()), 1e-9)
    return float((strength + came[seen].sum()) / (strength + mean[seen].sum()))


def _inside(actual: FloatArray, band: pd.DataFrame) -> FloatArray:
    lo, hi = band["lo80"].to_numpy(), band["hi80"].to_numpy()
    return np.asarray((actual >= lo) & (actual <= hi), dtype=np.float64)


def _eves(calls: pd.DataFrame, calendar: Calendar) -> Iterator[pd.DataFrame]:
    for day in _second_half(calls)[::NEAR_STEP_DAYS]:
        yield from _beside(calls, _forecast(calls, calendar, day, ahead=1, days=1), [day])


def _far(calls: pd.DataFrame, calendar: Calendar) -> Iterator[pd.DataFrame]:
    days = _second_half(calls)
    for start in range(0, len(days), FAR_DAYS):
        block = days[start : start + FAR_DAYS]
        span = (block[-1] - block[0]).days + 1
        yield from _beside(calls, _forecast(calls, calendar, block[0], ahead=14, days=span), block)


def _forecast(
    calls: pd.DataFrame, calendar: Calendar, first: dt.date, *, ahead: int, days: int
) -> pd.DataFrame:
    known = calls[calls["ds"] < pd.Timestamp(first) - pd.Timedelta(days=ahead - 1)]
    return GaussianProcessForecaster().fit(known, calendar).predict(first, days)


def _beside(calls: pd.DataFrame, made: pd.DataFrame, days: list[dt.date]) -> Iterator[pd.DataFrame]:
    both = made.merge(calls[["ds", "calls"]], on="ds", how="left")
    for day in days:
        found = both[both["ds"].dt.date == day].reset_index(drop=True)
        rows = found.loc[found["mean"] > 0, "calls"].notna()
        if len(rows) and rows.mean() >= FEWEST_ROWS and day not in FAULTS:
            yield found


def _second_half(calls: pd.DataFrame) -> list[dt.date]:
    days = sorted(set(calls["ds"].dt.date))
    return [day for day in days if day >= days[0] + (days[-1] - days[0]) / 2]


if __name__ == "__main__":
    print(intraday_figures().replace("; ", "\n"))
