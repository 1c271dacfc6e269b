"""Days on which a person may not be rostered, or not at night. A reason is never asked for, nor kept."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.errors import NotFound
from web.people.reach import flushed, noted
from web.people.service import get_person
from web.people.tables import DayOff, ProtectedPeriod
from web.refusal import Refusal

LONGEST_LEAVE_DAYS = 366


def list_protection(session: Session, person_id: int, *, from_day: date) -> Sequence[ProtectedPeriod]:
    """Return the periods of a person that end on `from_day` or later."""
    return session.scalars(
        select(ProtectedPeriod)
        .where(ProtectedPeriod.person_id == person_id, ProtectedPeriod.last_day >= from_day)
        .order_by(ProtectedPeriod.first_day)
    ).all()


def list_days_off(session: Session, person_id: int, *, from_day: date) -> Sequence[DayOff]:
    """Return the days off of a person from `from_day` on."""
    return session.scalars(
        select(DayOff).where(DayOff.person_id == person_id, DayOff.date >= from_day).order_by(DayOff.date)
    ).all()


def protect(
    session: Session,
    actor: Actor,
    person_id: int,
    *,
    first_day: date,
    last_day: date,
    no_night: bool,
    no_overtime: bool,
    now: datetime,
) -> list[Refusal]:
    """Store a protected period; the same one twice is stored once.

    Returns
    -------
    list of Refusal
        ``ends_before_start`` or ``protects_nothing``; empty when stored.
    """
    person = get_person(session, actor, person_id)
    if last_day < first_day:
        return [Refusal(code="ends_before_start", field="last_day")]
    if not (no_night or no_overtime):
        return [Refusal(code="protects_nothing", field="no_night")]
    same = (
        ProtectedPeriod.person_id == person.id,
        ProtectedPeriod.first_day == first_day,
        ProtectedPeriod.last_day == last_day,
        ProtectedPeriod.no_night == no_night,
        ProtectedPeriod.no_overtime == no_overtime,
    )
    if session.scalar(select(ProtectedPeriod.id).where(*same)) is None:
        session.add(
            ProtectedPeriod(
                person_id=person.id,
                first_day=first_day,
                last_day=last_day,
                no_night=no_night,
                no_overtime=no_overtime,
                recorded_by_id=actor.user_id,
                recorded_at=now,
            )
        )
        noted(session, actor, "person.protect", person, now)
    session.commit()
    return []


def end_protection(session: Session, actor: Actor, person_id: int, period_id: int, *, now: datetime) -> None:
    """Remove a protected period; removing it twice is no error."""
    person = get_person(session, actor, person_id)
    period = session.get(ProtectedPeriod, period_id)
    if period is not None and period.person_id != person.id:
        raise NotFound
    if period is not None:
        session.delete(period)
        noted(session, actor, "person.unprotect", person, now)
    session.commit()


def add_days_off(
    session: Session, actor: Actor, person_id: int, *, first_day: date, last_day: date, now: datetime
) -> list[Refusal]:
    """Give a person consecutive days off; those already given stay.

    Returns
    -------
    list of Refusal
        ``ends_before_start`` or ``leave_too_long``; empty when stored.
    """
    person = get_person(session, actor, person_id)
    days = (last_day - first_day).days + 1
    if days < 1:
        return [Refusal(code="ends_before_start", field="off_last_day")]
    if days > LONGEST_LEAVE_DAYS:
        return [Refusal(code="leave_too_long", field="off_last_day", measured=days, limit=LONGEST_LEAVE_DAYS)]
    dates = [first_day + timedelta(days=offset) for offset in range(days)]
    if store_days_off(session, actor, person.id, dates, now=now):
        noted(session, actor, "person.days_off", person, now, first=first_day.isoformat(), days=days)
    if not flushed(session):  # somebody else has just stored one of them
        return add_days_off(session, actor, person_id, first_day=first_day, last_day=last_day, now=now)
    session.commit()
    return []


def remove_day_off(session: Session, actor: Actor, person_id: int, day_off_id: int, *, now: datetime) -> None:
    """Take one day off back; taking it back twice is no error."""
    person = get_person(session, actor, person_id)
    day_off = session.get(DayOff, day_off_id)
    if day_off is not None and day_off.person_id != person.id:
        raise NotFound
    if day_off is not None:
        session.delete(day_off)
        noted(session, actor, "person.day_off_removed", person, now, date=day_off.date.isoformat())
    session.commit()


def store_days_off(
    session: Session, actor: Actor, person_id: int, dates: Sequence[date], *, now: datetime
) -> int:
    """Add the dates that a person does not have off yet and return how many; the caller commits."""
    known = set(
        session.scalars(select(DayOff.date).where(DayOff.person_id == person_id, DayOff.date.in_(dates)))
    )
    new = [day for day in dates if day not in known]
    session.add_all(
        DayOff(person_id=person_id, date=day, recorded_by_id=actor.user_id, recorded_at=now) for day in new
    )
    return len(new)
