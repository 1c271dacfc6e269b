"""Handling time and patience, measured on the real centre and on calls of known patience."""

import numpy as np
import pandas as pd
import pytest

from forecasting.calls import read_calls
from forecasting.handling_time import measure_handling_time, patience_seconds
from tests.forecasting.histories import BANK_FULL


@pytest.mark.parametrize(("month", "aht", "abandoned"), [(1, 185, 0.137), (2, 177, 0.179)])
def test_the_bank_has_its_published_profile(month: int, aht: float, abandoned: float) -> None:
    frame = read_calls(BANK_FULL).frame
    measured = measure_handling_time(frame[frame["ds"].dt.month == month])
    assert measured.aht_s == pytest.approx(aht, abs=0.5)
    assert measured.abandoned_share == pytest.approx(abandoned, abs=0.0005)


@pytest.mark.parametrize(("month", "patience"), [(1, 369), (2, 348)])
def test_the_patience_of_the_bank_is_near_the_estimate_from_single_calls(month: int, patience: float) -> None:
    frame = read_calls(BANK_FULL).frame
    measured = measure_handling_time(frame[frame["ds"].dt.month == month])
    assert measured.patience_s == pytest.approx(patience, rel=0.015)


def test_censored_waits_still_give_the_true_patience() -> None:
    rng = np.random.default_rng(7)
    patience, offered_wait = rng.exponential(240, 200_000), rng.exponential(60, 200_000)
    waited = np.minimum(patience, offered_wait)
    estimate = patience_seconds(float(waited.sum()), float((patience < offered_wait).sum()))
    assert estimate == pytest.approx(240, rel=0.02)


def test_nobody_gave_up_means_no_patience_is_known() -> None:
    assert patience_seconds(100.0, 0.0) is None
    slots = pd.DataFrame({"answered": [3], "aht_s": [100.0], "calls": [3]})
    measured = measure_handling_time(slots)
    assert measured.patience_s is None
    assert measured.abandoned_share is None


def test_handling_time_weighs_by_answered_calls() -> None:
    slots = pd.DataFrame({"answered": [1, 3, 0], "aht_s": [100.0, 200.0, np.nan], "calls": [1, 3, 2]})
    measured = measure_handling_time(slots)
    assert measured.aht_s == pytest.approx(175)
    assert measured.answered == 4


def test_without_an_answered_call_there_is_no_handling_time() -> None:
    with pytest.raises(ValueError, match="answered"):
        measure_handling_time(pd.DataFrame({"answered": [0], "aht_s": [np.nan], "calls": [2]}))
