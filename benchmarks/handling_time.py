"""Handling time and patience of weeks not seen yet: profile by weekday × slot against simpler numbers."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from forecasting.cells import cell_sums, place_in_week, ratio
from forecasting.handling_profile import HandlingProfile, learn_handling_profile
from forecasting.handling_time import QUICK_SECONDS
from forecasting.patience_profile import PatienceProfile, learn_patience_profile
from forecasting.slots import FloatArray

CALLS = Path(__file__).parent.parent / "data" / "calls" / "bank_il_1999_30min_full_jan_feb.csv"
SLOT_MINUTES = 30
ORIGINS = pd.to_datetime(["1999-01-25", "1999-02-01", "1999-02-08", "1999-02-15"])
HORIZON = pd.Timedelta(days=14)
LEAST_RATE = 1e-5  # a cell in which nobody ever gave up
METHODS = ("mean", "cell mean", "slot mean", "shrunk")


def handling_time_figures() -> str:
    """Say the error of each method on the two weeks after each origin, all origins together."""
    handling, patience = handling_errors(), patience_errors()
    told = ", ".join(f"{name} {handling[name]:.4f}" for name in METHODS)
    waits = ", ".join(f"{name} {patience[name]:.3f}" for name in METHODS)
    whole = pd.read_csv(CALLS, parse_dates=["ds"])
    months = [
        learn_patience_profile(whole[whole["ds"].dt.month == month], slot_minutes=SLOT_MINUTES)
        for month in (1, 2)
    ]
    by_month = " / ".join(f"{found.mean_s:.1f}" for found in months if found is not None)
    return (
        f"{len(ORIGINS)} origins, two weeks each; handling time, WAPE weighted by calls: {told}; "
        f"abandonments given the waiting, Poisson deviance per slot: {waits}; patience Jan / Feb {by_month} s"
    )


def handling_errors() -> dict[str, float]:
    """Absolute error of a slot's mean handling time as a share of it, weighted by calls."""
    off, total = dict.fromkeys(METHODS, 0.0), 0.0
    for past, rest in _parts():
        learnt = learn_handling_profile(past, slot_minutes=SLOT_MINUTES)
        if learnt is None:
            continue
        answered = rest[(rest["answered"] > 0) & rest["aht_s"].notna()]
        calls, seconds = answered["answered"].to_numpy(float), answered["aht_s"].to_numpy(float)
        for name, guess in _handling_guesses(past, learnt).items():
            off[name] += float((calls * np.abs(seconds - _at(guess, answered["ds"]))).sum())
        total += float((calls * seconds).sum())
    return {name: value / total for name, value in off.items()}


def patience_errors() -> dict[str, float]:
    """Poisson deviance per slot with waiting: how unlikely the abandonments seen are."""
    off, count = dict.fromkeys(METHODS, 0.0), 0
    for past, rest in _parts():
        learnt = learn_patience_profile(past, slot_minutes=SLOT_MINUTES)
        if learnt is None:
            continue
        gave_up = (rest["abandoned"] - rest["abandoned_le5s"]).to_numpy(float)
        stayed = np.maximum((rest["queued"] - rest["abandoned_le5s"]).to_numpy(float), 0.0)
        waited = rest["wait_s_sum"].to_numpy(float) - QUICK_SECONDS * stayed
        held = waited > 0
        for name, rates in _patience_guesses(learnt).items():
            expected = waited[held] * np.maximum(_at(rates, rest["ds"])[held], LEAST_RATE)
            off[name] += _deviance(gave_up[held], expected)
        count += int(held.sum())
    return {name: value / count for name, value in off.items()}


def _parts() -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """What was known at each origin, and the two weeks after it."""
    calls = pd.read_csv(CALLS, parse_dates=["ds"])
    for origin in ORIGINS:
        after = (calls["ds"] >= origin) & (calls["ds"] < origin + HORIZON)
        yield calls[calls["ds"] < origin], calls[after]


def _handling_guesses(past: pd.DataFrame, learnt: HandlingProfile) -> Mapping[str, FloatArray]:
    """Method → seconds of every cell; without a call of its own, a cell or slot has the mean."""
    known = past[(past["answered"] > 0) & past["aht_s"].notna()]
    calls, mean = learnt.answered, np.full(learnt.answered.shape, learnt.mean_s)
    seconds = (known["answered"] * known["aht_s"]).to_numpy(float)
    talked = cell_sums(place_in_week(known["ds"], SLOT_MINUTES), seconds, SLOT_MINUTES)
    slot = ratio(talked.sum(axis=0), calls.sum(axis=0), mean[0])
    return {
        "mean": mean,
        "cell mean": ratio(talked, calls, mean),
        "slot mean": np.broadcast_to(slot, mean.shape),
        "shrunk": learnt.aht_s,
    }


def _patience_guesses(learnt: PatienceProfile) -> Mapping[str, FloatArray]:
    """Method → rate per second of every cell."""
    gave_up, waited = learnt.abandoned, learnt.waited_s
    rate = np.full(gave_up.shape, 1.0 / learnt.mean_s)
    slot = ratio(gave_up.sum(axis=0), waited.sum(axis=0), rate[0])
    return {
        "mean": rate,
        "cell mean": ratio(gave_up, waited, rate),
        "slot mean": np.broadcast_to(slot, rate.shape),
        "shrunk": 1.0 / learnt.patience_s,
    }


def _at(cells: FloatArray, ds: pd.Series) -> FloatArray:
    return np.asarray(cells.reshape(-1)[place_in_week(ds, SLOT_MINUTES)], dtype=np.float64)


def _deviance(seen: FloatArray, expected: FloatArray) -> float:
    logs = np.where(seen > 0, seen * np.log(np.maximum(seen, 1.0) / expected), 0.0)
    return float(2 * (logs - (seen - expected)).sum())


if __name__ == "__main__":
    print(handling_time_figures())
