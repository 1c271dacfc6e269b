"""What a clock event says of the time past a shift: held, extended by itself, or agreed on beforehand."""

import datetime as dt

from sqlalchemy.orm import Session

from roster.attendance.events import ClockAct, Whereabouts
from roster.overtime.origins import Origin
from web.accounts.actor import Actor
from web.attendance.loading import Standing, standing
from web.attendance.release import Hold, held_minutes, read_gate
from web.attendance.terms import policies
from web.overtime.booking import Booking, book
from web.overtime.leaving import book_leaving
from web.overtime.terms import overtime_terms
from web.people.tables import Person
from web.rosters.tables import AssignmentInForce


def extends(session: Session, shift: AssignmentInForce) -> bool:
    """Tell whether the regulation lets this shift go on by itself while customers ask (P-08, R-6.2)."""
    policy = policies(session, shift.shift_kind.department_id)(shift.date)
    return policy is not None and shift.shift_kind.code in overtime_terms(policy).extending


def book_closed(
    session: Session,
    person: Person,
    found: Standing,
    *,
    at: dt.datetime,
    actor: Actor | None,
    now: dt.datetime,
) -> Booking:
    """Book the time from the end of the shift to its last contact, on the shift's day; the caller commits.

    Nothing is booked where the shift does not extend itself, or still runs: the event is a fact all the same.
    """
    shift = found.last
    if shift is None or at <= shift.ends_at or not extends(session, shift):
        return Booking()
    return book(session, person, shift, left_at=at, origin=Origin.EXTENDED, now=now, actor=actor)


def book_afterwards(
    session: Session, person: Person, act: ClockAct, at: dt.datetime, *, actor: Actor | None, now: dt.datetime
) -> None:
    """Book what an event says that a file or a correction brought; the caller has stored it, and commits.

    Who went although the relief had not come yet, by the events of that time, was held until then (R-6.8).
    What the handover looked like at that time nobody knows any more, only when the leader passed it (R-6.9).
    """
    found = standing(session, person.department_id, person.id, now=at)
    if act is ClockAct.CLOSED:
        book_closed(session, person, found, at=at, actor=actor, now=now)
    if act is ClockAct.OUT and found.last is not None and found.where is Whereabouts.GONE:
        gate = read_gate(session, person.department_id, found, now=at)
        free_at = at if Hold.RELIEF_MISSING in gate.holds else gate.free_at
        held = held_minutes(found.last.ends_at, free_at, at)
        book_leaving(
            session, person, found.last, held=held, origin=gate.origin, left_at=at, now=now, actor=actor
        )


def extended_until(found: Standing) -> dt.datetime | None:
    """Return when the last contact after the shift was closed; None where none was."""
    if found.last is None:
        return None
    ends_at = found.last.ends_at
    closed = [event.at for event in found.events if event.act is ClockAct.CLOSED and event.at > ends_at]
    return max(closed, default=None)
