"""Events in a forecast: used, recorded, marked, and missed when they are entered later."""

import datetime as dt
from typing import cast

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.calendar import Event
from tests.web.browsing import logged_in
from tests.web.forecasts.centre import MONTH, NOW, add_history, department_of, stored_user
from tests.web.forecasts.test_views import chart_data
from tests.web.setup_world import acting
from web.accounts.tables import User
from web.admin import billing, events
from web.admin.events import EventDetails
from web.database import Database, JsonObject
from web.forecasts.known_events import PARAMETER, events_since, from_json, on_day, to_json
from web.forecasts.service import make_need
from web.forecasts.tables import Forecast
from web.planning.month import Targets

LAST = dt.date(2026, 12, 31)
OFFER = Event(start=dt.date(2026, 11, 2), end=dt.date(2026, 11, 4), kind="campaign", name="双十一")
BILLS = Event(start=dt.date(2026, 12, 5), end=dt.date(2026, 12, 5), kind="bill_mailing")
LATER = Event(start=dt.date(2027, 1, 5), end=dt.date(2027, 1, 5), kind="bill_mailing")


def enter(session: Session, user: User, event: Event) -> None:
    details = EventDetails(kind=event.kind, name=event.name, first_day=event.start, last_day=event.end)
    events.add_event(session, acting(user), details, now=NOW)


def bands_of(chart: dict[str, object]) -> list[JsonObject]:
    return cast("list[JsonObject]", chart["bands"])


def labels_of(chart: dict[str, object]) -> list[str]:
    return cast("list[str]", chart["labels"])


def test_a_forecast_keeps_the_events_that_can_matter_to_it() -> None:
    kept = to_json([OFFER, BILLS, LATER], LAST)
    assert from_json({PARAMETER: kept}) == [OFFER, BILLS]
    assert from_json({}) == []
    assert on_day([OFFER, BILLS], dt.date(2026, 11, 4)) == [OFFER]


def test_what_was_entered_or_withdrawn_since_is_told() -> None:
    assert not events_since([OFFER], [OFFER, LATER], LAST)
    since = events_since([OFFER], [BILLS], LAST)
    assert (since.new, since.gone) == ([BILLS], [OFFER])


def test_the_page_marks_events_and_says_that_the_forecast_may_be_made_anew(
    app: Flask, database: Database
) -> None:
    with database.write() as session:
        user = stored_user(session)
        department = department_of(session, user)
        add_history(session, department, days=60)
        who = logged_in(app, session, user)
        enter(session, user, OFFER)
        make_need(session, department, MONTH, targets=Targets(), made_by=user.id, now=NOW)
        (forecast,) = session.scalars(select(Forecast)).all()
        assert from_json(forecast.parameters) == [OFFER]
        page = who.get("/forecast?day=2026-12-05").text
        assert "事件有变" not in page
        assert "学习了本月之前的 1 个事件" in page
        history = chart_data(page, "history-chart")
        (band,) = bands_of(history)
        assert [labels_of(history)[band[end]] for end in ("first", "last")] == ["11月2日", "11月4日"]
        assert band["label"] == "营销活动 · 双十一"
        assert page.count('<td class="n num">营销活动 · 双十一</td>') == 3
        enter(session, user, BILLS)
        page = who.get("/forecast?day=2026-12-05").text
        assert "事件有变" in page
        assert "新增：账单寄送" in page
        make_need(session, department, MONTH, targets=Targets(), made_by=user.id, now=NOW)
        page = who.get("/forecast?day=2026-12-05").text
        assert "事件有变" not in page
        days = chart_data(page, "month-chart")
        assert days["titles"][4].endswith("\n账单寄送")  # type: ignore[index] # a list
        assert days["bands"] == [{"first": 4, "last": 4, "label": "账单寄送", "lane": 0, "ends": False}]
        curve = chart_data(page, "slot-chart")
        assert curve["titles"][20].endswith("\n账单寄送")  # type: ignore[index] # a list
        assert curve["bands"] == []
        week = chart_data(who.get("/forecast?day=2026-12-05&view=week").text, "slot-chart")
        assert bands_of(week)[0]["first"] == labels_of(week).index("周六 0:00")
        who.post("/language", data={"language": "en", "next": "/"})
        assert "1 event before the month taught it." in who.get("/forecast?day=2026-12-05").text


def test_the_page_names_provisional_days_and_other_billing_days(app: Flask, database: Database) -> None:
    with database.write() as session:
        user = stored_user(session)
        department = department_of(session, user)
        add_history(session, department, days=60)
        who = logged_in(app, session, user)
        session.commit()
        make_need(session, department, MONTH, targets=Targets(), made_by=user.id, now=NOW)
        assert "暂定的" not in who.get("/forecast?month=2026-12").text
        assert "暂定的" in who.get("/forecast?month=2027-02").text
        billing.set_billing_days(session, acting(user), [5], now=NOW)
        assert "出账日有变" in who.get("/forecast?month=2026-12").text
        make_need(session, department, MONTH, targets=Targets(), made_by=user.id, now=NOW)
        page = who.get("/forecast?month=2026-12").text
        assert "出账日有变" not in page
        assert "出账日：每月 5 日" in page
        roster = who.get("/rosters/2027-02")
        assert roster.status_code == 200
        assert "暂定的" in roster.text
        who.post("/language", data={"language": "en", "next": "/"})
        assert "days of this month are provisional" in who.get("/rosters/2027-02").text
