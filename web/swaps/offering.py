"""Open offers: a shift that anybody who may can take; who takes it first makes a swap of it."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from roster.swaps.candidates import Candidate
from web.accounts.actor import Actor
from web.answer import Reason
from web.database.seen import change_if_seen
from web.errors import NotFound
from web.people.tables import ShiftKind
from web.people.turns import one_at_a_time
from web.records.signing import sign_act
from web.refusal import Refusal
from web.rosters.alive import in_force
from web.rosters.instants import instants
from web.said import plain
from web.swaps.asking import (
    Asking,
    asked_already,
    candidates_for,
    person_in_reach,
    said_reasons,
    token_reasons,
)
from web.swaps.expiring import expiry
from web.swaps.offer_tables import OfferState, SwapInvitation, SwapOffer
from web.swaps.placing import OF_OFFER, Ask, place
from web.swaps.telling import tell_offer_over, tell_offered


@dataclass(frozen=True, kw_only=True)
class OfferAnswer:
    """What came of an act on an offer; `reasons` say why nothing was done, all of them."""

    offer_id: int | None
    swap_id: int | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def is_stale(self) -> bool:
        """Whether somebody was faster (HTTP 409)."""
        return any(reason.code == "offer_gone" for reason in self.reasons)


def offer(
    session: Session,
    actor: Actor,
    person_id: int,
    when: dt.date,
    *,
    allows_exchange: bool,
    ground: str = "",
    reason: str,
    token: str,
    now: dt.datetime,
    today: dt.date,
) -> OfferAnswer:
    """Offer a shift to everybody who may take it now, tell them, and commit.

    A form that is sent twice is one offer.

    Raises
    ------
    NotFound
        When the person is not within reach.
    """
    person = person_in_reach(session, actor, person_id)
    malformed = token_reasons(token)
    if malformed:
        return OfferAnswer(offer_id=None, reasons=tuple(malformed))
    one_at_a_time(session, actor.department_id)
    twice = session.scalars(
        select(SwapOffer).where(SwapOffer.created_by_id == actor.user_id, SwapOffer.token == token)
    ).one_or_none()
    if twice is not None:
        return OfferAnswer(offer_id=twice.id)
    asked = candidates_for(session, person, when, ground=ground, now=now, today=today)
    if isinstance(asked, Refusal):
        return OfferAnswer(offer_id=None, reasons=(asked,))
    eligible = takers(asked, allows_exchange=allows_exchange)
    reasons = [*said_reasons(reason, ground, token), *asked_already(session, person_id, [when])]
    if not eligible:
        reasons.append(Refusal(code="offer_nobody"))
    if reasons:
        session.rollback()
        return OfferAnswer(offer_id=None, reasons=tuple(reasons))
    kind = session.scalars(
        select(ShiftKind).where(
            ShiftKind.department_id == actor.department_id,
            ShiftKind.code == asked.month.roster[person.employee_number, when],
        )
    ).one()
    starts_at, _ = instants(when, kind, asked.month.department.time_zone)
    row = SwapOffer(
        department_id=actor.department_id,
        person_id=person.id,
        created_by_id=actor.user_id,
        on_behalf=actor.person_id != person.id,
        token=token,
        date=when,
        shift_kind_id=kind.id,
        allows_exchange=allows_exchange,
        ground=ground,
        reason=plain(reason),
        state=OfferState.OPEN,
        expires_at=expiry(asked.month, [(when, starts_at)], begins=starts_at),
        created_at=now,
        changed_at=now,
        person=person,
        invitations=[
            SwapInvitation(person_id=asked.month.people[candidate.person].id) for candidate in eligible
        ],
    )
    session.add(row)
    session.flush()
    _sign(session, row, "offer", actor, now=now, reason=row.reason)
    tell_offered(session, row, now=now)
    session.commit()
    return OfferAnswer(offer_id=row.id)


def takers(asked: Asking, *, allows_exchange: bool) -> list[Candidate]:
    """Return who may take the shift, in the way that the offer allows, the best first."""
    return [
        candidate
        for candidate in asked.candidates
        if candidate.verdict.is_lawful and (allows_exchange or candidate.gives is None)
    ]


def take_offer(
    session: Session, actor: Actor, offer_id: int, *, seen: int, now: dt.datetime, today: dt.date
) -> OfferAnswer:
    """Take an offered shift, personally, and commit: it becomes a swap to which the taker has agreed.

    Of several who take it at once the first has it; the others are told so.

    Raises
    ------
    NotFound
        When the offer was not made to the actor.
    """
    row = open_offer(session, actor, offer_id)
    if actor.person_id not in {each.person_id for each in row.invitations}:
        raise NotFound(f"offer {offer_id} was not made to the actor")
    one_at_a_time(session, actor.department_id)
    if not change_if_seen(
        session, row, seen=seen, states=(OfferState.OPEN,), now=now, state=OfferState.TAKEN
    ):
        session.rollback()
        return OfferAnswer(offer_id=offer_id, reasons=(Refusal(code="offer_gone"),))
    asked = asking_of(session, actor, row, now=now, today=today)
    if isinstance(asked, Refusal):
        session.rollback()
        return OfferAnswer(offer_id=offer_id, reasons=(asked,))
    mine = own_candidate(asked, actor, row)
    reasons: tuple[Reason, ...] = (Refusal(code="offer_no_way"),) if mine is None else mine.verdict.reasons
    if mine is not None and not reasons:
        ask = Ask(
            requester_id=row.person_id,
            moves=mine.swap.moves,
            ground=row.ground,
            reason=row.reason,
            token=f"{OF_OFFER}{row.id}",
            offer=row,
        )
        placed = place(session, actor, asked.month, ask, mine.swap, now=now)
        reasons = placed.reasons
        row.swap_id = placed.row.id
    if reasons:
        session.rollback()
        return OfferAnswer(offer_id=offer_id, reasons=reasons)
    _sign(session, row, "take", actor, now=now, swap=row.swap_id)
    session.commit()
    return OfferAnswer(offer_id=offer_id, swap_id=row.swap_id)


def withdraw_offer(
    session: Session, actor: Actor, offer_id: int, *, seen: int, now: dt.datetime
) -> OfferAnswer:
    """Take an offer back that nobody has taken, and commit; by whose shift it is, or who offered it.

    Raises
    ------
    NotFound
        When the offer is not within reach.
    """
    row = open_offer(session, actor, offer_id)
    if actor.person_id != row.person_id and actor.user_id != row.created_by_id:
        return OfferAnswer(offer_id=offer_id, reasons=(Refusal(code="offer_not_yours"),))
    one_at_a_time(session, actor.department_id)
    if not end_offer(session, row, OfferState.WITHDRAWN, actor, seen=seen, now=now):
        session.rollback()
        return OfferAnswer(offer_id=offer_id, reasons=(Refusal(code="offer_gone"),))
    session.commit()
    return OfferAnswer(offer_id=offer_id)


def offers_due(session: Session, now: dt.datetime) -> int:
    """End every offer that nobody took in time, and commit each; return how many."""
    count = 0
    late = select(SwapOffer).where(SwapOffer.state == OfferState.OPEN, SwapOffer.expires_at <= now)
    for row in session.scalars(late).all():
        one_at_a_time(session, row.department_id)
        count += end_offer(session, row, OfferState.EXPIRED, None, seen=row.lock_version, now=now)
        session.commit()
    return count


def asking_of(
    session: Session, actor: Actor, row: SwapOffer, *, now: dt.datetime, today: dt.date
) -> Asking | Refusal:
    """Judge on the roster as it is now whether the actor could take the offered shift."""
    return candidates_for(
        session,
        row.person,
        row.date,
        ground=row.ground,
        among={actor.person_id} if actor.person_id else (),
        now=now,
        today=today,
    )


def own_candidate(asked: Asking, actor: Actor, row: SwapOffer) -> Candidate | None:
    """Return how the actor could take it: by exchange where that is allowed, else only when off."""
    for candidate in asked.candidates:
        is_own = asked.month.people[candidate.person].id == actor.person_id
        if is_own and (row.allows_exchange or candidate.gives is None):
            return candidate
    return None


def open_offer(session: Session, actor: Actor, offer_id: int) -> SwapOffer:
    """Return an offer that the actor made, was made, or oversees, as the database has it now.

    Raises
    ------
    NotFound
        When there is none.
    """
    row = session.scalars(
        _offers(actor).where(SwapOffer.id == offer_id).execution_options(populate_existing=True)
    ).one_or_none()
    if row is None or not _reaches(actor, row):
        raise NotFound(f"no offer {offer_id} within reach")
    return row


def open_offers(session: Session, actor: Actor) -> list[SwapOffer]:
    """Return the open offers that the actor made, was made, or oversees; what expires first on top."""
    rows = session.scalars(_offers(actor).where(SwapOffer.state == OfferState.OPEN))
    return [row for row in rows if _reaches(actor, row)]


def _reaches(actor: Actor, row: SwapOffer) -> bool:
    invited = actor.person_id in {each.person_id for each in row.invitations}
    return invited or actor.reaches_person(row.person_id, row.person.team_id)


def end_offer(
    session: Session, row: SwapOffer, state: OfferState, actor: Actor | None, *, seen: int, now: dt.datetime
) -> bool:
    """End an open offer and tell whom it concerns; tell whether it was still open. The caller commits."""
    if not change_if_seen(session, row, seen=seen, states=(OfferState.OPEN,), now=now, state=state):
        return False
    _sign(session, row, state.value, actor, now=now)
    tell_offer_over(session, row, now=now)
    return True


def _sign(
    session: Session, row: SwapOffer, act: str, actor: Actor | None, *, now: dt.datetime, **content: object
) -> None:
    """Write the act as a signed record, in the same transaction."""
    version = in_force(session, row.department_id, row.date.replace(day=1))
    sign_act(
        session,
        actor,
        row,
        act,
        of="offer",
        table=SwapOffer.__tablename__,
        policy_version_id=None if version is None else version.policy_version_id,
        content={"date": row.date.isoformat(), **content},
        now=now,
    )


def _offers(actor: Actor) -> Select[SwapOffer]:
    return (
        select(SwapOffer)
        .options(joinedload(SwapOffer.person), joinedload(SwapOffer.shift_kind))
        .options(selectinload(SwapOffer.invitations))
        .where(SwapOffer.department_id == actor.department_id)
        .order_by(SwapOffer.expires_at, SwapOffer.id)
    )
