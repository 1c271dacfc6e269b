"""What was published for a person and waits for an answer: the whole month, or the days that changed."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.tables import User
from web.people.tables import Person, ShiftKind
from web.rosters.answers import answer_of
from web.rosters.tables import Acknowledgement, Assignment, Roster, RosterVersion, VersionState

WAS_PUBLISHED = (VersionState.PUBLISHED, VersionState.SUPERSEDED)


@dataclass(frozen=True, kw_only=True)
class OwnChange:
    """One day that differs; None means a day off. Minutes are those of the new shift."""

    date: dt.date
    old: str | None
    new: str | None
    start_minute: int | None = None
    end_minute: int | None = None


@dataclass(frozen=True, kw_only=True)
class Published:
    """The version of a month that is in force, as one person sees it.

    Attributes
    ----------
    changes
        Own days that differ from the version published before.
    unseen
        Own days that differ from the last version the person answered; without one, as `changes`.
    is_first
        No version of the month was published before.
    answer
        The person's latest answer to this version.
    waits
        Whether an answer is still wanted.
    """

    version: RosterVersion
    by: str
    at: dt.datetime
    changes: tuple[OwnChange, ...]
    unseen: tuple[OwnChange, ...]
    is_first: bool
    answer: Acknowledgement | None
    waits: bool


def published_version(session: Session, department_id: int, month: dt.date) -> RosterVersion | None:
    """Return the version of a month that is in force."""
    return session.scalars(
        select(RosterVersion)
        .join(Roster)
        .where(
            Roster.department_id == department_id,
            Roster.month == month,
            RosterVersion.state == VersionState.PUBLISHED,
        )
    ).one_or_none()


def waiting_publications(session: Session, person: Person, today: dt.date) -> tuple[Published, ...]:
    """Return what waits for the person's answer, this month and later, the earliest month first."""
    versions = session.scalars(
        select(RosterVersion)
        .join(Roster)
        .where(
            Roster.department_id == person.department_id,
            Roster.month >= today.replace(day=1),
            RosterVersion.state == VersionState.PUBLISHED,
        )
        .order_by(Roster.month)
    ).all()
    found = (publication_of(session, person, version) for version in versions)
    return tuple(one for one in found if one.waits)


def publication_of(session: Session, person: Person, version: RosterVersion) -> Published:
    """Return what a published version means for a person."""
    before = _published_before(session, version)
    answer = answer_of(session, person.id, version.id)
    changes = () if before is None else own_changes(session, person.id, before.id, version.id)
    unseen, seen = changes, _last_answered(session, person.id, version)
    if seen is not None and (before is None or seen != before.id):
        unseen = own_changes(session, person.id, seen, version.id)
    news = bool(unseen) or (seen is None and bool(shifts_of(session, person.id, version.id)))
    publisher = None if version.published_by_id is None else session.get(User, version.published_by_id)
    return Published(
        version=version,
        by="" if publisher is None else publisher.name,
        at=version.published_at or version.changed_at,
        changes=changes,
        unseen=unseen,
        is_first=before is None,
        answer=answer,
        waits=answer is None and news,
    )


def own_changes(session: Session, person_id: int, old_id: int, new_id: int) -> tuple[OwnChange, ...]:
    """Return the days on which a person's shifts differ between two versions."""
    old, new = shifts_of(session, person_id, old_id), shifts_of(session, person_id, new_id)
    return tuple(
        OwnChange(
            date=date,
            old=None if date not in old else old[date].code,
            new=None if date not in new else new[date].code,
            start_minute=None if date not in new else new[date].start_minute,
            end_minute=None if date not in new else new[date].end_minute,
        )
        for date in sorted(old.keys() | new.keys())
        if old.get(date) != new.get(date)
    )


def shifts_of(session: Session, person_id: int, version_id: int) -> dict[dt.date, ShiftKind]:
    """Return a person's shifts in a version by their start date."""
    rows = session.execute(
        select(Assignment.date, ShiftKind)
        .join(ShiftKind, ShiftKind.id == Assignment.shift_kind_id)
        .where(Assignment.person_id == person_id, Assignment.roster_version_id == version_id)
    )
    return dict(rows.all())


def _published_before(session: Session, version: RosterVersion) -> RosterVersion | None:
    return session.scalars(
        select(RosterVersion)
        .where(
            RosterVersion.roster_id == version.roster_id,
            RosterVersion.state == VersionState.SUPERSEDED,
            RosterVersion.id != version.id,
        )
        .order_by(RosterVersion.published_at.desc(), RosterVersion.id.desc())
        .limit(1)
    ).first()


def _last_answered(session: Session, person_id: int, version: RosterVersion) -> int | None:
    """Return the version of the month that a person answered last, other than this one."""
    return session.scalars(
        select(Acknowledgement.roster_version_id)
        .join(RosterVersion, RosterVersion.id == Acknowledgement.roster_version_id)
        .where(
            RosterVersion.roster_id == version.roster_id,
            RosterVersion.id != version.id,
            Acknowledgement.person_id == person_id,
        )
        .order_by(RosterVersion.published_at.desc(), Acknowledgement.id.desc())
        .limit(1)
    ).first()
