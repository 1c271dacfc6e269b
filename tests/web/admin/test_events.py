"""Events: entered, ended, withdrawn, brought by a file; the page in both languages."""

import datetime as dt
import io
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.web.browsing import Visitor
from tests.web.setup_world import NOW, account, acting, empty_department, visiting
from web.accounts.actor import Actor
from web.admin import events
from web.admin.event_kinds import ALIASES, KINDS, kind_of
from web.admin.event_words import kind_name
from web.admin.events import EventDetails
from web.admin.tables import CalendarEvent
from web.database import Database
from web.errors import NotFound
from web.forecasts.history import call_events
from web.records.tables import AuditEvent
from web.refusal import Refusal

FIRST, LAST = dt.date(2026, 11, 1), dt.date(2026, 11, 11)
OFFER = EventDetails(kind="campaign", name="双十一", first_day=FIRST, last_day=LAST)
HEADER = "开始日期,结束日期,类型,名称\n"


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write() as opened:
        yield opened


@pytest.fixture
def actor(session: Session) -> Actor:
    user = account(session, empty_department(session), "supervisor")
    session.commit()
    return acting(user)


def entered(session: Session, actor: Actor) -> CalendarEvent:
    found = events.add_event(session, actor, OFFER, now=NOW)
    assert isinstance(found, CalendarEvent)
    return found


def codes(found: CalendarEvent | list[Refusal]) -> list[str]:
    assert isinstance(found, list)
    return [refusal.code for refusal in found]


def test_an_event_reaches_the_forecasts_and_is_not_entered_twice(session: Session, actor: Actor) -> None:
    entered(session, actor)
    assert codes(events.add_event(session, actor, OFFER, now=NOW)) == ["event_known"]
    (event,) = call_events(session, actor.department_id)
    assert (event.start, event.end, event.kind, event.name) == (FIRST, LAST, "campaign", "双十一")


def test_ending_an_event_keeps_what_was_entered(session: Session, actor: Actor) -> None:
    event = entered(session, actor)
    early = events.end_event(session, actor, event.id, FIRST - dt.timedelta(days=1), now=NOW)
    assert codes(early) == ["event_ends_early"]
    assert events.end_event(session, actor, event.id, dt.date(2026, 11, 5), now=NOW) == []
    (present,) = events.list_events(session, actor.department_id)
    (former,) = events.withdrawn_events(session, actor.department_id)
    assert (present.last_day, present.replaces_id) == (dt.date(2026, 11, 5), former.id)
    assert (former.last_day, former.withdrawn_reason) == (LAST, "→ 2026-11-05")


def test_a_withdrawn_event_teaches_nobody_any_more_and_is_withdrawn_once(
    session: Session, actor: Actor
) -> None:
    event = entered(session, actor)
    assert events.withdraw_event(session, actor, event.id, "取消了", now=NOW) == []
    assert codes(events.withdraw_event(session, actor, event.id, "again", now=NOW)) == ["event_withdrawn"]
    assert codes(events.end_event(session, actor, event.id, FIRST, now=NOW)) == ["event_withdrawn"]
    assert call_events(session, actor.department_id) == ()
    (kept,) = events.withdrawn_events(session, actor.department_id)
    assert (kept.withdrawn_reason, kept.withdrawn_by_id) == ("取消了", actor.user_id)
    acts = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert acts == ["event.add", "event.withdraw"]


def test_nobody_reaches_the_events_of_another_department(session: Session, actor: Actor) -> None:
    event = entered(session, actor)
    other = acting(account(session, empty_department(session, "B"), "supervisor", "90002"))
    assert events.list_events(session, other.department_id) == []
    with pytest.raises(NotFound):
        events.withdraw_event(session, other, event.id, "x", now=NOW)


def test_every_named_kind_is_found_by_its_words_in_both_languages(app: Flask) -> None:
    assert KINDS.keys() == ALIASES.keys()
    for language in ("zh", "en"):
        with app.test_request_context(headers={"Accept-Language": language}):
            assert {kind: kind_of(kind_name(kind)) for kind in KINDS} == {kind: kind for kind in KINDS}
    assert kind_of("  客户  日 ") == "客户 日"


