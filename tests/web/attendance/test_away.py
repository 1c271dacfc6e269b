"""Leaving the post: who allows it under which regulation, for how long, once, and the board (P-75)."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select, update

from roster.attendance.away import AwayState, approver_of
from roster.attendance.events import Whereabouts
from tests.web.attendance.shop import ANN, DAN, DAY, LEADER, at, clocked, stored, stored_shop
from tests.web.attendance.test_pages import visiting
from tests.web.swaps.desk import Desk
from web.accounts.actor import Actor
from web.attendance import away_asking
from web.attendance.away import expire_leaving
from web.attendance.away_asking import AwayAsk, waiting_leaving
from web.attendance.board import Line, read_board
from web.attendance.tables import PostLeaving
from web.database import Database
from web.errors import NotFound
from web.notices.tables import Notice
from web.people.tables import Department, ShiftKind
from web.records.store import of_subject, verify


def asks(
    shop: Desk, number: str = ANN, when: str = "9:00", *, minutes: int | None = 15, **further: object
) -> list[str]:
    values: dict[str, object] = {"reason": "打印", "token": f"{number} {when}"} | further
    with shop.database.write() as session:
        ask = AwayAsk(minutes=minutes, **values)  # type: ignore[arg-type]
        found = away_asking.ask(session, shop.actor(number), ask, now=at(when))
    return [each.code for each in found]


def rows(shop: Desk) -> list[PostLeaving]:
    with shop.database.read() as session:
        found = list(session.scalars(select(PostLeaving).order_by(PostLeaving.id)))
        session.expunge_all()
    return found


def decides(
    shop: Desk,
    by: Actor | None = None,
    *,
    approve: bool = True,
    when: str = "9:01",
    seen: int = 1,
    answer: str = "",
) -> list[str]:
    with shop.database.write() as session:
        found = away_asking.decide(
            session,
            by or shop.office.supervisor,
            rows(shop)[-1].id,
            approve=approve,
            seen=seen,
            answer=answer,
            now=at(when),
        )
    return [each.code for each in found]


def line_of(shop: Desk, when: str, number: str = ANN) -> Line:
    with shop.database.read() as session:
        department = session.get_one(Department, shop.office.department)
        groups = read_board(session, shop.office.supervisor, department, now=at(when))
    people = [line for group in groups for line in group.lines]
    return next(line for line in people if line.worked.person.employee_number == number)


def away(shop: Desk, when: str) -> list[str]:
    return [each.code for each in clocked(shop, ANN, "away", at(when), note="打印").reasons]


def test_without_consent_nobody_leaves_the_post_and_with_it_once(shop: Desk) -> None:
    """S1a: the supervisor in ordinary hours, 20 minutes at most."""
    clocked(shop, ANN, "in", at("7:50"))
    assert away(shop, "8:55") == ["away_not_allowed"]
    assert asks(shop) == []
    assert away(shop, "9:00") == ["away_not_allowed"]
    assert decides(shop) == []
    assert away(shop, "9:02") == []
    (row,) = rows(shop)
    assert (row.state, row.approver, row.event_id is not None) == (AwayState.USED, "supervisor", True)
    assert line_of(shop, "9:10").permit is not None
    assert (line_of(shop, "9:10").over, line_of(shop, "9:20").over) == (0, 3)
    clocked(shop, ANN, "back", at("9:21"))
    assert away(shop, "10:00") == ["away_not_allowed"]
    with shop.database.read() as session:
        found = of_subject(session, shop.office.department, f"post-leaving:{row.id}")
        assert [record.meaning for record, _ in found] == ["ask", "approve"]
        assert verify(session, shop.office.department)[1] is None


@pytest.mark.parametrize(("minutes", "expected"), [(20, []), (21, ["away_limit"]), (None, ["away_limit"])])
def test_nobody_asks_for_more_than_the_regulation_allows(
    shop: Desk, minutes: int | None, expected: list[str]
) -> None:
    clocked(shop, ANN, "in", at("7:50"))
    assert asks(shop, minutes=minutes) == expected


def test_a_form_sent_twice_is_one_request_and_a_second_one_waits(shop: Desk) -> None:
    clocked(shop, ANN, "in", at("7:50"))
    assert asks(shop) == asks(shop) == []
    assert asks(shop, when="9:05") == ["away_open"]
    assert len(rows(shop)) == 1


def test_reason_and_shift_are_needed(shop: Desk) -> None:
    assert asks(shop, reason=" ", token="") == ["reason_missing", "try_again"]
    assert asks(shop, when="18:00") == ["away_not_on_shift"]
    assert asks(shop, urgent=True) == ["clock_wrong_act"]


def test_only_who_the_regulation_names_decides_once_and_never_for_themselves(shop: Desk) -> None:
    clocked(shop, ANN, "in", at("7:50"))
    asks(shop)
    assert decides(shop, shop.leader) == ["not_your_step"]
    assert decides(shop, approve=False) == ["reason_missing"]
    assert decides(shop, approve=False, answer="人手不够") == []
    assert decides(shop, seen=1) == ["away_decided"]
    assert decides(shop, seen=2) == ["away_decided"]
    assert away(shop, "9:10") == ["away_not_allowed"]
    with pytest.raises(NotFound):
        decides(shop, shop.actor(DAN))
    with shop.database.read() as session:
        told = session.scalars(select(Notice).where(Notice.kind == away_asking.DECIDED)).all()
    assert [(notice.user_id, notice.payload["answer"]) for notice in told] == [
        (shop.office.users[ANN], "人手不够")
    ]


def test_what_cannot_wait_is_left_on_at_once_and_answered_afterwards(shop: Desk) -> None:
    clocked(shop, ANN, "in", at("7:50"))
    assert asks(shop, urgent=True) == []
    assert clocked(shop, ANN, "away", at("9:01"), note="x").again
    line = line_of(shop, "9:05")
    assert (line.worked.where, line.permit is not None) == (Whereabouts.AWAY, True)
    with shop.database.read() as session:
        waiting = waiting_leaving(session, shop.office.supervisor, at("20:00"))
    assert len(waiting) == 1, "who left first still gets an answer after the shift"
    assert decides(shop) == []
    clocked(shop, ANN, "back", at("9:10"))
    assert away(shop, "9:30") == ["away_not_allowed"], "the answer is no second permission"


def test_a_device_stores_what_happened_and_the_board_says_that_nobody_was_asked(shop: Desk) -> None:
    stored(shop, ANN, "in 7:50", "away 9:00")
    line = line_of(shop, "9:05")
    assert (line.needs_permit, line.permit) == (True, None)


def test_on_duty_the_manager_allows_it(shop: Desk) -> None:
    with shop.database.write() as session:
        session.execute(update(ShiftKind).where(ShiftKind.code == "E").values(name="值班"))
        session.commit()
    clocked(shop, ANN, "in", at("7:50"))
    asks(shop)
    assert rows(shop)[0].approver == "head"
    assert decides(shop) == ["not_your_step"]


def test_who_would_allow_it_asks_the_next_one_up() -> None:
    assert approver_of("leader", None, is_duty=False, own_roles={"agent", "leader"}) == "supervisor"
    assert approver_of("supervisor", "head", is_duty=False, own_roles={"supervisor"}) == "head"
    assert approver_of("head", None, is_duty=True, own_roles={"head"}) == "head"


def test_the_team_leader_decides_where_the_department_says_so(database: Database) -> None:
    shop = stored_shop(database, overrides={"attendance.away_approver": {"ordinary": "leader"}})
    clocked(shop, ANN, "in", at("7:50"))
    asks(shop)
    assert decides(shop, shop.leader) == []


def test_a_regulation_that_names_nobody_asks_for_a_reason_only(database: Database) -> None:
    shop = stored_shop(database, preset="S0h")
    clocked(shop, ANN, "in", at("7:50"))
    assert asks(shop) == ["away_free"]
    assert away(shop, "9:00") == []


def test_what_is_not_used_ends_with_the_shift(shop: Desk) -> None:
    clocked(shop, ANN, "in", at("7:50"))
    asks(shop)
    with shop.database.write() as session:
        assert expire_leaving(session, at("15:29")) == 0
        assert expire_leaving(session, at("15:30")) == 1
        assert expire_leaving(session, at("15:31")) == 0
    assert decides(shop, when="15:40", seen=2) == ["away_decided"]


def test_one_takes_back_what_is_ones_own(shop: Desk) -> None:
    clocked(shop, ANN, "in", at("7:50"))
    asks(shop)
    with shop.database.write() as session, pytest.raises(NotFound):
        away_asking.withdraw(session, shop.leader, rows(shop)[0].id, seen=1, now=at("9:02"))
    with shop.database.write() as session:
        row = rows(shop)[0]
        assert away_asking.withdraw(session, shop.actor(ANN), row.id, seen=1, now=at("9:02")) == ()
        again = away_asking.withdraw(session, shop.actor(ANN), row.id, seen=2, now=at("9:02"))
    assert [each.code for each in again] == ["away_decided"]
    assert asks(shop, when="9:05") == []


def test_the_answer_is_given_on_the_page_and_in_the_inbox(app: Flask, shop: Desk) -> None:
    now = dt.datetime.now(tz=dt.UTC)
    with shop.database.write() as session:
        session.add(
            PostLeaving(
                department_id=shop.office.department,
                person_id=shop.office.people[ANN],
                date=DAY,
                shift_kind_id=session.scalars(select(ShiftKind.id)).first(),
                minutes=10,
                reason="打印",
                approver="supervisor",
                token="t",
                created_by_id=shop.office.users[ANN],
                created_at=now,
                changed_at=now,
                expires_at=now + dt.timedelta(days=30),
            )
        )
        session.commit()
    supervisor, leader = visiting(app, shop, None), visiting(app, shop, LEADER)
    for address in ("/attendance", "/attendance/board", "/approvals?item=away-1"):
        assert "离岗 10 分钟" in supervisor.get(address).text, address
    assert "离岗 10 分钟" not in leader.get("/attendance").text
    address = "/attendance/away/1"
    assert supervisor.post(address, data={"verdict": "refuse", "seen": "1"}).status_code == 422
    assert supervisor.post(address, data={"verdict": "approve", "seen": "9" * 40}).status_code == 409
    assert supervisor.post(address, data={"verdict": "approve", "seen": "1"}).status_code == 302
    inbox = {"verdict": "approve", "seen": "1", "inbox": "", "next": "/approvals"}
    assert supervisor.post(address, data=inbox).status_code == 409
    assert visiting(app, shop, ANN).post("/attendance/away", data={"minutes": "-"}).status_code == 422
