"""Approval level by level, a cover for every shift, and what becomes of the roster."""

import datetime as dt

import pytest
from sqlalchemy import select

from roster.leave.life import LeaveState
from roster.problem import Roster as Shifts
from roster.violation import Violation
from tests.web.leave.bench import ANN, BEN, CAI, DAN, NOW, OPEN, Bench, december, stored_bench
from tests.web.swaps.desk import Desk, give, quiet_month
from web.database import Database
from web.errors import NotFound
from web.handovers.tables import Handover
from web.leave import deciding
from web.leave.covering import openings
from web.leave.effecting import Cover
from web.leave.page import read_leave
from web.leave.steps import LeaveAnswer, open_leave
from web.leave.waiting import waiting
from web.people.tables import Department
from web.records.store import of_subject, verify
from web.rosters.lifecycle import submit
from web.rosters.loading import load_problem
from web.rosters.publishing import publish
from web.rosters.tables import RosterVersion, VersionState

JANUARY = dt.date(2027, 1, 1)
TODAY = Desk.date(NOW)
FREE = "00104"
"""An agent of Ann's team who is never rostered."""


@pytest.fixture
def bench(database: Database) -> Bench:
    """With somebody free in Ann's team."""
    return stored_bench(database, further=[FREE])


def codes(answer: LeaveAnswer) -> list[str]:
    return [reason.code for reason in answer.reasons]


def test_level_by_level_and_only_the_last_step_changes_the_roster(bench: Bench) -> None:
    asked = bench.ask(8, 10)
    early = bench.act(deciding.approve, bench.desk.office.supervisor, asked)
    assert codes(early) == ["not_your_step"]
    first = bench.act(deciding.approve, bench.desk.leader, asked)
    assert (first.state, bench.roster().kind(ANN, december(8))) == (LeaveState.SUBMITTED, "E")
    covers = {december(8): Cover(stand_in=FREE), december(10): OPEN}
    last = bench.act(deciding.approve, bench.desk.office.supervisor, first, covers=covers)
    assert last.state is LeaveState.COVER_ARRANGED, last.reasons
    roster = bench.roster()
    assert [roster.kind(ANN, december(day)) for day in (8, 9, 10, 12)] == [None, None, None, "E"]
    assert [roster.kind(FREE, december(day)) for day in (8, 10)] == ["E", None]
    row = bench.row(last)
    assert [(cover.date, cover.stand_in_id, cover.reason) for cover in row.covers] == [
        (december(8), bench.desk.office.people[FREE], ""),
        (december(10), None, "当天话务少"),
    ]


def test_no_leave_without_a_decision_on_every_shift(bench: Bench) -> None:
    asked = bench.ask(8, 8)
    assert codes(bench.act(deciding.approve, bench.desk.leader, asked)) == ["leave_cover_missing"]
    silent = bench.act(deciding.approve, bench.desk.leader, asked, covers={december(8): Cover(reason=" ")})
    assert codes(silent) == ["leave_open_reason"]
    gone = {december(8): OPEN, december(9): OPEN}
    moved = bench.act(deciding.approve, bench.desk.leader, asked, covers=gone)
    assert (codes(moved), moved.is_stale) == (["leave_roster_changed"], True)
    assert bench.state(asked) is LeaveState.SUBMITTED
    with bench.database.read() as session:
        assert len(session.scalars(select(RosterVersion)).all()) == 1


def test_a_stand_in_who_is_at_work_or_beyond_reach_is_refused(bench: Bench) -> None:
    asked = bench.ask(8, who=DAN)
    refused = bench.act(deciding.approve, bench.desk.leader, asked, covers={december(8): Cover(stand_in=ANN)})
    assert codes(refused) == ["swap_taker_busy"]
    beyond = bench.act(deciding.approve, bench.desk.leader, asked, covers={december(8): Cover(stand_in=CAI)})
    assert codes(beyond) == ["leave_cover_beyond"]
    own = bench.act(deciding.approve, bench.desk.leader, asked, covers={december(8): Cover(stand_in=DAN)})
    assert codes(own) == ["leave_cover_beyond"]


