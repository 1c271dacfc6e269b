"""Another country for a department: a list to choose from, whose days go and come, and what stays."""

import datetime as dt

from babel import Locale
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.calendar import DayKind
from tests.web.admin.test_calendar_days import actor, details, session
from tests.web.setup_world import NOW, TODAY, visiting
from web.accounts.actor import Actor
from web.admin import calendar, department
from web.admin.calendar import DayDetails
from web.admin.countries import country_choices
from web.admin.country_change import own_days
from web.admin.tables import CalendarDayChange
from web.database import Database
from web.forecasts.history import call_calendar
from web.forecasts.known_calendar import from_json, is_other_calendar, to_json
from web.people.reach import department_of
from web.people.tables import CalendarDay, CalendarDayKind, CalendarDayStatus, Department

__all__ = ["actor", "session"]
NATIONAL_DAY = dt.date(2026, 10, 1)
FORM = {
    "name": "华东",
    "time_zone": "Asia/Shanghai",
    "country": "CN",
    "week_start": "1",
    "weekend": ["6", "7"],
}


def move(session: Session, actor: Actor, country: str) -> None:
    described = department.Description(
        name="客服", time_zone="Asia/Shanghai", country=country, weekend=(6, 7), week_start=1
    )
    assert department.describe(session, actor, described, language="zh", today=TODAY, now=NOW) == []


def stored(session: Session) -> dict[dt.date, CalendarDayKind]:
    return {day.date: day.kind for day in session.scalars(select(CalendarDay).order_by(CalendarDay.date))}


def test_the_countries_have_names_and_china_stands_first(app: Flask) -> None:
    with app.test_request_context():
        chinese, english = (country_choices(Locale.parse(tag)) for tag in ("zh_Hans_CN", "en"))
        assert chinese[0] == ("CN", "中国")
        assert english[0] == ("CN", "China")
        assert ("IL", "以色列") in chinese
        assert ("IL", "Israel") in english
        assert chinese[-1][0] == ""
        assert len(chinese) == len(english) > 200
        names = [name for _code, name in english[1:-1] if name.isascii()]
        assert names == sorted(names, key=str.casefold)
        assert [name for _code, name in chinese].index("阿尔巴尼亚") < 10
        assert country_choices(Locale.parse("en"), present="UK")[-2] == ("UK", "UK")


def test_another_country_takes_its_days_and_leaves_the_departments(session: Session, actor: Actor) -> None:
    calendar.take_proposal(session, actor, 2026, language="zh", now=NOW)
    calendar.take_proposal(session, actor, 2027, language="zh", now=NOW)
    own = details(dt.date(2026, 12, 24), CalendarDayKind.STATUTORY_HOLIDAY)
    calendar.save_day(session, actor, own, now=NOW)
    confirmed = details(NATIONAL_DAY, CalendarDayKind.STATUTORY_HOLIDAY)
    calendar.save_day(session, actor, confirmed, now=NOW)
    changed = details(dt.date(2026, 10, 2), CalendarDayKind.ORDINARY_DAY)
    calendar.save_day(session, actor, changed, now=NOW)
    calendar.back_to_official(session, actor, changed.date, "", language="zh", now=NOW)
    before = len(session.scalars(select(CalendarDayChange)).all())
    move(session, actor, "US")
    days = stored(session)
    assert days[own.date] is days[NATIONAL_DAY] is CalendarDayKind.STATUTORY_HOLIDAY
    assert changed.date not in days
    assert days[dt.date(2026, 7, 3)] is CalendarDayKind.STATUTORY_HOLIDAY
    assert days[dt.date(2027, 11, 25)] is CalendarDayKind.STATUTORY_HOLIDAY
    assert CalendarDayKind.MAKEUP_WORKING_DAY not in days.values()
    assert [day.date for day in own_days(session, actor.department_id, "US")] == [NATIONAL_DAY, own.date]
    changes = session.scalars(select(CalendarDayChange).order_by(CalendarDayChange.id)).all()
    gone = [change.date for change in changes[before:] if change.kind is None]
    assert changed.date in gone  # what it was stays in its history
    move(session, actor, "")
    assert list(stored(session)) == [NATIONAL_DAY, own.date]


