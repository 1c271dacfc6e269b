"""The calendar of a department: holidays, rest moved onto a day, work moved onto a day, special days."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.admin.holiday_proposal import ProposedDay, propose
from web.people.reach import department_of, flushed, noted, own
from web.people.tables import CalendarDay, CalendarDayKind, CalendarDayStatus


@dataclass(frozen=True, kw_only=True)
class DayDetails:
    """What the form of one date says."""

    date: dt.date
    kind: CalendarDayKind
    name: str
    status: CalendarDayStatus


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
    if not flushed(session):
        return take_proposal(session, actor, year, language=language, now=now)
    if found.changes:
        department = department_of(session, actor)
        noted(session, actor, "department.calendar", department, now, year=year, dates=found.changes)
    session.commit()
    return found.changes


def save_day(session: Session, actor: Actor, details: DayDetails, *, now: dt.datetime) -> CalendarDay:
    """Store what a date is; a holiday, a rest day and a working day replace each other."""
    special = details.kind is CalendarDayKind.SPECIAL_DAY
    same_kind = CalendarDay.kind == CalendarDayKind.SPECIAL_DAY
    day = session.scalar(
        select(CalendarDay).where(
            CalendarDay.department_id == actor.department_id,
            CalendarDay.date == details.date,
            same_kind if special else ~same_kind,
        )
    )
    if day is None:
        day = CalendarDay(department_id=actor.department_id, date=details.date)
        session.add(day)
    day.kind, day.name, day.status = details.kind, details.name, details.status
    if not flushed(session):
        return save_day(session, actor, details, now=now)
    noted(
        session, actor, "calendar_day.save", day, now, date=details.date.isoformat(), kind=details.kind.value
    )
    session.commit()
    return day


def remove_day(session: Session, actor: Actor, day_id: int, *, now: dt.datetime) -> None:
    """Make a date what its weekday says again."""
    day = own(session, actor, CalendarDay, day_id)
    noted(session, actor, "calendar_day.remove", day, now, date=day.date.isoformat(), kind=day.kind.value)
    session.delete(day)
    session.commit()
