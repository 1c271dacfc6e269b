"""Storing a swap that was found lawful: the row, who must say yes, what is told, and the first step on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.swaps.life import SwapAct, SwapState
from roster.swaps.moves import Move, Swap
from web.accounts.actor import Actor
from web.answer import Reason
from web.people.tables import Person, ShiftKind
from web.rosters.instants import instants
from web.said import plain
from web.swaps.approving import chain_of
from web.swaps.debts import due_day, store_debts
from web.swaps.effecting import advance
from web.swaps.expiring import expiry
from web.swaps.loading import SwapMonth
from web.swaps.offer_tables import SwapOffer
from web.swaps.steps import sign
from web.swaps.tables import SwapConsent, SwapMove, SwapPayment, SwapRequest
from web.swaps.telling import tell_asked

OF_OFFER = "offer-"
"""Begins the token of a swap that came of an offer."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What somebody asks for.

    Parameters
    ----------
    moves, paybacks
        Shifts that change hands, of one month or of two that follow each other.
    requester_id
        Whose shift it is; another person than the actor where a manager asks on behalf.
    ground
        One of the policy's grounds, or empty.
    reason
        In words.
    token
        Made with the form.
    by_company
        The department asks (R-4.20).
    undoes_id, pays_id
        The swap that this one takes back; the debt that it pays back.
    offer
        The open offer that the actor takes up.
    """

    requester_id: int
    moves: tuple[Move, ...]
    paybacks: tuple[Move, ...] = ()
    ground: str = ""
    reason: str = ""
    token: str = ""
    by_company: bool = False
    undoes_id: int | None = None
    pays_id: int | None = None
    offer: SwapOffer | None = None

    @property
    def settles(self) -> bool:
        """Whether it takes an earlier swap back, or pays one back."""
        return self.undoes_id is not None or self.pays_id is not None


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The stored swap; `reasons` say why it could not take effect at once, then the caller rolls back."""

    row: SwapRequest
    reasons: tuple[Reason, ...] = ()


def place(
    session: Session,
    actor: Actor,
    month: SwapMonth,
    ask: Ask,
    swap: Swap,
    *,
    now: dt.datetime,
) -> Placed:
    """Store a swap that the caller has judged in `month`, ask whoever must say yes; the caller commits.

    Who takes an offered shift has agreed with that.
    """
    row = _stored(session, actor, month, ask, swap, now=now)
    sign(session, actor, row, SwapAct.PROPOSE, now=now, content={"reason": row.reason, "ground": row.ground})
    if ask.offer is not None and actor.person_id is not None:
        session.add(SwapConsent(swap_id=row.id, person_id=actor.person_id, user_id=actor.user_id, at=now))
        session.flush()
        session.refresh(row)
        sign(session, actor, row, SwapAct.AGREE, now=now, content={"offer": ask.offer.id})
    else:
        tell_asked(session, row, now=now)
    return Placed(row=row, reasons=advance(session, actor, row, month, now=now))


def _stored(
    session: Session,
    actor: Actor,
    month: SwapMonth,
    ask: Ask,
    swap: Swap,
    *,
    now: dt.datetime,
) -> SwapRequest:
    requester = session.get_one(Person, ask.requester_id)
    kinds = {
        kind.code: kind
        for kind in session.scalars(select(ShiftKind).where(ShiftKind.department_id == month.department.id))
    }
    rows = [_move(month, kinds, move, is_payback=move in swap.paybacks) for move in swap.all_moves]
    created_by_id = actor.user_id if ask.offer is None else ask.offer.created_by_id
    on_behalf = actor.person_id != requester.id if ask.offer is None else ask.offer.on_behalf
    entered_by_id = created_by_id if on_behalf else None
    on_holiday = any(
        each.problem.calendar.is_special(day)
        for each in month.each
        for day in swap.of_month(each.problem.first_day).dates
    )
    row = SwapRequest(
        department_id=month.department.id,
        month=month.version.roster.month,
        requester_id=requester.id,
        created_by_id=created_by_id,
        on_behalf=on_behalf,
        by_company=ask.by_company,
        token=ask.token,
        ground=ask.ground,
        reason=plain(ask.reason),
        state=SwapState.PROPOSED,
        seen_version_id=month.version.id,
        policy_version_id=month.policy_version_id,
        chain=list(chain_of(session, month, swap, entered_by_id=entered_by_id, on_holiday=on_holiday)),
        asks_counterpart=month.terms.asks_counterpart or ask.by_company,
        on_holiday=on_holiday,
        undoes_id=ask.undoes_id,
        payment=None if ask.pays_id is None else SwapPayment(debt_id=ask.pays_id),
        payback_due=due_day(month, swap),
        expires_at=expiry(
            month,
            [(move.date, move.starts_at) for move in rows if not move.is_payback],
            begins=min(move.starts_at for move in rows),
            has_notice=not (ask.by_company or ask.settles),
        ),
        created_at=now,
        changed_at=now,
        requester=requester,
        moves=rows,
        consents=[],
    )
    session.add(row)
    session.flush()
    store_debts(session, month, row, swap)
    return row


def _move(month: SwapMonth, kinds: Mapping[str, ShiftKind], move: Move, *, is_payback: bool) -> SwapMove:
    kind = kinds[month.shifts[move.giver, move.date]]
    starts_at, ends_at = instants(move.date, kind, month.department.time_zone)
    return SwapMove(
        date=move.date,
        giver=month.people[move.giver],
        taker=month.people[move.taker],
        shift_kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        is_payback=is_payback,
    )
