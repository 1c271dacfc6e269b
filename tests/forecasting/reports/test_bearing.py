"""Table ②, by hand: 24 seats × 4 h × 10 calls an hour = 960 calls a day."""

import math

import pandas as pd
import pytest

from forecasting.reports.bearing import bearing_by_day
from tests.forecasting.reports.frames import DAYS, MINUTES, figure, slots


def planned() -> pd.DataFrame:
    return slots(
        forecast=[50, 100, 200, 200, 150, 20, 100, 200, 400, 400, 300, 40],
        needed=[1, 2, 4, 4, 3, 1],
        seats=[2, 2, 6, 8, 6, 0],
        in_service=[True] * 6,
    )


def test_bearable_calls_are_seats_times_hours_times_productivity() -> None:
    found = bearing_by_day(planned(), peak_calls_per_agent_hour=10, slot_minutes=MINUTES)
    assert found.loc[DAYS[0]].to_dict() == {
        "forecast": 720,
        "bearable": 960,
        "surplus": 240,
        "load": 0.75,
        "seats_needed": 2.5,
        "seats_planned": 4,
    }
    assert found.loc[DAYS[1], "surplus"] == -480
    assert found.loc[DAYS[1], "load"] == 1.5


def test_shrinkage_is_taken_off_what_can_be_borne() -> None:
    found = bearing_by_day(planned(), peak_calls_per_agent_hour=10, slot_minutes=MINUTES, shrinkage=0.25)
    assert found.loc[DAYS[0], "bearable"] == 720
    assert found.loc[DAYS[0], "surplus"] == 0


def test_without_a_measured_productivity_nothing_is_said_of_what_can_be_borne() -> None:
    found = bearing_by_day(planned(), peak_calls_per_agent_hour=None, slot_minutes=MINUTES)
    assert figure(found, 0, "forecast") == 720
    assert all(math.isnan(figure(found, 0, name)) for name in ("bearable", "surplus", "load"))


def test_a_shrinkage_of_all_time_is_refused() -> None:
    with pytest.raises(ValueError, match="shrinkage"):
        bearing_by_day(planned(), peak_calls_per_agent_hour=10, slot_minutes=MINUTES, shrinkage=1)
