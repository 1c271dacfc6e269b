"""How a swap goes on once enough people have said yes, up to the roster's new version."""

import datetime as dt

from sqlalchemy.orm import Session

from roster.swaps.life import SwapAct, SwapState, settled
from web.accounts.actor import Actor
from web.answer import Reason
from web.refusal import Refusal
from web.rosters.amending import amend
from web.swaps.debts import cancel, pay
from web.swaps.loading import SwapMonth, life_of, swap_of
from web.swaps.steps import sign, take
from web.swaps.tables import SwapRequest
from web.swaps.telling import tell_approvers, tell_effective


def advance(
    session: Session, actor: Actor, row: SwapRequest, month: SwapMonth, *, now: dt.datetime
) -> tuple[Reason, ...]:
    """Step over states in which nobody is waited for; the caller has judged the swap in `month`, and commits.

    Returns
    -------
    tuple of Reason
        Why it could not take effect, after everybody agreed; then the caller rolls back.
    """
    life = settled(life_of(row))
    if life.state is SwapState.COUNTERPART_AGREED:
        life = life.after(SwapAct.FIND_LAWFUL)
    if life.state is not row.state and not take(
        session,
        row,
        seen=row.lock_version,
        states=(row.state,),
        now=now,
        state=life.state,
        seen_version_id=month.version.id,
    ):
        return (Refusal(code="try_again"),)
    if life.state is SwapState.RULE_CHECKED:
        tell_approvers(session, row, now=now)
    return _take_effect(session, actor, row, month, now=now) if life.state is SwapState.APPROVED else ()


def _take_effect(
    session: Session, actor: Actor, row: SwapRequest, month: SwapMonth, *, now: dt.datetime
) -> tuple[Reason, ...]:
    versions = []
    # the last month first: the seam of the one before is then judged on both as they become
    for each in reversed(month.each):
        swap = swap_of(row).of_month(each.problem.first_day)
        after = swap.applied(each.roster)
        cells = {cell: after.kind(*cell) for cell in swap.cells}
        made = amend(session, actor, each.version, cells, note=note_of(row), now=now)
        if made.version is None:
            return made.reasons
        versions.append(made.version.id)
    if not take(
        session,
        row,
        seen=row.lock_version,
        states=(SwapState.APPROVED,),
        now=now,
        state=life_of(row).after(SwapAct.TAKE_EFFECT).state,
        made_version_id=versions[-1],
    ):
        return (Refusal(code="try_again"),)
    if row.payment is not None and not pay(session, row):
        return (Refusal(code="swap_already_paid"),)
    if row.undoes_id is not None and not _undo(session, actor, row, now=now):
        return (Refusal(code="swap_already_undone"),)
    sign(
        session,
        actor,
        row,
        SwapAct.TAKE_EFFECT,
        now=now,
        content={"made_version": versions[-1], "made_versions": versions[::-1]},
    )
    tell_effective(session, row, now=now)
    return ()


def note_of(row: SwapRequest) -> str:
    """Return what the roster's history says of the versions that a swap made."""
    return f"swap {row.id}"


def _undo(session: Session, actor: Actor, row: SwapRequest, *, now: dt.datetime) -> bool:
    """Take the earlier swap back, once, with what it left owed."""
    earlier = session.get_one(SwapRequest, row.undoes_id, populate_existing=True)
    gone = take(
        session,
        earlier,
        seen=earlier.lock_version,
        states=(SwapState.EFFECTIVE,),
        now=now,
        state=SwapState.WITHDRAWN,
    )
    if gone:
        cancel(session, earlier.id)
        sign(session, actor, earlier, SwapAct.UNDO, now=now, content={"by_swap": row.id})
    return gone
