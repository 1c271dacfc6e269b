"""Notices about leave: to whom, once each. The words are made from kind and payload when shown."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.leave.life import LeaveState
from roster.leave.terms import LADDER
from web.accounts.tables import User
from web.database import JsonObject
from web.leave.deciders import deciders, entered_by
from web.leave.loading import life_of
from web.leave.tables import LeaveCover, LeaveRequest
from web.notices.sending import send

TO_APPROVE, SOON = "leave_to_approve", "leave_expires_soon"
"""To who may take the next step. Payload: leave, person, kind, first, last, reason, and role, expires."""
ASKED_FOR = "leave_asked_for"
"""To the person for whom somebody else asked. Payload as above, and by."""
APPROVED, REJECTED, WITHDRAWN, EXPIRED, UNEXCUSED = (
    "leave_approved",
    "leave_rejected",
    "leave_withdrawn",
    "leave_expired",
    "leave_unexcused",
)
"""To the person; unexcused to those who decide on it as well, withdrawn to those who were asked."""
UNDECIDED = "leave_undecided"
"""To those who were asked and the level above: nobody decided in time."""
STAND_IN = "leave_stand_in"
"""To who stands in. Payload: person, date, shift; why the other is away is nobody's business."""
STAYS = "leave_stand_in_stays"
"""To who stands in for somebody who is back, or does not go. Payload as above, stand_in, leave."""
FREE_AGAIN = "leave_free_again"
"""To those who make the team's roster: the person is free, the shift another's or open. Payload as above."""
CUT_SHORT = "leave_cut_short"
"""To the person. Payload of a leave, and back_on."""
PROOF_DUE, PROOF_OVERDUE, PROOF_ACCEPTED, PROOF_REFUSED = (
    "leave_proof_due",
    "leave_proof_overdue",
    "leave_proof_accepted",
    "leave_proof_refused",
)
"""To the person; overdue to the supervisors as well."""


def tell_approvers(
    session: Session,
    row: LeaveRequest,
    *,
    now: dt.datetime,
    kind: str = TO_APPROVE,
    on: dt.date | None = None,
) -> int:
    """Tell who has the role whose turn it is, in the person's own line; once, or once for the day `on`."""
    role = life_of(row).next_role
    if role is None:
        return 0
    payload = _payload(row) | {"role": role}
    if row.state is not LeaveState.NOTIFIED:  # an emergency never expires
        payload["expires"] = row.expires_at.isoformat()
    others = [user for user in _deciders(session, row, (role,)) if user != entered_by(row)]
    users = dict.fromkeys(others, payload)
    key = f"{row.id}-{len(row.consents)}" + ("" if on is None else f"-{on.isoformat()}")
    return send(session, kind, users, key=key, now=now)


def tell_asked_for(session: Session, row: LeaveRequest, *, now: dt.datetime) -> int:
    """Tell the person that somebody else has asked for leave for them."""
    by = session.get_one(User, row.created_by_id)
    if by.person_id == row.person_id:
        return 0
    return _send(session, row, ASKED_FOR, _users(session, row.person_id), now, by=by.name)


def tell_stand_in(session: Session, row: LeaveRequest, cover: LeaveCover, *, now: dt.datetime) -> int:
    """Tell who stands in for a shift."""
    payload: JsonObject = {"person": row.person.name, "date": cover.date.isoformat()}
    users = dict.fromkeys(_users(session, cover.stand_in_id), payload)
    return send(session, STAND_IN, users, key=f"{row.id}-{cover.date.isoformat()}", now=now)


def tell_approved(session: Session, row: LeaveRequest, *, now: dt.datetime) -> int:
    """Tell the person that it is granted, and until when a proof is due."""
    due = None if row.proof_due is None else row.proof_due.isoformat()
    return _send(session, row, APPROVED, _users(session, row.person_id), now, due=due)


def tell_rejected(session: Session, row: LeaveRequest, *, now: dt.datetime, reason: str) -> int:
    """Tell the person that it was returned, with the reason."""
    return _send(session, row, REJECTED, _users(session, row.person_id), now, reason=reason)


