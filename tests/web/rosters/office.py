"""A department whose roster has no hard violation, stored, with somebody in every role."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.problem import Roster as Shifts
from tests.support.kept import kept
from web.accounts.actor import Actor, actor_of
from web.accounts.tables import Role, User
from web.database import Database
from web.people.tables import Department, Person, RoleInTeam, ShiftFamily, ShiftKind, Team
from web.policy.tables import PolicyVersion
from web.rosters.acts import Act
from web.rosters.drafts import Draft, store_draft
from web.rosters.lifecycle import approve, submit
from web.rosters.months import days_in
from web.rosters.publishing import Publication, publish

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
MONTH = dt.date(2026, 12, 1)
KINDS = (("E", "早班", 480, 930, 450), ("M", "中班", 930, 1380, 450), ("N", "夜班", 1380, 1920, 540))
NUMBERS = ("00101", "00102", "00103", "00201", "00202", "00203")
"""Two teams of three; the first of each team leads it."""


@dataclass(frozen=True, kw_only=True)
class Office:
    """Ids of what was stored, and who acts."""

    database: Database
    department: int
    teams: tuple[int, int]
    people: Mapping[str, int]
    users: Mapping[str, int]
    supervisor: Actor
    head: Actor
    leader: Actor
    """Leads the first team, with the reach of a leader."""

    def draft(self, shifts: Shifts | None = None, *, month: dt.date = MONTH) -> int:
        """Store a draft and return its id."""
        with self.database.write() as session:
            department = session.get_one(Department, self.department)
            content = legal_month(month) if shifts is None else shifts
            draft = Draft(month=month, shifts=content, requirement_id=None)
            version = store_draft(session, department, draft, made_by=self.supervisor.user_id, now=NOW)
            session.commit()
            return version.id

    def approved(self, shifts: Shifts | None = None, *, month: dt.date = MONTH) -> Act:
        """Store a draft, submit and approve it."""
        version = self.draft(shifts, month=month)
        with self.database.write() as session:
            act = submit(session, self.supervisor, version, seen=1, now=NOW)
        with self.database.write() as session:
            act = approve(session, self.supervisor, version, seen=act.lock_version, now=NOW)
        assert act.done, act.reasons
        return act

    def published(self, shifts: Shifts | None = None, *, month: dt.date = MONTH) -> Publication:
        """Store a draft, submit, approve and publish it."""
        act = self.approved(shifts, month=month)
        with self.database.write() as session:
            found = publish(session, self.supervisor, act.version_id, seen=act.lock_version, now=NOW)
        assert found.act.done, found.act.reasons
        return found


def legal_month(month: dt.date = MONTH, kinds: Sequence[str] = ("E", "M")) -> Shifts:
    """Five days on, two off: the first team early, the second in the middle."""
    days = [month + dt.timedelta(days=n) for n in range(days_in(month))]
    return Shifts(
        ((number, day), kinds[0] if number < "002" else kinds[1])
        for number in NUMBERS
        for day in days
        if day.weekday() < 5
    )


@kept
def stored_office(
    database: Database,
    *,
    code: str = "CS",
    preset: str = "S0g",
    overrides: Mapping[str, object] | None = None,
    further: Sequence[str] = (),
) -> Office:
    """Store the department under a preset, with further agents of the first team."""
    with database.write() as session:
        department = Department(code=code, name="客服部", created_at=NOW)
        session.add(department)
        session.flush()
        teams = [
            Team(department_id=department.id, name=name, position=n)
            for n, name in enumerate(("一组", "二组"))
        ]
        policy = PolicyVersion(
            department_id=department.id,
            number=1,
            preset=preset,
            overrides=dict(overrides or {}),
            valid_from=dt.date(2026, 1, 1),
            made_at=NOW,
        )
        kinds = [
            ShiftKind(
                department_id=department.id,
                code=kind,
                family=ShiftFamily(kind),
                name=name,
                start_minute=start,
                end_minute=end,
                paid_minutes=paid,
            )
            for kind, name, start, end, paid in KINDS
        ]
        session.add_all([*teams, policy, *kinds])
        session.flush()
        people = {number: _person(department, teams, number) for number in (*NUMBERS, *further)}
        session.add_all(people.values())
        session.flush()
        users = {
            number: _user(
                session, department, number, "leader" if number.endswith("01") else "agent", person.id
            )
            for number, person in people.items()
        }
        supervisor = _user(session, department, "09001", "supervisor", None)
        head = _user(session, department, "09002", "head", None)
        session.commit()
        return Office(
            database=database,
            department=department.id,
            teams=(teams[0].id, teams[1].id),
            people={number: person.id for number, person in people.items()},
            users={number: user.id for number, user in users.items()},
            supervisor=actor_of(supervisor, "department"),
            head=actor_of(head, "department"),
            leader=replace(actor_of(users["00101"], "team"), team_id=teams[0].id),
        )


def add_training(session: Session, office: Office) -> None:
    """Store a shift kind that is placed by hand."""
    session.add(
        ShiftKind(
            department_id=office.department,
            code="T",
            family=ShiftFamily.TRAINING,
            name="培训",
            start_minute=540,
            end_minute=1020,
            paid_minutes=450,
        )
    )


def _person(department: Department, teams: Sequence[Team], number: str) -> Person:
    return Person(
        department_id=department.id,
        team_id=teams["002" <= number < "003"].id,
        employee_number=number,
        name=f"员工{number}",
        role_in_team=RoleInTeam.LEADER if number.endswith("01") else RoleInTeam.AGENT,
    )


def _user(session: Session, department: Department, number: str, role: str, person_id: int | None) -> User:
    user = User(
        department_id=department.id,
        person_id=person_id,
        employee_number=f"{department.code}{number}",
        name=f"账号{number}",
        password=None,
        roles=list(session.scalars(select(Role).where(Role.name == role))),
        created_at=NOW,
    )
    session.add(user)
    session.flush()
    return user
