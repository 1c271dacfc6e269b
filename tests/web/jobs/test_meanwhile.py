"""The month changes while it is solved: the result keeps to what it was solved for, and says what changed."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from roster.problem import Roster as Shifts
from tests.web.browsing import logged_in
from tests.web.jobs.month import job_of
from tests.web.rosters.office import MONTH, NOW, Office, legal_month, stored_office
from web.accounts.tables import User
from web.database import Database
from web.jobs import claims, service
from web.jobs.child import load_task, take_down
from web.jobs.claims import Claim
from web.jobs.ending import Ending, end_job
from web.jobs.given import Given
from web.jobs.meanwhile import Meanwhile
from web.jobs.tables import JobState, SolveJob
from web.notices.tables import Notice
from web.people.tables import DayOff
from web.policy.tables import PolicyVersion
from web.rosters.editing import set_cell, set_locks
from web.rosters.loading import locked_cells
from web.rosters.tables import RosterVersion, Wish, WishRound

DAY, OTHER = dt.date(2026, 12, 9), dt.date(2026, 12, 10)


@pytest.fixture
def office(database: Database) -> Office:
    return stored_office(database)


def begin(office: Office, version: int | None) -> Claim:
    """Ask for a solve and bring it to where the solver has read the month."""
    with office.database.write() as session:
        job = service.request_solve(
            session,
            department_id=office.department,
            month=MONTH,
            parameters={"seconds": 60} | ({} if version is None else {"based_on": version}),
            requested_by=office.supervisor.user_id,
            now=NOW,
        )
    assert isinstance(job, SolveJob)
    return attempt(office, job.id, "first")


def attempt(office: Office, job_id: int, worker: str) -> Claim:
    claim = claims.claim_by_id(office.database, SolveJob, job_id, worker, NOW)
    assert claim is not None
    assert take_down(office.database, claim, load_task(office.database, job_id).given)
    return claim


def end(office: Office, claim: Claim, shifts: Shifts | None = None) -> tuple[RosterVersion, Meanwhile | None]:
    """End the solve with a roster; return the draft, and what changed meanwhile."""
    roster = legal_month() if shifts is None else shifts
    assert end_job(office.database, claim, Ending(state=JobState.DONE, roster=roster), NOW)
    with office.database.read() as session:
        job = session.get_one(SolveJob, claim.job_id)
        draft = session.get_one(RosterVersion, job.result_version_id)
        return draft, None if job.meanwhile is None else Meanwhile.from_json(job.meanwhile)


def locks_of(office: Office, version_id: int) -> dict[tuple[str, dt.date], str | None]:
    with office.database.read() as session:
        return locked_cells(session, session.get_one(RosterVersion, version_id))


def lock(office: Office, version: int, number: str, day: dt.date, *, seen: int, locked: bool = True) -> None:
    with office.database.write() as session:
        act = set_locks(
            session,
            office.supervisor,
            version,
            person_ids=[office.people[number]],
            days=[day],
            locked=locked,
            seen=seen,
            now=NOW,
        )
    assert act.done, act.reasons


def change(office: Office, version: int, number: str, day: dt.date, kind: str | None, *, seen: int) -> None:
    with office.database.write() as session:
        edit = set_cell(
            session,
            office.supervisor,
            version,
            person_id=office.people[number],
            day=day,
            kind=kind,
            seen=seen,
            now=NOW,
        )
    assert edit.act.done, edit.act.reasons


def test_where_nothing_changed_there_is_nothing_to_tell(office: Office) -> None:
    version = office.draft()
    lock(office, version, "00102", DAY, seen=1)
    draft, meanwhile = end(office, begin(office, version))
    assert meanwhile is None
    assert locks_of(office, draft.id) == {("00102", DAY): "E"}
    with office.database.read() as session:
        assert session.scalars(select(Notice)).one().payload["changed"] is False


def test_a_lock_set_meanwhile_goes_along_where_it_fits_and_is_named_where_it_does_not(office: Office) -> None:
    version = office.draft()
    lock(office, version, "00101", DAY, seen=1)
    claim = begin(office, version)
    lock(office, version, "00103", DAY, seen=2)
    change(office, version, "00102", DAY, None, seen=3)
    lock(office, version, "00102", DAY, seen=4)
    lock(office, version, "00101", DAY, seen=5, locked=False)
    draft, meanwhile = end(office, claim)
    assert locks_of(office, draft.id) == {("00101", DAY): "E", ("00103", DAY): "E"}
    assert locks_of(office, version) == {("00102", DAY): None, ("00103", DAY): "E"}
    assert meanwhile is not None
    assert (meanwhile.locked, meanwhile.unlocked, meanwhile.policy, meanwhile.wishes) == (2, 1, False, ())
    (broken,) = meanwhile.broken
    assert (broken.code, broken.person, broken.dates) == ("locked", "00102", (DAY,))
    assert dict(broken.details) == {"kind": "E", "locked": ""}
    assert [(cell.number, cell.date, cell.old, cell.new) for cell in meanwhile.edited] == [
        ("00102", DAY, "E", None)
    ]
    with office.database.read() as session:
        assert session.scalars(select(Notice)).one().payload["changed"] is True


def test_the_draft_is_made_under_the_policy_it_was_solved_for(office: Office) -> None:
    claim = begin(office, None)
    with office.database.write() as session:
        session.add(
            PolicyVersion(
                department_id=office.department,
                number=2,
                preset="S0e",
                overrides={},
                valid_from=dt.date(2026, 2, 1),
                made_at=NOW,
            )
        )
        session.commit()
    draft, meanwhile = end(office, claim)
    with office.database.read() as session:
        assert session.get_one(PolicyVersion, draft.policy_version_id).number == 1
    assert meanwhile is not None
    assert meanwhile.policy


def test_wishes_and_leave_that_came_meanwhile_are_named(office: Office) -> None:
    claim = begin(office, None)
    with office.database.write() as session:
        session.add(
            WishRound(
                department_id=office.department,
                month=MONTH,
                opens_at=NOW,
                closes_at=NOW + dt.timedelta(days=1),
                quota=2,
                created_at=NOW,
            )
        )
        session.flush()
        wish_round = session.scalars(select(WishRound)).one()
        session.add(
            Wish(
                wish_round_id=wish_round.id,
                person_id=office.people["00203"],
                date=DAY,
                stated_at=NOW,
                weight=1,
            )
        )
        session.add(DayOff(person_id=office.people["00201"], date=OTHER, recorded_at=NOW))
        session.commit()
    _, meanwhile = end(office, claim)
    assert meanwhile is not None
    assert meanwhile.wishes == ("00203",)
    assert ("day_off", "00201", (OTHER,)) in [
        (found.code, found.person, found.dates) for found in meanwhile.broken
    ]


def test_a_later_attempt_at_the_same_month_keeps_the_best_roster_and_at_another_drops_it(
    office: Office,
) -> None:
    version = office.draft()
    job_id = begin(office, version).job_id
    with office.database.write() as session:
        session.get_one(SolveJob, job_id).best_roster = {"00101": {DAY.isoformat(): "E"}}
        session.commit()
    free = NOW + 2 * claims.STALE_AFTER
    for locked, kept in ((False, True), (True, False)):
        if locked:
            lock(office, version, "00103", DAY, seen=1)
        claim = claims.claim_by_id(office.database, SolveJob, job_id, "next", free)
        assert claim is not None
        task = load_task(office.database, job_id)
        assert task.start is not None
        assert len(task.start) == 1
        assert take_down(office.database, claim, task.given)
        assert (job_of(office.database, job_id).best_roster is not None) is kept
        free += 2 * claims.STALE_AFTER


def test_the_page_says_what_changed(app: Flask, office: Office) -> None:
    version = office.draft()
    claim = begin(office, version)
    change(office, version, "00102", DAY, None, seen=1)
    lock(office, version, "00102", DAY, seen=2)
    end(office, claim)
    with office.database.write() as session:
        visitor = logged_in(app, session, session.get_one(User, office.supervisor.user_id))
        session.commit()
    text = visitor.get(f"/solves/{claim.job_id}").text
    for shown in ("求解期间的变化", "锁定的是休息", "员工00102", "12月9日", "早班 → 休息"):
        assert shown in text


def test_a_later_attempt_after_another_version_was_published_is_a_new_problem(office: Office) -> None:
    claim = begin(office, None)
    before = load_task(office.database, claim.job_id)
    assert (before.problem.published, before.given.published_id) == (None, None)
    assert Given.from_json(before.given.to_json()) == before.given
    published = office.published().act.version_id
    after = load_task(office.database, claim.job_id)
    assert after.problem.published == legal_month()
    assert after.given.published_id == published
    assert Given.from_json(after.given.to_json()) == after.given
    assert before.given.to_json() != after.given.to_json()
