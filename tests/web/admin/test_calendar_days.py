"""The calendar of a year: every date with its mark, changed with a reason, put back, brought by a file."""

import datetime as dt
import io
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.calendar import DayKind
from tests.web.browsing import Visitor
from tests.web.setup_world import NOW, account, acting, empty_department, visiting
from web.accounts.actor import Actor
from web.admin import billing, calendar
from web.admin.calendar import DayDetails
from web.admin.calendar_year import WORKING_DAY, Origin, YearDay, day_history, year_days
from web.admin.days_of_month import read_days
from web.admin.tables import CalendarDayChange
from web.database import Database
from web.forecasts.history import call_calendar, provisional_days
from web.people.reach import department_of
from web.people.tables import CalendarDay, CalendarDayKind, CalendarDayStatus
from web.rosters.loading import load_calendar

NATIONAL_DAY, MAKE_UP = dt.date(2026, 10, 1), dt.date(2026, 10, 10)
HEADER = "日期,类型,名称,状态\n"


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write() as opened:
        yield opened


@pytest.fixture
def actor(session: Session) -> Actor:
    user = account(session, empty_department(session), "supervisor")
    session.commit()
    return acting(user)


def details(date: dt.date, kind: CalendarDayKind, reason: str = "国办通知") -> DayDetails:
    return DayDetails(date=date, kind=kind, name="", status=CalendarDayStatus.OFFICIAL, reason=reason)


def dates(session: Session, actor: Actor, year: int) -> dict[dt.date, YearDay]:
    found = year_days(session, department_of(session, actor), year, language="zh")
    return {day.date: day for day in found}


def test_every_date_of_a_year_says_what_it_is_and_whether_it_is_announced(
    session: Session, actor: Actor
) -> None:
    announced = dates(session, actor, 2026)
    assert len(announced) == 365
    assert {day.status for day in announced.values()} == {CalendarDayStatus.OFFICIAL}
    assert announced[NATIONAL_DAY].kind == "statutory_holiday"
    assert announced[NATIONAL_DAY].origin is Origin.PROPOSED
    assert announced[MAKE_UP].kind == "makeup_working_day"
    assert announced[dt.date(2026, 10, 11)].kind == "weekend"
    assert announced[dt.date(2026, 10, 12)].kind == WORKING_DAY
    calendar.take_proposal(session, actor, 2026, language="zh", now=NOW)
    assert dates(session, actor, 2026)[NATIONAL_DAY].origin is Origin.COUNTRY
    # nobody knows yet which weekends of the year after the last announcement are worked
    assert {day.status for day in dates(session, actor, 2027).values()} == {CalendarDayStatus.PROVISIONAL}


def test_a_changed_day_keeps_reason_and_history_and_goes_back_to_official(
    session: Session, actor: Actor
) -> None:
    calendar.take_proposal(session, actor, 2026, language="zh", now=NOW)
    calendar.save_day(session, actor, details(MAKE_UP, CalendarDayKind.ORDINARY_DAY, "不补班"), now=NOW)
    assert dates(session, actor, 2026)[MAKE_UP].origin is Origin.OWN
    department = department_of(session, actor)
    assert call_calendar(session, department).kind(MAKE_UP) is DayKind.WEEKEND
    assert MAKE_UP not in load_calendar(session, department).special
    calendar.back_to_official(session, actor, MAKE_UP, "又补了", language="zh", now=NOW)
    assert dates(session, actor, 2026)[MAKE_UP].origin is Origin.COUNTRY
    assert call_calendar(session, department).kind(MAKE_UP) is DayKind.MAKE_UP
    history = day_history(session, actor.department_id, MAKE_UP)
    assert [(change.kind, change.reason, who) for change, who in history] == [
        (None, "又补了", "郭静"),
        (CalendarDayKind.ORDINARY_DAY, "不补班", "郭静"),
        (CalendarDayKind.MAKEUP_WORKING_DAY, "", "郭静"),
    ]


def test_a_date_that_no_calendar_names_goes_back_to_its_weekday(session: Session, actor: Actor) -> None:
    day = dt.date(2026, 11, 11)
    calendar.save_day(session, actor, details(day, CalendarDayKind.ADJUSTED_REST_DAY), now=NOW)
    calendar.back_to_official(session, actor, day, "", language="zh", now=NOW)
    assert dates(session, actor, 2026)[day].origin is Origin.WEEKDAY
    assert session.scalars(select(CalendarDay)).all() == []


def test_an_ordinary_day_holds_in_forecast_and_roster_although_the_country_rests(
    session: Session, actor: Actor
) -> None:
    calendar.take_proposal(session, actor, 2026, language="zh", now=NOW)
    calendar.save_day(session, actor, details(NATIONAL_DAY, CalendarDayKind.ORDINARY_DAY), now=NOW)
    department = department_of(session, actor)
    assert call_calendar(session, department).kind(NATIONAL_DAY) is DayKind.ORDINARY
    assert NATIONAL_DAY not in load_calendar(session, department).special
    assert calendar.proposal(session, actor, 2026, language="zh").changes == 0


def test_special_days_and_billing_days_reach_the_forecasts(session: Session, actor: Actor) -> None:
    day = dt.date(2026, 11, 11)
    calendar.save_day(session, actor, details(day, CalendarDayKind.SPECIAL_DAY), now=NOW)
    billing.set_billing_days(session, actor, {20, 5}, now=NOW)
    billing.set_billing_days(session, actor, {5, 20}, now=NOW)
    found = call_calendar(session, department_of(session, actor))
    assert found.is_special(day)
    assert found.is_special(dt.date(2026, 5, 17))
    assert found.billing_days == {5, 20}
    assert dates(session, actor, 2026)[day].special is not None


