import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from roster.problem import Roster as Shifts
from roster.violation import Violation
from tests.web.rosters.office import MONTH, NOW, Office, legal_month, stored_office
from web.database import Database
from web.errors import NotFound
from web.notices.tables import Notice
from web.people.tables import DayOff
from web.records.tables import AuditEvent
from web.rosters.acts import Act
from web.rosters.approvals import steps_of
from web.rosters.lifecycle import approve, discard, return_version, submit, withdraw
from web.rosters.tables import Approval, RosterEvent, RosterVersion, VersionState


def codes(act: Act) -> list[str]:
    return [reason.code for reason in act.reasons]


def events(office: Office, version: int) -> list[tuple[str | None, str, str, bool]]:
    with office.database.read() as session:
        rows = session.scalars(
            select(RosterEvent).where(RosterEvent.roster_version_id == version).order_by(RosterEvent.id)
        )
        return [(row.from_state, row.to_state.value, row.note, row.late) for row in rows]


def test_a_legal_draft_is_submitted_and_approved_with_who_and_when(office: Office) -> None:
    version = office.draft()
    with office.database.write() as session:
        act = submit(session, office.supervisor, version, seen=1, now=NOW)
    assert (act.state, act.lock_version, act.late, act.reasons) == (VersionState.SUBMITTED, 2, False, ())
    with office.database.write() as session:
        act = approve(session, office.supervisor, version, seen=2, now=NOW)
    assert (act.state, act.lock_version) == (VersionState.APPROVED, 3)
    with office.database.read() as session:
        row = session.get_one(RosterVersion, version)
        assert (row.submitted_by_id, row.approved_by_id) == (office.supervisor.user_id,) * 2
        assert (row.submitted_at, row.approved_at) == (NOW, NOW)
        actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
        assert actions == ["roster.submit", "roster.approve"]
    assert events(office, version) == [
        (None, "draft", "", False),
        ("draft", "submitted", "", False),
        ("submitted", "approved", "", False),
    ]


def test_submitting_lists_every_hard_violation_and_writes_nothing(office: Office) -> None:
    shifts = legal_month()
    for day in range(5, 13):
        shifts = shifts.with_cell("00102", MONTH + dt.timedelta(days=day), "E")
    shifts = shifts.with_cell("00103", MONTH, "M")
    shifts = shifts.with_cell("00103", MONTH + dt.timedelta(days=1), "E")
    version = office.draft(shifts)
    with office.database.write() as session:
        act = submit(session, office.supervisor, version, seen=1, now=NOW)
    found = {(reason.code, reason.person) for reason in act.reasons if isinstance(reason, Violation)}
    assert {("working_run", "00102"), ("rest_between", "00103")} <= found
    assert all(isinstance(reason, Violation) and reason.hard for reason in act.reasons)
    assert (act.state, act.lock_version, act.done) == (VersionState.DRAFT, 1, False)
    assert len(events(office, version)) == 1


@pytest.mark.parametrize(
    ("now", "late"),
    [
        (dt.datetime(2026, 11, 25, 15, 59, 59, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 11, 25, 16, 0, 0, tzinfo=dt.UTC), True),
    ],
)
def test_the_25th_of_the_month_before_counts_to_its_end_in_local_time(
    office: Office, now: dt.datetime, late: bool
) -> None:
    version = office.draft()
    with office.database.write() as session:
        assert submit(session, office.supervisor, version, seen=1, now=now).late is late
    assert events(office, version)[-1][3] is late


def test_a_returned_version_carries_its_reason_and_can_be_submitted_again(office: Office) -> None:
    version = office.draft()
    with office.database.write() as session:
        submit(session, office.supervisor, version, seen=1, now=NOW)
        blank = return_version(session, office.supervisor, version, reason="  ", seen=2, now=NOW)
        assert codes(blank) == ["reason_missing"]
        act = return_version(session, office.supervisor, version, reason="14日缺人", seen=2, now=NOW)
        assert (act.state, act.lock_version) == (VersionState.RETURNED, 3)
        again = submit(session, office.supervisor, version, seen=3, now=NOW)
        assert (again.state, again.lock_version) == (VersionState.SUBMITTED, 4)
    assert events(office, version)[2] == ("submitted", "returned", "14日缺人", False)
    with office.database.read() as session:
        notice = session.scalars(select(Notice).where(Notice.kind == "roster_returned")).one()
        assert (notice.user_id, notice.payload["reason"]) == (office.supervisor.user_id, "14日缺人")


def test_two_roles_of_the_chain_take_two_acts_in_their_order(database: Database) -> None:
    office = stored_office(database, overrides={"roster.chain": ["supervisor", "head"]})
    version = office.draft()
    with database.write() as session:
        submit(session, office.supervisor, version, seen=1, now=NOW)
        assert codes(approve(session, office.head, version, seen=2, now=NOW)) == ["not_your_step"]
        first = approve(session, office.supervisor, version, seen=2, now=NOW)
        assert (first.state, first.lock_version) == (VersionState.SUBMITTED, 3)
        assert codes(approve(session, office.supervisor, version, seen=3, now=NOW)) == ["not_your_step"]
        steps = steps_of(session, session.get_one(RosterVersion, version))
        assert [(step.role, step.is_done) for step in steps] == [("supervisor", True), ("head", False)]
        second = approve(session, office.head, version, seen=3, now=NOW)
        assert second.state is VersionState.APPROVED
    with database.read() as session:
        told = session.execute(
            select(Notice.user_id, Notice.payload).where(Notice.kind == "roster_submitted")
        )
        assert [(user, payload["role"]) for user, payload in told] == [(office.head.user_id, "head")]


