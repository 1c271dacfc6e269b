"""People files of the site: rows against the department's people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from forecasting.tabular import read_table
from web.accounts.actor import Actor
from web.imports.plan import Change, ChangeState, Options, Plan, Reading, Rows, counted
from web.imports.tables import ImportDraft, ImportKind
from web.people.protection import store_days_off
from web.people.tables import DayOff, Department, Person, ProtectedPeriod, RoleInTeam, Skill, Team
from web.people.teams import list_skills, list_teams
from web.planning.cells import FileProblem
from web.planning.people_file import PersonRow, read_people

DATE_FIELDS = ("hired_on", "probation_until", "leaves_on")
MAKE_MISSING = "make_missing"
"""Option: teams and skills that do not exist yet are made."""


@dataclass(kw_only=True)
class Known:
    """What the department has: people by employee number, teams and skills by name."""

    people: dict[str, Person]
    teams: dict[str, Team]
    skills: dict[str, Skill]
    days_off: dict[int, set[date]] = field(default_factory=dict)
    no_nights: dict[int, set[tuple[date, date]]] = field(default_factory=dict)


class PeopleImporter:
    """Reads, compares and stores people. Nobody who is missing in the file is touched."""

    kind = ImportKind.PEOPLE

    def read(self, session: Session, department: Department, data: bytes, options: Options) -> Reading:
        """Read a file; unknown teams and skills are errors unless they shall be made."""
        free = bool(options.get(MAKE_MISSING))
        found = read_people(
            read_table(data),
            teams=None if free else {team.name for team in list_teams(session, department.id, active=True)},
            skills=None if free else {row.name for row in list_skills(session, department.id, active=True)},
        )
        notices = list(found.notices)
        if "wishes" in found.columns:
            notices.append(FileProblem(None, "wishes", "wishes_elsewhere"))
        columns = sorted(found.columns)
        return Reading(
            rows=[_plain(person, columns) for person in found.people],
            bad_rows=found.bad_rows,
            problems=found.problems,
            notices=notices,
        )

    def plan(self, session: Session, department: Department, draft: ImportDraft, rows: Rows) -> Plan:  # noqa: ARG002 - the protocol's signature
        """Compare the rows with the people who are there."""
        known = load_known(session, department, rows)
        changes = tuple(_change(known, row) for row in rows)
        makes = {
            "teams": sorted({row["team"] for row in rows} - _active(known.teams)),
            "skills": sorted({skill for row in rows for skill in row["skills"]} - _active(known.skills)),
        }
        return Plan(changes=changes, counts=counted(changes), makes=makes)

    def apply(
        self,
        session: Session,
        actor: Actor,
        department: Department,
        draft: ImportDraft,  # noqa: ARG002 - the protocol's signature
        rows: Rows,
        *,
        now: datetime,
    ) -> None:
        """Store new people, changed fields, and the days off and protected periods that are not there yet."""
        known = load_known(session, department, rows)
        _make_missing(session, department, known, rows)
        session.flush()
        for row in rows:
            if _change(known, row).state is not ChangeState.UNCHANGED:
                _store(session, actor, known, row, now=now)


def load_known(session: Session, department: Department, rows: Rows) -> Known:
    """Return what the department has of everything that the rows name."""
    people = session.scalars(
        select(Person)
        .where(Person.department_id == department.id)
        .options(joinedload(Person.team), selectinload(Person.skills))
    ).all()
    numbers = {row["employee_number"] for row in rows}
    known = Known(
        people={person.employee_number: person for person in people if person.employee_number in numbers},
        teams={team.name: team for team in list_teams(session, department.id)},
        skills={skill.name: skill for skill in list_skills(session, department.id)},
    )
    for person_id, day in session.execute(
        select(DayOff.person_id, DayOff.date).join(Person).where(Person.department_id == department.id)
    ):
        known.days_off.setdefault(person_id, set()).add(day)
    for period in session.scalars(
        select(ProtectedPeriod)
        .join(Person, Person.id == ProtectedPeriod.person_id)
        .where(Person.department_id == department.id, ProtectedPeriod.no_night)
    ):
        known.no_nights.setdefault(period.person_id, set()).add((period.first_day, period.last_day))
    return known


def _change(known: Known, row: Mapping[str, Any]) -> Change:
    label = f"{row['employee_number']} {row['name']}"
    person = known.people.get(row["employee_number"])
    before = {} if person is None else _fields_of(person)
    after = _wanted(row)
    fields = [
        (name, before.get(name, ""), text) for name, text in after.items() if before.get(name, "") != text
    ]
    if person is not None and not person.active:
        fields.append(("active", "inactive", "active"))
    new_days = _new_days(known, person, row)
    if new_days:
        fields.append(("days_off", "", "|".join(day.isoformat() for day in new_days)))
    period = _new_period(known, person, row)
    if period is not None:
        fields.append(("no_nights", "", f"{period[0].isoformat()}|{period[1].isoformat()}"))
    state = ChangeState.NEW if person is None else ChangeState.CHANGED if fields else ChangeState.UNCHANGED
    return Change(row=row["row"], label=label, state=state, fields=tuple(fields))


def _fields_of(person: Person) -> dict[str, str]:
    days = {name: getattr(person, name) for name in DATE_FIELDS}
    return {
        "name": person.name,
        "team": person.team.name,
        "role": person.role_in_team.value,
        "weekly_hours": f"{person.weekly_minutes / 60:g}",
        "skills": "|".join(sorted(skill.name for skill in person.skills)),
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }


def _wanted(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of the columns that the file has; what it lacks stays as it is."""
    wanted = {
        "name": row["name"],
        "team": row["team"],
        "role": row["role"],
        "weekly_hours": f"{row['weekly_minutes'] / 60:g}",
    }
    if "skills" in row["columns"]:
        wanted["skills"] = "|".join(sorted(row["skills"]))
    return wanted | {name: row[name] or "" for name in DATE_FIELDS if name in row["columns"]}


