"""Handovers that concern somebody: to hand over, to receive, to check, to decide on; and the latest ones."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload

from roster.handovers.life import EDITABLE, HandoverState
from web.accounts.actor import Actor
from web.handovers.steps import SUPERIORS
from web.handovers.tables import Handover, HandoverContainer
from web.people.tables import Team

MOST = 60
"""Rows of a list; older ones are searched for."""
SOON = dt.timedelta(hours=12)
"""A planned handover is listed so long before its shift ends."""
LATEST = dt.timedelta(days=3)
AT_THE_RECEIVER = (
    HandoverState.READY,
    HandoverState.RECEIVING,
    HandoverState.CHECKED,
    HandoverState.SIGNED_BY_OUTGOING,
    HandoverState.INVALID,
)


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What the page lists.

    Parameters
    ----------
    mine
        To hand over: begun ones, and the planned ones that end soon, the first one first.
    to_receive, to_check, to_decide
        Waiting for the actor, the oldest first.
    latest
        Of the last days, within reach, the newest first.
    """

    mine: Sequence[Handover]
    to_receive: Sequence[Handover]
    to_check: Sequence[Handover]
    to_decide: Sequence[Handover]
    latest: Sequence[Handover]


def overview(session: Session, actor: Actor, *, now: dt.datetime) -> Overview:
    """Return the lists of the page for the present person."""
    return Overview(
        mine=_mine(session, actor, now),
        to_receive=to_receive(session, actor),
        to_check=to_check(session, actor),
        to_decide=to_decide(session, actor),
        latest=_latest(session, actor, now),
    )


def to_receive(session: Session, actor: Actor) -> Sequence[Handover]:
    """Return the records that wait for the actor's reading or signature."""
    if actor.person_id is None:
        return []
    receives = or_(
        Handover.receiver_id == actor.person_id,
        Handover.receiver_id.is_(None) & (Handover.planned_receiver_id == actor.person_id),
    )
    return _rows(session, actor, receives, Handover.state.in_(AT_THE_RECEIVER))


def to_sign(session: Session, actor: Actor) -> Sequence[Handover]:
    """Return the records that only the actor's signature is missing under."""
    return [row for row in to_receive(session, actor) if row.state is HandoverState.SIGNED_BY_OUTGOING]


def to_check(session: Session, actor: Actor) -> Sequence[Handover]:
    """Return the records that wait for the leader's check, of the teams within reach."""
    if not actor.roles & {"leader", *SUPERIORS}:
        return []
    rows = _rows(session, actor, Handover.state == HandoverState.SUBMITTED)
    return [
        row
        for row in rows
        if row.outgoing_id != actor.person_id and actor.reaches_team(row.container.team_id)
    ]


def to_decide(session: Session, actor: Actor) -> Sequence[Handover]:
    """Return the refused ones, for superiors."""
    if not actor.roles & SUPERIORS:
        return []
    return _rows(session, actor, Handover.state == HandoverState.REFUSED)


def _mine(session: Session, actor: Actor, now: dt.datetime) -> Sequence[Handover]:
    if actor.person_id is None:
        return []
    begun = [*EDITABLE, HandoverState.SUBMITTED, *AT_THE_RECEIVER, HandoverState.REFUSED]
    soon = (Handover.state == HandoverState.PLANNED) & HandoverContainer.ends_at.between(
        now - SOON, now + SOON
    )
    return _rows(
        session, actor, Handover.outgoing_id == actor.person_id, or_(Handover.state.in_(begun), soon)
    )


def _latest(session: Session, actor: Actor, now: dt.datetime) -> Sequence[Handover]:
    wanted = _select(actor).where(
        HandoverContainer.ends_at > now - LATEST, Handover.state != HandoverState.PLANNED
    )
    if actor.scope == "team":
        wanted = wanted.where(HandoverContainer.team_id == actor.team_id)
    elif actor.scope == "own":
        if actor.person_id is None:  # compared with nobody, a record without a receiver would be theirs
            return []
        own = or_(
            Handover.outgoing_id == actor.person_id,
            Handover.receiver_id == actor.person_id,
        )
        wanted = wanted.where(own)
    newest = wanted.order_by(HandoverContainer.ends_at.desc(), Handover.id.desc()).limit(MOST)
    return session.scalars(newest).all()


def _rows(session: Session, actor: Actor, *conditions: ColumnElement[bool]) -> Sequence[Handover]:
    rows = _select(actor).where(*conditions).order_by(HandoverContainer.ends_at, Handover.id).limit(MOST)
    return session.scalars(rows).all()


def _select(actor: Actor) -> Select[Handover]:
    return (
        select(Handover)
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .join(Team, Team.id == HandoverContainer.team_id)
        .options(
            joinedload(Handover.container).joinedload(HandoverContainer.team),
            joinedload(Handover.container).joinedload(HandoverContainer.shift_kind),
            joinedload(Handover.outgoing),
            joinedload(Handover.receiver),
            joinedload(Handover.planned_receiver),
        )
        .where(Team.department_id == actor.department_id)
    )
