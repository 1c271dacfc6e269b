"""Which versions of a month still count, and which of them is meant where nobody names one."""

import datetime as dt

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from web.rosters.tables import Roster, RosterVersion, VersionState

PUT_ASIDE = (VersionState.WITHDRAWN, VersionState.SUPERSEDED)
"""States of versions that say nothing any more about what will be worked."""


def versions_of(department_id: int, month: dt.date) -> Select[RosterVersion]:
    """Return the query of all versions of a month, the newest first."""
    return (
        select(RosterVersion)
        .join(Roster)
        .where(Roster.department_id == department_id, Roster.month == month)
        .order_by(RosterVersion.number.desc())
    )


def newest_alive(session: Session, department_id: int, month: dt.date) -> RosterVersion | None:
    """Return the month's newest version that is not put aside; None without any."""
    alive = versions_of(department_id, month).where(RosterVersion.state.not_in(PUT_ASIDE))
    return session.scalars(alive.limit(1)).first()


def in_force(session: Session, department_id: int, month: dt.date) -> RosterVersion | None:
    """Return the month's published version; None without one."""
    published = versions_of(department_id, month).where(RosterVersion.state == VersionState.PUBLISHED)
    return session.scalars(published).one_or_none()


def in_force_before(
    session: Session, department_id: int, month: dt.date, version: RosterVersion | None
) -> RosterVersion | None:
    """Return the published version whose place a version would take; None once it has done so, or cannot."""
    if version is not None and version.state in (*PUT_ASIDE, VersionState.PUBLISHED):
        return None
    return in_force(session, department_id, month)


def in_force_or_newest_alive(session: Session, department_id: int, month: dt.date) -> RosterVersion | None:
    """Return the month's published version, else the newest that is not put aside; None without any."""
    return in_force(session, department_id, month) or newest_alive(session, department_id, month)
