"""A version loaded and judged once, for all that reads it: grid, panel, export."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.coverage import Coverage, coverage
from roster.problem import Problem, Roster
from roster.rules import Judgement, judge
from web.errors import NotFound
from web.people.tables import Department
from web.rosters.alive import newest_alive, versions_of
from web.rosters.loading import load_problem, load_roster
from web.rosters.tables import RosterVersion, VersionState


@dataclass(frozen=True, kw_only=True)
class Sight:
    """A version with all that grid, panel and export read from it: loaded and judged once."""

    department: Department
    version: RosterVersion
    problem: Problem
    shifts: Roster
    judgement: Judgement
    coverage: Coverage
    published: RosterVersion | None
    published_shifts: Roster | None


def version_to_show(
    session: Session, department: Department, month: dt.date, version_id: int | None
) -> RosterVersion | None:
    """Return the version asked for, or the month's newest that is alive; None without any.

    Raises
    ------
    NotFound
        When the one asked for is not of this department and month.
    """
    if version_id is None:
        return newest_alive(session, department.id, month)
    mine = versions_of(department.id, month).where(RosterVersion.id == version_id)
    found = session.scalars(mine).one_or_none()
    if found is None:
        raise NotFound(f"no roster version {version_id} in {month:%Y-%m}")
    return found


def load_sight(session: Session, department: Department, version: RosterVersion) -> Sight:
    """Load and judge a version."""
    problem = load_problem(session, department, version.roster.month, version=version)
    shifts = load_roster(session, version)
    published = published_beside(session, version)
    return Sight(
        department=department,
        version=version,
        problem=problem,
        shifts=shifts,
        judgement=judge(problem, shifts),
        coverage=coverage(problem, shifts),
        published=published,
        published_shifts=None if published is None else load_roster(session, published),
    )


def published_beside(session: Session, version: RosterVersion) -> RosterVersion | None:
    """Return the version of the same month that is in force, None when that is this one or none is."""
    return session.scalars(
        select(RosterVersion).where(
            RosterVersion.roster_id == version.roster_id,
            RosterVersion.state == VersionState.PUBLISHED,
            RosterVersion.id != version.id,
        )
    ).one_or_none()