def test_days_older_than_the_histories_go_only_where_the_country_says_the_same(
    session: Session, actor: Actor
) -> None:
    for date in (NATIONAL_DAY, dt.date(2026, 12, 24)):
        session.add(
            CalendarDay(
                department_id=actor.department_id, date=date, kind=CalendarDayKind.STATUTORY_HOLIDAY, name=""
            )
        )
    session.commit()
    move(session, actor, "")
    assert list(stored(session)) == [dt.date(2026, 12, 24)]


def test_a_forecast_keeps_the_calendar_that_it_was_made_with(session: Session, actor: Actor) -> None:
    calendar.take_proposal(session, actor, 2026, language="zh", now=NOW)
    special = DayDetails(
        date=dt.date(2026, 5, 17),
        kind=CalendarDayKind.SPECIAL_DAY,
        name="",
        status=CalendarDayStatus.OFFICIAL,
        reason="电信日",
    )
    calendar.save_day(session, actor, special, now=NOW)
    last = dt.date(2026, 12, 31)
    known = call_calendar(session, department_of(session, actor))
    parameters = {"calendar": to_json(known, last)}
    move(session, actor, "US")
    now = call_calendar(session, department_of(session, actor))
    assert now.kind(NATIONAL_DAY) is DayKind.ORDINARY
    assert is_other_calendar(parameters, now, last)
    again = from_json(parameters)
    assert again is not None
    dates = [dt.date(2026, 1, 1) + dt.timedelta(days=step) for step in range(365)]
    assert [again.kind(day) for day in dates] == [known.kind(day) for day in dates]
    assert again.special == known.special
    assert not is_other_calendar({}, now, last)  # a forecast of an older version
    assert from_json({}) is None


def test_the_page_offers_countries_refuses_others_and_names_what_stays(
    app: Flask, database: Database
) -> None:
    who = visiting(app, database)
    page = who.get("/setup/department").text
    assert '<option value="CN" selected>中国</option>' in page
    assert "只有系统管理员能修改" not in page
    assert '<option value="">不设法定节假日</option>' in page
    refused = who.post("/setup/department", data=FORM | {"country": "XX"})
    assert refused.status_code == 422
    assert "没有 XX 的日历" in refused.text
    who.post("/setup/calendar/proposal", data={"year": "2026"})
    day = {
        "date": "2026-12-24",
        "kind": "statutory_holiday",
        "status": "official",
        "name": "厂庆",
        "reason": "通知",
    }
    who.post("/setup/calendar", data=day)
    sent = who.post("/setup/department", data=FORM | {"country": "US"})
    assert sent.headers["Location"] == "/setup/calendar"
    page = who.get("/setup/calendar?year=2026").text
    assert "保留（本部门自己写的）：2026年12月24日 周四 厂庆" in page
    assert "<h2>建议</h2>" in page
    assert "美国" in page
    assert who.post("/setup/department", data=FORM | {"country": "US"}).headers["Location"] == "/setup"


def test_an_empty_calendar_says_what_to_do_with_one_button(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    with database.write() as session:
        session.scalars(select(Department)).one().country = ""
        session.commit()
    page = who.get("/setup/calendar?year=2026").text
    empty = page[page.index('class="empty') :]
    empty = empty[: empty.index("</section>")]
    assert empty.count('class="btn') == 1
    assert 'href="/setup/department#country"' in empty
    assert "选择国家" in empty
    steps = who.get("/setup").text
    assert "不设法定节假日" in steps  # and not "1 day"
    assert "还没有 2026 年的日期" not in steps


def test_a_day_without_a_reason_is_refused_by_the_name_of_the_field(app: Flask, database: Database) -> None:
    day = {"date": "2026-12-24", "kind": "statutory_holiday", "status": "official", "name": "", "reason": ""}
    refused = visiting(app, database).post("/setup/calendar", data=day)
    assert refused.status_code == 422
    assert '<a href="#reason">原因：' in refused.text


def test_who_may_only_read_the_settings_is_told_who_changes_them(app: Flask, database: Database) -> None:
    assert "只有系统管理员能修改" in visiting(app, database, "supervisor").get("/setup/department").text