def tell_withdrawn(session: Session, row: LeaveRequest, *, now: dt.datetime, reason: str) -> int:
    """Tell everybody who was asked that it was taken back."""
    roles = row.chain[: len(row.consents) + 1]
    users = {*_deciders(session, row, roles), *_users(session, row.person_id)}
    return _send(session, row, WITHDRAWN, users, now, reason=reason)


def tell_cut_short(
    session: Session, row: LeaveRequest, back_on: dt.date, *, now: dt.datetime, reason: str
) -> int:
    """Tell the person from which day on the leave is over."""
    users = dict.fromkeys(
        _users(session, row.person_id), _payload(row) | {"back_on": back_on.isoformat(), "reason": reason}
    )
    return send(session, CUT_SHORT, users, key=f"{row.id}-{row.lock_version}", now=now)


def tell_stays(session: Session, row: LeaveRequest, first: dt.date, *, now: dt.datetime) -> int:
    """Tell who stands in from ``first`` on that the shift stays theirs, and the leaders who is free again."""
    told = 0
    leaders = _deciders(session, row, ("leader", "supervisor"))
    for cover in row.covers:
        if cover.date >= first:
            payload: JsonObject = {
                "person": row.person.name,
                "date": cover.date.isoformat(),
                "stand_in": "" if cover.stand_in is None else cover.stand_in.name,
                "leave": row.id,
            }
            key = f"{row.id}-{cover.date.isoformat()}"
            users = dict.fromkeys(_users(session, cover.stand_in_id), payload)
            told += send(session, STAYS, users, key=key, now=now)
            told += send(session, FREE_AGAIN, dict.fromkeys(leaders, payload), key=key, now=now)
    return told


def tell_expired(session: Session, row: LeaveRequest, *, now: dt.datetime) -> int:
    """Tell the person that nobody decided, and those who should have, with the level above them."""
    told = _send(session, row, EXPIRED, _users(session, row.person_id), now)
    asked = row.chain[: len(row.consents) + 1]
    above = LADDER[min(LADDER.index(asked[-1]) + 1, len(LADDER) - 1)]
    return told + _send(session, row, UNDECIDED, _deciders(session, row, (*asked, above)), now)


def tell_unexcused(session: Session, row: LeaveRequest, *, now: dt.datetime, reason: str = "") -> int:
    """Tell the person and those who decide on it that absence without leave is proposed (R-5.5)."""
    users = {*_users(session, row.person_id), *_deciders(session, row, ("leader", "supervisor"))}
    return _send(session, row, UNEXCUSED, users, now, reason=reason)


def tell_proof(session: Session, row: LeaveRequest, kind: str, *, now: dt.datetime, reason: str = "") -> int:
    """Tell the person what is to be done about the proof; overdue, the supervisors as well."""
    users = set(_users(session, row.person_id))
    if kind == PROOF_OVERDUE:
        users |= set(_deciders(session, row, ("supervisor",)))
    due = None if row.proof_due is None else row.proof_due.isoformat()
    payload = _payload(row) | {"due": due, "reason": reason}
    # refused once more is told once more
    key = f"{row.id}-{row.lock_version}" if kind == PROOF_REFUSED else str(row.id)
    return send(session, kind, dict.fromkeys(users, payload), key=key, now=now)


def _send(
    session: Session,
    row: LeaveRequest,
    kind: str,
    users: Iterable[int],
    now: dt.datetime,
    **facts: str | None,
) -> int:
    payload = _payload(row) | facts
    return send(session, kind, dict.fromkeys(users, payload), key=str(row.id), now=now)


def _deciders(session: Session, row: LeaveRequest, roles: Iterable[str]) -> list[int]:
    """Return who has one of the roles in the person's own line."""
    return list(dict.fromkeys(each.user_id for each in deciders(session, row.person, roles)))


def _users(session: Session, person_id: int | None) -> list[int]:
    return list(session.scalars(select(User.id).where(User.person_id == person_id, User.active)))


def _payload(row: LeaveRequest) -> JsonObject:
    return {
        "leave": row.id,
        "person": row.person.name,
        "kind": row.kind.value,
        "first": row.first_day.isoformat(),
        "last": row.last_day.isoformat(),
        "reason": row.reason,
    }
