"""Table ③, by hand: 180 calls a day, 160 answered, by two people of 8 h and one of 4 h."""

import math

import numpy as np
import pandas as pd
import pytest

from forecasting.reports.handled import handled_by_day, staff_by_day
from tests.forecasting.reports.frames import DAYS, MINUTES, duty, figure, slots

ON_DUTY = duty(("a", 2, 4), ("b", 2, 4), ("c", 4, 5), ("c", 5, 7))


def calls(answered: list[float]) -> pd.DataFrame:
    return slots(offered=[0, 0, 60, 80, 40, 0], answered=answered, abandoned=[0, 0, 5, 10, 5, 0])


def test_people_and_hours_are_counted_by_day() -> None:
    found = staff_by_day(ON_DUTY, slot_minutes=MINUTES)
    assert found.loc[DAYS[0]].to_dict() == {"staff": 3, "hours": 24}
    assert found.loc[DAYS[1]].to_dict() == {"staff": 1, "hours": 4}, "the night's end belongs to its own day"


def test_calls_are_set_against_people_and_hours() -> None:
    day = handled_by_day(calls([0, 0, 54, 72, 34, 0]), ON_DUTY, slot_minutes=MINUTES).loc[DAYS[0]]
    assert (day["offered"], day["answered"], day["abandoned"]) == (180, 160, 20)
    assert day["connection_rate"] == pytest.approx(160 / 180)
    assert day["handled"] == 160
    assert day["per_person"] == pytest.approx(160 / 3)
    assert day["per_hour"] == pytest.approx(160 / 24)


def test_the_busy_hour_is_the_one_with_most_calls_and_says_what_one_agent_took() -> None:
    half_hours = pd.date_range("2026-06-01 09:00", periods=4, freq="30min", unit="s")
    came = pd.DataFrame({"ds": half_hours, "offered": 9.0, "answered": [8.0, 6, 10, 14], "abandoned": 0.0})
    on = pd.DataFrame({"agent": ["a", "a", "a", "a", "b"], "ds": [*half_hours, half_hours[3]]})
    day = handled_by_day(came, on, slot_minutes=30).iloc[0]
    assert day["busy_hour"] == 10
    assert day["busy_per_agent"] == 16, "24 calls by 1.5 person-hours"


def test_what_was_not_recorded_stays_unknown() -> None:
    found = handled_by_day(calls([np.nan] * 6), ON_DUTY, slot_minutes=MINUTES)
    assert figure(found, 0, "offered") == 180
    assert figure(found, 0, "staff") == 3
    unknown = ("connection_rate", "handled", "per_person", "per_hour", "busy_hour", "busy_per_agent")
    assert all(math.isnan(figure(found, 0, name)) for name in unknown)


def test_without_anybody_on_duty_there_is_nothing_per_person() -> None:
    found = handled_by_day(calls([0, 0, 54, 72, 34, 0]), duty(), slot_minutes=MINUTES)
    assert figure(found, 0, "handled") == 160
    assert math.isnan(figure(found, 0, "per_person"))
    assert math.isnan(figure(found, 0, "busy_per_agent"))
