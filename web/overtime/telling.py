"""Notices about overtime: to whom, once each. The words are made from kind and payload when shown."""

import datetime as dt
from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.tables import Role, User
from web.database import JsonObject
from web.notices.sending import send
from web.notices.tables import Notice
from web.overtime.tables import OvertimeEntry, OvertimeOffer
from web.overtime.terms import APPROVER
from web.people.tables import Person

TO_APPROVE, ASKED, DECIDED, REFUSED, FLAGGED = (
    "overtime_to_approve",
    "overtime_asked",
    "overtime_decided",
    "overtime_refused",
    "overtime_flagged",
)
"""About one overtime. Payload: entry, person, date, minutes, state, origin, reason, flags."""
OFFERED, OFFER_SOON, OFFER_OVER = "overtime_offered", "overtime_offer_soon", "overtime_offer_over"
"""About an offer. Payload: offer, date, starts_at, ends_at, wanted, taken, deadline, state, reason."""


def tell_to_approve(session: Session, row: OvertimeEntry, *, now: dt.datetime, again: str = "") -> int:
    """Tell the approvers that a form waits."""
    users = set(approvers(session, row.department_id)) - set(_users(session, {row.person_id}))
    return _send(session, row, TO_APPROVE, users, now, again=again)


def tell_asked(session: Session, row: OvertimeEntry, *, now: dt.datetime, again: str = "") -> int:
    """Ask a person for consent to ordered overtime."""
    return _send(session, row, ASKED, _users(session, {row.person_id}), now, again=again)


def tell_decided(
    session: Session, row: OvertimeEntry, *, now: dt.datetime, reason: str = "", by: int | None
) -> int:
    """Tell the person, and who ordered or asked, what came of it; whoever decided knows."""
    users = {*_users(session, {row.person_id}), *([row.created_by_id] if row.created_by_id else [])}
    return _send(session, row, DECIDED, users - {by}, now, reason=reason)


def tell_refused(session: Session, row: OvertimeEntry, *, now: dt.datetime, reason: str) -> int:
    """Tell the supervisors that a person does not agree."""
    return _send(session, row, REFUSED, approvers(session, row.department_id), now, reason=reason)


def tell_flagged(session: Session, row: OvertimeEntry, *, now: dt.datetime) -> int:
    """Tell person and supervisors of work without approval, or beyond what a rule allows."""
    users = {*_users(session, {row.person_id}), *approvers(session, row.department_id)}
    return _send(session, row, FLAGGED, users, now)


def tell_offered(session: Session, offer: OvertimeOffer, people: Collection[int], *, now: dt.datetime) -> int:
    """Offer it to everybody who may take it."""
    return _send_offer(session, offer, OFFERED, _users(session, people), now)


def tell_offer_soon(
    session: Session, offer: OvertimeOffer, people: Collection[int], *, now: dt.datetime
) -> int:
    """Remind who was offered it and has not answered."""
    return _send_offer(session, offer, OFFER_SOON, _users(session, people), now)


def was_reminded(session: Session, offer: OvertimeOffer) -> bool:
    """Tell whether reminders of an offer have gone out: who could still take it need not be judged anew."""
    key = f"{OFFER_SOON}-{offer.id}-"
    found = select(Notice.id).where(Notice.kind == OFFER_SOON, Notice.dedupe_key.startswith(key)).limit(1)
    return session.scalars(found).first() is not None


def tell_offer_over(session: Session, offer: OvertimeOffer, *, now: dt.datetime) -> int:
    """Tell whoever made the offer how it ended."""
    return _send_offer(session, offer, OFFER_OVER, [offer.created_by_id], now)


def approvers(session: Session, department_id: int) -> list[int]:
    """Return the accounts that approve overtime."""
    return list(
        session.scalars(
            select(User.id)
            .join(User.roles)
            .where(User.department_id == department_id, User.active, Role.name == APPROVER)
        )
    )


def _send(
    session: Session,
    row: OvertimeEntry,
    kind: str,
    users: Iterable[int | None],
    now: dt.datetime,
    *,
    again: str = "",
    reason: str = "",
) -> int:
    payload: JsonObject = {
        "entry": row.id,
        "person": row.person.name,
        "date": row.date.isoformat(),
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
        "minutes": row.minutes,
        "state": row.state.value,
        "origin": row.origin.value,
        "flags": list(row.flags),
        "reason": reason or row.reason,
        "again": bool(again),
    }
    reached = {user: payload for user in users if user is not None}
    return send(session, kind, reached, key=f"{row.id}-{row.state}{again}", now=now)


def _send_offer(
    session: Session, offer: OvertimeOffer, kind: str, users: Iterable[int], now: dt.datetime
) -> int:
    payload: JsonObject = {
        "offer": offer.id,
        "date": offer.date.isoformat(),
        "starts_at": offer.starts_at.isoformat(),
        "ends_at": offer.ends_at.isoformat(),
        "wanted": offer.wanted,
        "taken": offer.taken,
        "deadline": offer.deadline.isoformat(),
        "state": offer.state.value,
        "reason": offer.reason,
    }
    return send(session, kind, dict.fromkeys(users, payload), key=f"{offer.id}-{offer.state}", now=now)


def _users(session: Session, people: Collection[int]) -> list[int]:
    found = session.scalars(
        select(User.id).join(Person, Person.id == User.person_id).where(Person.id.in_(people), User.active)
    )
    return list(found)
