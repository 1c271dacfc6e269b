import datetime as dt

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from roster.calendar import DayType
from tests.web.my.months import TODAY, department, later, person, publish_at, with_cells
from tests.web.rosters.office import MONTH, NOW, Office, legal_month
from web.my.month import OwnMonth, read_month
from web.my.shifts import next_shift
from web.my.words import break_words
from web.people.tables import CalendarDay, CalendarDayKind, DayOff, Department, ShiftKind
from web.rosters.tables import Wish, WishRound

FOURTH = dt.date(2026, 12, 4)


def month_of(office: Office, number: str = "00102", month: dt.date = MONTH) -> OwnMonth:
    with office.database.read() as session:
        return read_month(
            session, department(session, office), person(session, office, number), month, today=TODAY
        )


def test_a_draft_is_never_shown(office: Office) -> None:
    office.draft()
    found = month_of(office)
    assert found.published is None
    assert [day.date for day in found.days if day.kind] == []
    assert found.due == dt.date(2026, 11, 25)


def test_a_published_month_has_the_own_shifts_only(office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    found = month_of(office)
    shown = {("00102", day.date): day.kind.code for day in found.days if day.kind}
    assert shown == {cell: code for cell, code in legal_month().items() if cell[0] == "00102"}
    assert [kind.code for kind in found.kinds] == ["E"]
    assert found.due is None


def test_a_break_that_is_placed_is_shown_with_its_times(app: Flask, office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    assert not any(day.pause for day in month_of(office).days)
    with office.database.write() as session:
        for kind in session.scalars(select(ShiftKind).where(ShiftKind.code == "E")):
            kind.break_minutes, kind.break_earliest, kind.break_latest = 30, 180, 240
        session.commit()
    found = month_of(office)
    assert [day.date for day in found.days if day.pause] == [day.date for day in found.days if day.kind]
    assert {day.pause for day in found.days if day.pause} <= {(at, at + 30) for at in (660, 690, 720)}
    with office.database.read() as session:
        shift = next_shift(session, person(session, office, "00102"), later(0))
    assert shift is not None
    assert shift.pause == next(day.pause for day in found.days if day.date == shift.date)
    assert shift.pause is not None
    with app.test_request_context("/"), force_locale("en"):
        assert break_words((720, 750)) == "break 12:00–12:30"
        assert break_words((1410, 1440)) == "break 23:30–0:00"
        assert break_words((1560, 1590)) == "break 2:00–2:30"


@pytest.mark.parametrize(("week_start", "blanks", "first"), [(1, 1, 0), (7, 2, 6), (2, 0, 1)])
def test_weeks_begin_where_the_department_begins_them(
    office: Office, week_start: int, blanks: int, first: int
) -> None:
    with office.database.write() as session:
        session.get_one(Department, office.department).week_start = week_start
        session.commit()
    found = month_of(office)
    assert found.blanks == blanks  # 1 December 2026 is a Tuesday
    assert [day.weekday() for day in found.weekdays] == [(first + n) % 7 for n in range(7)]


def test_changed_days_keep_what_was_there(office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    publish_at(office, with_cells({("00102", FOURTH): "M"}), later(2))
    changed = {day.date: day.change for day in month_of(office).days if day.change}
    assert {date: (change.old, change.new) for date, change in changed.items()} == {FOURTH: ("E", "M")}
    assert not any(day.change for day in month_of(office, "00103").days)


def test_day_types_granted_days_and_wishes_are_marked(office: Office) -> None:
    with office.database.write() as session:
        wishes = WishRound(
            department_id=office.department,
            month=MONTH,
            opens_at=NOW - dt.timedelta(days=9),
            closes_at=NOW,
            quota=3,
            created_at=NOW,
        )
        session.add(wishes)
        session.flush()
        middle = session.scalars(select(ShiftKind).where(ShiftKind.code == "M")).one()
        person_id = office.people["00102"]
        session.add_all(
            [
                CalendarDay(
                    department_id=office.department,
                    date=dt.date(2026, 12, 1),
                    kind=CalendarDayKind.STATUTORY_HOLIDAY,
                ),
                DayOff(person_id=person_id, date=dt.date(2026, 12, 6), recorded_at=NOW),
                Wish(wish_round_id=wishes.id, person_id=person_id, date=dt.date(2026, 12, 5), stated_at=NOW),
                Wish(
                    wish_round_id=wishes.id,
                    person_id=person_id,
                    date=FOURTH,
                    shift_kind_id=middle.id,
                    stated_at=NOW,
                ),
            ]
        )
        session.commit()
    before = {day.date.day: day for day in month_of(office).days}
    assert before[4].wish is not None
    assert before[4].wish.is_met is None
    publish_at(office, with_cells({("00102", dt.date(2026, 12, 31)): None}), later(0))
    days = {day.date.day: day for day in month_of(office).days}
    assert days[1].day_type is DayType.STATUTORY
    assert days[6].is_granted_off
    assert days[5].wish is not None
    assert (days[5].wish.code, days[5].wish.is_met) == (None, True)
    assert days[4].wish is not None
    assert (days[4].wish.code, days[4].wish.is_met) == ("M", False)
    assert not any(day.wish or day.is_granted_off for day in month_of(office, "00103").days)


def test_a_month_without_policy_has_no_expected_date(office: Office) -> None:
    assert month_of(office, month=dt.date(2025, 3, 1)).due is None
