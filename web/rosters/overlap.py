"""Two shifts of one person at the same time: found with a query, so that a page can name them.

The database refuses them as well (`web.database.guards`); this tells which they are, before the commit.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from web.database.base import Base
from web.rosters.tables import Assignment, AssignmentInForce

VERSIONED = Base.metadata.tables[Assignment.__tablename__]
IN_FORCE = Base.metadata.tables[AssignmentInForce.__tablename__]


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """A person with two shifts that share time.

    Attributes
    ----------
    person_id
        Whose shifts they are.
    first_assignment_id, second_assignment_id
        Rows of `Assignment`, the earlier start first.
    starts_at, ends_at
        The time they share, aware UTC.
    """

    person_id: int
    first_assignment_id: int
    second_assignment_id: int
    starts_at: dt.datetime
    ends_at: dt.datetime


def overlapping(
    session: Session, *, version_id: int | None = None, person_ids: Collection[int] | None = None
) -> list[Overlap]:
    """Return the overlapping shifts of one version, or, without `version_id`, among the shifts in force.

    Parameters
    ----------
    session
        The transaction that has written the shifts (it is flushed first).
    version_id
        Looks within this roster version.
    person_ids
        Only these people; all by default.
    """
    session.flush()
    table, key = (IN_FORCE, "assignment_id") if version_id is None else (VERSIONED, "id")
    one, two = table.alias("one"), table.alias("two")
    query = (
        select(
            one.c.person_id,
            one.c[key],
            two.c[key],
            one.c.starts_at,
            one.c.ends_at,
            two.c.starts_at,
            two.c.ends_at,
        )
        .join_from(one, two, one.c.person_id == two.c.person_id)
        .where(one.c.starts_at < two.c.ends_at, two.c.starts_at < one.c.ends_at)
        # Each pair once, the earlier start first.
        .where(tuple_(one.c.starts_at, one.c.id) < tuple_(two.c.starts_at, two.c.id))
        .order_by(one.c.person_id, one.c.starts_at)
    )
    if version_id is not None:
        query = query.where(one.c.roster_version_id == version_id, two.c.roster_version_id == version_id)
    if person_ids is not None:
        query = query.where(one.c.person_id.in_(person_ids))
    return [
        Overlap(
            person_id=person_id,
            first_assignment_id=first,
            second_assignment_id=second,
            starts_at=max(first_start, second_start),
            ends_at=min(first_end, second_end),
        )
        for person_id, first, second, first_start, first_end, second_start, second_end in session.execute(
            query
        )
    ]
