"""What every act on a swap shares: finding it, the one conditional write, the answer, the signed record."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from roster.swaps.life import FROM, SwapAct, SwapState
from web.accounts.actor import Actor
from web.answer import Answer, Reason
from web.database import JsonObject
from web.database.seen import change_if_seen
from web.errors import NotFound
from web.people.tables import Department
from web.records.signing import sign_act
from web.refusal import Refusal
from web.swaps.tables import SwapMove, SwapRequest

SUBJECT = "swap"
"""What its records are about."""


@dataclass(frozen=True, kw_only=True)
class SwapAnswer(Answer[SwapState]):
    """What came of an act; `swap_id` is None where nothing was stored."""

    STALE = frozenset({"stale_swap", "swap_roster_changed"})

    swap_id: int | None


def open_swap(session: Session, actor: Actor, swap_id: int) -> tuple[SwapRequest, Department]:
    """Return a swap that the actor takes part in or reaches, as the database has it now.

    Raises
    ------
    NotFound
        When there is none, or it concerns nobody within the actor's reach.
    """
    row = session.scalars(
        select(SwapRequest)
        .options(
            selectinload(SwapRequest.moves).joinedload(SwapMove.giver),
            selectinload(SwapRequest.moves).joinedload(SwapMove.taker),
            selectinload(SwapRequest.consents),
        )
        .where(SwapRequest.id == swap_id, SwapRequest.department_id == actor.department_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None or not any(actor.reaches_person(*party) for party in parties_of(row)):
        raise NotFound(f"no swap {swap_id} within reach")
    return row, session.get_one(Department, row.department_id)


def parties_of(row: SwapRequest) -> Sequence[tuple[int, int | None]]:
    """Return person and team of everybody whose shifts change, the requester first."""
    people = [row.requester, *(person for move in row.moves for person in (move.giver, move.taker))]
    return list(dict.fromkeys((person.id, person.team_id) for person in people))


def is_party(row: SwapRequest, actor: Actor) -> bool:
    """Tell whether the actor's own shifts change."""
    return any(person == actor.person_id for person, _ in parties_of(row))


def has_signed(row: SwapRequest, actor: Actor) -> bool:
    """Tell whether the actor has taken an earlier step of its approval."""
    return any(consent.step is not None and consent.user_id == actor.user_id for consent in row.consents)


def state_reasons(row: SwapRequest, act: SwapAct, *, seen: int) -> list[Reason]:
    """Return why an act that saw `seen` cannot be; empty when it can."""
    if row.lock_version != seen:
        return [stale(row, seen)]
    if row.state not in FROM[act]:
        needed = "|".join(sorted(state.value for state in FROM[act]))
        return [Refusal(code="wrong_swap_state", measured=row.state.value, limit=needed)]
    return []


def stale(row: SwapRequest, seen: int) -> Refusal:
    """Return the refusal of an act on an old sight of a swap."""
    return Refusal(
        code="stale_swap",
        measured=row.lock_version,
        limit=seen,
        details={"state": row.state.value, "at": row.changed_at.isoformat()},
    )


def take(
    session: Session,
    row: SwapRequest,
    *,
    seen: int,
    states: Collection[SwapState],
    now: dt.datetime,
    **values: Any,
) -> bool:
    """Change a swap if it is still the one that was seen; tell whether it was.

    The only place that writes `state` and `lock_version` of an existing swap.
    """
    return change_if_seen(session, row, seen=seen, states=states, now=now, **values)


def sign(
    session: Session,
    actor: Actor | None,
    row: SwapRequest,
    act: SwapAct,
    *,
    now: dt.datetime,
    content: JsonObject | None = None,
) -> None:
    """Write the act as a signed record and into the audit trail, in the same transaction.

    Parameters
    ----------
    actor
        None where the clock decides.
    content
        Beside the state: reason in words, what was checked.
    """
    sign_act(
        session,
        actor,
        row,
        act.value,
        of=SUBJECT,
        table=SwapRequest.__tablename__,
        policy_version_id=row.policy_version_id,
        content={"roster_version": row.seen_version_id, **(content or {})},
        now=now,
    )


def subject_of(swap_id: int) -> str:
    """Return what the records of a swap are about."""
    return f"{SUBJECT}:{swap_id}"


def refused(session: Session, actor: Actor, swap_id: int, reasons: Iterable[Reason]) -> SwapAnswer:
    """Undo what the transaction did and return the refusal."""
    session.rollback()
    row, _ = open_swap(session, actor, swap_id)
    return SwapAnswer(
        swap_id=row.id,
        state=row.state,
        lock_version=row.lock_version,
        reasons=tuple(reasons) or (Refusal(code="try_again"),),
    )


def overtaken(session: Session, actor: Actor, swap_id: int, act: SwapAct, *, seen: int) -> SwapAnswer:
    """Return the refusal of an act whose conditional UPDATE found nothing: somebody was faster."""
    session.rollback()
    row, _ = open_swap(session, actor, swap_id)
    return refused(session, actor, swap_id, state_reasons(row, act, seen=seen))


def done(row: SwapRequest) -> SwapAnswer:
    """Return the answer of an act that took place."""
    return SwapAnswer(swap_id=row.id, state=row.state, lock_version=row.lock_version)
