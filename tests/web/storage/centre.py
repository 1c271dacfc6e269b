"""A small department in the database, and what the tests need of it."""

import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import TypeVar

from web.database import Database
from web.people.tables import Department, Person, ShiftFamily, ShiftKind, Team
from web.policy.tables import PolicyVersion
from web.rosters.tables import Assignment, AssignmentInForce, Roster, RosterVersion

NOW = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)
MONTH = dt.date(2026, 12, 1)
DAY = dt.date(2026, 12, 7)
Answer = TypeVar("Answer")


@dataclass(frozen=True, kw_only=True)
class Centre:
    """Ids of what was stored."""

    department: int
    team: int
    kind: int
    policy: int
    roster: int
    people: list[int]
    versions: list[int]


def stored_centre(database: Database, *, people: int = 2, versions: int = 1, code: str = "CS") -> Centre:
    """Store a department with a team, an early shift, people and versions of December's roster."""
    with database.write() as session:
        department = Department(code=code, name="客服部", created_at=NOW)
        session.add(department)
        session.flush()
        team = Team(department_id=department.id, name="一组")
        kind = ShiftKind(
            department_id=department.id,
            code="E",
            family=ShiftFamily.EARLY,
            name="早班",
            start_minute=480,
            end_minute=930,
            paid_minutes=420,
            break_minutes=30,
        )
        policy = PolicyVersion(
            department_id=department.id, number=1, preset="S0g", valid_from=dt.date(2026, 1, 1), made_at=NOW
        )
        roster = Roster(department_id=department.id, month=MONTH, created_at=NOW)
        session.add_all([team, kind, policy, roster])
        session.flush()
        members = [
            Person(department_id=department.id, team_id=team.id, employee_number=f"{n:05}", name=f"客服{n}")
            for n in range(people)
        ]
        drafts = [
            RosterVersion(
                roster_id=roster.id, number=n + 1, policy_version_id=policy.id, created_at=NOW, changed_at=NOW
            )
            for n in range(versions)
        ]
        session.add_all([*members, *drafts])
        session.commit()
        return Centre(
            department=department.id,
            team=team.id,
            kind=kind.id,
            policy=policy.id,
            roster=roster.id,
            people=[person.id for person in members],
            versions=[version.id for version in drafts],
        )


def shift(
    centre: Centre, person: int, *, version: int = 0, start_hour: int = 0, hours: int = 8
) -> Assignment:
    """Return a shift of one person that starts so many hours after the midnight (UTC) of `DAY`."""
    starts_at = dt.datetime(DAY.year, DAY.month, DAY.day, tzinfo=dt.UTC) + dt.timedelta(hours=start_hour)
    return Assignment(
        roster_version_id=centre.versions[version],
        person_id=centre.people[person],
        shift_kind_id=centre.kind,
        date=DAY + dt.timedelta(days=start_hour // 24),
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=hours),
    )


def in_force(centre: Centre, assignment: Assignment) -> AssignmentInForce:
    """Return the row that puts a stored shift in force."""
    return AssignmentInForce(
        assignment_id=assignment.id,
        roster_id=centre.roster,
        person_id=assignment.person_id,
        date=assignment.date,
        shift_kind_id=assignment.shift_kind_id,
        starts_at=assignment.starts_at,
        ends_at=assignment.ends_at,
    )


def all_at_once(acts: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Run all acts in threads that start together; return what each returned."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Answer]) -> Answer:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
