"""Versions of a month: the list, the comparison of two, what was changed lately."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from web.accounts.actor import Actor
from web.accounts.tables import User
from web.refusal import Refusal
from web.rosters.acts import changes_since, open_version
from web.rosters.comparing import CellChange, by_person, changes_between
from web.rosters.loading import load_roster
from web.rosters.tables import Roster, RosterEvent, RosterVersion, VersionState


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """One version in the list of its month, with who did what when."""

    id: int
    number: int
    state: VersionState
    lock_version: int
    based_on: int | None
    """Number of the version it was made from."""
    created_by: str | None
    created_at: dt.datetime
    changed_at: dt.datetime
    submitted_by: str | None
    submitted_at: dt.datetime | None
    late: bool
    approved_by: str | None
    approved_at: dt.datetime | None
    published_by: str | None
    published_at: dt.datetime | None
    note: str
    """The last words that belong to a change of state: why it was returned, for example."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What differs between two versions of a month."""

    old_id: int
    old_number: int
    new_id: int
    new_number: int
    changes: tuple[CellChange, ...]

    @property
    def cells(self) -> int:
        """Number of cells that differ."""
        return len(self.changes)

    @property
    def people(self) -> int:
        """Number of people whose month differs."""
        return len(self.by_person)

    @property
    def by_person(self) -> dict[str, tuple[CellChange, ...]]:
        """The changes by employee number."""
        return by_person(self.changes)


@dataclass(frozen=True, kw_only=True)
class RecentEdit:
    """One recorded change of a cell or of locks, newest first in lists."""

    at: dt.datetime
    by: str | None
    action: str
    person_id: int | None
    date: dt.date | None
    old: str | None
    new: str | None


def list_versions(session: Session, department_id: int, month: dt.date) -> tuple[VersionLine, ...]:
    """Return all versions of a month, newest first."""
    creator, submitter, approver, publisher = (aliased(User) for _ in range(4))
    base = aliased(RosterVersion)
    rows = session.execute(
        select(RosterVersion, base.number, creator.name, submitter.name, approver.name, publisher.name)
        .join(Roster, Roster.id == RosterVersion.roster_id)
        .outerjoin(base, base.id == RosterVersion.based_on_id)
        .outerjoin(creator, creator.id == RosterVersion.created_by_id)
        .outerjoin(submitter, submitter.id == RosterVersion.submitted_by_id)
        .outerjoin(approver, approver.id == RosterVersion.approved_by_id)
        .outerjoin(publisher, publisher.id == RosterVersion.published_by_id)
        .where(Roster.department_id == department_id, Roster.month == month)
        .order_by(RosterVersion.number.desc())
    ).all()
    events = _events(session, [row[0].id for row in rows])
    return tuple(
        VersionLine(
            id=version.id,
            number=version.number,
            state=version.state,
            lock_version=version.lock_version,
            based_on=based_on,
            created_by=created_by,
            created_at=version.created_at,
            changed_at=version.changed_at,
            submitted_by=submitted_by,
            submitted_at=version.submitted_at,
            late=_is_late(events.get(version.id, [])),
            approved_by=approved_by,
            approved_at=version.approved_at,
            published_by=published_by,
            published_at=version.published_at,
            note=next((event.note for event in reversed(events.get(version.id, [])) if event.note), ""),
        )
        for version, based_on, created_by, submitted_by, approved_by, published_by in rows
    )


def compare_versions(session: Session, actor: Actor, old_id: int, new_id: int) -> Comparison | Refusal:
    """Return what differs between two versions; refused when they are of different months.

    Raises
    ------
    NotFound
        When either is not of the actor's department.
    """
    old, _ = open_version(session, actor, old_id)
    new, _ = open_version(session, actor, new_id)
    if old.roster_id != new.roster_id:
        return Refusal(code="different_months", measured=str(old.roster.month), limit=str(new.roster.month))
    return Comparison(
        old_id=old.id,
        old_number=old.number,
        new_id=new.id,
        new_number=new.number,
        changes=changes_between(load_roster(session, old), load_roster(session, new)),
    )


def recent_edits(session: Session, version_id: int, *, limit: int = 20) -> tuple[RecentEdit, ...]:
    """Return the last changes of cells of a version, newest first."""
    edits = ("roster.edit_cell", "roster.lock_cells", "roster.unlock_cells")
    return tuple(
        RecentEdit(
            at=event.at,
            by=name,
            action=event.action,
            person_id=event.detail.get("person_id"),
            date=None if "date" not in event.detail else dt.date.fromisoformat(event.detail["date"]),
            old=event.detail.get("old"),
            new=event.detail.get("new"),
        )
        for event, name in changes_since(session, version_id, 0, limit=limit)
        if event.action in edits
    )


def _events(session: Session, version_ids: list[int]) -> dict[int, list[RosterEvent]]:
    found: dict[int, list[RosterEvent]] = {}
    for event in session.scalars(
        select(RosterEvent).where(RosterEvent.roster_version_id.in_(version_ids)).order_by(RosterEvent.id)
    ):
        found.setdefault(event.roster_version_id, []).append(event)
    return found


def _is_late(events: list[RosterEvent]) -> bool:
    submissions = [event.late for event in events if event.to_state is VersionState.SUBMITTED]
    return bool(submissions) and submissions[-1]
