"""Suspicious days: what is unlike the others is found, what the calendar explains is left alone."""

import datetime as dt

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from forecasting.calendar import Calendar, Event
from forecasting.demand_days import DemandKind, demand_kind
from forecasting.slots import set_aside
from forecasting.suspicious import Finding, Suspicion, find_suspicious
from tests.forecasting.histories import BANK_CALENDAR, PLAIN_CALENDAR, bank, regular_history

FIRST = dt.date(2026, 3, 2)


def history(days: int = 84, *, slot_minutes: int = 30, open_hours: tuple[int, int] = (8, 20)) -> pd.DataFrame:
    """Poisson calls that depend on the weekday, closed at night."""
    calls = regular_history(
        FIRST,
        days,
        slot_minutes=slot_minutes,
        open_hours=open_hours,
        per_weekday=(200, 180, 170, 160, 150, 60, 40),
    )
    rng = np.random.default_rng(7)
    return calls.assign(calls=rng.poisson(calls["calls"]).astype(np.float64))


def on(calls: pd.DataFrame, date: dt.date) -> npt.NDArray[np.bool_]:
    return np.asarray(calls["ds"].dt.date == date, dtype=np.bool_)


def found(calls: pd.DataFrame, calendar: Calendar = PLAIN_CALENDAR) -> list[Suspicion]:
    return find_suspicious(calls, calendar)


def kinds(calls: pd.DataFrame, calendar: Calendar = PLAIN_CALENDAR) -> list[tuple[dt.date, Finding]]:
    return [(each.date, each.finding) for each in found(calls, calendar)]


def test_the_error_and_the_absent_days_of_the_real_history_are_found() -> None:
    suspicions = found(bank(), BANK_CALENDAR)
    error = [each for each in suspicions if each.date == dt.date(1999, 5, 23)]
    assert [(each.finding, each.start_minute, each.end_minute) for each in error] == [
        (Finding.HIGH_SLOT, 20 * 60 + 30, 23 * 60)
    ]
    assert error[0].measured == 1216
    assert 100 < error[0].expected < 160
    missing = [each.date for each in suspicions if each.finding is Finding.MISSING_DAY]
    assert missing == [dt.date(1999, 1, 11), dt.date(1999, 1, 12)]


def test_holidays_of_the_real_history_are_no_suspicion_where_the_calendar_knows_them() -> None:
    special = {
        each.date
        for each in found(bank(), BANK_CALENDAR)
        if demand_kind(BANK_CALENDAR, each.date) in {DemandKind.HOLIDAY, DemandKind.EVE}
    }
    assert special == set()
    days_of_history = bank()["ds"].dt.date.nunique()
    assert len({each.date for each in found(bank(), BANK_CALENDAR)}) < 0.08 * days_of_history
    # Without a calendar the same days are named: nobody has said that they are holidays.
    unexplained = {each.date for each in found(bank(), PLAIN_CALENDAR)}
    assert {dt.date(1999, 4, 1), dt.date(1999, 9, 12)} <= unexplained


@pytest.mark.parametrize("slot_minutes", [5, 15, 30, 60])
def test_a_plain_history_is_not_suspicious(slot_minutes: int) -> None:
    assert found(history(slot_minutes=slot_minutes)) == []


@pytest.mark.parametrize(("factor", "finding"), [(2.5, Finding.HIGH_DAY), (0.3, Finding.LOW_DAY)])
def test_a_day_far_from_its_weekday_is_named_with_what_was_usual(factor: float, finding: Finding) -> None:
    calls, day = history(), dt.date(2026, 4, 15)
    calls.loc[on(calls, day), "calls"] = np.floor(calls.loc[on(calls, day), "calls"] * factor)
    (only,) = found(calls)
    assert (only.date, only.finding, only.unit, only.start_minute) == (day, finding, "calls", None)
    assert only.measured == calls.loc[on(calls, day), "calls"].sum()
    assert only.expected == pytest.approx(170 * 12, rel=0.05)


def test_a_day_of_zeros_inside_opening_hours_is_low_and_not_lost() -> None:
    calls, day = history(), dt.date(2026, 4, 15)
    calls.loc[on(calls, day), "calls"] = 0.0
    assert kinds(calls) == [(day, Finding.LOW_DAY)]


def test_hours_of_silence_are_an_outage_and_closed_hours_are_not() -> None:
    calls, day = history(), dt.date(2026, 4, 15)
    silent = on(calls, day) & calls["ds"].dt.hour.between(13, 15)
    calls.loc[silent, "calls"] = 0.0
    (only,) = found(calls)
    assert (only.finding, only.start_minute, only.end_minute) == (Finding.SILENT_HOURS, 13 * 60, 16 * 60)
    assert (only.measured, round(only.expected, -2)) == (0, 500)


def test_one_impossible_slot_is_named_by_its_time() -> None:
    calls, day = history(), dt.date(2026, 4, 15)
    calls.loc[calls["ds"] == pd.Timestamp("2026-04-15 10:30"), "calls"] = 900.0
    (only,) = found(calls)
    assert (only.date, only.finding, only.start_minute) == (day, Finding.HIGH_SLOT, 10 * 60 + 30)


def test_missing_days_are_named_unless_the_centre_is_closed_on_them() -> None:
    calls = history()
    calls = calls[calls["ds"].dt.day_of_week != 6]
    gone = dt.date(2026, 4, 15)
    assert kinds(calls[~on(calls, gone)]) == [(gone, Finding.MISSING_DAY)]


def test_a_day_with_rows_for_a_part_of_its_hours_is_named_in_minutes() -> None:
    calls, day = history(), dt.date(2026, 4, 15)
    (only,) = found(calls[~(on(calls, day) & (calls["ds"].dt.hour >= 14))])
    assert (only.finding, only.measured, only.expected, only.unit) == (
        Finding.PARTLY_MISSING,
        6 * 60,
        12 * 60,
        "minutes",
    )


def test_a_known_event_explains_its_day() -> None:
    calls, day = history(), dt.date(2026, 4, 15)
    calls.loc[on(calls, day), "calls"] *= 3
    campaign = Event(start=day, end=day, kind="campaign")
    assert found(calls, Calendar(weekend=PLAIN_CALENDAR.weekend, events=(campaign,))) == []


def test_days_set_aside_are_judged_no_more_and_hide_no_others() -> None:
    calls, day, other = history(), dt.date(2026, 4, 15), dt.date(2026, 4, 22)
    calls.loc[on(calls, day) | on(calls, other), "calls"] *= 3
    assert kinds(calls) == [(day, Finding.HIGH_DAY), (other, Finding.HIGH_DAY)]
    assert kinds(set_aside(calls, {day})) == [(other, Finding.HIGH_DAY)]


@pytest.mark.parametrize("days", [1, 27])
def test_a_short_history_says_nothing(days: int) -> None:
    calls = history(days)
    calls.loc[0, "calls"] = 1e6
    assert found(calls) == []