def test_one_person_with_both_roles_still_acts_twice(database: Database) -> None:
    office = stored_office(database, overrides={"roster.chain": ["supervisor", "head"]})
    both = replace(office.supervisor, roles=frozenset({"supervisor", "head"}))
    version = office.draft()
    with database.write() as session:
        submit(session, both, version, seen=1, now=NOW)
        assert approve(session, both, version, seen=2, now=NOW).state is VersionState.SUBMITTED
        assert approve(session, both, version, seen=3, now=NOW).state is VersionState.APPROVED
        assert session.scalars(select(Approval.step).order_by(Approval.step)).all() == [1, 2]


def test_approvals_belong_to_one_submission(database: Database) -> None:
    office = stored_office(database, overrides={"roster.chain": ["supervisor", "head"]})
    version = office.draft()
    with database.write() as session:
        submit(session, office.supervisor, version, seen=1, now=NOW)
        approve(session, office.supervisor, version, seen=2, now=NOW)
        return_version(session, office.head, version, reason="夜班太少", seen=3, now=NOW)
        submit(session, office.supervisor, version, seen=4, now=NOW)
        assert codes(approve(session, office.head, version, seen=5, now=NOW)) == ["not_your_step"]
        assert approve(session, office.supervisor, version, seen=5, now=NOW).done


def test_approving_checks_the_rules_again(office: Office) -> None:
    version = office.draft()
    with office.database.write() as session:
        submit(session, office.supervisor, version, seen=1, now=NOW)
        session.add(DayOff(person_id=office.people["00102"], date=MONTH, recorded_at=NOW))
        session.commit()
        act = approve(session, office.supervisor, version, seen=2, now=NOW)
    found = [(v.code, v.person, v.dates) for v in act.reasons if isinstance(v, Violation)]
    assert ("day_off", "00102", (MONTH,)) in found


def test_a_stale_sight_is_told_who_changed_what_and_when(office: Office) -> None:
    version = office.draft()
    later = NOW + dt.timedelta(minutes=3)
    with office.database.write() as session:
        submit(session, office.supervisor, version, seen=1, now=later)
        for act in (
            submit(session, office.supervisor, version, seen=1, now=NOW),
            withdraw(session, office.supervisor, version, seen=1, now=NOW),
            approve(session, office.supervisor, version, seen=1, now=NOW),
        ):
            assert (codes(act), act.is_stale, act.lock_version) == (["stale_version"], True, 2)
    reason = act.reasons[0]
    assert not isinstance(reason, Violation)
    assert (reason.measured, reason.limit) == (2, 1)
    assert dict(reason.details) == {
        "changes": 1,
        "by": "账号09001",
        "at": later.isoformat(),
        "action": "roster.submit",
        "state": "submitted",
    }


def test_every_act_is_refused_in_every_state_that_does_not_allow_it(office: Office) -> None:
    allowed = {
        "submit": {"draft", "returned"},
        "return": {"submitted"},
        "withdraw": {"submitted", "approved"},
        "discard": {"draft", "returned"},
        "approve": {"submitted"},
    }
    for state in VersionState:
        version = office.draft()
        with office.database.write() as session:
            session.get_one(RosterVersion, version).state = state
            session.commit()
        with office.database.write() as session:
            for name, states in allowed.items():
                if state.value in states:
                    continue
                acts = {"submit": submit, "withdraw": withdraw, "discard": discard, "approve": approve}
                act = (
                    return_version(session, office.head, version, reason="x", seen=1, now=NOW)
                    if name == "return"
                    else acts[name](session, office.supervisor, version, seen=1, now=NOW)
                )
                assert "wrong_state" in codes(act), (name, state)
                assert (act.state, act.lock_version) == (state, 1)


def test_withdrawn_and_discarded_versions_end_there(office: Office) -> None:
    one, two = office.draft(), office.draft()
    with office.database.write() as session:
        submit(session, office.supervisor, one, seen=1, now=NOW)
        assert withdraw(session, office.supervisor, one, seen=2, now=NOW).state is VersionState.WITHDRAWN
        assert discard(session, office.supervisor, two, seen=1, now=NOW).state is VersionState.WITHDRAWN
        assert codes(submit(session, office.supervisor, one, seen=3, now=NOW)) == ["wrong_state"]


def test_who_reaches_only_a_team_may_not_act_on_the_whole_roster(office: Office) -> None:
    version = office.draft()
    with office.database.write() as session:
        act = submit(session, office.leader, version, seen=1, now=NOW)
    assert (codes(act), act.is_out_of_reach) == (["out_of_reach"], True)


def test_another_departments_version_is_not_there(database: Database) -> None:
    here, there = stored_office(database), stored_office(database, code="XX")
    version = here.draft()
    with database.write() as session, pytest.raises(NotFound):
        submit(session, there.supervisor, version, seen=1, now=NOW)


def test_an_empty_roster_is_a_roster(office: Office) -> None:
    version = office.draft(Shifts())
    with office.database.write() as session:
        assert submit(session, office.supervisor, version, seen=1, now=NOW).done
