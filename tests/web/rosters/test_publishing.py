import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from roster.problem import Roster as Shifts
from roster.violation import Violation
from tests.web.rosters.office import MONTH, NOW, Office, legal_month, stored_office
from tests.web.storage.centre import all_at_once
from web.database import Database
from web.notices.tables import Notice
from web.people.tables import DayOff, Person, ShiftKind, Team
from web.records.tables import AuditEvent
from web.rosters.acts import Act
from web.rosters.lifecycle import approve, submit
from web.rosters.publishing import Publication, publish
from web.rosters.tables import Assignment, AssignmentInForce, RosterEvent, RosterVersion, VersionState

BEFORE = dt.date(2026, 11, 1)
FIRST = MONTH
LAST_BEFORE = dt.date(2026, 11, 30)


def in_force(office: Office) -> Shifts:
    with office.database.read() as session:
        rows = session.scalars(select(AssignmentInForce))
        return Shifts(((row.person.employee_number, row.date), row.shift_kind.code) for row in rows)


def state_of(office: Office, version: int) -> VersionState:
    with office.database.read() as session:
        return session.get_one(RosterVersion, version).state


def notices(office: Office, kind: str) -> list[Notice]:
    with office.database.read() as session:
        return list(session.scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.user_id)))


def test_the_first_publication_puts_the_month_in_force_and_tells_everybody_once(office: Office) -> None:
    found = office.published()
    assert found.act.state is VersionState.PUBLISHED
    assert (found.superseded_id, found.told) == (None, 6)
    assert in_force(office) == legal_month()
    told = notices(office, "roster_published")
    assert [notice.user_id for notice in told] == sorted(office.users.values())
    assert told[0].payload == {"month": "2026-12-01", "version": 1, "version_id": found.act.version_id}
    with office.database.read() as session:
        row = session.get_one(RosterVersion, found.act.version_id)
        assert (row.published_by_id, row.published_at) == (office.supervisor.user_id, NOW)
        audited = session.scalars(select(AuditEvent).where(AuditEvent.action == "roster.publish")).one()
        assert audited.detail["told"] == 6


def test_the_next_publication_supersedes_and_tells_only_whom_it_changes(office: Office) -> None:
    first = office.published().act.version_id
    wednesday, friday = dt.date(2026, 12, 9), dt.date(2026, 12, 11)
    changed = legal_month().with_cell("00202", wednesday, None).with_cell("00103", friday, "M")
    second = office.published(changed)
    assert (second.superseded_id, second.told, second.changed_people) == (first, 2, 2)
    assert state_of(office, first) is VersionState.SUPERSEDED
    assert in_force(office) == changed
    told = notices(office, "roster_changed")
    assert [(notice.user_id, notice.payload["changes"]) for notice in told] == [
        (office.users["00103"], [{"date": "2026-12-11", "old": "E", "new": "M"}]),
        (office.users["00202"], [{"date": "2026-12-09", "old": "M", "new": None}]),
    ]
    assert len(notices(office, "roster_published")) == 6
    with office.database.read() as session:
        last = session.scalars(select(RosterEvent).where(RosterEvent.roster_version_id == first)).all()[-1]
        assert (last.from_state, last.to_state) == (VersionState.PUBLISHED, VersionState.SUPERSEDED)


def test_publishing_twice_is_refused_and_tells_nobody_again(office: Office) -> None:
    first = office.published().act
    with office.database.write() as session:
        again = publish(session, office.supervisor, first.version_id, seen=first.lock_version, now=NOW)
    assert [reason.code for reason in again.act.reasons] == ["wrong_state"]
    assert len(notices(office, "roster_published")) == 6


@pytest.mark.parametrize("state", [state for state in VersionState if state is not VersionState.APPROVED])
def test_only_an_approved_version_is_published(office: Office, state: VersionState) -> None:
    version = office.draft()
    with office.database.write() as session:
        session.get_one(RosterVersion, version).state = state
        session.commit()
    with office.database.write() as session:
        found = publish(session, office.supervisor, version, seen=1, now=NOW)
    assert [reason.code for reason in found.act.reasons] == ["wrong_state"]
    assert (state_of(office, version), in_force(office)) == (state, Shifts())


