"""Notices about swaps: to whom, once each. The words are made from kind and payload when shown."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.tables import Role, User
from web.database import JsonObject
from web.notices.sending import send
from web.people.tables import Person
from web.swaps.loading import asked_of, life_of
from web.swaps.offer_tables import OfferState, SwapOffer
from web.swaps.tables import SwapDebt, SwapMove, SwapRequest

ASKED = "swap_asked"
"""To who takes a shift. Payload: swap, requester, dates, reason."""
TO_APPROVE = "swap_to_approve"
"""To who may take the next step. Payload as above, and role."""
EFFECTIVE, DECLINED, REJECTED, WITHDRAWN, EXPIRED = (
    "swap_effective",
    "swap_declined",
    "swap_rejected",
    "swap_withdrawn",
    "swap_expired",
)
"""To everybody whose shifts it moves. Payload as above, and reason."""
FAILED = "swap_failed"
"""To both sides of a shift that nobody worked. Payload as above."""
OFFERED, OFFER_OVER, OFFER_CLOSED = "swap_offered", "swap_offer_over", "swap_offer_closed"
"""To who may take an offered shift; to its giver when nobody did; to all of them when there is no such shift
any more. Payload: offer, giver, date, kind, reason."""
PAYBACK_SOON, PAYBACK_OVERDUE = "swap_payback_soon", "swap_payback_overdue"
"""To who owes and who is owed, and, overdue, to the team's leaders. Payload: swap, debtor, creditor, due."""


def tell_asked(session: Session, row: SwapRequest, *, now: dt.datetime) -> int:
    """Ask who takes a shift; who is not asked by the policy is told all the same."""
    takers = {move.taker_id for move in row.moves} - {row.requester_id}
    return _send(session, row, ASKED, takers | asked_of(row), now, asked=int(row.asks_counterpart))


def tell_approvers(session: Session, row: SwapRequest, *, now: dt.datetime) -> int:
    """Tell who has the role whose turn it is, and reaches the requester's team."""
    role = life_of(row).next_role
    if role is None:
        return 0
    team = row.requester.team_id
    users = session.execute(
        select(User.id, User.person_id, Person.team_id)
        .join(User.roles)
        .outerjoin(Person, Person.id == User.person_id)
        .where(User.department_id == row.department_id, User.active, Role.name == role)
    )
    takes_part = {move.giver_id for move in row.moves} | {move.taker_id for move in row.moves}
    reached = {
        user: _payload(row) | {"role": role}
        for user, person, of_team in users
        if person not in takes_part and (role != "leader" or of_team == team)
    }
    return send(session, TO_APPROVE, reached, key=f"{row.id}-{row.lock_version}", now=now)


def tell_effective(session: Session, row: SwapRequest, *, now: dt.datetime) -> int:
    """Tell everybody whose shifts it moves."""
    return _send(session, row, EFFECTIVE, _parties(row), now)


def tell_declined(session: Session, row: SwapRequest, *, now: dt.datetime, reason: str) -> int:
    """Tell everybody that somebody said no."""
    return _send(session, row, DECLINED, _parties(row), now, reason=reason)


def tell_rejected(session: Session, row: SwapRequest, *, now: dt.datetime, reason: str) -> int:
    """Tell everybody that it was returned, with the reason."""
    return _send(session, row, REJECTED, _parties(row), now, reason=reason)


def tell_withdrawn(session: Session, row: SwapRequest, *, now: dt.datetime, reason: str) -> int:
    """Tell everybody that it was taken back."""
    return _send(session, row, WITHDRAWN, _parties(row), now, reason=reason)


def tell_expired(session: Session, row: SwapRequest, *, now: dt.datetime) -> int:
    """Tell everybody that it was not decided in time."""
    return _send(session, row, EXPIRED, _parties(row), now)


def tell_failed(session: Session, row: SwapRequest, move: SwapMove, *, now: dt.datetime, reason: str) -> int:
    """Tell both sides of a shift that nobody worked what was decided."""
    payload = _payload(row) | {"reason": reason, "dates": [move.date.isoformat()]}
    told = dict.fromkeys(_users(session, {move.giver_id, move.taker_id}), payload)
    return send(session, FAILED, told, key=f"{row.id}-{move.id}", now=now)


def tell_offered(session: Session, row: SwapOffer, *, now: dt.datetime) -> int:
    """Tell everybody to whom a shift is offered."""
    people = {each.person_id for each in row.invitations}
    told = dict.fromkeys(_users(session, people), _offer_payload(row))
    return send(session, OFFERED, told, key=str(row.id), now=now)


def tell_offer_over(session: Session, row: SwapOffer, *, now: dt.datetime) -> int:
    """Tell whose shift it is that nobody has taken it; who took it back knows.

    Where the shift is gone, whom it was offered to is told as well, but not why.
    """
    if row.state is OfferState.CLOSED:
        people = {row.person_id, *(each.person_id for each in row.invitations)}
        told = dict.fromkeys(_users(session, people), _offer_payload(row) | {"reason": ""})
        return send(session, OFFER_CLOSED, told, key=str(row.id), now=now)
    if row.state is not OfferState.EXPIRED:
        return 0
    told = dict.fromkeys(_users(session, {row.person_id}), _offer_payload(row))
    return send(session, OFFER_OVER, told, key=str(row.id), now=now)


def tell_debt(session: Session, debt: SwapDebt, kind: str, *, now: dt.datetime) -> int:
    """Remind both sides of a shift to be paid back; overdue, the leaders of the debtor's team as well."""
    people = {debt.debtor_id, debt.creditor_id}
    payload: JsonObject = {
        "swap": debt.swap_id,
        "debtor": debt.debtor.name,
        "creditor": debt.creditor.name,
        "due": None if debt.due is None else debt.due.isoformat(),
    }
    users = set(_users(session, people))
    if kind == PAYBACK_OVERDUE:
        users |= set(
            session.scalars(
                select(User.id)
                .join(User.roles)
                .join(Person, Person.id == User.person_id)
                .where(Person.team_id == debt.debtor.team_id, User.active, Role.name == "leader")
            )
        )
    return send(session, kind, dict.fromkeys(users, payload), key=str(debt.id), now=now)


def _send(
    session: Session, row: SwapRequest, kind: str, people: set[int], now: dt.datetime, **facts: str | int
) -> int:
    payload = _payload(row) | facts
    return send(
        session, kind, dict.fromkeys(_users(session, people), payload), key=f"{row.id}-{row.state}", now=now
    )


def _users(session: Session, people: set[int]) -> Iterable[int]:
    return session.scalars(select(User.id).where(User.person_id.in_(people), User.active)).all()


def _parties(row: SwapRequest) -> set[int]:
    return {person for move in row.moves for person in (move.giver_id, move.taker_id)} | {row.requester_id}


def _offer_payload(row: SwapOffer) -> JsonObject:
    return {
        "offer": row.id,
        "giver": row.person.name,
        "date": row.date.isoformat(),
        "kind": row.shift_kind.name,
        "reason": row.reason,
    }


def _payload(row: SwapRequest) -> JsonObject:
    return {
        "swap": row.id,
        "requester": row.requester.name,
        "takers": list(dict.fromkeys(move.taker.name for move in row.moves if not move.is_payback)),
        "dates": sorted({move.date.isoformat() for move in row.moves}),
        "reason": row.reason,
    }
