"""Rates of overtime: at midnight, at the end of the month, with the clock set back, over a cycle."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.overtime.counting import Window
from roster.overtime.labels import Labels, Piece, by_local_date, comprehensive, standard

ZONE = "Asia/Shanghai"
NEW_YEAR = dt.date(2027, 1, 1)


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(ZONE))


def piece(start: dt.datetime, minutes: int, *, on_day_off: bool = False) -> Piece:
    begins = start.astimezone(dt.UTC)
    window = Window(starts_at=begins, ends_at=begins + dt.timedelta(minutes=minutes))
    return Piece(window=window, minutes=minutes, on_day_off=on_day_off)


def is_new_year(day: dt.date) -> bool:
    return day == NEW_YEAR


def labelled(of: Piece, zone: str = ZONE) -> Labels:
    return standard(of, is_holiday=is_new_year, time_zone=zone)


def test_a_working_day_a_day_off_and_a_holiday() -> None:
    evening = at(2026, 12, 8, 18)
    assert labelled(piece(evening, 90)) == Labels(at_150=90)
    assert labelled(piece(evening, 90, on_day_off=True)) == Labels(at_200=90)
    assert labelled(piece(evening.replace(year=2027, month=1, day=1), 90, on_day_off=True)) == Labels(
        at_300=90
    )


def test_a_late_shift_of_new_year_s_eve_is_split_at_midnight() -> None:
    """The day it is booked on is the shift's; what is paid for each minute is its own date's."""
    assert labelled(piece(at(2026, 12, 31, 23, 40), 45)) == Labels(at_150=20, at_300=25)
    assert labelled(piece(at(2027, 1, 1, 23, 40), 45)) == Labels(at_150=25, at_300=20)


def test_a_date_on_which_the_clock_is_set_back_has_25_hours() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = dt.datetime(2026, 10, 25, tzinfo=berlin).astimezone(dt.UTC)
    whole = Window(starts_at=start, ends_at=start + dt.timedelta(hours=26))
    assert [(day, part.minutes) for day, part in by_local_date(whole, "Europe/Berlin")] == [
        (dt.date(2026, 10, 25), 1500),
        (dt.date(2026, 10, 26), 60),
    ]


def test_a_clock_set_back_at_midnight_still_ends_each_date_once() -> None:
    """In Cuba the hour before one o'clock comes twice."""
    havana = ZoneInfo("America/Havana")
    start = dt.datetime(2026, 10, 31, 23, tzinfo=havana).astimezone(dt.UTC)
    whole = Window(starts_at=start, ends_at=start + dt.timedelta(hours=4))
    assert [(day.day, part.minutes) for day, part in by_local_date(whole, "America/Havana")] == [
        (31, 60),
        (1, 180),
    ]


@pytest.mark.parametrize(
    ("rostered", "expected"),
    [(9000, [0, 0, 0]), (9540, [0, 0, 30]), (9600, [0, 30, 60]), (99999, [60, 60, 60])],
)
def test_in_a_cycle_only_what_goes_beyond_its_norm_is_overtime(rostered: int, expected: list[int]) -> None:
    """The last minutes of the cycle are those beyond: 160 hours of norm, three hours of overtime."""
    norm = {9000: 9600, 9540: 9690, 9600: 9690, 99999: 9600}[rostered]
    pieces = [piece(at(2026, 12, day, 18), 60, on_day_off=day == 9) for day in (8, 9, 10)]
    found = comprehensive(pieces, rostered=rostered, norm=norm, is_holiday=is_new_year, time_zone=ZONE)
    assert [each.at_150 for each in found] == expected
    assert [each.minutes for each in found] == [60, 60, 60]
    assert not any(each.at_200 or each.at_300 for each in found)


def test_a_holiday_is_paid_threefold_in_a_cycle_too_and_does_not_fill_its_norm() -> None:
    pieces = [piece(at(2027, 1, 1, 9), 120), piece(at(2027, 1, 4, 18), 60)]
    found = comprehensive(pieces, rostered=540, norm=600, is_holiday=is_new_year, time_zone=ZONE)
    assert found == (Labels(at_300=120), Labels(plain=60))


INSTANTS = st.integers(0, 14 * 1440).map(lambda minute: at(2026, 12, 25, 0) + dt.timedelta(minutes=minute))
PIECES = st.builds(
    lambda start, minutes, off: piece(start, minutes, on_day_off=off),
    INSTANTS,
    st.integers(1, 600),
    st.booleans(),
)
ZONES = st.sampled_from([ZONE, "Europe/Berlin", "America/Havana"])


@given(of=PIECES, zone=ZONES)
def test_the_labels_of_a_piece_add_up_to_its_minutes(of: Piece, zone: str) -> None:
    found = labelled(of, zone)
    assert found.minutes == of.minutes
    assert min(found.at_150, found.at_200, found.at_300) >= 0


@given(
    pieces=st.lists(PIECES, max_size=6),
    rostered=st.integers(0, 12000),
    norm=st.integers(0, 12000),
    zone=ZONES,
)
def test_the_labels_of_a_cycle_add_up_and_exactly_what_is_beyond_its_norm_is_150(
    pieces: list[Piece], rostered: int, norm: int, zone: str
) -> None:
    found = comprehensive(pieces, rostered=rostered, norm=norm, is_holiday=is_new_year, time_zone=zone)
    assert [each.minutes for each in found] == [each.minutes for each in pieces]
    outside = sum(each.minutes - each.at_300 for each in found)
    assert sum(each.at_150 for each in found) == min(outside, max(0, rostered + outside - norm))
