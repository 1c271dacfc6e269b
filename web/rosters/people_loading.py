"""Read people and shift kinds of a department into the engine's values."""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from roster.problem import DateRange, Person, ShiftKind
from web.people.tables import DayOff, ProtectedPeriod, Skill
from web.people.tables import Person as PersonRow
from web.people.tables import ShiftKind as ShiftKindRow
from web.rosters.tables import Assignment, RosterVersion

PLACED_BY_HAND = frozenset("RTOL")
"""Families that somebody places by hand: reserve, training, overtime, leave. Their shifts are locked."""
NEVER_CHOSEN = PLACED_BY_HAND - {"R"}
"""Of these, the families that no solve places; the reserve it does where a rule asks for it."""


def load_kinds(session: Session, department_id: int) -> tuple[ShiftKind, ...]:
    """Return the department's shift kinds by start; inactive ones may stay, but are not chosen."""
    rows = session.scalars(
        select(ShiftKindRow)
        .where(ShiftKindRow.department_id == department_id, ShiftKindRow.family != "L")
        .order_by(ShiftKindRow.start_minute, ShiftKindRow.code)
    )
    return tuple(
        ShiftKind(
            code=row.code,
            family=row.family.value,
            start_minute=row.start_minute,
            end_minute=row.end_minute,
            paid_minutes=row.paid_minutes,
            break_minutes=row.break_minutes,
            break_earliest=row.break_earliest,
            break_latest=row.break_latest,
            assignable=row.active and row.family.value not in NEVER_CHOSEN,
        )
        for row in rows
    )


def load_skill_names(session: Session, department_id: int) -> dict[int, str]:
    """Return the names of the department's skills by their ids, inactive ones too."""
    rows = select(Skill.id, Skill.name).where(Skill.department_id == department_id)
    names: dict[int, str] = dict(session.execute(rows).all())
    return names


def load_people(
    session: Session, department_id: int, first: date, last: date, *, version: RosterVersion | None = None
) -> tuple[Person, ...]:
    """Return who can be rostered between two dates, by team, leaders first, and employee number.

    Who has left the list of active people but still has shifts in `version` is there too, as not
    employed: the rules then name those shifts.
    """
    still_there: list[ColumnElement[bool]] = [PersonRow.active.is_(True)]
    if version is not None:
        rostered = select(Assignment.person_id).where(Assignment.roster_version_id == version.id)
        still_there.append(PersonRow.id.in_(rostered))
    rows = session.scalars(
        select(PersonRow)
        .where(PersonRow.department_id == department_id, or_(*still_there))
        .options(joinedload(PersonRow.team), selectinload(PersonRow.skills))
        .order_by(PersonRow.team_id, PersonRow.role_in_team.desc(), PersonRow.employee_number)
    ).all()
    off: dict[int, set[date]] = defaultdict(set)
    days_off = (
        select(DayOff.person_id, DayOff.date)
        .join(PersonRow, PersonRow.id == DayOff.person_id)
        .where(PersonRow.department_id == department_id, DayOff.date.between(first, last))
    )
    for person_id, day in session.execute(days_off):
        off[person_id].add(day)
    no_night, no_overtime = _protected(session, department_id)
    return tuple(
        Person(
            id=row.employee_number,
            name=row.name,
            team=row.team.name,
            role=row.role_in_team.value,
            weekly_minutes=row.weekly_minutes,
            skills=frozenset(skill.name for skill in row.skills),
            first_day=row.hired_on if row.active else None,
            last_day=row.leaves_on if row.active else first - timedelta(days=1),
            probation_until=row.probation_until,
            no_night=tuple(no_night[row.id]),
            no_overtime=tuple(no_overtime[row.id]),
            leave=frozenset(off[row.id]),
        )
        for row in rows
    )


def _protected(
    session: Session, department_id: int
) -> tuple[dict[int, list[DateRange]], dict[int, list[DateRange]]]:
    """Return the periods without nights and those without overtime, by person."""
    no_night: dict[int, list[DateRange]] = defaultdict(list)
    no_overtime: dict[int, list[DateRange]] = defaultdict(list)
    periods = (
        select(ProtectedPeriod)
        .join(PersonRow, PersonRow.id == ProtectedPeriod.person_id)
        .where(PersonRow.department_id == department_id)
    )
    for period in session.scalars(periods):
        dates = DateRange(first=period.first_day, last=period.last_day)
        if period.no_night:
            no_night[period.person_id].append(dates)
        if period.no_overtime:
            no_overtime[period.person_id].append(dates)
    return no_night, no_overtime
