"""The due day of a roster, with the clock moved: nothing on the 23rd, told on the 24th, late on the 26th."""

import datetime as dt
from collections.abc import Iterable

import pytest
from sqlalchemy import select

from tests.web.reminders.times import at
from tests.web.rosters.office import Office, legal_month, stored_office
from tests.web.storage.centre import all_at_once
from web.database import Database
from web.notices.tables import Notice
from web.people.tables import Department
from web.reminders.hand_in import Stage, read_hand_in
from web.reminders.service import due_reminders
from web.rosters.lifecycle import approve, return_version, submit
from web.rosters.publishing import publish
from web.rosters.tables import RosterEvent

DECEMBER = dt.date(2026, 12, 1)


def remind(office: Office, now: dt.datetime, *, times: int = 1) -> int:
    """Look so many times; return how many notices came of it."""
    told = 0
    for _ in range(times):
        with office.database.write() as session:
            told += due_reminders(session, now)
    return told


def stages(office: Office, user: int) -> list[tuple[str, str]]:
    """Return month and stage of each notice that an account has about due rosters."""
    with office.database.read() as session:
        found: Iterable[Notice] = session.scalars(
            select(Notice).where(Notice.user_id == user, Notice.kind == "roster_due").order_by(Notice.id)
        )
        return [(notice.payload["month"], notice.payload["stage"]) for notice in found]


def stage(office: Office, now: dt.datetime, month: dt.date = DECEMBER) -> Stage:
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        return read_hand_in(session, department, month, now).stage


def submitted(office: Office, now: dt.datetime, month: dt.date = DECEMBER) -> bool:
    """Submit a legal roster of the month; return whether it was marked late."""
    version = office.draft(legal_month(month), month=month)
    with office.database.write() as session:
        act = submit(session, office.supervisor, version, seen=1, now=now)
    assert act.done, act.reasons
    with office.database.read() as session:
        event = select(RosterEvent.late).where(
            RosterEvent.roster_version_id == version, RosterEvent.to_state == "submitted"
        )
        assert session.scalars(event).one() == act.late
    return act.late


def test_the_supervisor_and_the_head_are_told_once_on_each_day(office: Office) -> None:
    supervisor, head = office.supervisor.user_id, office.head.user_id
    assert remind(office, at("2026-11-23 23:59")) == 0
    assert remind(office, at("2026-11-24 00:00"), times=100) == 2
    assert remind(office, at("2026-11-24 23:59")) == 0
    assert remind(office, at("2026-11-25 23:59"), times=2) == 2
    assert remind(office, at("2026-11-26 00:00"), times=2) == 2
    assert remind(office, at("2026-11-30 23:59")) == 0
    told = [("2026-12-01", "day_before"), ("2026-12-01", "due_today"), ("2026-12-01", "late")]
    assert stages(office, supervisor) == told
    assert stages(office, head) == told
    assert stages(office, office.users["00101"]) == []


def test_a_submitted_roster_reminds_nobody(office: Office) -> None:
    assert not submitted(office, at("2026-11-23 12:00"))
    for day in ("24", "25", "26"):
        assert remind(office, at(f"2026-11-{day} 09:00")) == 0
    assert stage(office, at("2026-11-26 09:00")) is Stage.HANDED_IN


@pytest.mark.parametrize(
    ("now", "late", "before", "after"),
    [
        ("2026-11-25 23:59:59", False, Stage.DUE_TODAY, Stage.HANDED_IN),
        ("2026-11-26 00:00:00", True, Stage.LATE, Stage.HANDED_IN_LATE),
    ],
)
def test_the_due_day_counts_to_its_end(
    office: Office, now: str, late: bool, before: Stage, after: Stage
) -> None:
    assert stage(office, at(now)) is before
    assert submitted(office, at(now)) is late
    assert stage(office, at(now)) is after


