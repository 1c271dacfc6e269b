"""What the clock makes of leave, to the minute of the department's own days, and the medical proof."""

import datetime as dt
from collections.abc import Callable

import pytest

from roster.leave.life import LeaveState
from tests.web.leave.bench import ANN, CAI, NOW, OPEN, Bench, december, stored_bench
from web.database import Database
from web.leave import deciding, proving, registering
from web.leave.steps import LeaveAnswer


def codes(answer: LeaveAnswer) -> list[str]:
    return [reason.code for reason in answer.reasons]


def china(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> dt.datetime:
    zone = dt.timezone(dt.timedelta(hours=8))
    return dt.datetime(2026, 12, day, hour, minute, second, tzinfo=zone).astimezone(dt.UTC)


@pytest.fixture
def granted(bench: Bench) -> LeaveAnswer:
    asked = bench.ask(2, 4, kind="sick")
    shifts = [day for day in (2, 3, 4) if bench.roster().kind(ANN, december(day))]
    return bench.approve(asked, {december(day): OPEN for day in shifts})


def as_it_is(bench: Bench, answer: LeaveAnswer) -> LeaveAnswer:
    row = bench.row(answer)
    return LeaveAnswer(leave_id=row.id, state=row.state, lock_version=row.lock_version)


def hand_in(
    bench: Bench, answer: LeaveAnswer, first: int | None, last: int, *, now: dt.datetime = NOW
) -> LeaveAnswer:
    """Let Ann register a certificate."""
    begins = None if first is None else december(first)
    seen = as_it_is(bench, answer)
    return bench.act(registering.register, bench.actor(ANN), seen, first=begins, last=december(last), now=now)


def test_g14_back_on_the_fifth_the_proof_is_due_that_day(bench: Bench, granted: LeaveAnswer) -> None:
    bench.wait(china(1, 23, 59, 59))
    assert bench.state(granted) is LeaveState.COVER_ARRANGED
    bench.wait(china(2))
    assert bench.state(granted) is LeaveState.ON_LEAVE
    bench.wait(china(4, 23, 59, 59))
    assert bench.state(granted) is LeaveState.ON_LEAVE
    bench.wait(china(5))
    assert bench.state(granted) is LeaveState.PROOF_DUE
    assert bench.row(granted).proof_due == december(5)
    assert bench.told(bench.desk.office.users[ANN])[-1] == "leave_proof_due"


def test_g14_certificates_with_a_gap_are_refused_and_joined_ones_accepted(
    bench: Bench, granted: LeaveAnswer
) -> None:
    bench.wait(china(5, 9))
    now, supervisor = china(5, 10), bench.desk.office.supervisor
    for day in (2, 4):
        assert hand_in(bench, granted, day, day, now=now).done
    refused = bench.act(proving.accept, supervisor, as_it_is(bench, granted), now=now)
    assert codes(refused) == ["proof_gap"]
    assert refused.reasons[0].dates == (december(3),)  # type: ignore[union-attr]
    bench.act(proving.refuse, supervisor, as_it_is(bench, granted), reason="缺3日", now=now)
    assert codes(bench.act(proving.accept, supervisor, as_it_is(bench, granted), now=now)) == [
        "proof_missing"
    ]
    assert hand_in(bench, granted, 2, 4, now=now).done
    own = bench.act(proving.accept, bench.actor(ANN), as_it_is(bench, granted), now=now)
    assert codes(own) == ["leave_own"]
    assert bench.act(proving.accept, supervisor, as_it_is(bench, granted), now=now).done
    assert bench.state(granted) is LeaveState.CLOSED
    assert bench.told(bench.desk.office.users[ANN])[-2:] == ["leave_proof_refused", "leave_proof_accepted"]


def test_an_overdue_proof_is_told_once_to_the_person_and_the_supervisor(
    bench: Bench, granted: LeaveAnswer
) -> None:
    bench.wait(china(2))
    bench.wait(china(5))
    assert bench.wait(china(5, 23, 59)) == 0
    assert bench.wait(china(6)) == 3
    assert bench.wait(china(7)) == 0
    assert bench.told(bench.desk.office.supervisor.user_id)[-1] == "leave_proof_overdue"
    assert bench.state(granted) is LeaveState.UNPROVEN


def test_the_same_certificate_twice_is_one_and_odd_ones_are_refused(
    bench: Bench, granted: LeaveAnswer
) -> None:
    for _ in range(2):
        assert hand_in(bench, granted, 2, 4).done
    assert len(bench.row(granted).proofs) == 1
    assert codes(hand_in(bench, granted, 4, 2)) == ["end_before_start"]
    assert codes(hand_in(bench, granted, None, 2)) == ["leave_day_missing"]
    stale = LeaveAnswer(leave_id=granted.leave_id, lock_version=0)
    assert bench.act(proving.refuse, bench.desk.office.supervisor, stale, reason="旧").is_stale


def test_personal_leave_is_closed_once_it_is_over(bench: Bench) -> None:
    done = bench.approve(bench.ask(9))
    bench.wait(china(9))
    assert bench.state(done) is LeaveState.ON_LEAVE
    bench.wait(china(10))
    assert bench.state(done) is LeaveState.CLOSED
    assert codes(hand_in(bench, done, 9, 9)) == ["leave_needs_no_proof"]


def test_approvers_are_reminded_before_it_is_too_late(bench: Bench) -> None:
    bench.ask(8)
    bench.wait(china(7, 19, 59))
    assert bench.told(bench.desk.leader.user_id) == ["leave_to_approve"]
    bench.wait(china(7, 20))
    bench.wait(china(7, 21))
    assert bench.told(bench.desk.leader.user_id) == ["leave_to_approve", "leave_expires_soon"]


def test_undecided_at_the_end_of_the_month_it_is_over_when_the_shift_begins(bench: Bench) -> None:
    """Cai's early shift of the thirty-first begins at 8:00: midnight in UTC."""
    asked = bench.ask(31, who=CAI)
    bench.wait(china(31, 7, 59, 59))
    assert bench.state(asked) is LeaveState.SUBMITTED
    bench.wait(china(31, 8))
    assert bench.state(asked) is LeaveState.EXPIRED
    assert bench.row(asked).changed_at > NOW
    assert bench.told(bench.desk.office.users[CAI]) == ["leave_expired"]
    assert bench.told(bench.desk.office.supervisor.user_id)[-1] == "leave_undecided"


def test_an_emergency_waits_however_long_and_is_brought_to_mind_once_a_day(bench: Bench) -> None:
    asked = bench.ask(8, kind="emergency", now=china(8, 7))
    for hour in (20, 22):
        bench.wait(china(8, hour))
    bench.wait(china(9, 9))
    assert bench.state(asked) is LeaveState.NOTIFIED
    told = ["leave_to_approve", "leave_expires_soon", "leave_expires_soon"]
    assert bench.told(bench.desk.leader.user_id) == told
    no = bench.act(deciding.reject, bench.desk.leader, asked, reason="没有就诊", now=china(9, 10))
    assert no.state is LeaveState.UNEXCUSED


@pytest.mark.parametrize("act", [deciding.approve, deciding.reject, deciding.withdraw])
def test_after_the_deadline_nobody_decides_even_before_the_clock_looks(
    bench: Bench, act: Callable[..., LeaveAnswer]
) -> None:
    asked = bench.ask(8, kind="sick", now=china(8, 7, 1))
    actor = bench.actor(ANN) if act is deciding.withdraw else bench.desk.office.head
    further = {"covers": {december(8): OPEN}} if act is deciding.approve else {"reason": "晚了"}
    answer = bench.act(act, actor, asked, now=china(8, 8), **further)
    assert (codes(answer), bench.state(asked)) == (["stale_leave"], LeaveState.UNEXCUSED)


def test_where_the_leader_decides_on_absence_none_is_proposed(database: Database) -> None:
    bench = stored_bench(database, overrides={"absence.unexcused_rule": "leader_decides"})
    asked = bench.ask(8, kind="sick", now=china(8, 7, 30))
    assert asked.state is LeaveState.LATE_NOTICE
    bench.wait(china(8, 8))
    assert bench.state(asked) is LeaveState.EXPIRED
    assert bench.told(bench.desk.office.users[ANN]) == ["leave_expired"]
