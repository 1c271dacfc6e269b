"""An old history is moved by whole weeks until it reaches yesterday."""

import datetime as dt

import pandas as pd
import pytest

from forecasting.calls import empty_calls
from forecasting.history import shift_history
from tests.forecasting.histories import bank


@pytest.mark.parametrize("today", [dt.date(2026, 3, 2) + dt.timedelta(days=index) for index in range(8)])
def test_the_moved_history_reaches_yesterday_and_no_further(today: dt.date) -> None:
    moved, weeks = shift_history(bank(), today)
    yesterday = today - dt.timedelta(days=1)
    assert moved["ds"].max() == pd.Timestamp(yesterday) + pd.Timedelta(hours=23, minutes=30)
    assert moved["ds"].iloc[0] - bank()["ds"].iloc[0] == pd.Timedelta(weeks=weeks)
    one_week_less = bank()["ds"].max() + pd.Timedelta(weeks=weeks - 1)
    assert one_week_less < pd.Timestamp(yesterday)


def test_the_original_stays_untouched() -> None:
    before = bank().copy()
    shift_history(bank(), dt.date(2026, 3, 2))
    pd.testing.assert_frame_equal(bank(), before)


def test_a_history_that_reaches_beyond_yesterday_is_only_cut() -> None:
    moved, weeks = shift_history(bank(), dt.date(1999, 9, 1))
    assert weeks == 0
    assert moved["ds"].max() == pd.Timestamp("1999-08-31 23:30")


def test_an_empty_history_cannot_be_moved() -> None:
    with pytest.raises(ValueError, match="empty"):
        shift_history(empty_calls(), dt.date(2026, 1, 1))
