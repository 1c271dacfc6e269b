"""Publication: a version takes the place of the one before, in one transaction with all that follows."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from roster.violation import Violation
from web.accounts.actor import Actor
from web.database import is_overlap
from web.handovers.service import Planned, plan_handovers
from web.people.tables import Department
from web.people.turns import one_at_a_time
from web.rosters.acts import (
    Act,
    Reason,
    add_event,
    done,
    open_version,
    overtaken,
    reach_reasons,
    record,
    refused,
    state_reasons,
    take,
)
from web.rosters.comparing import by_person, changes_between
from web.rosters.in_force import overlaps_with_other_rosters, put_in_force
from web.rosters.lifecycle import hard_violations
from web.rosters.loading import load_roster
from web.rosters.months import days_in
from web.rosters.overtaken import overtaken_cells
from web.rosters.seam import broken_after
from web.rosters.tables import RosterVersion, VersionState
from web.rosters.telling import tell_changed, tell_published

PUBLISHABLE = (VersionState.APPROVED,)


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What publishing did.

    Parameters
    ----------
    act
        The answer as for every act.
    superseded_id
        The version that was in force before, None at the first publication of the month.
    handovers
        None when refused.
    told, changed_people
        Notices written, people whose shifts differ from the version before.
    """

    act: Act
    superseded_id: int | None = None
    handovers: Planned | None = None
    told: int = 0
    changed_people: int = 0


def publish(session: Session, actor: Actor, version_id: int, *, seen: int, now: dt.datetime) -> Publication:
    """Publish an approved version, and commit.

    Checks the hard rules and the shifts in force elsewhere once more, supersedes the version before,
    rewrites the shifts in force, plans handovers and tells everybody concerned: all or nothing.

    Raises
    ------
    NotFound
        When the version is not of the actor's department.
    """
    version, department = open_version(session, actor, version_id)
    # two months published at once would else wait for each other's shifts in force
    one_at_a_time(session, department.id)
    session.refresh(version)
    reasons: list[Reason] = [*reach_reasons(actor)]
    reasons += state_reasons(session, version, seen=seen, states=PUBLISHABLE)
    if not reasons:
        reasons += overtaken_cells(session, version)
        reasons += _broken(session, department, version)
    if reasons:
        return Publication(act=refused(session, actor, version_id, reasons))
    before = _supersede(session, actor, version, now)
    taken = take(
        session,
        version,
        seen=seen,
        states=PUBLISHABLE,
        now=now,
        state=VersionState.PUBLISHED,
        published_by_id=actor.user_id,
        published_at=now,
    )
    if not taken:
        return Publication(act=overtaken(session, actor, version_id, seen=seen, states=PUBLISHABLE))
    try:
        put_in_force(session, version)
    except IntegrityError as error:
        return Publication(act=_overlapped(session, actor, version_id, error))
    return _follow_up(session, actor, version, before, now=now)


def _follow_up(
    session: Session,
    actor: Actor,
    version: RosterVersion,
    before: RosterVersion | None,
    *,
    now: dt.datetime,
) -> Publication:
    month, department_id = version.roster.month, version.roster.department_id
    last = month + dt.timedelta(days=days_in(month) - 1)
    planned = plan_handovers(session, department_id, month, last, now=now)
    changes = {}
    if before is None:
        told = tell_published(session, version, department_id, now=now)
    else:
        changes = by_person(changes_between(load_roster(session, before), load_roster(session, version)))
        told = tell_changed(session, version, department_id, changes, now=now)
    add_event(session, actor, version, came_from=VersionState.APPROVED, now=now)
    detail = {
        "superseded": None if before is None else before.id,
        "changed_people": len(changes),
        "told": told,
    }
    record(session, actor, version, action="publish", now=now, detail=detail)
    session.commit()
    return Publication(
        act=done(version),
        superseded_id=None if before is None else before.id,
        handovers=planned,
        told=told,
        changed_people=len(changes),
    )


def _broken(session: Session, department: Department, version: RosterVersion) -> list[Violation]:
    """Return what forbids the version now; an overlap with the month before is named once, in full."""
    elsewhere = overlaps_with_other_rosters(session, version, department)
    named = {_pair(found) for found in elsewhere}
    here = [
        found
        for found in hard_violations(session, department, version)
        if found.code != "overlap" or _pair(found) not in named
    ]
    after = [found for found in broken_after(session, department, version) if _pair(found) not in named]
    return [*here, *elsewhere, *after]


def _pair(found: Violation) -> tuple[str | None, tuple[dt.date, ...]]:
    return found.person, (*found.dates[:1], *found.dates[-1:])


def _supersede(
    session: Session, actor: Actor, version: RosterVersion, now: dt.datetime
) -> RosterVersion | None:
    """Take the roster's published version out of force; return it, None at the first publication."""
    before = session.scalars(
        select(RosterVersion)
        .where(
            RosterVersion.roster_id == version.roster_id,
            RosterVersion.state == VersionState.PUBLISHED,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if before is None:
        return None
    gone = take(
        session,
        before,
        seen=before.lock_version,
        states=(VersionState.PUBLISHED,),
        now=now,
        state=VersionState.SUPERSEDED,
    )
    if not gone:
        raise RuntimeError(f"roster version {before.id} left its state under the department's lock")
    add_event(
        session, actor, before, came_from=VersionState.PUBLISHED, now=now, note=f"version {version.number}"
    )
    return before


def _overlapped(session: Session, actor: Actor, version_id: int, error: IntegrityError) -> Act:
    """Name the shifts over which the database refused: another department published meanwhile."""
    if not is_overlap(error):
        raise error
    session.rollback()
    version, department = open_version(session, actor, version_id)
    return refused(session, actor, version_id, overlaps_with_other_rosters(session, version, department))
