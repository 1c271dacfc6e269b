"""Patience of each weekday and slot, from waits of which most are censored."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.calls import read_calls
from forecasting.patience_profile import credited, learn_patience_profile, shrunk_rates
from tests.forecasting.histories import BANK_FULL

MONDAY = pd.Timestamp("2026-03-02")


def slots_of(abandoned: np.ndarray, waited: np.ndarray) -> pd.DataFrame:
    ds = pd.date_range(MONDAY, periods=abandoned.size, freq="h")
    frame = {"ds": ds, "abandoned": abandoned.reshape(-1), "wait_s_sum": waited.reshape(-1)}
    return pd.DataFrame(frame).assign(offered=100.0)


@pytest.mark.parametrize(("month", "patience"), [(1, 369), (2, 348)])
def test_the_bank_has_its_published_patience(month: int, patience: float) -> None:
    frame = read_calls(BANK_FULL).frame
    found = learn_patience_profile(frame[frame["ds"].dt.month == month], slot_minutes=30)
    assert found is not None
    assert found.mean_s == pytest.approx(patience, rel=0.015)
    assert found.impossible == 0


def test_factors_are_posterior_means_of_a_gamma() -> None:
    seen, expected = np.array([30.0, 10.0]), np.array([20.0, 20.0])
    # φ = (2·100 − 40) / (2·400) = 0.2, so each is drawn by 5 expected calls
    assert credited(seen, expected, 1.0) == pytest.approx([35 / 25, 15 / 25])
    # counts that vary twice as much: φ = (200 − 80) / 800 = 0.15, drawn by 2 / 0.15
    assert credited(seen, expected, 2.0) == pytest.approx(
        [(30 + 40 / 3) / (20 + 40 / 3), (10 + 40 / 3) / (20 + 40 / 3)]
    )
    # no more than Poisson counts would: all the same
    assert credited(np.array([21.0, 19.0]), expected, 1.0) == pytest.approx([1.0, 1.0])


@given(
    st.lists(
        st.tuples(st.floats(0, 200), st.floats(0.01, 200)),
        min_size=2,
        max_size=20,
    )
)
def test_a_factor_lies_between_one_and_what_was_seen(pairs: list[tuple[float, float]]) -> None:
    seen, expected = np.array(pairs).T
    found = credited(seen, expected, 1.0)
    for factor, d, e in zip(found, seen, expected, strict=True):
        low, high = sorted((1.0, d / e))
        assert low - 1e-9 <= factor <= high + 1e-9


@given(st.floats(1, 50), st.floats(1, 50))
def test_more_waiting_brings_a_cell_nearer_to_its_own_rate(few: float, more: float) -> None:
    rest_seen, rest_expected = [4000.0, 100.0, 1000.0], [2000.0, 1000.0, 2000.0]
    off = []
    for expected in (few, few + more):
        found = credited(np.array([2.0 * expected, *rest_seen]), np.array([expected, *rest_expected]), 1.0)
        off.append(abs(found[0] - 2.0))
    assert off[1] < off[0] + 1e-3


def test_censored_waits_of_two_kinds_of_hours_are_told_apart() -> None:
    """Patience 120 s in the morning and 360 s in the evening; agents answer after 60 s on average."""
    rng = np.random.default_rng(4)
    truth = np.where(np.arange(24) < 12, 120.0, 360.0)
    patience = rng.exponential(np.broadcast_to(truth[:, None], (8, 7, 24, 60)))
    offered = rng.exponential(60.0, patience.shape)
    waited = np.minimum(patience, offered).sum(axis=3)
    found = learn_patience_profile(
        slots_of((patience < offered).sum(axis=3).astype(float), waited), slot_minutes=60
    )
    assert found is not None
    assert found.patience_s[:, :12].mean() == pytest.approx(120, rel=0.05)
    assert found.patience_s[:, 12:].mean() == pytest.approx(360, rel=0.05)
    assert found.abandoned.sum() == (patience < offered).sum()
    assert found.waited_s.sum() == pytest.approx(waited.sum())


def test_hours_that_differ_by_chance_alone_get_one_patience() -> None:
    rng = np.random.default_rng(9)
    waited = np.full((3, 7, 24), 600.0)
    found = learn_patience_profile(
        slots_of(rng.poisson(600 / 240, waited.shape).astype(float), waited), slot_minutes=60
    )
    assert found is not None
    cells = found.waited_s / np.maximum(found.abandoned, 1)
    assert np.ptp(found.patience_s) < 0.3 * np.ptp(cells)
    assert found.patience_s.mean() == pytest.approx(240, rel=0.1)


def test_cells_without_a_wait_have_the_patience_of_their_slot_and_weekday() -> None:
    abandoned, waited = np.zeros((7, 24)), np.zeros((7, 24))
    abandoned[:6], waited[:6] = 20.0, 6000.0
    assert 1 / shrunk_rates(abandoned, waited, 1.0) == pytest.approx(np.full((7, 24), 300.0))


def test_who_hangs_up_at_once_is_left_out() -> None:
    frame = slots_of(np.full((1, 7, 24), 6.0), np.full((1, 7, 24), 1550.0))
    found = learn_patience_profile(frame.assign(abandoned_le5s=1.0, queued=11.0), slot_minutes=60)
    assert found is not None
    assert found.mean_s == pytest.approx((1550 - 5 * 10) / 5)


def test_figures_that_cannot_be_are_left_out_and_counted() -> None:
    good = slots_of(np.full((2, 7, 24), 5.0), np.full((2, 7, 24), 1500.0))
    bad = pd.DataFrame(
        {
            "ds": [MONDAY] * 4,
            "abandoned": [5.0, -1.0, 5.0, np.nan],
            "wait_s_sum": [-3.0, 100.0, 1e9, 100.0],
            "offered": 100.0,
        }
    )
    found = learn_patience_profile(pd.concat([good, bad]), slot_minutes=60)
    assert found is not None
    assert found.impossible == 3
    assert found.patience_s == pytest.approx(300)


def test_nobody_gave_up_or_no_such_column_gives_nothing() -> None:
    assert (
        learn_patience_profile(slots_of(np.zeros((1, 7, 24)), np.ones((1, 7, 24))), slot_minutes=60) is None
    )
    assert learn_patience_profile(pd.DataFrame({"ds": [MONDAY], "calls": [3.0]}), slot_minutes=60) is None