def test_a_returned_roster_is_not_handed_in(office: Office) -> None:
    version = office.draft()
    with office.database.write() as session:
        act = submit(session, office.supervisor, version, seen=1, now=at("2026-11-23 12:00"))
    with office.database.write() as session:
        return_version(
            session, office.head, version, reason="夜班", seen=act.lock_version, now=at("2026-11-24 12:00")
        )
    assert remind(office, at("2026-11-24 12:01")) == 2
    assert stage(office, at("2026-11-24 12:01")) is Stage.DAY_BEFORE


def test_g05_under_s3a_a_late_roster_needs_the_project_head(database: Database) -> None:
    """Not there by the 25th: both are reminded, the 26th is late, and the supervisor alone cannot publish."""
    week = {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}
    office = stored_office(database, preset="S3a", overrides={"work.days": week})
    assert remind(office, at("2026-11-26 00:00")) == 2
    assert stages(office, office.head.user_id) == [("2026-12-01", "late")]
    version = office.draft(legal_month())
    now = at("2026-11-26 09:00")
    with database.write() as session:
        act = submit(session, office.supervisor, version, seen=1, now=now)
    assert act.done, act.reasons
    assert act.late
    with database.write() as session:
        act = approve(session, office.supervisor, version, seen=act.lock_version, now=now)
    with database.write() as session:
        refused = publish(session, office.supervisor, version, seen=act.lock_version, now=now)
    assert [reason.code for reason in refused.act.reasons] == ["wrong_state"]
    with database.write() as session:
        act = approve(session, office.head, version, seen=act.lock_version, now=now)
    with database.write() as session:
        assert publish(session, office.supervisor, version, seen=act.lock_version, now=now).act.done


def test_each_department_goes_by_its_own_clock(database: Database) -> None:
    here, there = stored_office(database), stored_office(database, code="NY")
    with database.write() as session:
        session.get_one(Department, there.department).time_zone = "America/New_York"
        session.commit()
    remind(here, at("2026-11-24 00:30"))
    assert stages(here, here.supervisor.user_id) == [("2026-12-01", "day_before")]
    assert stages(there, there.supervisor.user_id) == []
    remind(here, at("2026-11-24 00:30", "America/New_York"))
    assert stages(there, there.supervisor.user_id) == [("2026-12-01", "day_before")]


@pytest.mark.parametrize(
    ("due_day", "month", "day_before", "late"),
    [
        (1, "2026-03-01", "2026-01-31", "2026-02-02"),
        (28, "2026-03-01", "2026-02-27", "2026-03-01"),
        (28, "2028-03-01", "2028-02-27", "2028-02-29"),
        (25, "2027-01-01", "2026-12-24", "2026-12-26"),
    ],
)
def test_month_ends_and_february(
    database: Database, due_day: int, month: str, day_before: str, late: str
) -> None:
    office = stored_office(database, overrides={"roster.due_day": due_day})
    wanted = dt.date.fromisoformat(month)
    eve = at(f"{day_before} 08:00")
    assert stage(office, eve - dt.timedelta(days=1), wanted) is Stage.OPEN
    assert stage(office, eve, wanted) is Stage.DAY_BEFORE
    assert stage(office, eve + dt.timedelta(days=1), wanted) is Stage.DUE_TODAY
    assert stage(office, at(f"{late} 00:00"), wanted) is Stage.LATE
    remind(office, eve)
    remind(office, at(f"{late} 00:00"))
    told = stages(office, office.supervisor.user_id)
    assert {(month, "day_before"), (month, "late")} <= set(told)


def test_no_due_day_no_reminder(database: Database) -> None:
    office = stored_office(database, overrides={"roster.due_day": None})
    assert remind(office, at("2026-11-26 09:00")) == 0
    assert stage(office, at("2026-11-26 09:00")) is Stage.OPEN


def test_several_servers_at_once_tell_once(office: Office) -> None:
    def look() -> bool:
        return remind(office, at("2026-11-24 08:00")) >= 0

    assert all(all_at_once([look] * 6))
    assert stages(office, office.head.user_id) == [("2026-12-01", "day_before")]
