"""The rest of a day, from what has arrived: reckoned by hand, and what must always hold."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from forecasting.forecasters.base import count_band
from forecasting.intraday import BEYOND, LASTING_HOURS, LEAST_EXPECTED, reforecast, relative_variance, so_far

FEW = settings(max_examples=25, deadline=None)


def day_of(mean: list[float], variance: float, *, hours: float = 1.0) -> pd.DataFrame:
    """Slots whose bands have the same relative variance throughout: all of it the day's factor."""
    expected = np.array(mean)
    lo, hi = count_band(expected, np.full(expected.shape, variance))
    ds = pd.date_range("2026-12-08 08:00", periods=len(mean), freq=f"{hours * 60:.0f}min")
    return pd.DataFrame({"ds": ds, "mean": expected, "lo80": lo, "hi80": hi})


def arrived(calls: list[float], slots: int) -> np.ndarray:
    return np.array([*calls, *[np.nan] * (slots - len(calls))])


def test_one_slot_tells_the_next_by_its_noise_and_their_distance() -> None:
    day = day_of([100.0, 200.0, 50.0], 0.04)
    found = reforecast(day, arrived([120.0], 3))
    # v = .04, noise 1/100: of +20 % four fifths are believed, and fade by e^(−1/8) and e^(−2/8)
    one, two = math.exp(-1 / LASTING_HOURS), math.exp(-2 / LASTING_HOURS)
    assert found["mean"].tolist() == pytest.approx([200 * (1 + 0.16 * one), 50 * (1 + 0.16 * two)], rel=1e-6)
    left = 0.04 - 0.04 * one * 0.8 * one
    lo, hi = count_band(np.array([200 * (1 + 0.16 * one)]), np.array([left / (1 + 0.16 * one) ** 2]))
    assert found.loc[0, "lo80"] == pytest.approx(lo[0], rel=1e-4)
    assert found.loc[0, "hi80"] == pytest.approx(hi[0], rel=1e-4)


def test_nothing_arrived_leaves_the_forecast_unchanged() -> None:
    day = day_of([0.0, 100.0, 200.0], 0.04)
    pd.testing.assert_frame_equal(reforecast(day, arrived([], 3)), day)
    after_night = reforecast(day, arrived([0.0], 3))  # a closed slot says nothing
    pd.testing.assert_frame_equal(after_night, day.iloc[1:].reset_index(drop=True))


def test_the_whole_day_arrived_leaves_nothing() -> None:
    assert reforecast(day_of([10.0, 20.0], 0.04), arrived([9.0, 30.0], 2)).empty


def test_what_came_as_expected_changes_no_mean_and_narrows_the_bands() -> None:
    day = day_of([100.0] * 8, 0.04)
    found = reforecast(day, arrived([100.0] * 4, 8))
    assert found["mean"].tolist() == pytest.approx([100.0] * 4)
    before = (day["hi80"] - day["lo80"]).iloc[0]
    widths = (found["hi80"] - found["lo80"]).to_numpy()
    assert (widths < before).all()
    assert (np.diff(widths) > 0).all(), "the further away, the less is known"


def test_an_outage_of_one_slot_is_no_quiet_day() -> None:
    day = day_of([100.0] * 8, 0.01)
    outage = reforecast(day, arrived([100.0, 100.0, 0.0], 8))["mean"].iloc[0]
    very_quiet = reforecast(day, arrived([55.0, 55.0, 55.0], 8))["mean"].iloc[0]
    assert very_quiet < outage - 5


def test_a_hole_in_what_arrived_is_not_zero() -> None:
    day = day_of([100.0] * 4, 0.04)
    found = reforecast(day, np.array([120.0, np.nan, 120.0, np.nan]))
    assert len(found) == 1
    assert found["mean"].iloc[0] > 110


def test_closed_slots_stay_closed() -> None:
    found = reforecast(day_of([100.0, 0.0, 100.0, 0.0], 0.04), arrived([150.0], 4))
    assert found["mean"].tolist()[0] == found["mean"].tolist()[2] == 0.0
    assert found["hi80"].tolist()[0] == 0.0


@FEW
@given(st.lists(st.floats(0, 300), min_size=1, max_size=5), st.floats(0.001, 0.2))
def test_it_moves_no_further_than_plain_scaling_and_bands_hold_the_mean(
    calls: list[float], variance: float
) -> None:
    day = day_of([100.0] * 8, variance)
    found = reforecast(day, arrived(calls, 8))
    low, high = min([100.0, *calls]), max([100.0, *calls])
    assert (found["mean"] >= low - 1e-6).all()
    assert (found["mean"] <= high + 1e-6).all()
    assert (found["lo80"] <= found["mean"]).all()
    assert (found["hi80"] >= found["mean"]).all()


