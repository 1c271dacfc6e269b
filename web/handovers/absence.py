"""What has changed on open matters since a person's last shift: what is new, what was closed and why."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from web.handovers.content_tables import HandoverMatter
from web.handovers.steps import Opened
from web.handovers.tables import Handover, HandoverContainer
from web.people.tables import Person
from web.rosters.tables import AssignmentInForce

MOST = 20


@dataclass(frozen=True, kw_only=True)
class Meanwhile:
    """What happened while a person was away.

    Parameters
    ----------
    since
        End of the person's last shift.
    opened, closed
        Matters of the handing-over team or of the person's own, important ones first.
    """

    since: dt.datetime
    opened: tuple[HandoverMatter, ...]
    closed: tuple[HandoverMatter, ...]


def meanwhile(session: Session, opened: Opened, person_id: int) -> Meanwhile | None:
    """Return what has changed since the person's last shift; None where there was none before.

    The matters of the very record that is being read are on it, and left out.
    """
    since = session.scalar(
        select(func.max(AssignmentInForce.ends_at)).where(
            AssignmentInForce.person_id == person_id,
            AssignmentInForce.ends_at <= opened.container.starts_at,
        )
    )
    if since is None:
        return None
    own_team = select(Person.team_id).where(Person.id == person_id).scalar_subquery()
    rows = session.scalars(
        select(HandoverMatter)
        .options(joinedload(HandoverMatter.holder))
        .outerjoin(Handover, Handover.id == HandoverMatter.opened_in_id)
        .outerjoin(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .where(
            HandoverMatter.department_id == opened.department.id,
            or_(HandoverMatter.opened_in_id.is_(None), HandoverMatter.opened_in_id != opened.row.id),
            or_(HandoverMatter.opened_at > since, HandoverMatter.closed_at > since),
            or_(
                HandoverContainer.team_id == opened.container.team_id,
                HandoverContainer.team_id == own_team,
                HandoverMatter.holder_id == person_id,
                HandoverMatter.opened_in_id.is_(None),  # of the night: the whole department's
            ),
        )
        .order_by(HandoverMatter.important.desc(), HandoverMatter.urgent.desc(), HandoverMatter.id.desc())
        .limit(MOST)
    ).all()
    return Meanwhile(
        since=since,
        opened=tuple(row for row in rows if row.closed_at is None),
        closed=tuple(row for row in rows if row.closed_at is not None),
    )
