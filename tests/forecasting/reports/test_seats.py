"""Table ①, by hand: 2 + 2 + 6 + 8 + 6 + 0 seats in six intervals of four hours."""

import math

import pytest

from forecasting.reports.seats import seats_by_day, seats_by_interval
from tests.forecasting.reports.frames import DAYS, MINUTES, figure, slots

SEATS: list[float] = [2, 2, 6, 8, 6, 0]


def test_there_is_one_column_per_interval() -> None:
    laid = seats_by_interval(slots(seats=SEATS))
    assert laid.columns.to_numpy().tolist() == [0, 240, 480, 720, 960, 1200]
    assert laid.to_numpy().tolist() == [SEATS, SEATS]


def test_a_hotline_round_the_clock_is_averaged_over_all_intervals() -> None:
    day = seats_by_day(slots(seats=SEATS, in_service=[True] * 6), slot_minutes=MINUTES).loc[DAYS[0]]
    assert day.to_dict() == {"seat_hours": 96, "average": 4, "most": 8, "least": 0}


def test_intervals_out_of_service_are_no_part_of_the_average() -> None:
    day = seats_by_day(
        slots(seats=SEATS, in_service=[False, False, True, True, True, False]), slot_minutes=240
    )
    assert day.loc[DAYS[0], "average"] == pytest.approx(20 / 3)
    assert day.loc[DAYS[0], "least"] == 6
    assert day.loc[DAYS[0], "seat_hours"] == 96


def test_a_day_without_service_has_no_average() -> None:
    found = seats_by_day(slots(seats=[0] * 6, in_service=[False] * 6), slot_minutes=MINUTES)
    assert figure(found, 0, "seat_hours") == 0
    assert math.isnan(figure(found, 0, "average"))


def test_intervals_that_do_not_fit_the_day_are_refused() -> None:
    with pytest.raises(ValueError, match="do not divide"):
        seats_by_day(slots(seats=SEATS, in_service=[True] * 6), slot_minutes=50)
