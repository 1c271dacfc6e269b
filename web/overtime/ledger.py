"""Overtime of a month by person and rate, against the caps: what payroll and the register go by (R-6.7)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from roster.hours import due_days_between, prorated
from roster.overtime.caps import over_average
from roster.overtime.counting import Window
from roster.overtime.labels import Labels, Piece, comprehensive, standard
from roster.overtime.life import COUNTED, OvertimeState
from roster.overtime.terms import OvertimeTerms
from roster.problem import Calendar
from roster.violation import Violation
from web.accounts.actor import Actor
from web.accounts.tables import User
from web.overtime.loading import policy_in_force
from web.overtime.tables import OvertimeEntry
from web.overtime.terms import overtime_terms
from web.people.tables import Department, Person, ShiftKind
from web.planning.settings import averaging_cycle, cycle_dates
from web.rosters.loading import load_calendar
from web.rosters.months import days_in
from web.rosters.people_loading import load_people
from web.rosters.tables import AssignmentInForce

SHOWN = (*COUNTED, OvertimeState.UNAPPROVED)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One overtime with its rates and who allowed it; "" where the regulation itself does."""

    row: OvertimeEntry
    labels: Labels
    approver: str


@dataclass(frozen=True, kw_only=True)
class PersonMonth:
    """One person's month.

    Parameters
    ----------
    labels
        Minutes that count, by rate.
    longest_day
        Most overtime minutes of one working day.
    unapproved
        Times that somebody worked without approval.
    notes
        The average week, where it is too long with overtime (R-3.1).
    """

    person: Person
    labels: Labels
    longest_day: int
    unapproved: int
    notes: tuple[Violation, ...]


@dataclass(frozen=True, kw_only=True)
class OvertimeLedger:
    """The month of everybody within reach.

    Parameters
    ----------
    cycle
        First and last date of the comprehensive cycle; None under standard hours.
    """

    department: Department
    month: dt.date
    lines: Sequence[Line]
    people: Sequence[PersonMonth]
    day_cap: int
    month_cap: int
    cycle: tuple[dt.date, dt.date] | None

    @property
    def total(self) -> Labels:
        """Of everybody."""
        return sum((each.labels for each in self.people), Labels())


def read_ledger(session: Session, actor: Actor, month: dt.date) -> OvertimeLedger:
    """Return the overtime of a month, of everybody whom the actor reaches."""
    department = session.get_one(Department, actor.department_id)
    policy = policy_in_force(session, department.id, month)
    last = month + dt.timedelta(days=days_in(month) - 1)
    is_comprehensive = policy is not None and averaging_cycle(policy) is not None
    cycle = cycle_dates(policy, month, last) if policy is not None and is_comprehensive else None
    calendar = load_calendar(session, department)
    rows = [
        row
        for row in _entries(session, department.id, *(cycle or (month, last)))
        if actor.reaches_person(row.person_id, row.person.team_id)
    ]
    labels = _labels(session, department, calendar, rows, cycle)
    names = _names(session, rows)
    lines = [
        Line(row=row, labels=labels[row.id], approver=names.get(row.approved_by_id or 0, ""))
        for row in rows
        if month <= row.date <= last
    ]
    terms = OvertimeTerms() if policy is None else overtime_terms(policy)
    weekly = None if policy is None else policy.average_week_minutes
    return OvertimeLedger(
        department=department,
        month=month,
        lines=lines,
        people=_people(session, lines, weekly, (month, last)),
        day_cap=terms.day_cap,
        month_cap=terms.month_cap,
        cycle=cycle,
    )


def _entries(session: Session, department_id: int, first: dt.date, last: dt.date) -> list[OvertimeEntry]:
    rows = session.scalars(
        select(OvertimeEntry)
        .options(joinedload(OvertimeEntry.person).joinedload(Person.team))
        .where(
            OvertimeEntry.department_id == department_id,
            OvertimeEntry.date.between(first, last),
            OvertimeEntry.state.in_(SHOWN),
        )
        .order_by(OvertimeEntry.starts_at, OvertimeEntry.id)
    )
    return list(rows)


