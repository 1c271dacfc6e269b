"""Hours and fairness of one person's month beside the team: hours, nights, weekends, holidays."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.calendar import Calendar, DayType
from roster.hours import prorated
from web.people.tables import DayOff, Department, Person, ShiftFamily, ShiftKind
from web.policy.tables import PolicyVersion
from web.rosters.loading import effective, load_calendar
from web.rosters.months import days_in
from web.rosters.tables import Assignment, AssignmentInForce, RosterVersion

YEAR = 12
"""Months over which work on statutory holidays is counted."""


@dataclass(frozen=True, kw_only=True)
class Count:
    """How often the person, and on average the team (the person included), works something."""

    own: int
    team: float

    @property
    def most(self) -> float:
        """Length of the measure on which both fit."""
        return max(self.own, self.team, 1) * 1.25


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """A published month in numbers.

    Attributes
    ----------
    minutes, contract_minutes
        Paid minutes of the shifts, and what the contract asks for in the days that count.
    week_minutes, week_limit_minutes
        Average week over the days that count, and its limit (P-05); None where the policy sets none.
    holidays
        Shifts on statutory holidays in the twelve months that end with this one.
    """

    minutes: int
    contract_minutes: int
    week_minutes: float
    week_limit_minutes: int | None
    nights: Count
    weekends: Count
    holidays: Count


def read_ledger(session: Session, department: Department, person: Person, version: RosterVersion) -> Ledger:
    """Return the ledger of the month that a published version holds."""
    month = version.roster.month
    last = month + dt.timedelta(days=days_in(month) - 1)
    team = _team(session, person)
    rows = session.execute(
        select(Assignment.person_id, Assignment.date, ShiftKind.family, ShiftKind.paid_minutes)
        .join(ShiftKind, ShiftKind.id == Assignment.shift_kind_id)
        .where(Assignment.roster_version_id == version.id, Assignment.person_id.in_(team))
    ).all()
    calendar = load_calendar(session, department)
    days = _due_days(session, person, month, last)
    minutes = sum(paid for person_id, _, _, paid in rows if person_id == person.id)
    policy = effective(session.get_one(PolicyVersion, version.policy_version_id))
    return Ledger(
        minutes=minutes,
        contract_minutes=prorated(person.weekly_minutes, days),
        week_minutes=minutes * 7 / days if days else 0.0,
        week_limit_minutes=policy.average_week_minutes,
        nights=_count(person.id, team, (row[0] for row in rows if row[2] is ShiftFamily.NIGHT)),
        weekends=_count(person.id, team, (row[0] for row in rows if calendar.is_weekend(row[1]))),
        holidays=_holidays(session, person.id, team, calendar, last),
    )


def _team(session: Session, person: Person) -> Sequence[int]:
    """Return who is compared: the active people of the team, and the person."""
    mates = select(Person.id).where(Person.team_id == person.team_id, Person.active, Person.id != person.id)
    return [person.id, *session.scalars(mates)]


def _count(own: int, team: Sequence[int], people: Iterable[int]) -> Count:
    found = dict.fromkeys(team, 0)
    for person_id in people:
        found[person_id] += 1
    return Count(own=found[own], team=fmean(found.values()))


def _holidays(session: Session, own: int, team: Sequence[int], calendar: Calendar, last: dt.date) -> Count:
    first = (last + dt.timedelta(days=1)).replace(year=last.year - (last.month != YEAR))
    statutory = [
        date
        for date, day_type in calendar.special.items()
        if day_type is DayType.STATUTORY and first <= date <= last
    ]
    people = session.scalars(
        select(AssignmentInForce.person_id).where(
            AssignmentInForce.person_id.in_(team), AssignmentInForce.date.in_(statutory)
        )
    )
    return _count(own, team, people if statutory else ())


def _due_days(session: Session, person: Person, first: dt.date, last: dt.date) -> int:
    """Return the days of the month that count for hours, as `roster.hours.due_days` does."""
    begin, end = max(first, person.hired_on or first), min(last, person.leaves_on or last)
    if end < begin:
        return 0
    off = session.scalars(
        select(DayOff.date).where(DayOff.person_id == person.id, DayOff.date.between(begin, end))
    ).all()
    return (end - begin).days + 1 - len(off)
