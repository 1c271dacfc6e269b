"""Table ⑤, by hand: 600 calls for 10 people planned, 560 handled by 8."""

import math

import numpy as np
import pandas as pd
import pytest

from forecasting.reports.per_person import per_person_by_day


def test_predicted_and_actual_calls_per_person() -> None:
    days = pd.DataFrame(
        {"predicted_total": [600, 600], "actual_total": [560, np.nan], "predicted_staff": [10, 0],
         "actual_staff": [8, 8]}
    )  # fmt: skip
    found = per_person_by_day(days)
    first = found.iloc[0]
    assert (first["predicted"], first["actual"], first["difference"]) == (60, 70, 10)
    assert first["error"] == pytest.approx(1 / 7)
    assert all(math.isnan(found.iloc[1][name]) for name in ("predicted", "actual", "difference", "error"))
