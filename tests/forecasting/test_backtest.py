"""The real centre, 6 to 37 days ahead: better than the baselines, with honest bands."""

import datetime as dt

import pandas as pd
import pytest

from forecasting.backtest import ROSTER_HORIZON, backtest, score
from forecasting.forecasters.indices import IndicesForecaster
from forecasting.slots import set_aside
from tests.forecasting.histories import BANK_CALENDAR, bank

CUTOFFS = [dt.date(1999, month, 25) for month in range(4, 9)]


@pytest.fixture(scope="module")
def results() -> pd.DataFrame:
    return backtest(bank(), BANK_CALENDAR, {"indices": IndicesForecaster}, cutoffs=CUTOFFS)


def test_the_cutoffs_are_the_25th_of_each_month() -> None:
    assert [dt.date(1999, month, 25) for month in range(4, 9)] == CUTOFFS


def test_baselines_are_always_beside_a_forecaster(results: pd.DataFrame) -> None:
    assert set(results["forecaster"]) == {"indices", "seasonal_naive", "weekday_mean"}


def test_nothing_after_the_cutoff_is_known(results: pd.DataFrame) -> None:
    later = bank()["ds"] > pd.Timestamp("1999-07-26")
    spoilt = bank().assign(calls=bank()["calls"].where(~later, bank()["calls"] * 3))
    again = backtest(spoilt, BANK_CALENDAR, {"indices": IndicesForecaster}, cutoffs=[dt.date(1999, 7, 25)])
    before = results[results["cutoff"] == pd.Timestamp("1999-07-25")]
    assert again["mean"].tolist() == before["mean"].tolist()


def test_horizons_run_from_six_to_thirty_seven_days(results: pd.DataFrame) -> None:
    assert results["horizon"].min() == ROSTER_HORIZON.start == 6
    assert results["horizon"].max() == 37
    ahead = results["ds"].dt.normalize() - results["cutoff"]
    assert (ahead.dt.days == results["horizon"]).all()


def test_indices_beat_both_baselines_clearly(results: pd.DataFrame) -> None:
    scores = score(results).set_index("forecaster")["wape"]
    assert scores["indices"] < 0.255
    assert scores["indices"] < scores["weekday_mean"] - 0.03
    assert scores["indices"] < scores["seasonal_naive"] - 0.1


def test_eighty_per_cent_bands_are_honest_where_calls_are_many(results: pd.DataFrame) -> None:
    """Below five calls whole numbers cannot cut a band at 80%: there it may only be too wide."""
    indices = results[results["forecaster"] == "indices"]
    busy = score(indices[indices["mean"] >= 5])["coverage80"].iloc[0]
    quiet = score(indices[indices["mean"] < 5])["coverage80"].iloc[0]
    assert 0.77 <= busy <= 0.87
    assert quiet >= 0.8


def test_scores_by_horizon_add_up(results: pd.DataFrame) -> None:
    by_day = score(results, ("forecaster", "horizon"))
    assert by_day["slots"].sum() == len(results)
    assert len(by_day) == 3 * len(ROSTER_HORIZON)


def test_a_day_set_aside_judges_nobody() -> None:
    day = dt.date(1999, 8, 10)
    judged = backtest(set_aside(bank(), {day}), BANK_CALENDAR, {}, cutoffs=[dt.date(1999, 7, 25)])
    days = set(judged["ds"].dt.date)
    assert day not in days
    assert len(days) == 31
