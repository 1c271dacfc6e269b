"""Shifts in force and the clock events that count: what a correction set aside is left out."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from roster.attendance.absence import AbsenceCause, Missed, absence_cause
from roster.attendance.events import (
    MOST_AFTER,
    MOST_EARLY,
    ClockEvent,
    Whereabouts,
    by_duty,
    duties,
    whereabouts,
    windows,
)
from roster.attendance.judging import Shift, ShiftAttendance, judge_shift
from roster.attendance.terms import AttendanceTerms
from roster.swaps.life import IN_EFFECT
from web.attendance.tables import ClockCorrection, ClockEventRow, CorrectionState
from web.attendance.terms import attendance_terms, policies
from web.people.tables import DayOff, Person, ShiftFamily, ShiftKind
from web.policy.vocabulary.requests import LeaveOnSwapped
from web.rosters.tables import AssignmentInForce
from web.swaps.tables import SwapFailure, SwapMove, SwapRequest

LOOK = dt.timedelta(days=2)
"""How far beyond the dates asked for a neighbouring shift may lie to which an event belongs."""

WHOLE = 100
"""Per cent."""


@dataclass(frozen=True, kw_only=True)
class Worked:
    """One shift in force and how it was attended.

    Parameters
    ----------
    cause
        Why a missed shift is absence without leave; None where it was attended, excused, or is not over.
    """

    row: AssignmentInForce
    attendance: ShiftAttendance
    terms: AttendanceTerms
    where: Whereabouts
    cause: AbsenceCause | None
    has_leave: bool
    """Whether the person is on leave that day."""
    is_last: bool
    """Whether the person goes after it: no other shift follows without a gap."""

    @property
    def is_kept(self) -> bool:
        """Whether the person is clocked in and would go after this shift."""
        return self.is_last and self.where in (Whereabouts.HERE, Whereabouts.AWAY)

    @property
    def person(self) -> Person:
        """Whose shift it is."""
        return self.row.person


def load_worked(
    session: Session,
    department_id: int,
    first: dt.date,
    last: dt.date,
    *,
    now: dt.datetime,
    people: Collection[int] | None = None,
    before_clock: bool = False,
) -> list[Worked]:
    """Return the shifts that start on these dates, judged as far as they have run, by date and number.

    Parameters
    ----------
    people
        Ids; None takes the whole department.
    before_clock
        Whether to take shifts as well that were over before the department clocked for the first time:
        nobody can have missed them.
    """
    rows = _shifts(session, department_id, first - LOOK, last + LOOK, people)
    if not rows:
        return []
    events = load_events(
        session,
        department_id,
        min(row.starts_at for row in rows) - MOST_EARLY,
        max(row.ends_at for row in rows) + MOST_AFTER,
        people=people,
    )
    of_person: dict[int, list[AssignmentInForce]] = {}
    for row in rows:
        of_person.setdefault(row.person_id, []).append(row)
    policy_on = policies(session, department_id)
    terms = {day: attendance_terms(policy_on(day)) for day in {row.date for row in rows}}
    leave = _days_off(session, set(of_person), first, last)
    swapped = _swapped(session, department_id, first, last)
    failed = _failed(session, department_id, first, last)
    begun = None if before_clock else session.scalar(_first_event(department_id))
    found = []
    for person, shifts in of_person.items():
        given, _loose = by_duty(
            [(row.starts_at, row.ends_at) for row in shifts], [_event(row) for row in events.get(person, [])]
        )
        for row in shifts:
            if not first <= row.date <= last:
                continue
            if not before_clock and (begun is None or row.ends_at <= begun):
                continue
            duty, clocked = next(
                (duty, events_of)
                for duty, events_of in given
                if duty.starts_at <= row.starts_at < duty.ends_at
            )
            shift = Shift(date=row.date, starts_at=row.starts_at, ends_at=row.ends_at)
            attendance = judge_shift(shift, clocked, terms[row.date], now=now, goes_at=duty.ends_at)
            policy = policy_on(row.date)
            missed = Missed(
                has_leave=(person, row.date) in leave,
                is_swapped=(person, row.date) in swapped,
                leave_on_swapped=policy is None
                or policy.values.swap_leave_on_swapped is LeaveOnSwapped.ALLOWED,
                failed=failed.get((person, row.date)),
            )
            over = bool(attendance.absent) and not attendance.open
            found.append(
                Worked(
                    row=row,
                    attendance=attendance,
                    terms=terms[row.date],
                    where=whereabouts(event for event in clocked if event.at <= now),
                    cause=absence_cause(missed) if over else None,
                    has_leave=missed.has_leave,
                    is_last=row.ends_at == duty.ends_at,
                )
            )
    return sorted(found, key=lambda each: (each.row.starts_at, each.person.employee_number))


def load_events(
    session: Session,
    department_id: int,
    since: dt.datetime,
    until: dt.datetime,
    *,
    people: Collection[int] | None = None,
    with_struck: bool = False,
) -> dict[int, list[ClockEventRow]]:
    """Return the events of a time by person, oldest first, without those that a correction set aside."""
    query = (
        select(ClockEventRow)
        .where(
            ClockEventRow.department_id == department_id,
            ClockEventRow.at >= since,
            ClockEventRow.at < until,
        )
        .order_by(ClockEventRow.at, ClockEventRow.id)
    )
    if people is not None:
        query = query.where(ClockEventRow.person_id.in_(people))
    if not with_struck:
        query = query.where(ClockEventRow.id.not_in(struck(department_id)))
    found: dict[int, list[ClockEventRow]] = {}
    for row in session.scalars(query):
        found.setdefault(row.person_id, []).append(row)
    return found


def struck(department_id: int) -> Select[int | None]:
    """Return the query of events that an approved correction has set aside."""
    return select(ClockCorrection.strikes_id).where(
        ClockCorrection.department_id == department_id,
        ClockCorrection.state == CorrectionState.APPROVED,
        ClockCorrection.strikes_id.is_not(None),
    )


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a person is in the duty of this moment.

    Parameters
    ----------
    shifts
        Shifts of the duty, the earliest first; empty outside every duty.
    events
        Events of the duty, or, outside every duty, the loose ones of the last hours.
    """

    where: Whereabouts
    shifts: tuple[AssignmentInForce, ...]
    events: tuple[ClockEventRow, ...]

    @property
    def last(self) -> AssignmentInForce | None:
        """The shift at whose end the person may go."""
        return self.shifts[-1] if self.shifts else None


