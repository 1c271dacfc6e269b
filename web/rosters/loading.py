"""Read one month of one department into the engine's `Problem`."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from roster.problem import (
    HISTORY_DAYS,
    Calendar,
    Cell,
    DateRange,
    DayType,
    Demand,
    Person,
    Problem,
    Roster,
    ShiftKind,
    Wish,
)
from web.errors import NotFound
from web.forecasts.tables import Requirement, RequirementSlot
from web.people.tables import CalendarDay, CalendarDayKind, DayOff, Department, ProtectedPeriod
from web.people.tables import Person as PersonRow
from web.people.tables import ShiftKind as ShiftKindRow
from web.planning.settings import WISH_COST, rule_settings, with_closed_days
from web.policy.schema import EffectivePolicy, load_preset
from web.policy.tables import PolicyVersion
from web.rosters.months import days_in
from web.rosters.tables import Assignment, AssignmentInForce, RosterLock, RosterVersion, WishRound
from web.rosters.tables import Roster as RosterRow
from web.rosters.tables import Wish as WishRow

_DAY_TYPES = {
    CalendarDayKind.STATUTORY_HOLIDAY: DayType.STATUTORY,
    CalendarDayKind.ADJUSTED_REST_DAY: DayType.ADJUSTED_REST,
    CalendarDayKind.MAKEUP_WORKING_DAY: DayType.MAKE_UP,
}
_NEVER_CHOSEN = frozenset("RTOL")
"""Families that a person places by hand: reserve, training, overtime, leave."""


def policy_on(session: Session, department_id: int, day: date) -> PolicyVersion:
    """Return the policy version in force on `day`.

    Raises
    ------
    NotFound
        When the department has no policy yet.
    """
    found = session.scalars(
        select(PolicyVersion)
        .where(PolicyVersion.department_id == department_id, PolicyVersion.valid_from <= day)
        .order_by(PolicyVersion.valid_from.desc(), PolicyVersion.number.desc())
        .limit(1)
    ).first()
    if found is None:
        raise NotFound("the department has no policy in force")
    return found


def effective(version: PolicyVersion) -> EffectivePolicy:
    """Return what a policy version says."""
    return load_preset(version.preset).effective(version.overrides)


def load_problem(
    session: Session, department: Department, month: date, *, version: RosterVersion | None = None
) -> Problem:
    """Return the month as the rules and the solver see it.

    Parameters
    ----------
    month
        First day of the month.
    version
        The version whose requirement, policy and locked cells count; without one, the newest
        requirement, the policy in force on the first day, and no locks.
    """
    policy = effective(_policy_of(session, department, month, version))
    kinds = load_kinds(session, department.id)
    days = days_in(month)
    people = load_people(session, department.id, month, month + timedelta(days=days - 1), version=version)
    ids = {person.id for person in people}
    return Problem(
        people=people,
        kinds=kinds,
        first_day=month,
        days=days,
        demand=load_demand(session, department, month, version),
        history=_known(load_history(session, department.id, month), ids, kinds),
        locked={} if version is None else _of(ids, locked_cells(session, version)),
        wishes=tuple(wish for wish in load_wishes(session, department.id, month) if wish.person in ids),
        calendar=with_closed_days(load_calendar(session, department), policy),
        rules=rule_settings(policy, week_start=department.week_start - 1),
    )


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
            assignable=row.active and row.family.value not in _NEVER_CHOSEN,
        )
        for row in rows
    )


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
    protected: dict[int, list[DateRange]] = defaultdict(list)
    periods = (
        select(ProtectedPeriod)
        .join(PersonRow, PersonRow.id == ProtectedPeriod.person_id)
        .where(PersonRow.department_id == department_id, ProtectedPeriod.no_night)
    )
    for period in session.scalars(periods):
        protected[period.person_id].append(DateRange(first=period.first_day, last=period.last_day))
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
            no_night=tuple(protected[row.id]),
            leave=frozenset(off[row.id]),
        )
        for row in rows
    )


def load_calendar(session: Session, department: Department) -> Calendar:
    """Return weekends and special days of the department."""
    special = {
        row.date: _DAY_TYPES[row.kind]
        for row in session.scalars(select(CalendarDay).where(CalendarDay.department_id == department.id))
        if row.kind in _DAY_TYPES
    }
    return Calendar(weekend=frozenset(day - 1 for day in department.weekend), special=special)


def load_demand(
    session: Session, department: Department, month: date, version: RosterVersion | None
) -> Demand:
    """Return the need of the month; nobody is needed where no requirement exists yet."""
    requirement = requirement_of(session, department.id, month, version)
    days = days_in(month)
    if requirement is None:
        return Demand.none(month, days, department.slot_minutes)
    minutes = requirement.forecast.slot_minutes
    table = [[0] * (1440 // minutes) for _ in range(days)]
    slots = select(RequirementSlot.ds, RequirementSlot.required).where(
        RequirementSlot.requirement_id == requirement.id,
        RequirementSlot.ds >= datetime.combine(month, time()),
        RequirementSlot.ds < datetime.combine(month + timedelta(days=days), time()),
    )
    for ds, required in session.execute(slots):
        table[(ds.date() - month).days][(ds.hour * 60 + ds.minute) // minutes] = required
    return Demand.of(month, minutes, table)


def requirement_of(
    session: Session, department_id: int, month: date, version: RosterVersion | None = None
) -> Requirement | None:
    """Return the requirement of a version, or else the newest one whose forecast covers the month."""
    if version is not None and version.requirement_id is not None:
        return session.get_one(Requirement, version.requirement_id)
    last = month + timedelta(days=days_in(month) - 1)
    newest = session.scalars(
        select(Requirement)
        .where(Requirement.department_id == department_id)
        .order_by(Requirement.made_at.desc(), Requirement.id.desc())
    )
    for requirement in newest:
        forecast = requirement.forecast
        covers_to = forecast.first_day + timedelta(days=forecast.days - 1)
        if forecast.first_day <= month and covers_to >= last:
            return requirement
    return None


def load_history(session: Session, department_id: int, month: date) -> Roster:
    """Return the shifts of the days before the month: those in force, else the newest version's."""
    first = month - timedelta(days=HISTORY_DAYS)
    before = (AssignmentInForce.date >= first, AssignmentInForce.date < month)
    in_force = session.execute(
        select(PersonRow.employee_number, AssignmentInForce.date, ShiftKindRow.code)
        .join(PersonRow, PersonRow.id == AssignmentInForce.person_id)
        .join(ShiftKindRow, ShiftKindRow.id == AssignmentInForce.shift_kind_id)
        .where(PersonRow.department_id == department_id, *before)
    ).all()
    if in_force:
        return Roster(((number, day), code) for number, day, code in in_force)
    newest = session.scalars(
        select(RosterVersion)
        .join(RosterRow)
        .where(RosterRow.department_id == department_id, RosterRow.month == first.replace(day=1))
        .order_by(RosterVersion.number.desc())
        .limit(1)
    ).first()
    return Roster() if newest is None else load_roster(session, newest).between(first, month)


