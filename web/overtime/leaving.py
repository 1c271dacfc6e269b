"""Clocking out: minutes for which somebody was held, and those for which nobody had asked, are booked."""

import datetime as dt

from sqlalchemy.orm import Session

from roster.overtime.origins import Origin
from web.accounts.actor import Actor
from web.overtime.booking import WorkedShift, book
from web.overtime.loading import policy_in_force
from web.people.tables import Person


def book_leaving(
    session: Session,
    person: Person,
    shift: WorkedShift,
    *,
    held: int,
    origin: Origin = Origin.HELD_OVER,
    left_at: dt.datetime,
    now: dt.datetime,
    actor: Actor | None,
) -> None:
    """Book what lies between the end of a shift and clocking out; the caller commits.

    Parameters
    ----------
    held
        Minutes after the shift until the relief came or a leader let the person go (R-6.8), or passed the
        record (R-6.9). What follows counts as far as it was approved beforehand, and is flagged otherwise
        (R-6.1).
    origin
        What held the person: HELD_OVER or CHECK_HELD.
    left_at
        When the person clocked out: now, or what a file or a correction says afterwards.
    """
    if policy_in_force(session, person.department_id, shift.date) is None:
        return  # without a regulation nothing says what overtime is
    if held:
        free_at = shift.ends_at + dt.timedelta(minutes=held)
        until = min(free_at, left_at)
        book(session, person, shift, left_at=until, origin=origin, now=now, actor=actor)
    book(session, person, shift, left_at=left_at, origin=Origin.REQUESTED, now=now, actor=actor)