def test_a_stale_sight_and_too_short_a_reach_are_refused(office: Office) -> None:
    act = office.approved()
    with office.database.write() as session:
        found = publish(session, office.supervisor, act.version_id, seen=2, now=NOW)
        assert [reason.code for reason in found.act.reasons] == ["stale_version"]
        found = publish(session, office.leader, act.version_id, seen=3, now=NOW)
        assert [reason.code for reason in found.act.reasons] == ["out_of_reach"]
    assert in_force(office) == Shifts()


def test_hard_rules_are_checked_again_at_publication(office: Office) -> None:
    act = office.approved()
    with office.database.write() as session:
        session.add(DayOff(person_id=office.people["00203"], date=MONTH, recorded_at=NOW))
        session.get_one(Person, office.people["00101"]).active = False
        session.commit()
    with office.database.write() as session:
        found = publish(session, office.supervisor, act.version_id, seen=act.lock_version, now=NOW)
    broken = {(v.code, v.person) for v in found.act.reasons if isinstance(v, Violation)}
    assert {("day_off", "00203"), ("employment", "00101")} <= broken
    assert state_of(office, act.version_id) is VersionState.APPROVED


def one_shift(number: str, day: dt.date, kind: str) -> Shifts:
    return Shifts({(number, day): kind})


def test_the_night_of_the_31st_and_the_early_shift_of_the_1st_do_not_meet_when_they_touch(
    database: Database,
) -> None:
    office = stored_office(database, overrides={})
    office.published(one_shift("00102", LAST_BEFORE - dt.timedelta(days=1), "E"), month=BEFORE)
    assert office.published(one_shift("00102", FIRST, "E")).act.done


def test_a_night_that_reaches_into_the_next_months_early_shift_is_refused_with_both_named(
    office: Office,
) -> None:
    early = office.published(one_shift("00102", FIRST, "E"))
    with office.database.write() as session:  # the night now ends an hour into the early shift
        for row in session.scalars(select(ShiftKind).where(ShiftKind.code == "N")):
            row.end_minute = 1980
        session.commit()
    assert early.act.done
    act = office.approved(one_shift("00102", LAST_BEFORE, "N"), month=BEFORE)
    with office.database.write() as session:
        found = publish(session, office.supervisor, act.version_id, seen=act.lock_version, now=NOW)
    assert len(found.act.reasons) == 1
    reason = found.act.reasons[0]
    assert isinstance(reason, Violation)
    assert (reason.code, reason.person, reason.measured) == ("overlap", "00102", 60)
    assert reason.dates == (LAST_BEFORE, FIRST)
    facts = reason.details
    assert (facts["first"], facts["second"]) == ("N", "E")
    assert (facts["first_start"], facts["second_start"]) == ("2026-11-30T23:00", "2026-12-01T08:00")
    assert in_force(office) == one_shift("00102", FIRST, "E")


def test_a_month_published_anew_may_not_break_the_rest_before_the_next(office: Office) -> None:
    office.published(one_shift("00102", FIRST, "E"))
    act = office.approved(one_shift("00102", LAST_BEFORE, "M"), month=BEFORE)
    with office.database.write() as session:
        found = publish(session, office.supervisor, act.version_id, seen=act.lock_version, now=NOW)
    (reason,) = found.act.reasons
    assert isinstance(reason, Violation)
    assert (reason.code, reason.person, reason.measured, reason.limit) == ("rest_between", "00102", 540, 660)
    assert reason.dates == (LAST_BEFORE, FIRST)
    assert state_of(office, act.version_id) is VersionState.APPROVED


def test_of_eight_publishers_of_one_version_exactly_one_succeeds(office: Office) -> None:
    act = office.approved()

    def attempt() -> Act:
        with office.database.write() as session:
            return publish(session, office.supervisor, act.version_id, seen=act.lock_version, now=NOW).act

    answers = all_at_once([attempt] * 8)
    assert sum(answer.done for answer in answers) == 1
    assert {reason.code for answer in answers for reason in answer.reasons} == {"stale_version"}
    assert len(notices(office, "roster_published")) == 6


