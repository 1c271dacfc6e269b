"""The Gaussian process over days: against the formula by hand, and what its parts are for."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from benchmarks.mailing_centre import mailing_centre
from forecasting.backtest import backtest, score
from forecasting.calendar import Calendar, Event
from forecasting.demand_days import demand_days
from forecasting.forecasters.gaussian_process import NOISE_SD, GaussianProcessForecaster
from forecasting.forecasters.kernels import DayKernel
from tests.forecasting.histories import BANK_CALENDAR, bank, regular_history

MONDAY = dt.date(2026, 3, 2)
FLAT = DayKernel(weekday_sd=0, month_sd=0, kind_sd=0, slow_sd=0, fast_sd=0, event_sd=0)


def test_two_days_and_a_common_level_by_hand() -> None:
    """Two equal days say 2 s² / (2 s² + noise) of their common distance from the median, which is 0 here."""
    log_totals = np.log(np.array([100.0, 144.0]))
    days = demand_days(Calendar(), MONDAY, 2)
    model = GaussianProcessForecaster(kernel=replace(FLAT, mean_sd=0.2)).fit_days(
        log_totals, np.array([True, True]), days
    )
    # Noise differs by the counting alone; the prior draws the weighted mean to the median.
    noise = NOISE_SD**2 + 1 / np.array([100.0, 144.0])
    median = log_totals.mean()
    precise = (1 / noise).sum()
    expected = median + ((log_totals - median) / noise).sum() / (precise + 1 / 0.2**2)
    made = model.log_totals(demand_days(Calendar(), MONDAY + dt.timedelta(days=2), 1), np.array([1.0]))
    assert made == pytest.approx([expected])


def test_each_residual_is_against_all_other_days() -> None:
    log_totals = np.log(np.array([100.0, 100.0, 130.0]))
    known = np.ones(3, dtype=np.bool_)
    days = demand_days(Calendar(), MONDAY, 3)
    forecaster = GaussianProcessForecaster()
    residuals = forecaster.fit_days(log_totals, known, days).residuals
    covariance = forecaster.kernel.between(days, days) + np.diag(NOISE_SD**2 + np.exp(-log_totals))
    y = log_totals - np.median(log_totals)
    others = covariance[2, :2] @ np.linalg.solve(covariance[:2, :2], y[:2])
    assert residuals[2] == pytest.approx(y[2] - others)


def test_a_kernel_is_a_covariance_with_overlapping_events() -> None:
    starts = [MONDAY + dt.timedelta(days=offset) for offset in (0, 3, 3, 40)]
    events = tuple(
        Event(start=day, end=day, kind=kind) for day, kind in zip(starts, ("a", "b", "a", "b"), strict=True)
    )
    days = demand_days(Calendar.for_country("IL", events=events), MONDAY, 90)
    covariance = DayKernel().between(days, days)
    assert covariance == pytest.approx(covariance.T)
    assert np.linalg.eigvalsh(covariance).min() > -1e-9


def test_events_of_another_kind_teach_less_than_of_the_same() -> None:
    def lag_covariance(first: str, second: str) -> float:
        other = MONDAY + dt.timedelta(days=200)
        events = tuple(Event(start=d, end=d, kind=k) for d, k in ((MONDAY, first), (other, second)))
        calendar = Calendar(events=events)
        only = replace(FLAT, mean_sd=0.0, event_sd=1.0)
        return float(only.between(demand_days(calendar, MONDAY, 1), demand_days(calendar, other, 1))[0, 0])

    assert lag_covariance("a", "a") == pytest.approx(1.0)
    assert lag_covariance("a", "b") == pytest.approx(0.6)


def test_the_same_history_gives_the_same_forecast() -> None:
    calls = regular_history(MONDAY, 60)
    first, second = (
        GaussianProcessForecaster().fit(calls, Calendar()).predict(dt.date(2026, 5, 4), 7) for _ in range(2)
    )
    pd.testing.assert_frame_equal(first, second)


def test_an_hourly_centre_closed_at_night_learns_what_a_mailing_brings() -> None:
    """Invented, seeded: clearly better than the mean and than itself without the events; bands hold."""
    centre = mailing_centre(1)
    cutoffs = [dt.date(2024, 6, 3) + dt.timedelta(days=40 * step) for step in range(3)]
    makers = {"gp": GaussianProcessForecaster}
    with_events = score(backtest(centre.calls, centre.calendar, makers, cutoffs=cutoffs)).set_index(
        "forecaster"
    )
    blind = score(backtest(centre.calls, Calendar(), makers, cutoffs=cutoffs)).set_index("forecaster")
    wape = with_events["wape"]
    assert wape["gp"] < 0.75 * wape["weekday_mean"]
    assert wape["gp"] < 0.85 * blind["wape"]["gp"]
    assert 0.7 < with_events["coverage80"]["gp"] < 0.9
    night = GaussianProcessForecaster().fit(centre.calls, centre.calendar).predict(dt.date(2024, 11, 1), 14)
    closed = ~night["ds"].dt.hour.between(8, 19) | (night["ds"].dt.day_of_week == 6)
    assert len(night) == 14 * 24
    assert (night.loc[closed, ["mean", "lo80", "hi80"]] == 0).all(axis=None)
    assert (night.loc[~closed & (night["ds"].dt.day_of_week < 5), "mean"] > 0).all()


def test_the_real_centre_is_forecast_a_fifth_better_than_by_the_mean() -> None:
    cutoffs = [dt.date(1999, 5, 17) + dt.timedelta(days=14 * step) for step in range(10)]
    results = backtest(bank(), BANK_CALENDAR, {"gp": GaussianProcessForecaster}, cutoffs=cutoffs)
    scores = score(results).set_index("forecaster")
    assert scores["wape"]["gp"] < 0.81 * scores["wape"]["weekday_mean"]
    assert 0.77 < scores["coverage80"]["gp"] < 0.84