@FEW
@given(st.floats(100, 300), st.floats(1, 100))
def test_more_calls_so_far_mean_more_calls_to_come(calls: float, more: float) -> None:
    day = day_of([100.0] * 6, 0.05)
    fewer = reforecast(day, arrived([calls], 6))["mean"].to_numpy()
    many = reforecast(day, arrived([calls + more], 6))["mean"].to_numpy()
    assert (many >= fewer - 1e-9).all()


@FEW
@given(st.floats(5, 500), st.floats(0.001, 0.4))
def test_the_variance_is_read_back_from_a_band(mean: float, variance: float) -> None:
    assert relative_variance(day_of([mean], variance))[0] == pytest.approx(variance, rel=1e-3, abs=1e-4)


def test_on_days_with_a_factor_that_fades_it_is_better_than_leaving_and_than_scaling() -> None:
    rng = np.random.default_rng(11)
    hours, v = np.arange(12.0), 0.03
    chol = np.linalg.cholesky(v * np.exp(-np.abs(hours[:, None] - hours[None, :]) / LASTING_HOURS))
    day = day_of([60.0] * 12, v)
    off = np.zeros(3)
    inside = 0.0
    for _ in range(150):
        calls = rng.poisson(60.0 * np.maximum(1 + chol @ rng.normal(size=12), 0.05)).astype(float)
        found = reforecast(day, arrived(calls[:5].tolist(), 12))
        rest = calls[5:]
        scaled = calls[:5].mean()
        off += [np.abs(rest - found["mean"]).sum(), np.abs(rest - 60.0).sum(), np.abs(rest - scaled).sum()]
        inside += ((rest >= found["lo80"]) & (rest <= found["hi80"])).mean() / 150
    assert off[0] < 0.95 * off[1]
    assert off[0] < 0.95 * off[2]
    assert 0.76 < inside < 0.84


def test_the_edge_of_the_sum_is_reckoned_with_the_factor_that_the_slots_share() -> None:
    found = so_far(day_of([100.0, 200.0, 50.0], 0.04), arrived([120.0, 230.0], 3))
    assert found is not None
    assert (found.came, found.expected) == (350.0, 300.0)
    # 100²·.04 + 200²·.04 + 2·100·200·.04·e^(−1/8), beside the noise of 300 calls
    more = 400 + 1600 + 1600 * math.exp(-1 / LASTING_HOURS)
    size = 300**2 / more
    assert found.upper == pytest.approx(stats.nbinom.ppf(BEYOND, size, size / (size + 300)), abs=1)
    assert not found.beyond, "a busy day is within what the factor of the day allows"


def test_beyond_begins_one_call_above_the_edge() -> None:
    day = day_of([100.0] * 4, 0.01)
    edge = so_far(day, arrived([100.0] * 4, 4))
    assert edge is not None
    at = so_far(day, arrived([100.0, 100.0, 100.0, edge.upper - 300.0], 4))
    above = so_far(day, arrived([100.0, 100.0, 100.0, edge.upper - 299.0], 4))
    assert at is not None
    assert above is not None
    assert (at.beyond, above.beyond) == (False, True)


def test_a_sure_forecast_is_left_sooner_and_never_by_a_handful_of_calls() -> None:
    sure, unsure = (so_far(day_of([100.0] * 4, v), arrived([100.0] * 4, 4)) for v in (0.001, 0.1))
    assert sure is not None
    assert unsure is not None
    assert 400 < sure.upper < unsure.upper
    night = so_far(day_of([1.0] * 4, 0.01), arrived([20.0], 4))
    assert night is not None
    assert night.came > night.upper
    assert night.expected < LEAST_EXPECTED
    assert not night.beyond


def test_one_day_in_a_thousand_is_beyond_by_chance() -> None:
    mean, days, slots, v = 50.0, 20_000, 8, 0.02
    day = day_of([mean] * slots, v)
    hours = np.arange(slots)
    shared = v * np.exp(-np.abs(hours[:, None] - hours[None, :]) / LASTING_HOURS)
    rng = np.random.default_rng(1)
    factors = 1.0 + rng.multivariate_normal(np.zeros(slots), shared, days)
    sums = rng.poisson(mean * np.maximum(factors, 0.0)).sum(axis=1)
    edge = so_far(day, arrived([mean] * slots, slots))
    assert edge is not None
    assert 0 < (sums > edge.upper).mean() < 0.002


def test_nothing_arrived_and_closed_hours_say_nothing() -> None:
    assert so_far(day_of([100.0, 100.0], 0.04), arrived([], 2)) is None
    found = so_far(day_of([0.0, 100.0], 0.04), arrived([500.0, 100.0], 2))
    assert found is not None
    assert (found.came, found.expected) == (100.0, 100.0)