def standing(session: Session, department_id: int, person_id: int, *, now: dt.datetime) -> Standing:
    """Return where somebody is now, and in which shift."""
    day = now.date()
    shifts = _shifts(session, department_id, day - LOOK, day + LOOK, [person_id])
    rows = load_events(
        session, department_id, now - 2 * LOOK, now + dt.timedelta(minutes=1), people=[person_id]
    ).get(person_id, [])
    by_key = {_event(row): row for row in rows}
    times = [(row.starts_at, row.ends_at) for row in shifts]
    given, loose = by_duty(times, by_key)
    spans = windows(duties(times))
    for (duty, events), (since, until) in zip(given, spans, strict=True):
        if since <= now < until:
            mine = [row for row in shifts if duty.starts_at <= row.starts_at < duty.ends_at]
            own = tuple(by_key[event] for event in events)
            return Standing(where=whereabouts(events), shifts=tuple(mine), events=own)
    recent = [event for event in loose if event.at > now - MOST_AFTER]
    return Standing(where=whereabouts(recent), shifts=(), events=tuple(by_key[event] for event in recent))


def _first_event(department_id: int) -> Select[dt.datetime | None]:
    return select(func.min(ClockEventRow.at)).where(ClockEventRow.department_id == department_id)


def _event(row: ClockEventRow) -> ClockEvent:
    return ClockEvent(row.at, row.act)


def _shifts(
    session: Session,
    department_id: int,
    first: dt.date,
    last: dt.date,
    people: Collection[int] | None,
) -> Sequence[AssignmentInForce]:
    query = (
        select(AssignmentInForce)
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .options(joinedload(AssignmentInForce.person), joinedload(AssignmentInForce.shift_kind))
        .where(
            ShiftKind.department_id == department_id,
            ShiftKind.family != ShiftFamily.LEAVE,
            AssignmentInForce.date.between(first, last),
        )
        .order_by(AssignmentInForce.starts_at, AssignmentInForce.id)
    )
    if people is not None:
        query = query.where(AssignmentInForce.person_id.in_(people))
    return session.scalars(query).all()


def _days_off(
    session: Session, people: Collection[int], first: dt.date, last: dt.date
) -> set[tuple[int, dt.date]]:
    rows = session.execute(
        select(DayOff.person_id, DayOff.date)
        .join(Person, Person.id == DayOff.person_id)
        .where(DayOff.date.between(first, last))
    )
    return {(person, day) for person, day in rows if person in people}


def _swapped(session: Session, department_id: int, first: dt.date, last: dt.date) -> set[tuple[int, dt.date]]:
    rows = session.execute(
        select(SwapMove.taker_id, SwapMove.date)
        .join(SwapRequest, SwapRequest.id == SwapMove.swap_id)
        .where(
            SwapRequest.department_id == department_id,
            SwapRequest.state.in_(tuple(IN_EFFECT)),
            SwapMove.date.between(first, last),
        )
    )
    return {(person, day) for person, day in rows}


def _failed(
    session: Session, department_id: int, first: dt.date, last: dt.date
) -> dict[tuple[int, dt.date], bool]:
    """Return of swapped shifts that failed whether it is absence without leave for who was to work them."""
    rows = session.execute(
        select(SwapMove.taker_id, SwapMove.date, SwapFailure.unexcused, SwapFailure.giver_share)
        .join(SwapFailure, SwapFailure.move_id == SwapMove.id)
        .join(SwapRequest, SwapRequest.id == SwapMove.swap_id)
        .where(SwapRequest.department_id == department_id, SwapMove.date.between(first, last))
    )
    return {(taker, day): unexcused and share < WHOLE for taker, day, unexcused, share in rows}
