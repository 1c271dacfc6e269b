"""Read the published months before a month into the ledgers that its people carry."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from roster.carrying import with_ledgers
from roster.problem import Person, Problem
from roster.problem import Roster as Shifts
from roster.rules.spread import HOLIDAYS, NIGHTS, TURNS, WEEKEND_DAYS
from web.people.tables import DayOff, ShiftFamily, ShiftKind
from web.people.tables import Person as PersonRow
from web.rosters.months import days_in, previous_month
from web.rosters.tables import AssignmentInForce, Roster


def load_ledgers(session: Session, department_id: int, problem: Problem) -> Problem:
    """Return the problem with what its people did in the published months before it.

    Who has no shift in force before some month was not there in it, whatever the date of hiring says.
    """
    longest = max(load.months for load in (NIGHTS, WEEKEND_DAYS, HOLIDAYS, TURNS))
    begins = _months_before(problem.first_day, longest)
    first_shifts = _first_shifts(session, department_id, begins, problem.first_day)
    if not first_shifts:
        return problem
    leave = _leave(session, department_id, begins, problem.first_day)
    people = tuple(
        _as_they_were(person, first_shifts.get(person.id, problem.first_day), leave[person.id])
        for person in problem.people
    )
    months = _published_months(session, department_id, begins, problem.first_day)
    past = _counted_shifts(session, department_id, begins, problem)
    with_past = with_ledgers(replace(problem, people=people), past, months)
    carried = {person.id: person.carried for person in with_past.people}
    return replace(
        problem, people=tuple(replace(person, carried=carried[person.id]) for person in problem.people)
    )


def _months_before(month: dt.date, months: int) -> dt.date:
    for _ in range(months):
        month = previous_month(month)
    return month


def _as_they_were(person: Person, first_shift: dt.date, leave: frozenset[dt.date]) -> Person:
    """Return the person with earlier leave, there since the day of hiring or the month of the first shift."""
    month = first_shift.replace(day=1)
    since = month if person.first_day is None else max(person.first_day, month)
    # who has left before was never there, and belongs to the month for the shifts that remain to be named
    until = None if person.last_day is None or person.last_day < since else person.last_day
    return replace(person, leave=person.leave | leave, first_day=since, last_day=until)


def _first_shifts(
    session: Session, department_id: int, begins: dt.date, month: dt.date
) -> dict[str, dt.date]:
    rows = session.execute(
        select(PersonRow.employee_number, func.min(AssignmentInForce.date))
        .join(PersonRow, PersonRow.id == AssignmentInForce.person_id)
        .where(
            PersonRow.department_id == department_id,
            AssignmentInForce.date >= begins,
            AssignmentInForce.date < month,
        )
        .group_by(PersonRow.employee_number)
    )
    return dict(rows.all())


def _leave(
    session: Session, department_id: int, begins: dt.date, month: dt.date
) -> defaultdict[str, frozenset[dt.date]]:
    rows = session.execute(
        select(PersonRow.employee_number, DayOff.date)
        .join(PersonRow, PersonRow.id == DayOff.person_id)
        .where(PersonRow.department_id == department_id, DayOff.date >= begins, DayOff.date < month)
    )
    found: defaultdict[str, frozenset[dt.date]] = defaultdict(frozenset)
    for number, day in rows:
        found[number] |= {day}
    return found


def _published_months(
    session: Session, department_id: int, begins: dt.date, month: dt.date
) -> list[Sequence[dt.date]]:
    """Return the dates of each month that has shifts in force."""
    in_force = select(AssignmentInForce.id).where(AssignmentInForce.roster_id == Roster.id).exists()
    firsts = session.scalars(
        select(Roster.month)
        .where(Roster.department_id == department_id, Roster.month >= begins, Roster.month < month, in_force)
        .order_by(Roster.month)
    )
    return [[first + dt.timedelta(days=day) for day in range(days_in(first))] for first in firsts]


def _counted_shifts(session: Session, department_id: int, begins: dt.date, problem: Problem) -> Shifts:
    """Return the shifts in force that a ledger counts; the others of a year are many and say nothing."""
    days = [begins + dt.timedelta(days=day) for day in range((problem.first_day - begins).days)]
    calendar, month = problem.calendar, problem.first_day
    nights_since, weekends_since, turns_since = (
        _months_before(month, load.months) for load in (NIGHTS, WEEKEND_DAYS, TURNS)
    )
    shared_out = [
        day
        for day in days
        if (day >= weekends_since and calendar.is_weekend(day)) or calendar.is_holiday(day)
    ]
    at_night = and_(ShiftKind.family == ShiftFamily.NIGHT, AssignmentInForce.date >= nights_since)
    in_turn = and_(ShiftKind.code.in_(problem.rules.turn_kinds), AssignmentInForce.date >= turns_since)
    rows = session.execute(
        select(PersonRow.employee_number, AssignmentInForce.date, ShiftKind.code)
        .join(PersonRow, PersonRow.id == AssignmentInForce.person_id)
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .where(
            PersonRow.department_id == department_id,
            AssignmentInForce.date >= begins,
            AssignmentInForce.date < month,
            or_(at_night, in_turn, AssignmentInForce.date.in_(shared_out)),
        )
    )
    return Shifts(((number, day), code) for number, day, code in rows)
