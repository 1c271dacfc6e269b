"""Attendance over HTTP: the pages, the devices' interface, files with errors."""

import datetime as dt
import io

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.attendance.shop import ANN, BEN, LEADER, events_of, stored, stored_shop
from tests.web.browsing import Visitor, visit_as
from tests.web.rosters.office import NOW
from tests.web.swaps.desk import Desk
from web.attendance.tables import ClockEventRow, ClockSource
from web.attendance.tokens import make_token, revoke_token
from web.database import Database
from web.imports.tables import ImportDraft
from web.people.tables import Department


@pytest.fixture
def shop(database: Database) -> Desk:
    return stored_shop(database)


def visiting(app: Flask, shop: Desk, number: str | None) -> Visitor:
    user_id = shop.office.supervisor.user_id if number is None else shop.office.users[number]
    return visit_as(app, shop.database, user_id)


def test_an_agent_clocks_on_the_page_and_on_the_home_page(app: Flask, shop: Desk) -> None:
    who = visiting(app, shop, ANN)
    assert "上班打卡" in who.get("/attendance").text
    assert "上班打卡" not in who.get("/").text, "the next shift lies days ahead"
    assert who.post("/attendance/clock", data={"act": "in", "next": "/"}).headers["Location"] == "/"
    assert who.post("/attendance/clock", data={"act": "in"}).status_code == 302
    assert "下班打卡" in who.get("/").text
    page = who.get("/attendance").text
    assert "下班打卡" in page
    assert "规则" in page
    assert [(event.act.value, event.source) for event in events_of(shop, ANN)] == [("in", ClockSource.WEB)]
    assert who.post("/attendance/clock", data={"act": "fly"}).status_code == 400
    refused = who.post("/attendance/clock", data={"act": "away"})
    assert (refused.status_code, "没有执行" in refused.text) == (422, True)


def test_pages_open_for_everybody_who_may(app: Flask, shop: Desk) -> None:
    stored(shop, ANN, "in 8:20", "out 15:36", day=dt.date(2026, 12, 2))
    leader = visiting(app, shop, LEADER)
    for address in (
        "/",
        "/attendance",
        "/attendance/board",
        "/attendance/board/live",
        "/attendance/register",
    ):
        assert leader.get(address).status_code == 200, address
    supervisor = visiting(app, shop, None)
    for address in (
        "/attendance",
        "/attendance/board",
        "/attendance/register?month=2026-12",
        f"/attendance/register?month=2026-12&person={ANN}",
        "/attendance/register.csv?month=2026-12",
        "/attendance/register.xlsx?month=2026-12",
        "/attendance/devices",
        "/attendance/import",
    ):
        assert supervisor.get(address).status_code == 200, address
    odd = supervisor.get("/attendance/register?month=nonsense&person=nobody")
    assert odd.status_code == 200


def test_a_correction_goes_over_the_page(app: Flask, shop: Desk) -> None:
    agent, leader = visiting(app, shop, ANN), visiting(app, shop, LEADER)
    form = {"act": "in", "date": "2026-11-20", "time": "07:50", "reason": "漏打卡", "token": "t"}
    assert agent.post("/attendance/corrections", data=form).status_code == 302
    assert agent.post("/attendance/corrections", data={**form, "time": "25:99"}).status_code == 422
    assert agent.post("/attendance/corrections/1", data={"verdict": "approve"}).status_code == 403
    assert "漏打卡" in leader.get("/attendance").text
    assert (
        leader.post("/attendance/corrections/1", data={"verdict": "approve", "seen": "1"}).status_code == 302
    )
    assert (
        leader.post("/attendance/corrections/1", data={"verdict": "approve", "seen": "1"}).status_code == 409
    )
    with shop.database.read() as session:
        (event,) = session.scalars(select(ClockEventRow))
        assert (event.source, event.on_behalf) == (ClockSource.CORRECTION, True)


def secret(shop: Desk) -> str:
    with shop.database.write() as session:
        return make_token(session, shop.office.supervisor, now=NOW)


def test_a_device_clocks_with_the_secret_of_the_department(app: Flask, shop: Desk) -> None:
    client, headers = app.test_client(), {"Authorization": f"Bearer {secret(shop)}"}

    def send(content: object) -> tuple[int, dict[str, object]]:
        answer = client.post("/api/clock", json=content, headers=headers)
        return answer.status_code, answer.get_json()

    event = {"employee_number": ANN, "act": "in"}
    assert send(event)[0] == 201
    code, again = send(event)
    assert (code, again["where"]) == (200, "here")
    closed = {"employee_number": ANN, "act": "closed"}
    assert [send(closed)[0], send(closed)[0]] == [201, 200]
    assert send({"employee_number": BEN, "act": "back"})[1]["error"] == "clock_wrong_act"
    assert send({"employee_number": "nobody", "act": "in"})[0] == 404
    assert send({"employee_number": ANN, "act": "fly"})[1]["field"] == "act"
    assert send({"employee_number": 102, "act": "in"})[1]["field"] == "employee_number"
    assert send(["in"])[1]["error"] == "not_json"
    assert send({"employee_number": "x" * 5000, "act": "in"})[0] == 413
    stored_event, said = events_of(shop, ANN)
    assert said.act.value == "closed"
    assert (stored_event.source, stored_event.by_id) == (ClockSource.API, None)


