"""Read one month of one department into the engine's `Problem`."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.problem import (
    HISTORY_DAYS,
    Calendar,
    Cell,
    DayType,
    Demand,
    Problem,
    Roster,
    ShiftKind,
    Wish,
)
from web.errors import NotFound
from web.forecasts.tables import Forecast, Requirement, RequirementSlot
from web.overtime.booked import with_booked
from web.people.tables import CalendarDay, CalendarDayKind, Department
from web.people.tables import Person as PersonRow
from web.people.tables import ShiftKind as ShiftKindRow
from web.planning.needs import needs_of
from web.planning.settings import (
    WISH_COST,
    chosen_kinds,
    cycle_dates,
    rule_settings,
    with_closed_days,
    with_special_days,
)
from web.planning.shape import in_turn_busy
from web.policy.schema import EffectivePolicy, load_preset
from web.policy.tables import PolicyVersion
from web.rosters.alive import in_force, in_force_before, newest_alive
from web.rosters.carrying import load_ledgers
from web.rosters.cycle_loading import with_cycle
from web.rosters.months import days_in
from web.rosters.people_loading import load_kinds, load_people, load_skill_names
from web.rosters.tables import (
    Assignment,
    AssignmentInForce,
    RosterLock,
    RosterVersion,
    WishRound,
)
from web.rosters.tables import Wish as WishRow

_DAY_TYPES = {
    CalendarDayKind.STATUTORY_HOLIDAY: DayType.STATUTORY,
    CalendarDayKind.ADJUSTED_REST_DAY: DayType.ADJUSTED_REST,
    CalendarDayKind.MAKEUP_WORKING_DAY: DayType.MAKE_UP,
}


def policy_on(session: Session, department_id: int, day: date) -> PolicyVersion:
    """Return the policy version in force on `day`.

    Raises
    ------
    NotFound
        When the department has no policy yet.
    """
    found = policy_if_any(session, department_id, day)
    if found is None:
        raise NotFound("the department has no policy in force")
    return found


def policy_if_any(session: Session, department_id: int, day: date) -> PolicyVersion | None:
    """Return the policy version in force on `day`; None where the department has none yet."""
    return session.scalars(
        select(PolicyVersion)
        .where(PolicyVersion.department_id == department_id, PolicyVersion.valid_from <= day)
        .order_by(PolicyVersion.valid_from.desc(), PolicyVersion.number.desc())
        .limit(1)
    ).first()


def effective(version: PolicyVersion) -> EffectivePolicy:
    """Return what a policy version says."""
    return load_preset(version.preset).effective(version.overrides, version.rules)


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
    policy_version = (
        policy_on(session, department.id, month)
        if version is None
        else session.get_one(PolicyVersion, version.policy_version_id)
    )
    return _problem(
        session,
        department,
        month,
        policy_version=policy_version,
        requirement=requirement_of(session, department.id, month, version),
        version=version,
        published=in_force_before(session, department.id, month, version),
    )


def load_problem_to_solve(
    session: Session,
    department: Department,
    month: date,
    *,
    requirement_id: int | None,
    based_on: RosterVersion | None,
) -> Problem:
    """Return the problem whose solution becomes a new draft.

    Where the month is published already, what differs from that costs, whatever the draft is based on.
    A new draft falls under the policy in force on the month's first day (`web.rosters.drafts`) and the
    requirement that was asked for, whatever the version under it was made with.

    Parameters
    ----------
    requirement_id
        None: the newest requirement.
    based_on
        The version whose people and locked cells count.
    """
    requirement = (
        requirement_of(session, department.id, month)
        if requirement_id is None
        else session.get_one(Requirement, requirement_id)
    )
    return _problem(
        session,
        department,
        month,
        policy_version=policy_on(session, department.id, month),
        requirement=requirement,
        version=based_on,
        published=in_force(session, department.id, month),
    )


def _problem(
    session: Session,
    department: Department,
    month: date,
    *,
    policy_version: PolicyVersion,
    requirement: Requirement | None,
    version: RosterVersion | None,
    published: RosterVersion | None,
) -> Problem:
    policy = effective(policy_version)
    kinds = load_kinds(session, department.id)
    days = days_in(month)
    dates = cycle_dates(policy, month, month + timedelta(days=days - 1))
    people = load_people(session, department.id, *dates, version=version)
    rules = rule_settings(policy, people, kinds, week_start=department.week_start - 1)
    people = with_cycle(session, department.id, people, rules, month)
    people = with_booked(session, department.id, people, month)
    ids = {person.id for person in people}
    calendar = with_closed_days(load_calendar(session, department), policy)
    needs = needs_of(policy, kinds, calendar, (month, days), load_skill_names(session, department.id))
    problem = Problem(
        people=in_turn_busy(people, month),
        kinds=chosen_kinds(kinds, rules),
        first_day=month,
        days=days,
        demand=_demand(session, department, month, requirement, kinds),
        shift_needs=needs.shift_needs,
        skill_needs=needs.skill_needs,
        history=_known(load_history(session, department.id, month), ids, kinds),
        locked={} if version is None else _of(ids, locked_cells(session, version)),
        wishes=tuple(wish for wish in load_wishes(session, department.id, month) if wish.person in ids),
        # the day after the month: the last night's hours there may be special, too
        calendar=with_special_days(calendar, policy, (month + timedelta(days=n) for n in range(days + 1))),
        rules=rules,
        published=None if published is None else _known(load_roster(session, published), ids, kinds),
    )
    return load_ledgers(session, department.id, problem)


def load_calendar(session: Session, department: Department) -> Calendar:
    """Return weekends and special days of the department."""
    rows = session.scalars(select(CalendarDay).where(CalendarDay.department_id == department.id)).all()
    return Calendar(
        weekend=frozenset(day - 1 for day in department.weekend),
        special={row.date: _DAY_TYPES[row.kind] for row in rows if row.kind in _DAY_TYPES},
        special_days=frozenset(row.date for row in rows if row.kind is CalendarDayKind.SPECIAL_DAY),
    )


def load_demand(
    session: Session, department: Department, month: date, version: RosterVersion | None
) -> Demand:
    """Return the need of the month; nobody is needed where no requirement exists yet."""
    requirement = requirement_of(session, department.id, month, version)
    return _demand(session, department, month, requirement, load_kinds(session, department.id))


def _demand(
    session: Session,
    department: Department,
    month: date,
    requirement: Requirement | None,
    kinds: tuple[ShiftKind, ...],
) -> Demand:
    days = days_in(month)
    if requirement is None:
        return Demand.none(month, days, department.slot_minutes)
    minutes = requirement.forecast.slot_minutes
    table: dict[date, list[int]] = {}
    slots = select(RequirementSlot.ds, RequirementSlot.required).where(
        RequirementSlot.requirement_id == requirement.id,
        RequirementSlot.ds >= datetime.combine(month, time()),
        RequirementSlot.ds < datetime.combine(month + timedelta(days=days + 1), time()),
    )
    for ds, required in session.execute(slots):
        row = table.setdefault(ds.date(), [0] * (1440 // minutes))
        row[(ds.hour * 60 + ds.minute) // minutes] = required
    dates = [month + timedelta(days=day) for day in range(days + 1)]
    *required_days, next_day = (table.get(day, []) for day in dates)
    closed = [0] * (1440 // minutes)
    return Demand.for_kinds(month, minutes, [row or closed for row in required_days], next_day, kinds)


def requirement_of(
    session: Session, department_id: int, month: date, version: RosterVersion | None = None
) -> Requirement | None:
    """Return the requirement of a version, or else the newest one whose forecast covers the month."""
    if version is not None and version.requirement_id is not None:
        return session.get_one(Requirement, version.requirement_id)
    last = month + timedelta(days=days_in(month) - 1)
    newest = session.execute(
        select(Requirement, Forecast.first_day, Forecast.days)
        .join(Forecast, Forecast.id == Requirement.forecast_id)
        .where(Requirement.department_id == department_id, Forecast.first_day <= month)
        .order_by(Requirement.id.desc())
    )
    for requirement, first_day, days in newest:
        if first_day + timedelta(days=days - 1) >= last:
            return requirement
    return None


def load_history(session: Session, department_id: int, month: date) -> Roster:
    """Return the shifts of the days before the month: those in force, else the newest version's.

    A version that was withdrawn or discarded says nothing about what will be worked.
    """
    in_force = load_history_in_force(session, department_id, month)
    if in_force:
        return in_force
    first = month - timedelta(days=HISTORY_DAYS)
    newest = newest_alive(session, department_id, first.replace(day=1))
    return Roster() if newest is None else load_roster(session, newest).between(first, month)


def load_history_in_force(session: Session, department_id: int, month: date) -> Roster:
    """Return the shifts in force of the days before the month."""
    first = month - timedelta(days=HISTORY_DAYS)
    rows = session.execute(
        select(PersonRow.employee_number, AssignmentInForce.date, ShiftKindRow.code)
        .join(PersonRow, PersonRow.id == AssignmentInForce.person_id)
        .join(ShiftKindRow, ShiftKindRow.id == AssignmentInForce.shift_kind_id)
        .where(
            PersonRow.department_id == department_id,
            AssignmentInForce.date >= first,
            AssignmentInForce.date < month,
        )
    )
    return Roster(((number, day), code) for number, day, code in rows)


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
