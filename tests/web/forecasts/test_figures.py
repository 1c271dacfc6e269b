"""What the forecast page reads back: slots, days, history, and what has come in since."""

import datetime as dt

import pytest
from sqlalchemy import select

from forecasting.calendar import DayKind
from tests.web.forecasts.centre import NOW, TODAY, add_history, department_of, expected_calls, stored_user
from web.database import Database
from web.forecasts.figures import MonthForecast, read_history, read_month
from web.forecasts.service import make_need
from web.people.tables import CalendarDay, CalendarDayKind, Department, ShiftKind
from web.planning.month import Targets

MONTH = dt.date(2026, 11, 1)
DAY = dt.date(2026, 11, 18)
moment = dt.datetime.fromisoformat


@pytest.fixture
def department(database: Database) -> Department:
    """A department with 150 days of calls up to yesterday and a forecast of the present month."""
    with database.write() as session:
        user = stored_user(session)
        department = department_of(session, user)
        session.add(
            CalendarDay(
                department_id=department.id,
                date=dt.date(2026, 11, 20),
                kind=CalendarDayKind.ADJUSTED_REST_DAY,
            )
        )
        add_history(session, department, days=150)
        session.commit()
        make_need(session, department, MONTH, targets=Targets(), made_by=user.id, now=NOW)
        return department


def read(database: Database, department: Department, *days: dt.date) -> MonthForecast:
    with database.read() as session:
        found = read_month(session, department, MONTH, days or [DAY])
    assert found is not None
    return found


def test_each_slot_has_forecast_actual_baseline_and_need(database: Database, department: Department) -> None:
    found = read(database, department)
    assert [slot.ds.hour * 2 + slot.ds.minute // 30 for slot in found.slots] == list(range(48))
    nine = found.slots[18]
    assert (nine.actual, nine.baseline) == (34, 34)
    assert abs(nine.mean - 34) < 4
    assert nine.lo80 < nine.mean < nine.hi80
    assert nine.required == found.peak_need > 2
    assert found.chosen_need_minutes == 30 * sum(slot.required or 0 for slot in found.slots)
    assert found.last_call_day == dt.date(2026, 10, 31)
    assert not found.baseline_only


def test_days_carry_their_kind_their_band_and_what_came(database: Database, department: Department) -> None:
    found = read(database, department)
    assert len(found.days) == 30
    assert found.day(dt.date(2026, 11, 20)).kind is DayKind.ADJUSTED_REST
    assert found.day(dt.date(2026, 11, 22)).kind is DayKind.WEEKEND
    assert found.day(DAY).kind is DayKind.ORDINARY
    assert found.day(DAY).actual == 24 * 34
    assert found.day(TODAY).actual is None
    assert all(day.lo80 <= day.mean * 1.001 and day.mean * 0.999 <= day.hi80 for day in found.days)
    ratio = found.errors["days"]
    assert found.day(DAY).hi80 == pytest.approx(found.day(DAY).mean * ratio["hi"])


def test_history_is_twelve_weeks_by_day_and_says_what_is_missing(
    database: Database, department: Department
) -> None:
    past = read(database, department).past
    assert (min(past), max(past), len(past)) == (dt.date(2026, 8, 9), dt.date(2026, 10, 31), 84)
    assert past[dt.date(2026, 10, 30)] == 24 * expected_calls(moment("2026-10-30 09:00"))
    with database.read() as session:
        history = read_history(session, department)
    assert history.newest == moment("2026-11-21 23:30")
    assert [source.file_name for source in history.sources] == ["calls.csv"]


def test_a_week_is_several_days_of_slots(database: Database, department: Department) -> None:
    days = [DAY + dt.timedelta(days=step) for step in range(-2, 5)]
    found = read(database, department, *days)
    assert len(found.slots) == 7 * 48
    assert found.chosen_calls == pytest.approx(sum(found.day(day).mean for day in days))
    assert found.busiest.ds.date() == dt.date(2026, 11, 16)


def test_calls_that_came_in_later_make_the_forecast_old(database: Database) -> None:
    with database.write() as session:
        user = stored_user(session)
        department = department_of(session, user)
        add_history(session, department, days=60, before=dt.date(2026, 11, 1))
        session.commit()
        december = dt.date(2026, 12, 1)
        make_need(session, department, december, targets=Targets(), made_by=None, now=NOW)
    with database.write() as session:
        found = read_month(session, department, december, [december])
        assert found is not None
        assert found.newer_calls is None
        assert list(found.past)[-1] == dt.date(2026, 10, 31)
        add_history(session, department, days=10, before=dt.date(2026, 11, 11))
        session.commit()
        found = read_month(session, department, december, [december])
        assert found is not None
        assert found.newer_calls == moment("2026-11-10 23:30")


def test_a_month_without_forecast_is_none(database: Database, department: Department) -> None:
    with database.read() as session:
        assert read_month(session, department, dt.date(2027, 3, 1), [dt.date(2027, 3, 1)]) is None


def test_calls_while_no_shift_is_there_are_told_apart(database: Database) -> None:
    with database.write() as session:
        user = stored_user(session)
        department = department_of(session, user)
        kinds = session.scalars(select(ShiftKind).where(ShiftKind.department_id == department.id))
        for kind in kinds:
            kind.active = kind.code == "E"
        add_history(session, department, days=40)  # five weeks: the mean of the weekdays, exactly
        session.commit()
        need = make_need(
            session, department, dt.date(2026, 12, 1), targets=Targets(), made_by=user.id, now=NOW
        )
        found = read_month(session, department, dt.date(2026, 12, 1), [dt.date(2026, 12, 2)])
    assert found is not None
    # the early shift ends at 15:30, calls come until 20:00
    per_day = {weekday: expected_calls(moment(f"2026-11-0{2 + weekday}T16:00")) for weekday in range(7)}
    days = [dt.date(2026, 12, number) for number in range(1, 32)]
    assert found.left_out_calls == pytest.approx(9 * sum(per_day[day.weekday()] for day in days))
    assert need.need_minutes == sum(day.need_minutes for day in found.days) > 0