def test_rest_between_shifts_is_judged_for_the_stand_in(bench: Bench) -> None:
    asked = bench.ask(8, 10, who=DAN)
    first = bench.act(deciding.approve, bench.desk.leader, asked)
    covers = {december(8): Cover(stand_in=CAI), december(10): OPEN}
    refused = bench.act(deciding.approve, bench.desk.office.supervisor, first, covers=covers)
    (reason,) = refused.reasons
    assert isinstance(reason, Violation)
    assert (reason.code, reason.person, reason.measured, reason.limit) == ("rest_between", CAI, 540, 660)
    assert bench.state(asked) is LeaveState.SUBMITTED


def test_who_may_stand_in_is_shown_the_cheapest_first_and_who_may_not_with_the_reason(bench: Bench) -> None:
    asked = bench.ask(8, who=DAN)
    with bench.database.read() as session:
        supervisor = bench.desk.office.supervisor
        row, department = open_leave(session, supervisor, asked.leave_id or 0)
        (found,) = openings(session, supervisor, row, department, now=NOW, today=bench.desk.date(NOW))
        assert [one.person for one in found.may] == [FREE]
        assert [(one.person, one.verdict.reasons[0].code) for one in found.may_not] == [(CAI, "rest_between")]
        assert (found.may[0].more_minutes, found.delta[0] - found.delta[1]) == (450, 1)
        (own,) = openings(session, bench.desk.leader, row, department, now=NOW, today=bench.desk.date(NOW))
        assert [one.person for one in (*own.may, *own.may_not)] == [FREE]


def test_handovers_records_and_notices_follow(bench: Bench) -> None:
    asked = bench.ask(8)
    done = bench.approve(asked, {december(8): Cover(stand_in=FREE)})
    office = bench.desk.office
    with bench.database.read() as session:
        outgoing = {
            (handover.container.date, handover.outgoing_id) for handover in session.scalars(select(Handover))
        }
        assert (december(8), office.people[FREE]) in outgoing
        assert (december(8), office.people[ANN]) not in outgoing
        records = of_subject(session, office.department, f"leave:{done.leave_id}")
        assert [record.kind for record, _ in records] == [
            "leave.submit",
            "leave.approve",
            "leave.arrange_cover",
        ]
        assert records[2][1]["cover"] == {"2026-12-08": {"stand_in": FREE, "reason": ""}}
        assert all(record.policy_version_id for record, _ in records)
        assert verify(session, office.department)[1] is None
    assert bench.told(office.users[ANN]) == ["roster_changed", "leave_approved"]
    assert bench.told(office.users[FREE]) == ["roster_changed", "leave_stand_in"]
    assert bench.told(office.users["00101"]) == ["leave_to_approve"]
    assert bench.told(office.users["00201"]) == []


def test_the_days_are_off_for_every_later_solve(bench: Bench) -> None:
    january = dt.date(2027, 1, 5)
    bench.approve(bench.ask(january))
    with bench.database.read() as session:
        department = session.get_one(Department, bench.desk.office.department)
        problem = load_problem(session, department, JANUARY)
        assert problem.person_by_id[ANN].leave == frozenset({january})


def test_a_draft_that_still_has_the_shift_is_refused(bench: Bench) -> None:
    draft = bench.desk.office.draft(quiet_month())
    bench.approve(bench.ask(8), {december(8): OPEN})
    with bench.database.write() as session:
        act = submit(session, bench.desk.office.supervisor, draft, seen=1, now=NOW)
    assert "amended_meanwhile" in {reason.code for reason in act.reasons}


def test_a_leave_over_two_months_changes_both_rosters(bench: Bench) -> None:
    days = [JANUARY + dt.timedelta(days=day) for day in range(4)]
    bench.desk.office.published(
        Shifts({(ANN, day): "E" for day in days} | {("00101", day): "M" for day in days}), month=JANUARY
    )
    asked = bench.ask(december(30), dt.date(2027, 1, 2))
    shifts = {december(30): Cover(stand_in=FREE), JANUARY: OPEN, dt.date(2027, 1, 2): Cover(stand_in=FREE)}
    bench.approve(asked, shifts)
    old, new = bench.roster(), bench.roster(JANUARY)
    assert (old.kind(ANN, december(30)), old.kind(FREE, december(30))) == (None, "E")
    assert [new.kind(ANN, day) for day in days] == [None, None, "E", "E"]
    assert [new.kind(FREE, day) for day in days] == [None, "E", None, None]
    with bench.database.read() as session:
        published = session.scalars(
            select(RosterVersion).where(RosterVersion.state == VersionState.PUBLISHED)
        ).all()
        assert len(published) == 2


