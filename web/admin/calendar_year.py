"""A year of a department, date by date: what each is, who says so, and whether it has been announced."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.calendar import Calendar
from web.accounts.tables import User
from web.admin.holiday_proposal import propose
from web.admin.tables import CalendarDayChange
from web.people.tables import CalendarDay, CalendarDayKind, CalendarDayStatus, Department

WEEKEND, WORKING_DAY = "weekend", "working_day"
"""Kinds of dates that are what their weekday says."""


class Origin(StrEnum):
    """Who says what a date is."""

    WEEKDAY = "weekday"
    COUNTRY = "country"
    PROPOSED = "proposed"
    OWN = "own"


@dataclass(frozen=True, kw_only=True)
class YearDay:
    """One date.

    Attributes
    ----------
    kind
        A `CalendarDayKind`, `WEEKEND` or `WORKING_DAY`.
    origin
        The weekday; the country's calendar, taken over or only proposed; or the department itself.
    special
        Id of the entry that makes it a special day beside, None where it is none.
    """

    date: dt.date
    kind: str
    name: str
    status: CalendarDayStatus
    origin: Origin
    special: int | None = None
    special_name: str = ""

    @property
    def differs(self) -> bool:
        """Whether the date is not just what its weekday says."""
        return self.origin is not Origin.WEEKDAY or self.special is not None


def year_days(session: Session, department: Department, year: int, *, language: str) -> list[YearDay]:
    """Return every date of a year in order."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    rows = session.scalars(
        select(CalendarDay).where(
            CalendarDay.department_id == department.id, CalendarDay.date.between(first, last)
        )
    ).all()
    stored = {row.date: row for row in rows if row.kind is not CalendarDayKind.SPECIAL_DAY}
    special = {row.date: row for row in rows if row.kind is CalendarDayKind.SPECIAL_DAY}
    proposed = {day.date: day for day in propose(department.country, year, language=language)}
    calendar = plain_calendar(department)
    found = []
    for offset in range((last - first).days + 1):
        date = first + dt.timedelta(days=offset)
        row, offer, beside = stored.get(date), proposed.get(date), special.get(date)
        if row is not None:
            same = offer is not None and offer.kind is row.kind
            kind, name, status = row.kind.value, row.name, row.status
            origin = Origin.COUNTRY if same else Origin.OWN
        elif offer is not None:
            kind, name, status, origin = offer.kind.value, offer.name, offer.status, Origin.PROPOSED
        else:
            projected = calendar.is_provisional(date)
            kind, name = WEEKEND if date.weekday() in calendar.weekend else WORKING_DAY, ""
            status = CalendarDayStatus.PROVISIONAL if projected else CalendarDayStatus.OFFICIAL
            origin = Origin.WEEKDAY
        found.append(
            YearDay(
                date=date,
                kind=kind,
                name=name,
                status=status,
                origin=origin,
                special=None if beside is None else beside.id,
                special_name="" if beside is None else beside.name,
            )
        )
    return found


def plain_calendar(department: Department) -> Calendar:
    """Return the calendar of the department's country and weekend, without what the department changed."""
    return Calendar(
        country=department.country or None, weekend=frozenset(day - 1 for day in department.weekend)
    )


def day_history(
    session: Session, department_id: int, date: dt.date
) -> Sequence[tuple[CalendarDayChange, str]]:
    """Return the changes of a date, the newest first, with the name of who made each."""
    rows = session.execute(
        select(CalendarDayChange, User.name)
        .join(User, User.id == CalendarDayChange.made_by_id)
        .where(CalendarDayChange.department_id == department_id, CalendarDayChange.date == date)
        .order_by(CalendarDayChange.made_at.desc(), CalendarDayChange.id.desc())
    )
    return [(change, name) for change, name in rows]
