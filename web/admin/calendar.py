"""The calendar of a department: holidays, rest moved onto a day, work moved onto a day, special days."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.admin.holiday_proposal import ProposedDay, propose
from web.admin.tables import CalendarDayChange
from web.people.reach import department_of, flushed, noted, own
from web.people.tables import CalendarDay, CalendarDayKind, CalendarDayStatus


@dataclass(frozen=True, kw_only=True)
class DayDetails:
    """What the form of one date says."""

    date: dt.date
    kind: CalendarDayKind
    name: str
    status: CalendarDayStatus
    reason: str


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What taking the country's calendar over would do to a year.

    Attributes
    ----------
    new, changed, removed
        Dates to add, provisional dates that would change, provisional dates that would go. Official
        dates of the department are never touched.
    """

    provisional: bool
    new: tuple[ProposedDay, ...]
    changed: tuple[ProposedDay, ...]
    removed: tuple[dt.date, ...]

    @property
    def changes(self) -> int:
        """Number of dates that would change."""
        return len(self.new) + len(self.changed) + len(self.removed)


def list_days(session: Session, department_id: int, year: int) -> Sequence[CalendarDay]:
    """Return the stored dates of a year in order."""
    return session.scalars(
        select(CalendarDay)
        .where(
            CalendarDay.department_id == department_id,
            CalendarDay.date.between(dt.date(year, 1, 1), dt.date(year, 12, 31)),
        )
        .order_by(CalendarDay.date, CalendarDay.kind)
    ).all()


def proposal(session: Session, actor: Actor, year: int, *, language: str) -> Proposal:
    """Return how the calendar of the department's country differs from what is stored."""
    proposed = propose(department_of(session, actor).country, year, language=language)
    stored = {
        day.date: day
        for day in list_days(session, actor.department_id, year)
        if day.kind is not CalendarDayKind.SPECIAL_DAY
    }
    wanted = {day.date for day in proposed}
    return Proposal(
        provisional=any(day.status is CalendarDayStatus.PROVISIONAL for day in proposed),
        new=tuple(day for day in proposed if day.date not in stored),
        changed=tuple(
            day
            for day in proposed
            if day.date in stored
            and stored[day.date].status is CalendarDayStatus.PROVISIONAL
            and (stored[day.date].kind, stored[day.date].status) != (day.kind, day.status)
        ),
        removed=tuple(
            date
            for date, day in stored.items()
            if date not in wanted and day.status is CalendarDayStatus.PROVISIONAL and proposed
        ),
    )


def take_proposal(session: Session, actor: Actor, year: int, *, language: str, now: dt.datetime) -> int:
    """Take the country's calendar over for a year; taking it twice changes nothing more.

    Returns
    -------
    int
        Number of dates that changed.
    """
    found = proposal(session, actor, year, language=language)
    stored = {day.date: day for day in list_days(session, actor.department_id, year)}
    for date in found.removed:
        session.delete(stored[date])
    for day in found.changed:
        stored[day.date].kind, stored[day.date].status = day.kind, day.status
        stored[day.date].name = day.name
    session.add_all(
        CalendarDay(
            department_id=actor.department_id, date=day.date, kind=day.kind, name=day.name, status=day.status
        )
        for day in found.new
    )
    for date in found.removed:
        remember(session, actor, date, None, now=now)
    for day in found.new + found.changed:
        remember(session, actor, day.date, day, now=now)
    if not flushed(session):
        return take_proposal(session, actor, year, language=language, now=now)
    if found.changes:
        department = department_of(session, actor)
        noted(session, actor, "department.calendar", department, now, year=year, dates=found.changes)
    session.commit()
    return found.changes


def save_day(session: Session, actor: Actor, details: DayDetails, *, now: dt.datetime) -> CalendarDay:
    """Store what a date is, and why; all kinds but the special day replace each other."""
    day = store_day(session, actor, details, now=now)
    if not flushed(session):
        return save_day(session, actor, details, now=now)
    noted(
        session, actor, "calendar_day.save", day, now, date=details.date.isoformat(), kind=details.kind.value
    )
    session.commit()
    return day


def store_day(session: Session, actor: Actor, details: DayDetails, *, now: dt.datetime) -> CalendarDay:
    """Store what a date is with its line in the date's history; the caller sends and commits it."""
    day = _stored(session, actor, details.date, special=details.kind is CalendarDayKind.SPECIAL_DAY)
    if day is None:
        day = CalendarDay(department_id=actor.department_id, date=details.date)
        session.add(day)
    day.kind, day.name, day.status = details.kind, details.name, details.status
    remember(session, actor, details.date, details, reason=details.reason, now=now)
    return day


def back_to_official(
    session: Session, actor: Actor, date: dt.date, reason: str, *, language: str, now: dt.datetime
) -> None:
    """Make a date what the country's calendar says, or its weekday where that says nothing."""
    country = department_of(session, actor).country
    offer = next((day for day in propose(country, date.year, language=language) if day.date == date), None)
    day = _stored(session, actor, date, special=False)
    if offer is not None:
        if day is None:
            day = CalendarDay(department_id=actor.department_id, date=date)
            session.add(day)
        day.kind, day.name, day.status = offer.kind, offer.name, offer.status
    elif day is not None:
        session.delete(day)
    remember(session, actor, date, None, reason=reason, now=now)
    if not flushed(session):
        back_to_official(session, actor, date, reason, language=language, now=now)
        return
    department = department_of(session, actor)
    noted(session, actor, "department.calendar_day_official", department, now, date=date.isoformat())
    session.commit()


def remove_day(session: Session, actor: Actor, day_id: int, *, now: dt.datetime) -> None:
    """Make a special day an ordinary one again."""
    day = own(session, actor, CalendarDay, day_id)
    noted(session, actor, "calendar_day.remove", day, now, date=day.date.isoformat(), kind=day.kind.value)
    remember(session, actor, day.date, None, now=now)
    session.delete(day)
    session.commit()


def _stored(session: Session, actor: Actor, date: dt.date, *, special: bool) -> CalendarDay | None:
    same_kind = CalendarDay.kind == CalendarDayKind.SPECIAL_DAY
    return session.scalar(
        select(CalendarDay).where(
            CalendarDay.department_id == actor.department_id,
            CalendarDay.date == date,
            same_kind if special else ~same_kind,
        )
    )


def remember(
    session: Session,
    actor: Actor,
    date: dt.date,
    became: DayDetails | ProposedDay | None,
    *,
    reason: str = "",
    now: dt.datetime,
) -> None:
    """Add a line to the history of a date; without a reason it is the country's calendar that says so."""
    session.add(
        CalendarDayChange(
            department_id=actor.department_id,
            date=date,
            kind=None if became is None else became.kind,
            status=None if became is None else became.status,
            name="" if became is None else became.name,
            reason=reason,
            made_by_id=actor.user_id,
            made_at=now,
        )
    )
