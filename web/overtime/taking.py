"""Taking an offer: of any number who take it at once, exactly as many as are wanted get it."""

import datetime as dt

from sqlalchemy import CursorResult, case, select, update
from sqlalchemy.orm import Session

from roster.overtime.life import BEGINS
from roster.overtime.origins import Origin
from web.accounts.actor import Actor
from web.answer import Reason
from web.errors import NotFound
from web.overtime.eligible import OfferMonth, against_offer, load_offer_month
from web.overtime.offers import OfferAnswer, get_offer, sign_offer
from web.overtime.steps import sign
from web.overtime.tables import OfferState, OvertimeEntry, OvertimeOffer, OvertimeReply
from web.overtime.telling import tell_offer_over
from web.people.turns import one_at_a_time
from web.refusal import Refusal
from web.rosters.amending import amend


def take_offer(session: Session, actor: Actor, offer_id: int, *, now: dt.datetime) -> OfferAnswer:
    """Take an offer personally, and commit: a whole shift comes into the roster in force.

    Judged once more, then the place is taken by one conditional write. Taking it twice is taking it once.

    Raises
    ------
    NotFound
        When there is no such offer, or the actor is nobody who is rostered.
    """
    if actor.person_id is None:
        raise NotFound("nobody to work it")
    one_at_a_time(session, actor.department_id)
    offer = get_offer(session, actor, offer_id)
    said = reply_of(session, offer.id, actor.person_id)
    if said is not None and said.takes:
        return OfferAnswer(offer_id=offer.id)
    month = load_offer_month(session, offer)
    reasons = _reasons(offer, month, actor.person_id, said, now)
    if reasons or not _take_place(session, offer, now):
        session.rollback()
        return OfferAnswer(offer_id=offer_id, reasons=tuple(reasons) or (Refusal(code="offer_full"),))
    session.refresh(offer)
    session.add(OvertimeReply(offer_id=offer.id, person_id=actor.person_id, takes=True, at=now))
    row = _enter(session, actor, offer, month, now=now)
    if offer.shift_kind is not None:
        stopped = _into_roster(session, actor, offer, month, row, now=now)
        if stopped:
            session.rollback()
            return OfferAnswer(offer_id=offer_id, reasons=stopped)
    if offer.state is OfferState.FILLED:
        sign_offer(session, None, offer, "offer_filled", now=now)
        tell_offer_over(session, offer, now=now)
    session.commit()
    return OfferAnswer(offer_id=offer_id)


def refuse_offer(session: Session, actor: Actor, offer_id: int, *, now: dt.datetime) -> OfferAnswer:
    """Say no to an offer, and commit; nobody has to say why."""
    if actor.person_id is None:
        raise NotFound("nobody to refuse it")
    one_at_a_time(session, actor.department_id)
    offer = get_offer(session, actor, offer_id)
    said = reply_of(session, offer.id, actor.person_id)
    if said is not None:
        answered: tuple[Reason, ...] = (Refusal(code="offer_answered"),) if said.takes else ()
        return OfferAnswer(offer_id=offer_id, reasons=answered)
    if offer.state is not OfferState.OPEN or offer.deadline <= now:
        return OfferAnswer(offer_id=offer_id, reasons=(Refusal(code="offer_over"),))
    session.add(OvertimeReply(offer_id=offer.id, person_id=actor.person_id, takes=False, at=now))
    sign_offer(session, actor, offer, "refuse", now=now, content={"person": actor.person_id})
    session.commit()
    return OfferAnswer(offer_id=offer_id)


def reply_of(session: Session, offer_id: int, person_id: int) -> OvertimeReply | None:
    """Return what a person has answered."""
    return session.scalars(
        select(OvertimeReply).where(OvertimeReply.offer_id == offer_id, OvertimeReply.person_id == person_id)
    ).one_or_none()


def _reasons(
    offer: OvertimeOffer, month: OfferMonth, person_id: int, said: OvertimeReply | None, now: dt.datetime
) -> list[Reason]:
    if said is not None:
        return [Refusal(code="offer_answered")]
    if offer.state is OfferState.FILLED:
        return [Refusal(code="offer_full", measured=offer.taken, limit=offer.wanted)]
    if offer.state is not OfferState.OPEN or offer.deadline <= now:
        return [Refusal(code="offer_over")]
    if person_id not in month.day.people:
        return [Refusal(code="overtime_not_active")]
    return [each for each in against_offer(offer, month, person_id) if each.hard]


def _take_place(session: Session, offer: OvertimeOffer, now: dt.datetime) -> bool:
    """Take one place, if there is one left; the last one fills the offer."""
    result = session.execute(
        update(OvertimeOffer)
        .where(
            OvertimeOffer.id == offer.id,
            OvertimeOffer.state == OfferState.OPEN,
            OvertimeOffer.taken < OvertimeOffer.wanted,
            OvertimeOffer.deadline > now,
        )
        .values(
            taken=OvertimeOffer.taken + 1,
            state=case(
                (OvertimeOffer.taken + 1 == OvertimeOffer.wanted, OfferState.FILLED.value),
                else_=OfferState.OPEN.value,
            ),
            lock_version=OvertimeOffer.lock_version + 1,
            changed_at=now,
        )
        .execution_options(synchronize_session=False)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


def _enter(
    session: Session, actor: Actor, offer: OvertimeOffer, month: OfferMonth, *, now: dt.datetime
) -> OvertimeEntry:
    person_id = actor.person_id or 0
    whole = offer.shift_kind
    row = OvertimeEntry(
        department_id=offer.department_id,
        person_id=person_id,
        date=offer.date,
        origin=Origin.OFFERED,
        state=BEGINS[Origin.OFFERED],
        lock_version=1,
        starts_at=offer.starts_at,
        ends_at=offer.ends_at,
        minutes=whole.paid_minutes if whole else int((offer.ends_at - offer.starts_at).total_seconds() // 60),
        on_day_off=not month.day.loads[person_id].works,
        shift_kind_id=offer.shift_kind_id,
        flags=[],
        reason=offer.reason,
        token=f"offer:{offer.id}:{person_id}",
        offer_id=offer.id,
        policy_version_id=offer.policy_version_id,
        created_by_id=actor.user_id,
        approved_by_id=offer.created_by_id,
        created_at=now,
        changed_at=now,
    )
    session.add(row)
    session.flush()
    row.record_number = sign(session, actor, row, "take", now=now, content={"offer": offer.id})
    session.flush()
    return row


def _into_roster(
    session: Session,
    actor: Actor,
    offer: OvertimeOffer,
    month: OfferMonth,
    row: OvertimeEntry,
    *,
    now: dt.datetime,
) -> tuple[Reason, ...]:
    if month.version is None or offer.shift_kind is None:
        return (Refusal(code="swap_not_published", measured=f"{offer.date:%Y-%m}"),)
    number = month.day.people[row.person_id].id
    cells = {(number, offer.date): offer.shift_kind.code}
    return amend(session, actor, month.version, cells, note=f"call-in {offer.id}", now=now).reasons
