"""Asking to leave the post, the answer, and leaving first where it cannot wait (P-75, R-7.9, R-7.11)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from roster.attendance.away import FROM, AwayAct, AwayState
from roster.attendance.events import ClockAct, Whereabouts
from web.accounts.actor import Actor
from web.attendance.away import AwayRule, away_rule, open_leaving, sign_leaving
from web.attendance.clocking import store_event
from web.attendance.loading import Standing, standing
from web.attendance.reaching import accounts_of, leaders_of, with_role
from web.attendance.tables import ClockSource, PostLeaving
from web.database import JsonObject
from web.database.seen import change_if_seen
from web.errors import NotFound
from web.notices.sending import send
from web.people.tables import Person
from web.people.turns import one_at_a_time
from web.refusal import Refusal
from web.said import faults, plain

ASKED, DECIDED = "attendance_away_asked", "attendance_away_decided"
"""To who allows it; to who asked. Payload: leaving, name, number, minutes, reason, urgent, state, answer."""
STATE = {AwayAct.APPROVE: AwayState.APPROVED, AwayAct.REFUSE: AwayState.REFUSED}


@dataclass(frozen=True, kw_only=True)
class AwayAsk:
    """Minutes and reason; `urgent`: it cannot wait, the person leaves at once and is answered afterwards."""

    minutes: int | None
    reason: str
    token: str
    urgent: bool = False


def ask(session: Session, actor: Actor, asked: AwayAsk, *, now: dt.datetime) -> tuple[Refusal, ...]:
    """Ask to leave one's post, and commit; a form that is sent twice is one request.

    Raises
    ------
    NotFound
        When the account belongs to nobody who is rostered.
    """
    person = None if actor.person_id is None else session.get(Person, actor.person_id)
    if person is None:
        raise NotFound("this account belongs to nobody who is rostered")
    one_at_a_time(session, person.department_id)
    twice = select(PostLeaving.id).where(
        PostLeaving.created_by_id == actor.user_id, PostLeaving.token == asked.token
    )
    if session.scalars(twice).first() is not None:
        session.rollback()
        return ()
    found = standing(session, person.department_id, person.id, now=now)
    rule = None if found.last is None else away_rule(session, person, found.last)
    reasons = _reasons(session, asked, found, rule, person, now=now)
    shift = found.last
    if reasons or shift is None or rule is None:
        session.rollback()
        return tuple(reasons)
    row = PostLeaving(
        department_id=person.department_id,
        person_id=person.id,
        date=shift.date,
        shift_kind_id=shift.shift_kind_id,
        minutes=asked.minutes,
        reason=plain(asked.reason),
        approver=rule.approver,
        urgent=asked.urgent,
        token=asked.token,
        expires_at=shift.ends_at,
        created_by_id=actor.user_id,
        created_at=now,
        changed_at=now,
        lock_version=1,
        state=AwayState.ASKED,
        person=person,
    )
    if asked.urgent:
        row.event_id = store_event(
            session,
            person.department_id,
            person.id,
            ClockAct.AWAY,
            now,
            source=ClockSource.WEB,
            by_id=actor.user_id,
            note=row.reason,
            now=now,
        )
        if row.event_id is None:
            session.rollback()
            return (Refusal(code="clock_same_minute"),)
    session.add(row)
    session.flush()
    sign_leaving(session, actor, row, "ask", now=now)
    send(session, ASKED, dict.fromkeys(_told(session, row), _payload(row)), key=str(row.id), now=now)
    session.commit()
    return ()


def decide(
    session: Session,
    actor: Actor,
    leaving_id: int,
    *,
    approve: bool,
    seen: int,
    answer: str,
    now: dt.datetime,
) -> tuple[Refusal, ...]:
    """Allow somebody to leave the post, or not and why, once, and commit.

    Raises
    ------
    NotFound
        When it concerns nobody within the actor's reach.
    """
    one_at_a_time(session, actor.department_id)
    row = _get(session, actor, leaving_id)
    if not actor.reaches_team(row.person.team_id):
        raise NotFound(f"no leaving {leaving_id} within reach")
    reasons = [] if approve else faults(answer, field="answer")
    reasons += faults(answer, needed=False, field="answer") if approve else []
    if row.person_id == actor.person_id:
        reasons.append(Refusal(code="away_own"))
    elif row.approver not in actor.roles:
        reasons.append(Refusal(code="not_your_step", limit=row.approver, details={"role": row.approver}))
    if reasons:
        session.rollback()
        return tuple(reasons)
    act = AwayAct.APPROVE if approve else AwayAct.REFUSE
    # who has left already needs no permission that could be used once more
    state = AwayState.USED if approve and row.event_id is not None else STATE[act]
    if not change_if_seen(
        session,
        row,
        seen=seen,
        states=FROM[act],
        now=now,
        state=state,
        decided_by_id=actor.user_id,
        answer=plain(answer),
    ):
        session.rollback()
        return (Refusal(code="away_decided"),)
    sign_leaving(session, actor, row, act.value, now=now, answer=row.answer)
    payload = _payload(row) | {"state": row.state.value, "answer": row.answer}
    users = accounts_of(session, [row.person_id])
    send(session, DECIDED, dict.fromkeys(users, payload), key=str(row.id), now=now)
    session.commit()
    return ()


def withdraw(
    session: Session, actor: Actor, leaving_id: int, *, seen: int, now: dt.datetime
) -> tuple[Refusal, ...]:
    """Take back what one has asked for and not left on, and commit.

    Raises
    ------
    NotFound
        When it is not one's own.
    """
    one_at_a_time(session, actor.department_id)
    row = _get(session, actor, leaving_id)
    if row.person_id != actor.person_id:
        raise NotFound(f"no leaving {leaving_id} of one's own")
    states = FROM[AwayAct.WITHDRAW]
    if row.event_id is not None or not change_if_seen(
        session, row, seen=seen, states=states, now=now, state=AwayState.WITHDRAWN
    ):
        session.rollback()
        return (Refusal(code="away_decided"),)
    sign_leaving(session, actor, row, AwayAct.WITHDRAW.value, now=now)
    session.commit()
    return ()


def waiting_leaving(session: Session, actor: Actor, now: dt.datetime) -> Sequence[PostLeaving]:
    """Return what the actor may decide, the oldest first: somebody stands and waits for it."""
    if actor.scope == "own":
        return []
    rows = session.scalars(
        select(PostLeaving)
        .options(joinedload(PostLeaving.person))
        .where(
            PostLeaving.department_id == actor.department_id,
            PostLeaving.state == AwayState.ASKED,
            PostLeaving.approver.in_(tuple(actor.roles)),
            (PostLeaving.expires_at > now) | PostLeaving.event_id.is_not(None),
        )
        .order_by(PostLeaving.created_at, PostLeaving.id)
    )
    return [
        row for row in rows if actor.reaches_team(row.person.team_id) and row.person_id != actor.person_id
    ]


def _reasons(
    session: Session,
    asked: AwayAsk,
    found: Standing,
    rule: AwayRule | None,
    person: Person,
    *,
    now: dt.datetime,
) -> list[Refusal]:
    shift = found.last
    if shift is None or now >= shift.ends_at or found.where not in (Whereabouts.NOT_IN, Whereabouts.HERE):
        return [Refusal(code="away_not_on_shift")]
    if rule is None:
        return [Refusal(code="away_free")]
    reasons = faults(asked.reason, field="note")
    if not asked.token:
        reasons.append(Refusal(code="try_again"))
    if asked.minutes is None or not 1 <= asked.minutes <= rule.most:
        reasons.append(Refusal(code="away_limit", field="minutes", measured=asked.minutes, limit=rule.most))
    if open_leaving(session, person.id, now) is not None:
        reasons.append(Refusal(code="away_open"))
    if asked.urgent and found.where is not Whereabouts.HERE:
        reasons.append(Refusal(code="clock_wrong_act", measured="away", limit=found.where.value))
    return reasons


def _get(session: Session, actor: Actor, leaving_id: int) -> PostLeaving:
    row = session.get(PostLeaving, leaving_id, populate_existing=True)
    if row is None or row.department_id != actor.department_id:
        raise NotFound(f"no leaving {leaving_id}")
    return row


def _told(session: Session, row: PostLeaving) -> set[int]:
    """Return who allows it: the leaders of the team, or everybody of the department with the role."""
    if row.approver == "leader":
        found = set(leaders_of(session, row.person))
    else:
        found = set(with_role(session, row.department_id, row.approver))
    return found - {row.created_by_id}


def _payload(row: PostLeaving) -> JsonObject:
    return {
        "leaving": row.id,
        "name": row.person.name,
        "number": row.person.employee_number,
        "minutes": row.minutes,
        "reason": row.reason,
        "urgent": row.urgent,
    }
