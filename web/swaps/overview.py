"""Lists of swaps: what waits for somebody's word, what somebody has asked for, what is owed."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from roster.swaps.life import IN_EFFECT, OVER, SwapState
from web.accounts.actor import Actor
from web.rosters.tables import AssignmentInForce
from web.swaps.approving import step_reasons
from web.swaps.loading import waited_for
from web.swaps.steps import parties_of
from web.swaps.tables import SwapMove, SwapRequest

MOST = 100
"""Lines of the past that a list shows."""


def waiting_for_word(session: Session, actor: Actor) -> list[SwapRequest]:
    """Return swaps in which the actor is asked to take a shift, the one that expires first on top."""
    if actor.person_id is None:
        return []
    found = _swaps(session, actor, SwapRequest.state == SwapState.PROPOSED, _concerns(actor.person_id))
    return [row for row in found if actor.person_id in waited_for(row)]


def waiting_for_approval(session: Session, actor: Actor) -> list[SwapRequest]:
    """Return swaps whose next approval is the actor's to give, the one that expires first on top.

    A leader approves for the own team; who takes no step of a swap: `step_reasons`.
    """
    found = _swaps(session, actor, SwapRequest.state == SwapState.RULE_CHECKED)
    return [
        row
        for row in found
        if not step_reasons(row, actor) and any(actor.reaches_team(team) for _, team in parties_of(row))
    ]


def own_swaps(session: Session, actor: Actor) -> list[SwapRequest]:
    """Return the actor's own swaps, those still on their way first, then the newest."""
    if actor.person_id is None:
        return []
    found = _swaps(session, actor, _concerns(actor.person_id))
    return sorted(found, key=lambda row: (row.state in OVER, -row.id))[:MOST]


def swaps_in_reach(session: Session, actor: Actor) -> list[SwapRequest]:
    """Return the swaps that a leader or supervisor oversees: on their way, in effect, then the past."""
    order = dict.fromkeys(SwapState, 0) | dict.fromkeys(IN_EFFECT, 1) | dict.fromkeys(OVER, 2)
    found = [
        row for row in _swaps(session, actor) if any(actor.reaches_team(team) for _, team in parties_of(row))
    ]
    return sorted(found, key=lambda row: (order[row.state], -row.id))[:MOST]


def coming_shifts(session: Session, person_id: int, now: dt.datetime) -> Sequence[AssignmentInForce]:
    """Return a person's shifts in force that have not begun, the next one first."""
    rows = session.scalars(
        select(AssignmentInForce)
        .options(joinedload(AssignmentInForce.shift_kind))
        .where(AssignmentInForce.person_id == person_id, AssignmentInForce.starts_at > now)
        .order_by(AssignmentInForce.starts_at)
        .limit(MOST)
    )
    return rows.all()


def _concerns(person_id: int) -> ColumnElement[bool]:
    return or_(
        SwapRequest.requester_id == person_id,
        SwapRequest.moves.any(or_(SwapMove.giver_id == person_id, SwapMove.taker_id == person_id)),
    )


def _swaps(session: Session, actor: Actor, *which: ColumnElement[bool]) -> Sequence[SwapRequest]:
    rows = session.scalars(
        select(SwapRequest)
        .options(
            selectinload(SwapRequest.moves).joinedload(SwapMove.giver),
            selectinload(SwapRequest.moves).joinedload(SwapMove.taker),
            selectinload(SwapRequest.moves).joinedload(SwapMove.shift_kind),
            selectinload(SwapRequest.consents),
            selectinload(SwapRequest.requester),
            selectinload(SwapRequest.payment),
        )
        .where(SwapRequest.department_id == actor.department_id, *which)
        .order_by(SwapRequest.expires_at, SwapRequest.id)
    )
    return rows.all()
