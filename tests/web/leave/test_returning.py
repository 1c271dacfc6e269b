"""Back early, or not gone at all (销假); a certificate that never came, decided on by a person."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from roster.leave.life import LeaveState
from tests.web.leave.bench import ANN, NOW, OPEN, Bench, december, stored_bench
from tests.web.leave.test_due import as_it_is, china, codes, hand_in
from web.attendance.known import leave_of
from web.database import Database
from web.leave import deciding, proving, returning
from web.leave.effecting import Cover
from web.leave.overview import taken_in_year
from web.leave.steps import LeaveAnswer
from web.people.tables import DayOff

FREE = "00104"


@pytest.fixture
def bench(database: Database) -> Bench:
    """With somebody free in Ann's team."""
    return stored_bench(database, further=[FREE])


@pytest.fixture
def granted(bench: Bench) -> LeaveAnswer:
    """Sick from the eighth to the tenth, with a stand-in on the eighth."""
    shifts = [day for day in (8, 9, 10) if bench.roster().kind(ANN, december(day))]
    covers = {december(day): OPEN for day in shifts} | {december(8): Cover(stand_in=FREE)}
    return bench.approve(bench.ask(8, 10, kind="sick"), covers)


def days_off(bench: Bench) -> list[int]:
    with bench.database.read() as session:
        rows = session.scalars(select(DayOff.date).where(DayOff.person_id == bench.desk.office.people[ANN]))
        return sorted(day.day for day in rows)


def taken(bench: Bench) -> int:
    with bench.database.read() as session:
        return sum(taken_in_year(session, bench.desk.office.people[ANN], 2026).values())


def test_before_it_begins_the_person_takes_it_back_and_the_stand_in_keeps_the_shift(
    bench: Bench, granted: LeaveAnswer
) -> None:
    assert days_off(bench) == [8, 9, 10]
    before = bench.roster()
    done = bench.act(deciding.withdraw, bench.actor(ANN), granted, now=china(7, 23, 59))
    assert done.state is LeaveState.WITHDRAWN, done.reasons
    assert (days_off(bench), taken(bench)) == ([], 0)
    assert bench.roster() == before
    assert bench.told(bench.desk.office.users[FREE])[-1] == "leave_stand_in_stays"
    assert "leave_free_again" in bench.told(bench.desk.leader.user_id)
    assert bench.ask(8, kind="sick", token="anew").done


def test_once_it_has_begun_nobody_takes_it_back(bench: Bench, granted: LeaveAnswer) -> None:
    """At midnight, whether or not the clock has looked."""
    refused = bench.act(deciding.withdraw, bench.actor(ANN), granted, now=china(8))
    assert codes(refused) == ["leave_is_under_way"]
    bench.wait(china(8))
    refused = bench.act(deciding.withdraw, bench.actor(ANN), as_it_is(bench, granted), now=china(8))
    assert "wrong_leave_state" in codes(refused)


def test_a_day_off_that_was_there_before_stays(bench: Bench) -> None:
    with bench.database.write() as session:
        ann = bench.desk.office.people[ANN]
        session.add(DayOff(person_id=ann, date=december(9), recorded_at=NOW - dt.timedelta(days=1)))
        session.commit()
    granted = bench.approve(bench.ask(9, 9))
    assert bench.act(deciding.withdraw, bench.actor(ANN), granted).done
    assert days_off(bench) == [9]


def test_the_leader_records_the_day_on_which_somebody_is_back(bench: Bench, granted: LeaveAnswer) -> None:
    bench.wait(china(8))
    seen = as_it_is(bench, granted)
    back: dict[str, Any] = {"back_on": december(9), "reason": "已退烧", "now": china(9, 7)}
    assert codes(bench.act(returning.cut_short, bench.actor(ANN), seen, **back)) == ["leave_own"]
    for day in (8, 11):
        odd = back | {"back_on": december(day)}
        assert codes(bench.act(returning.cut_short, bench.desk.leader, seen, **odd)) == ["leave_back_on"]
    done = bench.act(returning.cut_short, bench.desk.leader, seen, **back)
    assert done.state is LeaveState.ON_LEAVE, done.reasons
    assert (days_off(bench), taken(bench)) == ([8], 1)
    with bench.database.read() as session:
        office = bench.desk.office
        known = leave_of(session, office.department, december(1), december(31))[office.people[ANN]]
        assert {day.day for day in known.days} == {8}
    bench.wait(china(9, 7, 1))
    row = bench.row(granted)
    assert (row.state, row.proof_due, row.until) == (LeaveState.PROOF_DUE, december(9), december(8))
    assert hand_in(bench, granted, 8, 8, now=china(9, 8)).done
    supervisor = bench.desk.office.supervisor
    assert bench.act(proving.accept, supervisor, as_it_is(bench, granted), now=china(9, 9)).done
    assert "leave_cut_short" in bench.told(bench.desk.office.users[ANN])


@pytest.mark.parametrize(("outcome", "left"), [("absent", 0), ("worked", 3)])
def test_without_a_certificate_absence_is_proposed_and_a_person_decides(
    bench: Bench, granted: LeaveAnswer, outcome: str, left: int
) -> None:
    bench.wait(china(8))
    bench.wait(china(11))
    assert bench.state(granted) is LeaveState.PROOF_DUE
    bench.wait(china(11, 23, 59))
    assert bench.state(granted) is LeaveState.PROOF_DUE
    bench.wait(china(12))
    assert (bench.state(granted), taken(bench)) == (LeaveState.UNPROVEN, 3)
    seen = as_it_is(bench, granted)
    reason: dict[str, Any] = {"reason": "未交证明", "now": china(12, 9)}
    own = bench.act(deciding.settle, bench.actor(ANN), seen, outcome=outcome, **reason)
    assert "leave_own" in codes(own)
    assert bench.act(deciding.settle, bench.desk.leader, seen, outcome=outcome, **reason).done
    assert (bench.state(granted), taken(bench), len(days_off(bench))) == (LeaveState.CLOSED, left, left)


def test_a_certificate_that_lies_there_unread_is_no_fault_of_the_person(
    bench: Bench, granted: LeaveAnswer
) -> None:
    bench.wait(china(8))
    assert hand_in(bench, granted, 8, 10, now=china(10)).done
    for day in (11, 12, 13):
        bench.wait(china(day))
    assert bench.state(granted) is LeaveState.PROOF_DUE


def test_a_late_certificate_can_still_be_accepted(bench: Bench, granted: LeaveAnswer) -> None:
    for day in (8, 11, 12):
        bench.wait(china(day))
    assert hand_in(bench, granted, 8, 10, now=china(12, 8)).done
    supervisor = bench.desk.office.supervisor
    assert bench.act(proving.accept, supervisor, as_it_is(bench, granted), now=china(12, 9)).done
    assert bench.state(granted) is LeaveState.CLOSED