def test_a_device_without_the_present_secret_is_refused(app: Flask, shop: Desk) -> None:
    client, event = app.test_client(), {"employee_number": ANN, "act": "in"}
    old, new = secret(shop), secret(shop)

    def code(token: str | None) -> int:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        return client.post("/api/clock", json=event, headers=headers).status_code

    assert [code(None), code("nonsense"), code(old), code(new)] == [401, 401, 401, 201]
    with shop.database.write() as session:
        revoke_token(session, shop.office.supervisor, now=NOW)
    assert code(new) == 401


def test_the_secret_is_shown_once_and_kept_as_a_hash(app: Flask, shop: Desk) -> None:
    who = visiting(app, shop, None)
    shown = who.post("/attendance/devices")
    token = shown.text.partition('id="token">')[2].partition("<")[0]
    assert len(token) > 30
    assert token not in who.get("/attendance/devices").text
    assert who.post("/attendance/devices/revoke").status_code == 302


GOOD = "工号,打卡类型,打卡时间\n00102,上班,2026-11-20 07:52\n00102,下班,2026-11-20 15:36\n"


def upload(app: Flask, shop: Desk, text: str) -> tuple[Visitor, ImportDraft]:
    who = visiting(app, shop, None)
    answer = who.post("/attendance/import", data={"file": (io.BytesIO(text.encode()), "clock.csv")})
    assert answer.status_code == 302
    with shop.database.read() as session:
        return who, session.scalars(select(ImportDraft).order_by(ImportDraft.id.desc())).first()  # type: ignore[return-value]


def test_a_file_is_shown_taken_and_not_taken_twice(app: Flask, shop: Desk) -> None:
    who, draft = upload(app, shop, GOOD)
    assert (draft.good_rows, draft.problems) == (2, [])
    assert "07:52" in who.get(f"/attendance/import/{draft.id}").text
    assert who.post(f"/attendance/import/{draft.id}").status_code == 302
    assert [event.source for event in events_of(shop, ANN)] == [ClockSource.IMPORT] * 2
    who, again = upload(app, shop, "\n".join([GOOD.splitlines()[0], *reversed(GOOD.splitlines()[1:])]))
    who.post(f"/attendance/import/{again.id}")
    assert len(events_of(shop, ANN)) == 2


def test_a_bad_file_names_row_and_column(app: Flask, shop: Desk) -> None:
    text = (
        "工号,打卡类型,打卡时间\n99999,上班,2026-11-20 07:52\n00102,飞,2026-11-20 07:52\n00102,上班,昨天\n"
        "00102,上班,2027-01-01 08:00\n00102,上班,2024-01-01 08:00\n00102,,\n"
        "00102,上班,2026-11-20 07:52\n00102,签到,2026-11-20T07:52:40+08:00\n=1+1,上班,2026-11-20 07:52\n"
    )
    who, draft = upload(app, shop, text)
    assert [(p["row"], p["column"], p["code"]) for p in draft.problems] == [
        (2, "工号", "unknown_number"),
        (3, "打卡类型", "not_a_clock_act"),
        (4, "打卡时间", "not_a_time"),
        (5, "打卡时间", "clock_future"),
        (6, "打卡时间", "clock_too_old"),
        (7, "打卡类型", "required"),
        (7, "打卡时间", "required"),
        (9, "打卡时间", "clock_twice"),
        (10, "工号", "formula"),
    ]
    assert draft.good_rows == 1
    assert who.get(f"/attendance/import/{draft.id}").status_code == 200


@pytest.mark.parametrize("text", ["", "工号\n1\n", "工号,打卡类型,打卡时间\n", "\0\0", "a,b\n1"])
def test_a_file_that_is_no_list_of_events_is_refused_whole(app: Flask, shop: Desk, text: str) -> None:
    who = visiting(app, shop, None)
    answer = who.post("/attendance/import", data={"file": (io.BytesIO(text.encode()), "clock.csv")})
    assert answer.status_code in {302, 422}
    assert events_of(shop, ANN) == []


def test_a_time_that_the_clock_showed_twice_needs_its_offset(app: Flask, database: Database) -> None:
    shop = stored_shop(database)
    with database.write() as session:
        session.get_one(Department, shop.office.department).time_zone = "Europe/Berlin"
        session.commit()
    head = "employee_number,act,at\n"
    _, draft = upload(app, shop, f"{head}00102,in,2026-10-25 02:30\n00102,in,2026-10-25 02:30+01:00\n")
    assert [(p["row"], p["code"]) for p in draft.problems] == [(2, "clock_ambiguous")]
    _, draft = upload(app, shop, f"{head}00102,in,2026-03-29 02:30\n")
    assert [(p["row"], p["code"]) for p in draft.problems] == [(2, "skipped_time")]
