"""One person's month as a calendar: published shifts, day types, changes, granted days off, wishes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.calendar import DayType
from web.errors import NotFound
from web.my.breaks import Pause, own_breaks
from web.my.publication import OwnChange, Published, publication_of, published_version, shifts_of
from web.people.tables import DayOff, Department, Person, ShiftKind
from web.rosters.due import due_date
from web.rosters.loading import load_calendar
from web.rosters.months import days_in
from web.rosters.tables import Wish, WishRound


@dataclass(frozen=True, kw_only=True)
class OwnWish:
    """A wish of the person; `code` None wishes the day off. `is_met` is None while nothing is published."""

    code: str | None
    is_met: bool | None


@dataclass(frozen=True, kw_only=True)
class OwnDay:
    """One date of the month; `kind` is None on a day off, `pause` where no break is placed."""

    date: dt.date
    day_type: DayType
    is_closed: bool
    is_today: bool
    is_past: bool
    kind: ShiftKind | None
    pause: Pause | None
    change: OwnChange | None
    is_granted_off: bool
    wish: OwnWish | None


@dataclass(frozen=True, kw_only=True)
class OwnMonth:
    """A month of one person.

    Attributes
    ----------
    published
        None while the month is not published: then no day has a shift.
    due
        Last day on which the month's roster is handed in, as the policy says; None without one.
    weekdays
        Seven dates in the order of the department's week, for the heads of the columns.
    blanks
        Empty places before the first of the month.
    kinds
        Shift kinds that occur, by start.
    """

    month: dt.date
    published: Published | None
    due: dt.date | None
    weekdays: tuple[dt.date, ...]
    blanks: int
    days: tuple[OwnDay, ...]
    kinds: tuple[ShiftKind, ...]


def read_month(
    session: Session, department: Department, person: Person, month: dt.date, *, today: dt.date
) -> OwnMonth:
    """Return a person's month; drafts are never shown.

    Parameters
    ----------
    month
        First day of the month.
    today
        Local date of the department.
    """
    version = published_version(session, department.id, month)
    published = None if version is None else publication_of(session, person, version)
    shifts = {} if version is None else shifts_of(session, person.id, version.id)
    pauses = {} if version is None else own_breaks(session, department, person, version)
    changes = {} if published is None else {change.date: change for change in published.changes}
    calendar = load_calendar(session, department)
    last = month + dt.timedelta(days=days_in(month) - 1)
    granted = set(
        session.scalars(
            select(DayOff.date).where(DayOff.person_id == person.id, DayOff.date.between(month, last))
        )
    )
    wishes = _wishes(session, department.id, person.id, month, None if version is None else shifts)
    dates = [month + dt.timedelta(days=day) for day in range(days_in(month))]
    first_weekday = month - dt.timedelta(days=(month.isoweekday() - department.week_start) % 7)
    return OwnMonth(
        month=month,
        published=published,
        due=expected_by(session, department, month) if version is None else None,
        weekdays=tuple(first_weekday + dt.timedelta(days=day) for day in range(7)),
        blanks=(month - first_weekday).days,
        days=tuple(
            OwnDay(
                date=date,
                day_type=calendar.day_type(date),
                is_closed=calendar.is_closed(date),
                is_today=date == today,
                is_past=date < today,
                kind=shifts.get(date),
                pause=pauses.get(date),
                change=changes.get(date),
                is_granted_off=date in granted,
                wish=wishes.get(date),
            )
            for date in dates
        ),
        kinds=tuple(
            sorted({kind.code: kind for kind in shifts.values()}.values(), key=lambda kind: kind.start_minute)
        ),
    )


def expected_by(session: Session, department: Department, month: dt.date) -> dt.date | None:
    """Return when a month's roster is to be handed in; None without a policy, or without a day in it."""
    try:
        return due_date(session, department, month)
    except NotFound:
        return None


def _wishes(
    session: Session,
    department_id: int,
    person_id: int,
    month: dt.date,
    shifts: Mapping[dt.date, ShiftKind] | None,
) -> dict[dt.date, OwnWish]:
    rows = session.execute(
        select(Wish.date, ShiftKind.code)
        .join(WishRound, WishRound.id == Wish.wish_round_id)
        .outerjoin(ShiftKind, ShiftKind.id == Wish.shift_kind_id)
        .where(
            WishRound.department_id == department_id, WishRound.month == month, Wish.person_id == person_id
        )
    )
    found = {}
    for date, code in rows:
        is_met = None if shifts is None else (shifts[date].code if date in shifts else None) == code
        found[date] = OwnWish(code=code, is_met=is_met)
    return found
