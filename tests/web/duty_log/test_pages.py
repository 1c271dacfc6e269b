"""The duty log over HTTP: written, found, corrected, revealed, denied."""

import json

from flask import Flask
from sqlalchemy import func, select

from tests.web.attendance.shop import ANN, BEN, LEADER
from tests.web.duty_log.log import entries_of, visiting, written
from tests.web.rosters.office import stored_office
from tests.web.swaps.desk import Desk
from web.accounts.tables import Role, User
from web.duty_log.tables import DutyReveal, EntryKind
from web.records.tables import AuditEvent

NUMBER = "13812345678"


def denials(shop: Desk) -> list[tuple[int | None, str, int]]:
    with shop.database.read() as session:
        rows = session.scalars(
            select(AuditEvent).where(AuditEvent.action == "duty_log.denied").order_by(AuditEvent.id)
        )
        return [(row.actor_id, row.object_id, row.detail["status"]) for row in rows]


def test_an_entry_is_written_and_stands_on_top(app: Flask, shop: Desk) -> None:
    who = visiting(app, shop, ANN)
    form = {"kind": "complaint", "body": f"王女士投诉，回电 {NUMBER}", "token": "t1"}
    answer = who.post("/duty-log/entries", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/duty-log")
    page = who.get("/duty-log").text
    assert "王女士投诉，回电 138****5678" in page
    assert "国家标准时间（UTC+8）" in page
    assert "保密：仅限内部工作人员。 制度规定不得涂改。" in page
    assert "第 1 号" in page


def test_a_script_gets_json_and_a_double_click_is_one_entry(app: Flask, shop: Desk) -> None:
    who = visiting(app, shop, ANN)
    form = {"kind": "event", "body": "断网三分钟", "token": "t1"}
    answers = [
        who.client.post(
            "/duty-log/entries",
            data=form,
            headers={"X-CSRFToken": who.csrf_token, "Accept": "application/json"},
        )
        for _ in range(2)
    ]
    assert [json.loads(answer.data) for answer in answers] == [{"number": 1, "to": "/duty-log"}] * 2
    assert len(entries_of(shop)) == 1
    refused = who.client.post(
        "/duty-log/entries",
        data={"token": "t2"},
        headers={"X-CSRFToken": who.csrf_token, "Accept": "application/json"},
    )
    assert refused.status_code == 422
    assert [each["field"] for each in json.loads(refused.data)["reasons"]] == ["kind", "body"]


def test_a_refused_form_keeps_what_was_typed_and_says_why(app: Flask, shop: Desk) -> None:
    who = visiting(app, shop, ANN)
    answer = who.post("/duty-log/entries", data={"kind": "message", "body": "请回电", "token": "t1"})
    assert answer.status_code == 422
    assert "写明来电人" in answer.text
    assert "请回电</textarea>" in answer.text


def test_words_and_numbers_are_found_and_wildcards_are_letters(app: Flask, shop: Desk) -> None:
    for body in ("空调漏水，已报修", "客户投诉接通慢", "系统提示 100%_完成", f"回电 {NUMBER}"):
        assert written(shop, ANN, body).done
    who = visiting(app, shop, ANN)

    def found(words: str) -> list[str]:
        page = who.get("/duty-log", query_string={"q": words}).text
        return [row.body for row in entries_of(shop) if row.body.partition("，")[0] in page]

    assert found("空调") == ["空调漏水，已报修"]
    assert found("投诉 接通") == ["客户投诉接通慢"]
    assert found("%_") == ["系统提示 100%_完成"]
    assert found("％＿") == ["系统提示 100%_完成"]
    assert found("没有") == []
    assert found("#2") == ["客户投诉接通慢"]


def test_a_number_in_the_search_leaves_the_address(app: Flask, shop: Desk) -> None:
    written(shop, ANN, f"回电 {NUMBER}")
    who = visiting(app, shop, ANN)
    answer = who.get("/duty-log", query_string={"q": NUMBER, "kind": "event"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/duty-log?kind=event&q=138%2A%2A%2A%2A5678"
    assert "回电 138****5678" in who.get(answer.headers["Location"]).text


def test_the_list_is_the_own_teams_day_until_something_else_is_asked_for(app: Flask, shop: Desk) -> None:
    written(shop, ANN, "一组的事")
    written(shop, BEN, "二组的事")
    written(shop, shop.office.supervisor, "全部门的事", kind=EntryKind.INSTRUCTION, instructed_by="郭经理")
    ann, leader = visiting(app, shop, ANN), visiting(app, shop, LEADER)
    assert all(words in ann.get("/duty-log").text for words in ("一组的事", "全部门的事"))
    assert "二组的事" not in ann.get("/duty-log?team=all").text, "agents read their own team's"
    assert "二组的事" not in leader.get("/duty-log").text
    assert "二组的事" in leader.get("/duty-log?team=all").text
    assert "一组的事" not in ann.get("/duty-log?date=2026-12-07").text
    assert "一组的事" in ann.get("/duty-log?days=all").text
    only = ann.get("/duty-log?kind=instruction").text
    assert ("一组的事" in only, "全部门的事" in only) == (False, True)


def test_many_entries_are_turned_page_by_page(app: Flask, shop: Desk) -> None:
    for place in range(33):
        written(shop, ANN, f"第 {place + 1} 件")
    who = visiting(app, shop, ANN)
    first = who.get("/duty-log").text
    assert "第 33 件" in first
    assert "before=4" in first
    last = who.get("/duty-log?before=4").text
    assert [f"第 {n} 件<" in last for n in (1, 3, 4)] == [True, True, False]


def test_a_correction_is_linked_both_ways(app: Flask, shop: Desk) -> None:
    made = written(shop, ANN, f"回电 {NUMBER}，周三")
    who = visiting(app, shop, ANN)
    page = who.get(f"/duty-log/{made.entry_id}").text
    assert "更正这条" in page
    form = {"kind": "event", "body": "回电 138****5678，周四", "reason": "日期写错", "token": "t2"}
    answer = who.post(f"/duty-log/{made.entry_id}/correct", data=form)
    assert answer.status_code == 302
    page = who.get(answer.headers["Location"]).text
    assert "日期写错" in page
    assert "现在以此为准" in page
    old = who.get(f"/duty-log/{made.entry_id}").text
    assert "更正这条" not in old
    assert "回电 138****5678，周三" in old
    log = who.get("/duty-log").text
    assert "已由第 2 号更正" in log
    assert "更正第 1 号" in log
    refused = who.post(f"/duty-log/{made.entry_id}/correct", data={**form, "token": "t3"})
    assert "第 1 号刚被第 2 号更正" in refused.text


def test_a_number_is_shown_once_with_a_reason_and_that_is_on_record(app: Flask, shop: Desk) -> None:
    made = written(shop, ANN, f"回电 {NUMBER}")
    who = visiting(app, shop, ANN)
    address = f"/duty-log/{made.entry_id}"
    refused = who.post(f"{address}/reveal", data={"reason": " "})
    assert (refused.status_code, NUMBER in refused.text) == (422, False)
    shown = who.post(f"{address}/reveal", data={"reason": f"给客户 {NUMBER} 回电"})
    assert shown.status_code == 200
    assert NUMBER in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    again = who.get(address).text
    assert NUMBER not in again
    assert "给客户 138****5678 回电" in again, "who looks may be seen by all who read"
    with shop.database.read() as session:
        assert session.scalar(select(func.count()).select_from(DutyReveal)) == 1
        events = session.scalars(
            select(AuditEvent.action).where(AuditEvent.action.like("duty_log.reveal%"))
        ).all()
    assert events == ["duty_log.reveal_refused", "duty_log.reveal"]


def test_numbers_are_for_who_works_with_them(app: Flask, shop: Desk) -> None:
    made = written(shop, ANN, f"回电 {NUMBER}")
    reason = {"reason": "回电"}
    answers = {}
    for number in (LEADER, None, BEN):
        who = visiting(app, shop, number)
        answers[number] = who.post(f"/duty-log/{made.entry_id}/reveal", data=reason).status_code
    assert answers == {LEADER: 200, None: 200, BEN: 404}
    with shop.database.write() as session:
        session.get_one(User, shop.office.supervisor.user_id).roles = list(
            session.scalars(select(Role).where(Role.name == "auditor"))
        )
        session.commit()
    auditor = visiting(app, shop, None)
    assert auditor.get(f"/duty-log/{made.entry_id}").status_code == 200
    assert auditor.post(f"/duty-log/{made.entry_id}/reveal", data=reason).status_code == 403


def test_g39_who_is_outside_the_department_is_denied_and_that_is_on_record(app: Flask, shop: Desk) -> None:
    made = written(shop, ANN, "内部记录")
    elsewhere = stored_office(shop.database, code="XX")
    stranger = visiting(app, Desk(office=elsewhere), ANN)
    address = f"/duty-log/{made.entry_id}"
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}/reveal", data={"reason": "看看"}).status_code == 404
    assert "内部记录" not in stranger.get("/duty-log?days=all").text
    with shop.database.write() as session:
        user = session.get_one(User, shop.office.users[BEN])
        user.roles = list(session.scalars(select(Role).where(Role.name == "hr")))
        session.commit()
    hr = visiting(app, shop, BEN)
    assert hr.get("/duty-log").status_code == 403
    entry = str(made.entry_id)
    assert denials(shop) == [
        (elsewhere.users[ANN], entry, 404),
        (elsewhere.users[ANN], entry, 404),
        (shop.office.users[BEN], "", 403),
    ]