def test_a_swap_that_took_effect_meanwhile_stops_the_approval(bench: Bench) -> None:
    """Who gives the shift away has swapped it; an exchange would give another one that day and is refused."""
    asked = bench.ask(8)
    assert [reason.code for reason in bench.desk.exchange(8).reasons] == ["swap_not_available"]
    bench.desk.effective(bench.desk.ask(give(8, ANN, CAI)), by=CAI)
    refused = bench.act(deciding.approve, bench.desk.leader, asked, covers={december(8): OPEN})
    assert codes(refused) == ["leave_roster_changed"]


def test_nobody_decides_on_their_own_or_twice_or_for_another_team(bench: Bench) -> None:
    own = bench.ask(8, who="00101")
    assert bench.row(own).chain == ["supervisor"]
    assert codes(bench.act(deciding.approve, bench.desk.leader, own)) == ["leave_own"]
    with pytest.raises(NotFound):
        bench.act(deciding.approve, bench.desk.leader, bench.ask(8, who=BEN))
    with pytest.raises(NotFound):
        bench.act(deciding.approve, bench.actor(BEN), bench.ask(8))


def test_returned_with_a_reason_and_withdrawn_by_whom_it_concerns(bench: Bench) -> None:
    asked = bench.ask(8)
    assert codes(bench.act(deciding.reject, bench.desk.leader, asked, reason=" ")) == ["leave_reason_missing"]
    rejected = bench.act(deciding.reject, bench.desk.leader, asked, reason="人手不足")
    assert rejected.state is LeaveState.REJECTED
    second = bench.ask(8, token="again")
    assert codes(bench.act(deciding.withdraw, bench.desk.leader, second)) == ["leave_not_yours"]
    assert bench.act(deciding.withdraw, bench.actor(ANN), second).state is LeaveState.WITHDRAWN
    assert codes(bench.act(deciding.approve, bench.desk.leader, second)) == ["stale_leave"]
    assert bench.told(bench.desk.office.users[ANN]) == ["leave_rejected", "leave_withdrawn"]


def test_what_management_does_not_allow_too_late_is_proposed_and_settled_by_a_person(bench: Bench) -> None:
    now = dt.datetime(2026, 12, 7, 23, 30, tzinfo=dt.UTC)
    asked = bench.ask(8, kind="sick", now=now)
    refused = bench.act(deciding.reject, bench.desk.office.head, asked, reason="没有理由", now=now)
    assert refused.state is LeaveState.UNEXCUSED
    wanted = {"outcome": "absent", "reason": "没有来"}
    ends = dt.datetime(2026, 12, 8, 7, 30, tzinfo=dt.UTC)
    soon = ends - dt.timedelta(seconds=1)
    early = bench.act(deciding.settle, bench.desk.leader, refused, now=soon, **wanted)
    assert codes(early) == ["leave_not_over"]
    own = bench.act(deciding.settle, bench.actor(ANN), refused, outcome="worked", reason="来了", now=ends)
    assert codes(own) == ["leave_own"]
    done = bench.act(deciding.settle, bench.desk.leader, refused, now=ends, **wanted)
    assert (done.state, bench.row(done).outcome) == (LeaveState.CLOSED, "absent")


def test_what_waits_is_shown_to_whose_turn_it_is_the_soonest_first(bench: Bench) -> None:
    late, soon = bench.ask(14), bench.ask(8, 10, who=DAN)
    with bench.database.read() as session:
        found = waiting(session, bench.desk.leader)
        assert [each.row.id for each in found] == [soon.leave_id, late.leave_id]
        assert found[0].deadline == dt.datetime(2026, 12, 8, 7, 30, tzinfo=dt.UTC)
        assert waiting(session, bench.desk.office.supervisor) == []
    bench.act(deciding.approve, bench.desk.leader, soon)
    with bench.database.read() as session:
        assert [each.row.id for each in waiting(session, bench.desk.office.supervisor)] == [soon.leave_id]
        assert waiting(session, bench.actor(BEN)) == []