def test_the_causes_of_peaks_that_the_regulation_names_are_kinds() -> None:
    """R-1.12: sudden system failure, promotion of a new service, SMS campaign."""
    named = ("系统故障", "新业务推介", "短信宣传")
    assert [kind_of(words) for words in named] == ["outage", "new_product", "sms"]


def test_the_page_lists_enters_ends_and_withdraws(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    assert "没有计划中的事件" in who.get("/setup/events").text
    form = {"kind": "短信", "name": "流量提醒", "first_day": "2026-12-05", "last_day": "2026-12-07"}
    assert who.post("/setup/events", data=form).status_code == 302
    page = who.get("/setup/events").text
    assert "短信 · 流量提醒" in page
    assert "已登记" in who.post("/setup/events", data=form).text
    with database.read() as session:
        event_id = session.scalars(select(CalendarEvent.id)).one()
    who.post(f"/setup/events/{event_id}/end", data={"last_day": "2026-12-06"})
    assert "12月6日" in who.get("/setup/events").text
    with database.read() as session:
        newest = session.scalars(select(CalendarEvent.id).order_by(CalendarEvent.id.desc())).first()
    who.post(f"/setup/events/{newest}/withdraw", data={"reason": ""})
    assert "1 条已撤回" in who.get("/setup/events").text
    who.post(f"/setup/events/{newest}/withdraw", data={"reason": "没发"})
    page = who.get("/setup/events").text
    assert "2 条已撤回" in page
    assert "没发" in page


def test_the_page_speaks_english_and_refuses_what_does_not_fit(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    who.post("/language", data={"language": "en"})
    form = {"kind": "=cmd()", "first_day": "2026-12-05", "last_day": "2026-12-01"}
    refused = who.post("/setup/events", data=form)
    assert refused.status_code == 422
    assert "The last day lies before the first one, 2026-12-05." in refused.text
    long = {"kind": "outage", "first_day": "2026-01-01", "last_day": "2027-06-01"}
    assert "At most 366." in who.post("/setup/events", data=long).text
    assert "No event is planned." in who.get("/setup/events").text


def test_a_file_of_events_is_read_shown_and_taken_once(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    rows = "2026-11-01,2026-11-11,营销活动,双十一\n2026-12-05,,bill_mailing,\n"
    for expected in (2, 2):
        answer = upload(who, (HEADER + rows).encode())
        page = who.get(answer).text
        who.post(answer, data={"rows": "all"})
        with database.read() as session:
            assert len(session.scalars(select(CalendarEvent)).all()) == expected
    assert "没有错误" in page
    page = who.get("/setup/events").text
    assert "营销活动 · 双十一" in page
    assert "events.csv" in page


def test_each_fault_of_a_file_is_named_by_row_and_column(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    rows = (
        "2026-11-01,2026-10-01,sms,\n"
        "bald,,sms,\n"
        "2026-11-02,,,\n"
        "2026-11-03,,=1+1,\n"
        "2026-01-01,2027-06-01,outage,\n"
        "2026-11-04,,短信,好的\n"
    )
    answer = upload(who, (HEADER + rows).encode("gb18030"))
    page = who.get(answer).text
    for row in range(2, 7):
        assert f"第 {row} 行" in page
    columns = [page.count(f'data-label="列">{column}<') for column in ("开始日期", "结束日期", "类型")]
    assert columns == [1, 2, 2]
    who.post(answer, data={"rows": "good"})
    with database.read() as session:
        (event,) = session.scalars(select(CalendarEvent)).all()
        assert (event.kind, event.name) == ("sms", "好的")


def upload(who: Visitor, data: bytes) -> str:
    answer = who.post(
        "/setup/events/import",
        data={"file": (io.BytesIO(data), "events.csv")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 302
    return answer.headers["Location"]