def load_roster(session: Session, version: RosterVersion) -> Roster:
    """Return the shifts of a version."""
    rows = session.execute(
        select(PersonRow.employee_number, Assignment.date, ShiftKindRow.code)
        .join(PersonRow, PersonRow.id == Assignment.person_id)
        .join(ShiftKindRow, ShiftKindRow.id == Assignment.shift_kind_id)
        .where(Assignment.roster_version_id == version.id)
    )
    return Roster(((number, day), code) for number, day, code in rows)


def load_wishes(session: Session, department_id: int, month: date) -> Iterable[Wish]:
    """Return the wishes of the month's round, open or closed."""
    rows = session.execute(
        select(PersonRow.employee_number, WishRow.date, ShiftKindRow.code, WishRow.weight)
        .join(WishRound, WishRound.id == WishRow.wish_round_id)
        .join(PersonRow, PersonRow.id == WishRow.person_id)
        .outerjoin(ShiftKindRow, ShiftKindRow.id == WishRow.shift_kind_id)
        .where(WishRound.department_id == department_id, WishRound.month == month)
        .order_by(PersonRow.employee_number, WishRow.date)
    )
    for number, day, code, weight in rows:
        yield Wish(person=number, date=day, kind=code, weight=weight * WISH_COST)


def _policy_of(
    session: Session, department: Department, month: date, version: RosterVersion | None
) -> PolicyVersion:
    if version is not None:
        return session.get_one(PolicyVersion, version.policy_version_id)
    return policy_on(session, department.id, month)


def locked_cells(session: Session, version: RosterVersion) -> dict[Cell, str | None]:
    """Return the cells of a version that a solve keeps; None is a locked rest."""
    locked: dict[Cell, str | None] = {}
    shifts = session.execute(
        select(PersonRow.employee_number, Assignment.date, ShiftKindRow.code)
        .join(PersonRow, PersonRow.id == Assignment.person_id)
        .join(ShiftKindRow, ShiftKindRow.id == Assignment.shift_kind_id)
        .where(Assignment.roster_version_id == version.id, Assignment.locked)
    )
    locked.update({(number, day): code for number, day, code in shifts})
    rests = session.execute(
        select(PersonRow.employee_number, RosterLock.date)
        .join(PersonRow, PersonRow.id == RosterLock.person_id)
        .where(RosterLock.roster_version_id == version.id)
    )
    locked.update(dict.fromkeys((number, day) for number, day in rests))
    return locked


def _of(ids: set[str], locked: dict[Cell, str | None]) -> dict[Cell, str | None]:
    return {cell: code for cell, code in locked.items() if cell[0] in ids}


def _known(history: Roster, ids: set[str], kinds: tuple[ShiftKind, ...]) -> Roster:
    codes = {kind.code for kind in kinds}
    return Roster((cell, code) for cell, code in history.items() if cell[0] in ids and code in codes)