@pytest.mark.parametrize(
    ("typed", "days"),
    [("5", [5]), ("20、5，5", [5, 20]), ("", []), ("0", None), ("32", None), ("a", None), ("٣", None)],
)
def test_billing_days_are_read_as_people_write_them(typed: str, days: list[int] | None) -> None:
    assert read_days(typed) == days


def test_projected_days_of_a_planned_month_are_named_until_they_are_official(
    session: Session, actor: Actor
) -> None:
    department = department_of(session, actor)
    february, october = dt.date(2027, 2, 1), dt.date(2026, 10, 1)
    assert provisional_days(session, department, october) == []
    projected = provisional_days(session, department, february)
    assert dt.date(2027, 2, 6) in projected
    calendar.take_proposal(session, actor, 2027, language="zh", now=NOW)
    assert provisional_days(session, department, february) == projected
    for day in projected:
        calendar.save_day(session, actor, details(day, CalendarDayKind.STATUTORY_HOLIDAY), now=NOW)
    assert provisional_days(session, department, february) == []


def test_the_country_may_be_any_or_none(session: Session, actor: Actor) -> None:
    department = department_of(session, actor)
    department.country, department.weekend = "IL", [5, 6]
    found = dates(session, actor, 2026)
    assert found[dt.date(2026, 10, 2)].kind == "weekend"  # a Friday
    assert found[dt.date(2026, 9, 21)].kind == "statutory_holiday"  # Yom Kippur
    department.country = ""
    assert {day.origin for day in dates(session, actor, 2026).values()} == {Origin.WEEKDAY}


def test_the_pages_show_change_and_put_back_a_day(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    who.post("/setup/calendar/proposal", data={"year": "2026"})
    year = who.get("/setup/calendar?year=2026").text
    assert "国家日历" in year
    assert "12月24日" not in year
    assert "12月24日" in who.get("/setup/calendar?year=2026&all=1").text
    form = {"date": "2026-10-10", "kind": "ordinary_day", "status": "official", "reason": ""}
    refused = who.post("/setup/calendar", data=form)
    assert refused.status_code == 422
    assert 'id="reason-error"' in refused.text
    assert who.post("/setup/calendar", data={**form, "reason": "不补班"}).status_code == 302
    page = who.get("/setup/calendar/day?date=2026-10-10").text
    assert "不补班" in page
    assert "恢复官方日历" in page
    who.post("/setup/calendar/official", data={"date": "2026-10-10", "reason": "补"})
    assert "恢复官方日历" not in who.get("/setup/calendar/day?date=2026-10-10").text
    assert who.get("/setup/calendar/day?date=2026-13-01").status_code == 404
    who.post("/language", data={"language": "en", "next": "/"})
    assert "make-up working day" in who.get("/setup/calendar/day?date=2026-10-10").text
    assert "Days that differ" in who.get("/setup/calendar?year=2027").text


def test_billing_days_are_set_on_the_page_of_events(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    assert who.post("/setup/events/billing", data={"billing_days": "5, 20"}).status_code == 302
    assert 'value="5, 20"' in who.get("/setup/events").text
    refused = who.post("/setup/events/billing", data={"billing_days": "40"})
    assert refused.status_code == 422
    assert "看不懂 40" in refused.text


def test_a_list_of_days_is_read_shown_and_taken(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    rows = "2027-02-06,法定节假日,春节,\n2027年2月14日,班,,正式\n2027-05-17,特殊日,电信日,\n"
    for _ in range(2):
        answer = upload(who, (HEADER + rows).encode("gb18030"))
        page = who.get(answer).text
        who.post(answer, data={"rows": "all"})
    assert "没有错误" in page
    with database.read() as session:
        stored = {row.date: row.kind for row in session.scalars(select(CalendarDay))}
        assert stored == {
            dt.date(2027, 2, 6): CalendarDayKind.STATUTORY_HOLIDAY,
            dt.date(2027, 2, 14): CalendarDayKind.MAKEUP_WORKING_DAY,
            dt.date(2027, 5, 17): CalendarDayKind.SPECIAL_DAY,
        }
        assert set(session.scalars(select(CalendarDayChange.reason))) == {"days.csv"}


def test_each_fault_of_a_list_is_named_by_row_and_column(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    rows = (
        "2027-02-06,法定节假日,春节,\n"
        "2027-02-30,班,,\n"
        "2027-02-07,假,,\n"
        "2027-02-08,班,,也许\n"
        "2027-02-06,班,,\n"
        "2027-02-09,班,=1+1,\n"
        ",,,\n"
    )
    page = who.get(upload(who, (HEADER + rows).encode())).text
    for row in (3, 4, 5, 6, 7):
        assert f"第 {row} 行" in page
    found = [page.count(f'data-label="列">{column}<') for column in ("日期", "类型", "状态", "名称")]
    assert found == [2, 1, 1, 1]
    assert "这一天在第 2 行已经有了" in page


def upload(who: Visitor, data: bytes) -> str:
    answer = who.post(
        "/setup/calendar/import",
        data={"file": (io.BytesIO(data), "days.csv")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 302
    return answer.headers["Location"]
