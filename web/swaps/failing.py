"""A swapped shift that stayed empty, or went wrong: the leader decides who bears what (R-4.13, R-4.14)."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.swaps.life import FROM, SwapAct, SwapState
from web.accounts.actor import Actor
from web.answer import Reason
from web.errors import NotFound
from web.people.turns import one_at_a_time
from web.policy.tables import PolicyVersion
from web.policy.vocabulary.requests import SwapFailure as StatedFailure
from web.refusal import Refusal
from web.rosters.loading import effective
from web.said import faults, plain
from web.swaps.debts import cancel_of_move, debts_of_swap
from web.swaps.steps import (
    SwapAnswer,
    done,
    is_party,
    open_swap,
    overtaken,
    refused,
    sign,
    state_reasons,
    take,
)
from web.swaps.tables import SwapFailure, SwapMove, SwapRequest
from web.swaps.telling import tell_failed

WHOLE = 100
"""Per cent."""


def stated_failure(session: Session, row: SwapRequest) -> StatedFailure:
    """Return what the policy under which the swap was asked for says of one that fails (P-57)."""
    return effective(session.get_one(PolicyVersion, row.policy_version_id)).values.swap_failure


def fail(
    session: Session,
    actor: Actor,
    swap_id: int,
    *,
    move_id: int,
    giver_share: int,
    unexcused: bool,
    reason: str,
    seen: int,
    now: dt.datetime,
) -> SwapAnswer:
    """Record that a swapped shift failed and the share of each side, and commit.

    What nobody worked is not owed: the debt of that shift is cancelled. With nothing else owed the swap has
    failed; otherwise it stays as it is.

    Raises
    ------
    NotFound
        When the swap is not within the actor's reach, or has no such shift.
    """
    row, _ = open_swap(session, actor, swap_id)
    one_at_a_time(session, row.department_id)
    move = next((each for each in row.moves if each.id == move_id), None)
    if move is None:
        raise NotFound(f"swap {swap_id} has no move {move_id}")
    reason = plain(reason)
    reasons = state_reasons(row, SwapAct.FAIL, seen=seen) or [
        *_not_yet(move, now),
        *_wrong_share(stated_failure(session, row), giver_share),
        *_not_unexcused(stated_failure(session, row), unexcused),
        *faults(reason),
    ]
    if is_party(row, actor):
        reasons.append(Refusal(code="swap_own"))
    elif not _reaches_both(move, actor):
        reasons.append(Refusal(code="swap_other_team"))
    if failures_of(session, row.id, move_id):
        reasons.append(Refusal(code="swap_failed_already"))
    if reasons:
        return refused(session, actor, swap_id, reasons)
    cancel_of_move(session, move_id)
    owed = any(debt.paid_on is None for debt in debts_of_swap(session, row.id))
    state = row.state if owed else SwapState.FAILED
    if not take(session, row, seen=seen, states=FROM[SwapAct.FAIL], now=now, state=state):
        return overtaken(session, actor, swap_id, SwapAct.FAIL, seen=seen)
    session.add(
        SwapFailure(
            swap_id=row.id,
            move_id=move_id,
            giver_share=giver_share,
            unexcused=unexcused,
            reason=reason,
            decided_by_id=actor.user_id,
            at=now,
        )
    )
    content = {
        "reason": reason,
        "date": move.date.isoformat(),
        "shares": {move.giver.employee_number: giver_share, move.taker.employee_number: WHOLE - giver_share},
        "unexcused": unexcused,
    }
    sign(session, actor, row, SwapAct.FAIL, now=now, content=content)
    tell_failed(session, row, move, now=now, reason=reason)
    session.commit()
    return done(row)


def failures_of(session: Session, swap_id: int, move_id: int | None = None) -> list[SwapFailure]:
    """Return what was decided on shifts of a swap that failed."""
    found = select(SwapFailure).where(SwapFailure.swap_id == swap_id).order_by(SwapFailure.id)
    return list(session.scalars(found if move_id is None else found.where(SwapFailure.move_id == move_id)))


def failable(row: SwapRequest, actor: Actor, now: dt.datetime) -> list[SwapMove]:
    """Return the shifts on which the actor may decide: begun, nobody's own, with both sides within reach."""
    if row.state not in FROM[SwapAct.FAIL] or is_party(row, actor):
        return []
    return [move for move in row.moves if move.starts_at <= now and _reaches_both(move, actor)]


def _reaches_both(move: SwapMove, actor: Actor) -> bool:
    """Whoever leads one side only puts no share on the other: across teams the supervisor decides."""
    return actor.reaches_team(move.giver.team_id) and actor.reaches_team(move.taker.team_id)


def _not_yet(move: SwapMove, now: dt.datetime) -> list[Reason]:
    return [] if move.starts_at <= now else [Refusal(code="swap_not_begun", measured=move.date.isoformat())]


def _wrong_share(stated: StatedFailure, share: int) -> list[Reason]:
    """Where both bear responsibility (S4f, R-4.14), neither share can be nothing."""
    least = 1 if stated is StatedFailure.BOTH_RESPONSIBLE else 0
    if least <= share <= WHOLE - least:
        return []
    return [Refusal(code="swap_share", field="giver_share", measured=share, limit=f"{least}–{WHOLE - least}")]


def _not_unexcused(stated: StatedFailure, unexcused: bool) -> list[Reason]:
    """Where the text says that both are responsible and no more (S4f), nothing is absence without leave."""
    forbidden = unexcused and stated is StatedFailure.BOTH_RESPONSIBLE
    return [Refusal(code="swap_not_unexcused", field="unexcused")] if forbidden else []
