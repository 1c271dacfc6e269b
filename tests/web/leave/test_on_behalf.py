"""Who enters leave for another decides on no step of it; a shift that leave takes is offered no longer."""

import pytest
from flask import Flask
from sqlalchemy import event, select

from roster.swaps.life import SwapState
from tests.web.leave.bench import ANN, BEN, OPEN, Bench, december, stored_bench
from tests.web.leave.test_due import codes
from tests.web.leave.test_http import visiting
from tests.web.swaps.test_offers import offered, told
from tests.web.swaps.test_offers import state as offer_state
from web.accounts.tables import Role, User
from web.database import Database, current_database
from web.leave import deciding
from web.leave.waiting import waiting
from web.swaps.offer_tables import OfferState

FREE = "00104"


@pytest.fixture
def bench(database: Database) -> Bench:
    """With somebody free in Ann's team."""
    return stored_bench(database, further=[FREE])


def test_the_only_leader_enters_it_so_the_supervisor_decides(bench: Bench) -> None:
    asked = bench.ask(8, kind="sick", by=bench.desk.leader)
    assert bench.row(asked).chain == ["supervisor"]
    own = bench.act(deciding.approve, bench.desk.leader, asked, covers={december(8): OPEN})
    assert codes(own) == ["leave_entered_by_you"]
    assert bench.told(bench.desk.leader.user_id) == []
    supervisor = bench.desk.office.supervisor
    assert bench.act(deciding.approve, supervisor, asked, covers={december(8): OPEN}).done


def test_where_there_are_two_leaders_the_other_one_decides(bench: Bench) -> None:
    with bench.database.write() as session:
        free = session.get_one(User, bench.desk.office.users[FREE])
        free.roles = list(session.scalars(select(Role).where(Role.name.in_(("agent", "leader")))))
        session.commit()
    asked = bench.ask(8, kind="sick", by=bench.desk.leader)
    with bench.database.read() as session:
        mine = [each.row.id for each in waiting(session, bench.desk.leader)]
    assert bench.row(asked).chain == ["leader"]
    assert mine == []


def test_the_form_says_who_decides_what_comes_too_late_or_that_nobody_can(app: Flask, bench: Bench) -> None:
    ann = visiting(app, bench, bench.desk.office.users[ANN])
    head = bench.desk.office.head
    assert f"申请已晚时由经理决定：{head.name}。" in ann.get("/leave/new").text
    with bench.database.write() as session:
        session.get_one(User, head.user_id).active = False
        session.commit()
    assert "这样的申请将无人审批" in ann.get("/leave/new").text


def test_an_open_offer_of_the_shift_is_closed_and_all_are_told(bench: Bench) -> None:
    made, other = offered(bench.desk, 8), offered(bench.desk, 12)
    invited = told(bench.desk, "swap_offered")
    bench.approve(bench.ask(8), {december(8): OPEN})
    assert offer_state(bench.desk, made.offer_id) is OfferState.CLOSED
    assert offer_state(bench.desk, other.offer_id) is OfferState.OPEN
    assert told(bench.desk, "swap_offer_closed") == {bench.desk.office.users[ANN], *invited}


def test_an_undecided_swap_of_the_shift_is_ended_and_both_are_told(bench: Bench) -> None:
    swap = bench.desk.exchange(8)
    bench.approve(bench.ask(8), {december(8): OPEN})
    assert bench.desk.state(swap.swap_id) is SwapState.WITHDRAWN
    users = bench.desk.office.users
    assert told(bench.desk, "swap_withdrawn") == {users[ANN], users[BEN]}


def test_the_inbox_loads_the_month_of_an_item_once(app: Flask, bench: Bench) -> None:
    """The same statements whether one part of the page asks for the leave or two."""
    bench.ask(8)
    leader = visiting(app, bench, bench.desk.leader.user_id)
    seen: list[str] = []
    with app.app_context():
        engine = current_database().engine

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert leader.get("/approvals").status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert sum("swap_debt" in statement and "count(" in statement for statement in seen) == 1