def test_of_two_approvers_of_one_step_exactly_one_succeeds(database: Database) -> None:
    office = stored_office(database, overrides={"roster.chain": ["supervisor", "head"]})
    other = replace(office.supervisor, user_id=office.head.user_id)
    version = office.draft()
    with database.write() as session:
        submit(session, office.supervisor, version, seen=1, now=NOW)

    def attempt(actor: object) -> Act:
        who = other if actor else office.supervisor
        with database.write() as session:
            return approve(session, who, version, seen=2, now=NOW)

    answers = all_at_once([lambda: attempt(None), lambda: attempt(1)] * 3)
    assert sum(answer.done for answer in answers) == 1
    refusals = [reason.code for answer in answers for reason in answer.reasons]
    assert set(refusals) <= {"stale_version", "not_your_step"}
    assert "stale_version" in refusals


def test_two_versions_of_one_month_published_at_once_leave_one_in_force(office: Office) -> None:
    one, two = office.approved(), office.approved(legal_month(kinds=("M", "E")))

    def publisher(act: Act) -> Callable[[], Act]:
        def attempt() -> Act:
            with office.database.write() as session:
                return publish(session, office.supervisor, act.version_id, seen=act.lock_version, now=NOW).act

        return attempt

    answers = all_at_once([publisher(one), publisher(two)])
    assert [answer.done for answer in answers] == [True, True]
    states = sorted(state_of(office, act.version_id).value for act in (one, two))
    assert states == ["published", "superseded"]
    kinds = ("E", "M") if state_of(office, one.version_id) is VersionState.PUBLISHED else ("M", "E")
    assert in_force(office) == legal_month(kinds=kinds)


def test_a_month_published_while_its_neighbour_is_never_leaves_an_overlap(office: Office) -> None:
    with office.database.write() as session:
        for row in session.scalars(select(ShiftKind).where(ShiftKind.code == "N")):
            row.end_minute = 1980
        session.commit()
    # The December version is judged before November's night is known to it.
    december = office.approved(one_shift("00102", FIRST, "E"))
    november = office.approved(one_shift("00102", LAST_BEFORE, "N"), month=BEFORE)

    def publisher(act: Act) -> Callable[[], Act]:
        def attempt() -> Act:
            with office.database.write() as session:
                return publish(session, office.supervisor, act.version_id, seen=act.lock_version, now=NOW).act

        return attempt

    answers = all_at_once([publisher(december), publisher(november)])
    assert [answer.done for answer in answers].count(True) <= 1
    assert all("overlap" in [reason.code for reason in a.reasons] for a in answers if not a.done)
    with office.database.read() as session:
        assert session.scalar(select(func.count()).select_from(AssignmentInForce)) == sum(
            answer.done for answer in answers
        )


def test_a_person_who_moved_cannot_be_in_force_in_two_departments_at_once(database: Database) -> None:
    here, there = stored_office(database), stored_office(database, code="XX")
    here.published(one_shift("00102", FIRST, "E"))
    act = there.approved(one_shift("00103", FIRST, "E"))
    with database.write() as session:  # the shift of 00103 there becomes one of the person who was here
        person = session.get_one(Person, here.people["00102"])
        person.department_id, person.employee_number = there.department, "00901"
        person.team_id = session.scalars(select(Team.id).where(Team.department_id == there.department)).all()[
            0
        ]
        row = session.scalars(select(Assignment).where(Assignment.roster_version_id == act.version_id)).one()
        row.person_id = person.id
        session.commit()
    with database.write() as session:
        found = publish(session, there.supervisor, act.version_id, seen=act.lock_version, now=NOW)
    reason = found.act.reasons[0]
    assert isinstance(reason, Violation)
    assert (reason.code, reason.person, reason.details["department"]) == ("overlap", "00901", "客服部")


def test_publication_is_one_transaction(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first = office.published().act.version_id
    act = office.approved(legal_month(kinds=("M", "E")))

    def fails(*_: object, **__: object) -> Publication:
        raise RuntimeError("power cut")

    monkeypatch.setattr("web.rosters.publishing.tell_changed", fails)
    with office.database.write() as session, pytest.raises(RuntimeError):
        publish(session, office.supervisor, act.version_id, seen=act.lock_version, now=NOW)
    assert state_of(office, first) is VersionState.PUBLISHED
    assert state_of(office, act.version_id) is VersionState.APPROVED
    assert in_force(office) == legal_month()
