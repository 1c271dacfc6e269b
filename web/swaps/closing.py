"""What becomes of offers and undecided swaps when a shift is gone, because leave on it was granted."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from roster.swaps.life import FROM, SwapAct, SwapState
from web.accounts.actor import Actor
from web.swaps.offer_tables import OfferState, SwapOffer
from web.swaps.offering import end_offer
from web.swaps.steps import sign, take
from web.swaps.tables import SwapMove, SwapRequest
from web.swaps.telling import tell_withdrawn


def close_on(
    session: Session, actor: Actor, person_id: int, dates: Collection[dt.date], *, now: dt.datetime
) -> int:
    """End a person's open offers and undecided swaps on the dates, and tell both sides; return how many.

    The caller holds the department's lock and commits. Nobody is told why: leave is not their business.
    """
    offers = session.scalars(
        select(SwapOffer).where(
            SwapOffer.person_id == person_id,
            SwapOffer.date.in_(dates),
            SwapOffer.state == OfferState.OPEN,
        )
    ).all()
    ended = sum(
        end_offer(session, row, OfferState.CLOSED, actor, seen=row.lock_version, now=now) for row in offers
    )
    moved = select(SwapMove.swap_id).where(
        or_(SwapMove.giver_id == person_id, SwapMove.taker_id == person_id), SwapMove.date.in_(dates)
    )
    states = FROM[SwapAct.WITHDRAW]
    swaps = session.scalars(
        select(SwapRequest).where(SwapRequest.id.in_(moved), SwapRequest.state.in_(tuple(states)))
    ).all()
    for swap in swaps:
        if take(session, swap, seen=swap.lock_version, states=states, now=now, state=SwapState.WITHDRAWN):
            sign(session, actor, swap, SwapAct.WITHDRAW, now=now, content={"reason": "", "shift": "gone"})
            tell_withdrawn(session, swap, now=now, reason="")
            ended += 1
    return ended
