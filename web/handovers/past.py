"""All handovers within reach, the newest shift first: by shift, page by page, however many there are."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from roster.handovers.life import HandoverState
from web.accounts.actor import Actor
from web.handovers.tables import Handover, HandoverContainer
from web.people.tables import Team

SHIFTS = 15
"""Shifts of a team on a page."""


@dataclass(frozen=True, kw_only=True)
class Before:
    """The place after which a page goes on: end and id of the last shift that was shown."""

    ends_at: dt.datetime
    container_id: int


@dataclass(frozen=True, kw_only=True)
class Past:
    """One page: shifts with their handovers.

    Parameters
    ----------
    teams
        To choose among; empty for who sees one team only.
    older
        Where the next page goes on; None on the last.
    """

    containers: Sequence[HandoverContainer]
    rows: Mapping[int, Sequence[Handover]]
    teams: Sequence[Team]
    older: Before | None


def past(
    session: Session,
    actor: Actor,
    *,
    team_id: int | None = None,
    until: dt.date | None = None,
    before: Before | None = None,
) -> Past:
    """Return a page of handovers that have begun.

    Parameters
    ----------
    until
        The last local date of a shift's beginning.
    """
    wanted = (
        select(HandoverContainer)
        .join(Team, Team.id == HandoverContainer.team_id)
        .options(joinedload(HandoverContainer.team), joinedload(HandoverContainer.shift_kind))
        .where(
            Team.department_id == actor.department_id,
            select(Handover.id)
            .where(Handover.container_id == HandoverContainer.id, *in_reach(actor))
            .exists(),
        )
    )
    if team_id is not None:
        wanted = wanted.where(HandoverContainer.team_id == team_id)
    if until is not None:
        wanted = wanted.where(HandoverContainer.date <= until)
    if before is not None:
        place = tuple_(HandoverContainer.ends_at, HandoverContainer.id)
        wanted = wanted.where(
            HandoverContainer.ends_at <= before.ends_at,  # what an index finds; the rest follows
            place < tuple_(before.ends_at, before.container_id),
        )
    newest = wanted.order_by(HandoverContainer.ends_at.desc(), HandoverContainer.id.desc())
    found = session.scalars(newest.limit(SHIFTS + 1)).all()
    shown = found[:SHIFTS]
    last = shown[-1] if len(found) > SHIFTS else None
    return Past(
        containers=shown,
        rows=_handovers(session, actor, shown),
        teams=_teams(session, actor),
        older=None if last is None else Before(ends_at=last.ends_at, container_id=last.id),
    )


def in_reach(actor: Actor) -> list[ColumnElement[bool]]:
    """Return the conditions on handovers and containers that leave what has begun and the actor may read."""
    begun = Handover.state != HandoverState.PLANNED
    if actor.scope == "department":
        return [begun]
    own: list[ColumnElement[bool]] = []
    if actor.person_id is not None:  # compared with nobody, a record without a receiver would be theirs
        own += [Handover.outgoing_id == actor.person_id, Handover.receiver_id == actor.person_id]
    if actor.scope == "team" and actor.team_id is not None:
        own.append(HandoverContainer.team_id == actor.team_id)
    return [begun, or_(false(), *own)]


def _handovers(
    session: Session, actor: Actor, containers: Sequence[HandoverContainer]
) -> dict[int, Sequence[Handover]]:
    ids = [container.id for container in containers]
    rows = session.scalars(
        select(Handover)
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .options(
            joinedload(Handover.outgoing),
            joinedload(Handover.receiver),
            joinedload(Handover.planned_receiver),
        )
        .where(Handover.container_id.in_(ids), *in_reach(actor))
        .order_by(Handover.id)
    ).all()
    found: dict[int, list[Handover]] = {container_id: [] for container_id in ids}
    for row in rows:
        found[row.container_id].append(row)
    return dict(found)


def _teams(session: Session, actor: Actor) -> Sequence[Team]:
    if actor.scope != "department":
        return ()
    teams = select(Team).where(Team.department_id == actor.department_id)
    return session.scalars(teams.order_by(Team.position, Team.id)).all()
