"""What the time makes of overtime: forms and offers expire, what was agreed on is worked, some are reminded.

Any number of processes may call `overtime_due` as often as they like: each step is one conditional write.
"""

import datetime as dt

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from roster.overtime.life import FROM, OPEN, TO, OvertimeAct, OvertimeState
from web.overtime.offers import able_to_take, end_offer
from web.overtime.steps import sign, take
from web.overtime.tables import OfferState, OvertimeEntry, OvertimeOffer, OvertimeReply
from web.overtime.telling import tell_asked, tell_decided, tell_offer_soon, tell_to_approve, was_reminded
from web.people.turns import one_at_a_time
from web.rosters.tables import AssignmentInForce

REMIND_BEFORE = dt.timedelta(hours=2)
"""So long before a form or an offer expires, who has not answered is reminded: our number."""
SETTLES = dt.timedelta(hours=1)
"""So long after its end agreed overtime counts as worked as agreed, unless somebody booked the real end."""


def overtime_due(session: Session, now: dt.datetime) -> int:
    """Take every step that is due at `now`, and commit each; return how many steps and notices are new."""
    count = _each(session, OvertimeAct.EXPIRE, OvertimeEntry.expires_at <= now, now=now)
    count += _each(session, OvertimeAct.WORK, OvertimeEntry.ends_at <= now - SETTLES, now=now)
    count += _each(session, OvertimeAct.REGISTER, now=now)
    return count + _offers(session, now) + _remind(session, now)


def _each(session: Session, act: OvertimeAct, *further: ColumnElement[bool], now: dt.datetime) -> int:
    rows = _rows(session, OvertimeEntry.state.in_(tuple(FROM[act])), *further)
    return sum(_step(session, row, act, now) for row in rows)


def _step(session: Session, row: OvertimeEntry, act: OvertimeAct, now: dt.datetime) -> int:
    one_at_a_time(session, row.department_id)
    if act is OvertimeAct.WORK and _has_left(session, row):
        act = OvertimeAct.WITHDRAW
    if not take(session, row, seen=row.lock_version, states=FROM[act], now=now, state=TO[act]):
        session.rollback()
        return 0
    sign(session, None, row, act.value, now=now)
    told = tell_decided(session, row, now=now, by=None) if act is OvertimeAct.EXPIRE else 0
    session.commit()
    return 1 + told


def _has_left(session: Session, row: OvertimeEntry) -> bool:
    """Whether the roster no longer gives the person the shift that was taken: a swap has moved it on."""
    if row.shift_kind_id is None:
        return False
    held = select(AssignmentInForce.id).where(
        AssignmentInForce.person_id == row.person_id,
        AssignmentInForce.date == row.date,
        AssignmentInForce.shift_kind_id == row.shift_kind_id,
    )
    return session.scalars(held).first() is None


def _offers(session: Session, now: dt.datetime) -> int:
    count = 0
    late = select(OvertimeOffer).where(OvertimeOffer.state == OfferState.OPEN, OvertimeOffer.deadline <= now)
    for offer in session.scalars(late.order_by(OvertimeOffer.id)).all():
        one_at_a_time(session, offer.department_id)
        if end_offer(session, None, offer, OfferState.EXPIRED, seen=offer.lock_version, now=now):
            count += 1
            session.commit()
        else:
            session.rollback()
    return count


def _remind(session: Session, now: dt.datetime) -> int:
    told = 0
    soon = now + REMIND_BEFORE
    for row in _rows(
        session, OvertimeEntry.state.in_(tuple(OPEN)), OvertimeEntry.expires_at.between(now, soon)
    ):
        if row.created_at <= now - REMIND_BEFORE:  # who was asked just now needs no reminder
            tell = tell_asked if row.state is OvertimeState.ASKED else tell_to_approve
            told += tell(session, row, now=now, again="-again")
    offers = select(OvertimeOffer).where(
        OvertimeOffer.state == OfferState.OPEN,
        OvertimeOffer.deadline.between(now, soon),
        OvertimeOffer.created_at <= now - REMIND_BEFORE,
    )
    for offer in session.scalars(offers).all():
        if was_reminded(session, offer):
            continue
        answered = set(
            session.scalars(select(OvertimeReply.person_id).where(OvertimeReply.offer_id == offer.id))
        )
        able = {each.person.id for each in able_to_take(session, offer) if each.may}
        told += tell_offer_soon(session, offer, able - answered, now=now)
    session.commit()
    return told


def _rows(session: Session, *which: ColumnElement[bool]) -> list[OvertimeEntry]:
    rows = session.scalars(
        select(OvertimeEntry)
        .options(joinedload(OvertimeEntry.person))
        .where(*which)
        .order_by(OvertimeEntry.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)
