"""The shifts of a person's calendar feed, each with how often and when it last changed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.my.publication import WAS_PUBLISHED
from web.people.tables import Department, Person, ShiftKind
from web.rosters.tables import Assignment, AssignmentInForce, Roster, RosterVersion

BACK = dt.timedelta(days=60)
"""So far back the feed reaches."""


@dataclass(frozen=True, kw_only=True)
class FeedShift:
    """One shift in force as the calendar shows it; instants are aware UTC.

    Attributes
    ----------
    uid
        Stays the same while the person has a shift on that date.
    sequence
        How often publications have changed it since it was first published.
    changed_at
        When a publication last changed it.
    """

    uid: str
    name: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    sequence: int
    changed_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One person's calendar."""

    department: str
    time_zone: str
    shifts: tuple[FeedShift, ...]

    @property
    def changed_at(self) -> dt.datetime | None:
        """When any shift of it last changed; None without shifts."""
        return max((shift.changed_at for shift in self.shifts), default=None)


def read_feed(session: Session, person: Person, *, today: dt.date) -> Feed:
    """Return the person's shifts in force from 60 days before `today` on."""
    first = today - BACK
    department = session.get_one(Department, person.department_id)
    histories = _histories(session, person.id, first)
    rows = session.execute(
        select(AssignmentInForce, ShiftKind.name, Roster.department_id)
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .join(Roster, Roster.id == AssignmentInForce.roster_id)
        .where(AssignmentInForce.person_id == person.id, AssignmentInForce.date >= first)
        .order_by(AssignmentInForce.starts_at)
    )
    shifts = []
    for shift, name, department_id in rows:
        sequence, changed_at = _changes(histories[shift.roster_id], shift.date)
        shifts.append(
            FeedShift(
                uid=f"{shift.date:%Y%m%d}-{department_id}-{person.id}@lunban",
                name=name,
                starts_at=shift.starts_at,
                ends_at=shift.ends_at,
                sequence=sequence,
                changed_at=changed_at,
            )
        )
    return Feed(department=department.name, time_zone=department.time_zone, shifts=tuple(shifts))


@dataclass
class _Publication:
    """One published version of a month: when, and the person's shifts in it by date."""

    at: dt.datetime
    shifts: dict[dt.date, tuple[int, dt.datetime, dt.datetime]]


def _histories(session: Session, person_id: int, first: dt.date) -> dict[int, list[_Publication]]:
    """Return, by roster, all publications of the months since `first`, in order."""
    versions = session.execute(
        select(RosterVersion.id, RosterVersion.roster_id, RosterVersion.published_at)
        .join(Roster)
        .where(
            Roster.month >= first.replace(day=1),
            Roster.id.in_(
                select(AssignmentInForce.roster_id).where(AssignmentInForce.person_id == person_id)
            ),
            RosterVersion.state.in_(WAS_PUBLISHED),
        )
        .order_by(RosterVersion.published_at, RosterVersion.id)
    )
    found: dict[int, list[_Publication]] = {}
    by_version: dict[int, _Publication] = {}
    for version_id, roster_id, at in versions:
        if at is None:
            raise ValueError(f"the published version {version_id} has no time")
        by_version[version_id] = _Publication(at=at, shifts={})
        found.setdefault(roster_id, []).append(by_version[version_id])
    rows = session.execute(
        select(
            Assignment.roster_version_id,
            Assignment.date,
            Assignment.shift_kind_id,
            Assignment.starts_at,
            Assignment.ends_at,
        ).where(Assignment.person_id == person_id, Assignment.roster_version_id.in_(by_version))
    )
    for version_id, date, kind_id, starts_at, ends_at in rows:
        by_version[version_id].shifts[date] = (kind_id, starts_at, ends_at)
    return found


def _changes(history: Iterable[_Publication], date: dt.date) -> tuple[int, dt.datetime]:
    """Return how often the shift of a date changed after its first publication, and when last.

    A shift that was cancelled and came back has changed twice.
    """
    states = ((publication.at, publication.shifts.get(date)) for publication in history)
    sequence, last, changed_at = -1, None, None
    for at, shift in states:
        if shift != last:
            sequence, last, changed_at = sequence + 1, shift, at
    if changed_at is None:
        raise ValueError(f"no publication has a shift on {date}")
    return sequence, changed_at
