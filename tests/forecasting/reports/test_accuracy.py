"""Table ④, by hand: 100 forecast and 125 came (+20 %), 220 and 200 (−10 %), 50 and nothing."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from forecasting.reports.accuracy import accuracy_by_day, known_before, month_error

JUNE = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


def judged() -> pd.DataFrame:
    return accuracy_by_day(
        pd.DataFrame({"forecast": [100.0, 220, 50, 80], "actual": [125.0, 200, 0, np.nan]})
    )


def test_the_error_is_a_share_of_what_came() -> None:
    found = judged()
    assert found["difference"].tolist()[:3] == [25, -20, -50]
    assert found["error"].tolist()[:2] == [0.2, -0.1]
    assert found["error"].iloc[2:].isna().all(), "no share of nothing, nor of the unknown"


def test_a_month_is_judged_by_the_days_that_are_known() -> None:
    found = month_error(judged())
    assert found.absolute == pytest.approx(0.15)
    assert found.bias == pytest.approx(5 / 325)
    assert found.days == 2


def test_a_month_of_which_nothing_is_known_has_no_error() -> None:
    found = month_error(judged().iloc[3:])
    assert (found.absolute, found.bias, found.days) == (None, None, 0)
    assert math.isnan(judged()["difference"].iloc[3])


@pytest.mark.parametrize(
    ("days", "expected"),
    [((-20, -6, -30), 1), ((-20, 3), 0), ((0, 3), 0), ((9, 3), 1), ((), None)],
)
def test_a_month_is_judged_by_what_was_known_before_it_began(
    days: tuple[int, ...], expected: int | None
) -> None:
    assert known_before([JUNE + dt.timedelta(days=day) for day in days], JUNE) == expected
