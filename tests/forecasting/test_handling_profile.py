"""Handling time of each weekday and slot: between its own mean and that of its neighbours."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.calls import read_calls
from forecasting.handling_profile import Components, learn_handling_profile, shrunk, variance_components
from forecasting.handling_time import weighted_aht
from tests.forecasting.histories import BANK_FULL

CELL_ONLY = Components(call=900.0, slot=0.0, weekday=0.0, cell=100.0)
MONDAY = pd.Timestamp("2026-03-02")


def slots_of(seconds: np.ndarray, answered: np.ndarray) -> pd.DataFrame:
    """One row per entry of arrays weeks × 7 × slots of an hour."""
    ds = pd.date_range(MONDAY, periods=seconds.size, freq="h")
    return pd.DataFrame({"ds": ds, "answered": answered.reshape(-1), "aht_s": seconds.reshape(-1)})


def one_cell(calls: float, mean: float) -> float:
    counts, means = np.zeros((7, 24)), np.zeros((7, 24))
    counts[2, 9], means[2, 9] = calls, mean
    return float(shrunk(means, counts, 100.0, CELL_ONLY)[2, 9])


@pytest.mark.parametrize(("calls", "expected"), [(0, 100.0), (1, 110.0), (9, 150.0), (81, 190.0)])
def test_a_cell_is_credited_with_n_of_n_plus_k(calls: float, expected: float) -> None:
    assert one_cell(calls, 200.0) == pytest.approx(expected)  # k = 900 / 100 = 9


@given(
    mean=st.floats(10, 1000),
    calls=st.floats(0, 1e5),
    more=st.floats(0, 1e5),
)
def test_it_lies_between_cell_and_pool_and_comes_nearer_with_calls(
    mean: float, calls: float, more: float
) -> None:
    few, many = one_cell(calls, mean), one_cell(calls + more, mean)
    low, high = sorted((100.0, mean))
    assert low - 1e-6 <= few <= high + 1e-6
    assert abs(many - mean) <= abs(few - mean) + 1e-6


def test_slots_and_weekdays_share_what_they_have_in_common() -> None:
    """Nine calls at 160 s on a weekday of 9 + 9: weekday, slot and cell solve their three equations."""
    counts, means = np.zeros((7, 24)), np.full((7, 24), 100.0)
    counts[0, 8], means[0, 8] = 9.0, 160.0
    parts = Components(call=900.0, slot=100.0, weekday=100.0, cell=100.0)
    # one cell alone: each part p = n·(60 − the others) / (n + 9), so all three are equal: 2p = 60 − 2p
    assert shrunk(means, counts, 100.0, parts)[0, 8] == pytest.approx(100 + 3 * 15, abs=1e-6)
    # a slot of the same hour without calls keeps the hour's part, one of the same day the day's
    assert shrunk(means, counts, 100.0, parts)[3, 8] == pytest.approx(115, abs=1e-6)
    assert shrunk(means, counts, 100.0, parts)[0, 20] == pytest.approx(115, abs=1e-6)
    assert shrunk(means, counts, 100.0, parts)[3, 20] == pytest.approx(100)


def test_the_variances_of_a_known_centre_are_found() -> None:
    rng = np.random.default_rng(3)
    slot, weekday = rng.normal(0, 30, 288), rng.normal(0, 20, 7)
    counts = rng.integers(5, 60, (7, 288)).astype(float)
    truth = 200 + slot + weekday[:, None] + rng.normal(0, 10, (7, 288))
    means = truth + rng.normal(0, 100, (7, 288)) / np.sqrt(counts)
    found = variance_components(means, counts, 100.0**2)
    assert found.slot == pytest.approx(np.var(slot, ddof=1), rel=0.1)
    assert found.weekday == pytest.approx(np.var(weekday, ddof=1), rel=0.1)
    assert found.cell == pytest.approx(100, rel=0.5)
    assert found.call == 100.0**2


def test_it_is_nearer_to_the_truth_than_the_mean_and_than_each_cell_by_itself() -> None:
    rng = np.random.default_rng(5)
    truth = 200 + rng.normal(0, 25, 24) + rng.normal(0, 10, 7)[:, None]
    counts = rng.integers(1, 12, (6, 7, 24)).astype(float)
    seconds = np.maximum(truth + rng.normal(0, 150, (6, 7, 24)) / np.sqrt(counts), 1.0)
    profile = learn_handling_profile(slots_of(seconds, counts), slot_minutes=60)
    assert profile is not None
    cells = (seconds * counts).sum(axis=0) / counts.sum(axis=0)
    off = np.abs(profile.aht_s - truth).mean()
    assert off < 0.8 * np.abs(cells - truth).mean()
    assert off < 0.8 * np.abs(profile.mean_s - truth).mean()
    assert profile.answered == pytest.approx(counts.sum(axis=0))


def test_values_that_cannot_be_change_nothing_and_are_counted() -> None:
    rng = np.random.default_rng(8)
    counts = rng.integers(5, 30, (4, 7, 24)).astype(float)
    seconds = rng.normal(180, 20, (4, 7, 24))
    good = slots_of(seconds, counts)
    bad = pd.DataFrame(
        {
            "ds": [MONDAY + pd.Timedelta(hours=9)] * 6,
            "answered": [10.0, 10.0, 10.0, 10.0, np.nan, 0.0],
            "aht_s": [0.0, -5.0, np.inf, 90_000.0, 180.0, np.nan],
        }
    )
    clean = learn_handling_profile(good, slot_minutes=60)
    found = learn_handling_profile(pd.concat([good, bad]), slot_minutes=60)
    assert clean is not None
    assert found is not None
    assert found.impossible == 4
    assert found.aht_s == pytest.approx(clean.aht_s)


def test_one_absurd_slot_moves_its_cell_by_no_more_than_eight_usual_means() -> None:
    counts, seconds = np.full((4, 7, 24), 10.0), np.full((4, 7, 24), 180.0)
    seconds[0, 2, 9] = 14_000.0
    found = learn_handling_profile(slots_of(seconds, counts), slot_minutes=60)
    assert found is not None
    assert found.aht_s.max() <= (3 * 180 + 8 * 180) / 4


def test_equal_calls_give_one_number() -> None:
    found = learn_handling_profile(slots_of(np.full((2, 7, 24), 180.0), np.ones((2, 7, 24))), slot_minutes=60)
    assert found is not None
    assert found.aht_s == pytest.approx(180)


def test_nothing_answered_or_no_such_column_gives_nothing() -> None:
    assert learn_handling_profile(pd.DataFrame({"ds": [MONDAY], "calls": [3.0]}), slot_minutes=60) is None
    nobody = pd.DataFrame({"ds": [MONDAY], "answered": [0.0], "aht_s": [np.nan]})
    assert learn_handling_profile(nobody, slot_minutes=60) is None


def test_each_row_finds_its_weekday_and_slot() -> None:
    counts, seconds = np.ones((1, 7, 24)), np.full((1, 7, 24), 100.0)
    found = learn_handling_profile(slots_of(seconds, counts), slot_minutes=60)
    assert found is not None
    found.aht_s[2, 9] = 321.0
    when = pd.Series(pd.to_datetime(["2026-03-04 09:30", "2026-03-11 09:00", "2026-03-05 09:00"]))
    assert found.at(when) == pytest.approx([321, 321, 100])


def test_the_bank_speaks_longer_at_noon_than_in_the_evening() -> None:
    frame = read_calls(BANK_FULL).frame
    found = learn_handling_profile(frame, slot_minutes=30)
    assert found is not None
    assert found.mean_s == pytest.approx(weighted_aht(frame)[0], rel=0.002)
    assert found.aht_s[:, 20:30].mean() > found.aht_s[:, 32:34].mean() + 15
    assert found.aht_s.min() > 0


def test_a_centre_without_any_noise_is_given_as_it_is() -> None:
    seconds = np.where(np.arange(24) < 12, 100.0, 200.0) + np.zeros((3, 7, 24))
    counts = np.where(np.arange(24) < 20, 5.0, 0.0) + np.zeros((3, 7, 24))
    found = learn_handling_profile(slots_of(seconds, counts), slot_minutes=60)
    assert found is not None
    assert found.aht_s[:, :20] == pytest.approx(seconds[0, :, :20])
