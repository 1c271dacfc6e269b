"""Leave, overtime and corrections in the inbox: decided there where that is enough, else on their page."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from roster.attendance.events import ClockAct
from roster.leave.life import LeaveState
from roster.overtime.life import OvertimeState
from tests.web.approvals.test_inbox import keys, leader
from tests.web.attendance.shop import stored_shop as stored_clock_shop
from tests.web.leave.bench import ANN, NOW, Bench, stored_bench
from tests.web.overtime.shop import Shop, stored_shop
from tests.web.rosters.desks import sit_down
from web.attendance.correcting import CorrectionAsk, ask
from web.attendance.tables import ClockCorrection, CorrectionState
from web.database import Database
from web.overtime.tables import OvertimeEntry

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def bench(database: Database) -> Bench:
    return stored_bench(database)


def form(seen: int, **further: object) -> dict[str, object]:
    return {"inbox": "", "next": "/approvals", "seen": seen, **further}


def test_leave_that_no_shift_stands_against_is_approved_in_the_inbox(app: Flask, bench: Bench) -> None:
    """Ann is off on the ninth."""
    asked = bench.ask(9)
    visitor = leader(app, bench.desk)
    page = visitor.get("/approvals").text
    assert keys(page) == [f"leave-{asked.leave_id}"]
    assert "事假" in page
    assert "这几天没有已发布的班次；以后排班会空出这几天。" in page
    done = visitor.post(f"/leave/{asked.leave_id}/approve", data=form(asked.lock_version))
    assert done.headers["Location"] == "/approvals"
    assert bench.state(asked) is LeaveState.COVER_ARRANGED
    assert "没有待办" in visitor.get("/approvals").text


def test_who_decides_last_on_a_shift_goes_to_the_page_of_the_leave(app: Flask, bench: Bench) -> None:
    asked = bench.ask(8)
    visitor = leader(app, bench.desk)
    page = visitor.get("/approvals").text
    assert f'href="/leave/{asked.leave_id}">先安排班次，再批准' in page
    assert f"/leave/{asked.leave_id}/approve" not in page
    refused = visitor.post(f"/leave/{asked.leave_id}/reject", data=form(asked.lock_version, reason=" "))
    assert refused.status_code == 422
    assert keys(refused.text) == [f"leave-{asked.leave_id}"]
    stale = visitor.post(f"/leave/{asked.leave_id}/reject", data=form(9, reason="缺人"))
    assert stale.status_code == 409
    assert keys(stale.text) == [f"leave-{asked.leave_id}"]
    assert bench.state(asked) is LeaveState.SUBMITTED


def test_leave_of_eight_days_reaches_hr_in_the_inbox(app: Flask, bench: Bench) -> None:
    """S0h: more than seven days are HR's, after everybody below (R-5.7)."""
    asked = bench.ask(8, 15)
    roles = bench.row(asked).chain
    assert roles[-1] == "hr"
    for role in roles[:-1]:
        visitor = sit_down(app, bench.desk.office, bench.chain[role].user_id)
        assert keys(visitor.get("/approvals").text) == [f"leave-{asked.leave_id}"]
        seen = bench.row(asked).lock_version
        posted = visitor.post(f"/leave/{asked.leave_id}/approve", data=form(seen))
        assert posted.status_code == 302
        assert "没有待办" in visitor.get("/approvals").text
    hr = sit_down(app, bench.desk.office, bench.hr.user_id)
    page = hr.get("/approvals").text
    assert keys(page) == [f"leave-{asked.leave_id}"]
    assert "先安排班次，再批准" in page


def state_of(shop: Shop, entry_id: int | None) -> OvertimeState:
    with shop.database.read() as session:
        return session.get_one(OvertimeEntry, entry_id).state


def test_overtime_is_approved_or_returned_in_the_inbox(app: Flask, database: Database) -> None:
    shop = stored_shop(database, preset="S0e")
    first, second = shop.ask(day=8), shop.ask(day=10)
    visitor = sit_down(app, shop.desk.office, shop.supervisor.user_id)
    page = visitor.get("/approvals").text
    assert keys(page) == [f"overtime-{first.entry_id}", f"overtime-{second.entry_id}"]
    assert "当日工单未处理完" in page
    done = visitor.post(f"/overtime/{first.entry_id}/approve", data=form(first.lock_version))
    assert done.headers["Location"] == "/approvals"
    assert state_of(shop, first.entry_id) is OvertimeState.APPROVED
    refused = visitor.post(f"/overtime/{second.entry_id}/reject", data=form(second.lock_version, reason=""))
    assert refused.status_code == 422
    assert keys(refused.text) == [f"overtime-{second.entry_id}"]
    stale = visitor.post(f"/overtime/{second.entry_id}/approve", data=form(9))
    assert stale.status_code == 409
    assert keys(stale.text) == [f"overtime-{second.entry_id}"]


def test_a_correction_is_decided_in_the_inbox_and_not_approved_only_with_a_reason(
    app: Flask, database: Database
) -> None:
    desk = stored_clock_shop(database)
    with database.write() as session:
        ask(
            session,
            desk.actor(ANN),
            CorrectionAsk(
                person_id=desk.office.people[ANN],
                act=ClockAct.IN,
                at=NOW - dt.timedelta(hours=2),
                strikes_id=None,
                reason="忘记打卡",
                token="one",
            ),
            now=NOW,
        )
        row = session.scalars(select(ClockCorrection)).one()
        correction, seen = row.id, row.lock_version
    visitor = leader(app, desk)
    page = visitor.get("/approvals").text
    assert keys(page) == [f"correction-{correction}"]
    assert "忘记打卡" in page
    address = f"/attendance/corrections/{correction}"
    refused = visitor.post(f"{address}?verdict=refuse", data=form(seen, reason=""))
    assert refused.status_code == 422
    assert keys(refused.text) == [f"correction-{correction}"]
    done = visitor.post(f"{address}?verdict=refuse", data=form(seen, reason="监控显示八点才到"))
    assert done.headers["Location"] == "/approvals"
    with database.read() as session:
        decided = session.scalars(select(ClockCorrection)).one()
        assert (decided.state, decided.answer) == (CorrectionState.REFUSED, "监控显示八点才到")
    assert visitor.post(f"{address}?verdict=approve", data=form(seen)).status_code == 409