def test_under_s3a_the_supervisor_approves_and_arranges_the_stand_in(database: Database) -> None:
    bench = stored_bench(database, preset="S3a", further=[FREE], overrides={"roster.chain": ["supervisor"]})
    asked = bench.ask(8, 12)
    assert bench.row(asked).chain == ["supervisor"]
    shifts = {december(8): Cover(stand_in=FREE), december(10): OPEN, december(12): Cover(stand_in=FREE)}
    bench.approve(asked, shifts)
    roster = bench.roster()
    assert [roster.kind(FREE, december(day)) for day in (8, 10, 12)] == ["E", None, "E"]


def test_g15_holiday_duty_is_given_by_leader_superior_and_management(bench: Bench) -> None:
    bench.holiday(december(8))
    done = bench.approve(bench.ask(8), {december(8): Cover(stand_in=FREE)})
    assert done.state is LeaveState.COVER_ARRANGED


def test_g15_a_day_that_became_holiday_duty_meanwhile_is_given_by_all_of_them(bench: Bench) -> None:
    asked = bench.ask(8)
    assert bench.row(asked).chain == ["leader"]
    bench.holiday(december(8))
    first = bench.act(deciding.approve, bench.desk.leader, asked, covers={december(8): OPEN})
    row = bench.row(first)
    assert (row.chain, row.on_holiday) == (["leader", "supervisor", "head"], True)
    assert (first.state, bench.roster().kind(ANN, december(8))) == (LeaveState.SUBMITTED, "E")
    assert bench.told(bench.desk.office.supervisor.user_id) == ["leave_to_approve"]
    second = bench.act(deciding.approve, bench.desk.office.supervisor, first)
    last = bench.act(deciding.approve, bench.desk.office.head, second, covers={december(8): OPEN})
    assert last.state is LeaveState.COVER_ARRANGED


def test_on_holiday_duty_whoever_decides_is_told_that_in_principle_there_is_none(bench: Bench) -> None:
    bench.holiday(december(8))
    asked = bench.ask(8)
    with bench.database.read() as session:
        page = read_leave(session, bench.desk.leader, asked.leave_id or 0, now=NOW, today=TODAY)
    assert [each.code for each in page.noted] == ["leave_holiday"]
    assert not page.decides_cover


@pytest.mark.parametrize("is_approved", [False, True])
def test_a_month_that_is_not_published_yet_cannot_be_with_a_shift_on_a_leave_day(
    bench: Bench, is_approved: bool
) -> None:
    day = dt.date(2027, 1, 5)
    office, shifts = bench.desk.office, Shifts({(ANN, day): "E", ("00101", day): "E"})
    act = office.approved(shifts, month=JANUARY) if is_approved else None
    draft = office.draft(shifts, month=JANUARY) if act is None else act.version_id
    bench.approve(bench.ask(day))
    with bench.database.write() as session:
        if act is None:
            found = submit(session, office.supervisor, draft, seen=1, now=NOW)
        else:
            found = publish(session, office.supervisor, draft, seen=act.lock_version, now=NOW).act
    assert [(reason.code, reason.person) for reason in found.reasons if isinstance(reason, Violation)] == [
        ("day_off", ANN)
    ]


def test_an_emergency_that_is_decided_after_the_shift_began_leaves_it_open(bench: Bench) -> None:
    asked = bench.ask(8, kind="emergency", now=dt.datetime(2026, 12, 7, 23, 59, tzinfo=dt.UTC))
    later = dt.datetime(2026, 12, 8, 2, tzinfo=dt.UTC)
    nobody = bench.act(
        deciding.approve, bench.desk.leader, asked, covers={december(8): Cover(stand_in=FREE)}, now=later
    )
    assert codes(nobody) == ["swap_begun"]
    done = bench.act(deciding.approve, bench.desk.leader, asked, covers={december(8): OPEN}, now=later)
    assert done.state is LeaveState.COVER_ARRANGED
    assert bench.roster().kind(ANN, december(8)) is None
