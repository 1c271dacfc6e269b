"""What a person may wish on a date: which days, which shift kinds."""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.problem import ShiftKind as Kind
from roster.rules.no_night import night_minutes
from roster.settings import RuleSettings
from web.people.tables import DayOff, Person, ProtectedPeriod, ShiftFamily, ShiftKind
from web.rosters.months import next_month

WISHED = (ShiftFamily.EARLY, ShiftFamily.MIDDLE, ShiftFamily.NIGHT, ShiftFamily.DAY)
"""Families that a person may wish: the others are placed by hand."""


class DayState(StrEnum):
    """Whether a wish for a date makes sense."""

    FREE = "free"
    ON_LEAVE = "on_leave"
    NOT_EMPLOYED = "not_employed"
    OUTSIDE = "outside"


def possible_kinds(session: Session, department_id: int) -> tuple[ShiftKind, ...]:
    """Return the shift kinds that may be wished, by start."""
    rows = session.scalars(
        select(ShiftKind)
        .where(
            ShiftKind.department_id == department_id,
            ShiftKind.active,
            ShiftKind.family.in_(WISHED),
        )
        .order_by(ShiftKind.start_minute, ShiftKind.code)
    )
    return tuple(rows)


def day_state(session: Session, person: Person, month: dt.date, date: dt.date) -> DayState:
    """Return whether the person may wish something for one date of the month."""
    if not month <= date < next_month(month):
        return DayState.OUTSIDE
    return day_states(session, person, [date])[date]


def day_states(session: Session, person: Person, dates: Iterable[dt.date]) -> dict[dt.date, DayState]:
    """Return by date whether a wish makes sense: not on granted leave, not outside employment."""
    wanted = list(dates)
    on_leave = set(
        session.scalars(select(DayOff.date).where(DayOff.person_id == person.id, DayOff.date.in_(wanted)))
    )

    def state(date: dt.date) -> DayState:
        before = person.hired_on is not None and date < person.hired_on
        after = person.leaves_on is not None and date > person.leaves_on
        if before or after:
            return DayState.NOT_EMPLOYED
        return DayState.ON_LEAVE if date in on_leave else DayState.FREE

    return {date: state(date) for date in wanted}


def protected_from(
    session: Session, person: Person, dates: Iterable[dt.date]
) -> Mapping[dt.date, frozenset[int]]:
    """Return by date the ids of the shift kinds that the person may not be given; why is not told."""
    periods = session.scalars(
        select(ProtectedPeriod).where(ProtectedPeriod.person_id == person.id, ProtectedPeriod.no_night)
    ).all()
    if not periods:
        return {}
    rules = RuleSettings()
    nights = frozenset(
        kind.id
        for kind in possible_kinds(session, person.department_id)
        if night_minutes(rules, _engine_kind(kind)) > 0
    )
    return {
        date: nights
        for date in dates
        if any(period.first_day <= date <= period.last_day for period in periods)
    }


def _engine_kind(row: ShiftKind) -> Kind:
    return Kind(
        code=row.code,
        family=row.family.value,
        start_minute=row.start_minute,
        end_minute=row.end_minute,
        paid_minutes=row.paid_minutes,
        break_minutes=row.break_minutes,
        break_earliest=row.break_earliest,
        break_latest=row.break_latest,
    )