def _labels(
    session: Session,
    department: Department,
    calendar: Calendar,
    rows: Sequence[OvertimeEntry],
    cycle: tuple[dt.date, dt.date] | None,
) -> Mapping[int, Labels]:
    zone = department.time_zone
    if cycle is None:
        return {row.id: standard(_piece(row), is_holiday=calendar.is_holiday, time_zone=zone) for row in rows}
    people = {row.person_id for row in rows}
    norms = _norms(session, department, people, cycle)
    rostered = _rostered(session, calendar, people, cycle)
    found: dict[int, Labels] = {}
    for person in people:
        own = [row for row in rows if row.person_id == person]
        labelled = comprehensive(
            [_piece(row) for row in own],
            rostered=rostered[person],
            norm=norms.get(person, 0),
            is_holiday=calendar.is_holiday,
            time_zone=zone,
        )
        found |= {row.id: labels for row, labels in zip(own, labelled, strict=True)}
    return found


def _piece(row: OvertimeEntry) -> Piece:
    window = Window(starts_at=row.starts_at, ends_at=row.ends_at)
    minutes = row.minutes if row.state in COUNTED else 0
    # fewer minutes confirmed than the window has: the last ones were not worked
    if row.shift_kind_id is None and 0 < minutes < window.minutes:
        window = Window(starts_at=row.starts_at, ends_at=row.starts_at + dt.timedelta(minutes=minutes))
    return Piece(window=window, minutes=min(minutes, window.minutes), on_day_off=row.on_day_off)


def _norms(
    session: Session, department: Department, people: Collection[int], cycle: tuple[dt.date, dt.date]
) -> dict[int, int]:
    """Return the minutes that the contract makes due in the cycle, leave taken off."""
    rows = dict(session.execute(select(Person.employee_number, Person.id).where(Person.id.in_(people))).all())
    return {
        rows[person.id]: prorated(person.weekly_minutes, due_days_between(person, *cycle))
        for person in load_people(session, department.id, *cycle)
        if person.id in rows
    }


def _rostered(
    session: Session,
    calendar: Calendar,
    people: Collection[int],
    dates: tuple[dt.date, dt.date],
    *,
    with_holidays: bool = False,
) -> Mapping[int, int]:
    """Return the paid minutes of the rosters between two dates; called-in shifts are overtime instead."""
    called = (
        select(OvertimeEntry.id)
        .where(
            OvertimeEntry.person_id == AssignmentInForce.person_id,
            OvertimeEntry.date == AssignmentInForce.date,
            OvertimeEntry.shift_kind_id == AssignmentInForce.shift_kind_id,
            OvertimeEntry.state.in_((*COUNTED, OvertimeState.APPROVED)),
        )
        .exists()
    )
    found: dict[int, int] = defaultdict(int)
    rows = session.execute(
        select(AssignmentInForce.person_id, AssignmentInForce.date, ShiftKind.paid_minutes)
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .where(AssignmentInForce.person_id.in_(people), AssignmentInForce.date.between(*dates), ~called)
    )
    for person, day, minutes in rows:
        if with_holidays or not calendar.is_holiday(day):
            found[person] += minutes
    return found


def _people(
    session: Session,
    lines: Sequence[Line],
    weekly: int | None,
    dates: tuple[dt.date, dt.date],
) -> list[PersonMonth]:
    by_person: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_person[line.row.person_id].append(line)
    calendar = Calendar()
    rostered = _rostered(session, calendar, by_person, dates, with_holidays=True)
    found = []
    for person_id, own in by_person.items():
        days: dict[dt.date, int] = defaultdict(int)
        for line in own:
            if not line.row.on_day_off:
                days[line.row.date] += line.labels.minutes
        labels = sum((line.labels for line in own), Labels())
        person = own[0].row.person
        found.append(
            PersonMonth(
                person=person,
                labels=labels,
                longest_day=max(days.values(), default=0),
                unapproved=sum(line.row.state is OvertimeState.UNAPPROVED for line in own),
                notes=over_average(
                    person.employee_number,
                    dates[0],
                    rostered[person_id] + labels.minutes,
                    (dates[1] - dates[0]).days + 1,
                    weekly,
                ),
            )
        )
    return sorted(found, key=lambda each: (-each.labels.minutes, each.person.employee_number))


def _names(session: Session, rows: Sequence[OvertimeEntry]) -> Mapping[int, str]:
    ids = {row.approved_by_id for row in rows if row.approved_by_id is not None}
    users = session.scalars(select(User).where(User.id.in_(ids)))
    return {user.id: user.display_name for user in users}