def _new_days(known: Known, person: Person | None, row: Mapping[str, Any]) -> list[date]:
    have = set() if person is None else known.days_off.get(person.id, set())
    return [day for text in row["days_off"] if (day := date.fromisoformat(text)) not in have]


def _new_period(known: Known, person: Person | None, row: Mapping[str, Any]) -> tuple[date, date] | None:
    if row["no_nights"] is None:
        return None
    first, last = (date.fromisoformat(text) for text in row["no_nights"])
    have = set() if person is None else known.no_nights.get(person.id, set())
    return None if (first, last) in have else (first, last)


def _make_missing(session: Session, department: Department, known: Known, rows: Rows) -> None:
    for name in sorted({row["team"] for row in rows} - _active(known.teams)):
        team = known.teams.get(name) or Team(
            department_id=department.id, name=name, position=len(known.teams) + 1
        )
        team.active = True
        session.add(team)
        known.teams[name] = team
    for name in sorted({skill for row in rows for skill in row["skills"]} - _active(known.skills)):
        skill = known.skills.get(name) or Skill(department_id=department.id, name=name)
        skill.active = True
        session.add(skill)
        known.skills[name] = skill


def _store(session: Session, actor: Actor, known: Known, row: Mapping[str, Any], *, now: datetime) -> None:
    person = known.people.get(row["employee_number"])
    if person is None:
        person = Person(department_id=actor.department_id, employee_number=row["employee_number"])
        session.add(person)
    person.name = row["name"]
    person.team_id = known.teams[row["team"]].id
    person.role_in_team = RoleInTeam(row["role"])
    person.weekly_minutes = row["weekly_minutes"]
    person.active = True
    if "skills" in row["columns"]:
        person.skills = [known.skills[name] for name in row["skills"]]
    for name in DATE_FIELDS:
        if name in row["columns"]:
            setattr(person, name, date.fromisoformat(row[name]) if row[name] else None)
    session.flush()
    store_days_off(session, actor, person.id, _new_days(known, person, row), now=now)
    period = _new_period(known, person, row)
    if period is not None:
        session.add(
            ProtectedPeriod(
                person_id=person.id,
                first_day=period[0],
                last_day=period[1],
                no_night=True,
                recorded_by_id=actor.user_id,
                recorded_at=now,
            )
        )


def _active(rows: Mapping[str, Team] | Mapping[str, Skill]) -> set[str]:
    return {name for name, row in rows.items() if row.active}


def _plain(person: PersonRow, columns: Sequence[str]) -> dict[str, Any]:
    """Return a row as plain values."""
    return {
        "row": person.row,
        "employee_number": person.employee_number,
        "name": person.name,
        "team": person.team,
        "role": person.role,
        "weekly_minutes": person.weekly_minutes,
        "skills": list(person.skills),
        "days_off": [day.isoformat() for day in person.days_off],
        "no_nights": [day.isoformat() for day in person.no_nights] if person.no_nights else None,
        **{name: day.isoformat() if (day := getattr(person, name)) else None for name in DATE_FIELDS},
        "columns": list(columns),
    }
