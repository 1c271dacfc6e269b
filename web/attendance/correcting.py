"""Corrections: asked for with a reason, decided by the leader; the original event stays."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.attendance.events import ClockAct, minute_of
from web.accounts.actor import Actor
from web.attendance.clocking import store_event
from web.attendance.loading import struck
from web.attendance.overtime import book_afterwards
from web.attendance.reaching import leaders_of
from web.attendance.signing import sign
from web.attendance.tables import ClockCorrection, ClockEventRow, ClockSource, CorrectionState
from web.database import JsonObject
from web.database.seen import change_if_seen
from web.errors import NotFound
from web.notices.sending import send
from web.people.tables import Person
from web.people.turns import one_at_a_time
from web.records.store import Entry
from web.refusal import Refusal
from web.said import faults, plain

OLDEST = dt.timedelta(days=62)
"""Older events are not corrected any more: their month is published and paid."""
DECIDE_WITHIN = dt.timedelta(days=3)
"""Our number: corrections of a month should be decided before its register is published."""
ASKED = "attendance_correction"
"""Notice to the leaders of the team. Payload: correction, name, number, reason."""
DECIDED = "attendance_corrected"
"""Notice to who asked. Payload: correction, state, answer."""


@dataclass(frozen=True, kw_only=True)
class CorrectionAsk:
    """An event to add (`act` and `at`), one to set aside (`strikes_id`), or both."""

    person_id: int
    act: ClockAct | None
    at: dt.datetime | None
    strikes_id: int | None
    reason: str
    token: str


def ask(session: Session, actor: Actor, asked: CorrectionAsk, *, now: dt.datetime) -> tuple[Refusal, ...]:
    """Store a request, and commit; a form that is sent twice is one request.

    Raises
    ------
    NotFound
        When person or event is not within reach.
    """
    person = session.get(Person, asked.person_id)
    if (
        person is None
        or person.department_id != actor.department_id
        or not actor.reaches_person(person.id, person.team_id)
    ):
        raise NotFound(f"no person {asked.person_id} within reach")
    if asked.strikes_id is not None:
        event = session.get(ClockEventRow, asked.strikes_id)
        if event is None or event.person_id != person.id:
            raise NotFound(f"no event {asked.strikes_id} of that person")
    one_at_a_time(session, actor.department_id)
    twice = select(ClockCorrection.id).where(
        ClockCorrection.created_by_id == actor.user_id, ClockCorrection.token == asked.token
    )
    if session.scalars(twice).first() is not None:
        session.rollback()
        return ()
    reasons = _ask_reasons(session, actor, asked, now=now)
    if reasons:
        session.rollback()
        return reasons
    row = ClockCorrection(
        department_id=actor.department_id,
        person_id=person.id,
        act=asked.act,
        at=asked.at,
        strikes_id=asked.strikes_id,
        reason=plain(asked.reason),
        token=asked.token,
        created_by_id=actor.user_id,
        created_at=now,
        changed_at=now,
        due_at=now + DECIDE_WITHIN,
    )
    session.add(row)
    session.flush()
    _sign(session, actor, row, "asked", now=now)
    payload: JsonObject = {
        "correction": row.id,
        "name": person.name,
        "number": person.employee_number,
        "reason": row.reason,
    }
    leaders = set(leaders_of(session, person)) - {actor.user_id}
    send(session, ASKED, dict.fromkeys(leaders, payload), key=str(row.id), now=now)
    session.commit()
    return ()


def decide(
    session: Session,
    actor: Actor,
    correction_id: int,
    *,
    approve: bool,
    seen: int,
    answer: str,
    now: dt.datetime,
) -> tuple[Refusal, ...]:
    """Approve or refuse a correction, once, and commit; nobody decides on their own.

    Raises
    ------
    NotFound
        When it concerns nobody within the actor's reach.
    """
    row = session.get(ClockCorrection, correction_id, populate_existing=True)
    if row is None or row.department_id != actor.department_id or not actor.reaches_team(row.person.team_id):
        raise NotFound(f"no correction {correction_id} within reach")
    if row.person_id == actor.person_id:
        return (Refusal(code="correction_own"),)
    answer = plain(answer)
    if not approve and not answer:
        return (Refusal(code="reason_missing", field="answer"),)
    too_long = faults(answer, needed=False, field="answer")
    if too_long:
        return tuple(too_long)
    one_at_a_time(session, actor.department_id)
    state = CorrectionState.APPROVED if approve else CorrectionState.REFUSED
    taken = change_if_seen(
        session,
        row,
        seen=seen,
        states=(CorrectionState.OPEN,),
        now=now,
        state=state,
        decided_by_id=actor.user_id,
        answer=answer,
    )
    if not taken:
        session.rollback()
        return (Refusal(code="correction_decided"),)
    if approve and not _add(session, actor, row, now=now):
        session.rollback()
        return (Refusal(code="correction_there"),)
    _sign(session, actor, row, state.value, now=now, answer=answer)
    payload = {"correction": row.id, "state": state.value, "answer": answer}
    send(session, DECIDED, {row.created_by_id: payload}, key=str(row.id), now=now)
    session.commit()
    return ()


def _add(session: Session, actor: Actor, row: ClockCorrection, *, now: dt.datetime) -> bool:
    """Store the event that a correction adds, and book what it says; tell whether it could be stored."""
    if row.act is None or row.at is None:
        return True
    row.added_id = store_event(
        session,
        row.department_id,
        row.person_id,
        row.act,
        row.at,
        source=ClockSource.CORRECTION,
        by_id=actor.user_id,
        on_behalf=True,
        note=row.reason,
        now=now,
    )
    if row.added_id is None:
        return False
    book_afterwards(session, row.person, row.act, row.at, actor=actor, now=now)
    return True


def _ask_reasons(
    session: Session, actor: Actor, asked: CorrectionAsk, *, now: dt.datetime
) -> tuple[Refusal, ...]:
    reasons = faults(asked.reason)
    if not asked.token:
        reasons.append(Refusal(code="try_again"))
    if asked.act is None and asked.strikes_id is None:
        reasons.append(Refusal(code="correction_empty", field="act"))
    if asked.at is not None and not now - OLDEST <= asked.at <= now:
        reasons.append(Refusal(code="correction_time", field="at", limit=OLDEST.days))
    elif (
        asked.act is not None
        and asked.at is not None
        and _stands(session, asked.person_id, asked.act, asked.at)
    ):
        reasons.append(Refusal(code="correction_there", field="at"))
    if asked.strikes_id is not None and asked.strikes_id in set(session.scalars(struck(actor.department_id))):
        reasons.append(Refusal(code="correction_struck", field="strikes"))
    return tuple(reasons)


def _stands(session: Session, person_id: int, act: ClockAct, at: dt.datetime) -> bool:
    """Tell whether that event is stored for that minute, set aside or not: it cannot be stored once more."""
    return (
        session.scalars(
            select(ClockEventRow.id).where(
                ClockEventRow.person_id == person_id,
                ClockEventRow.act == act,
                ClockEventRow.minute == minute_of(at),
            )
        ).first()
        is not None
    )


def _sign(
    session: Session,
    actor: Actor,
    row: ClockCorrection,
    meaning: str,
    *,
    now: dt.datetime,
    answer: str = "",
) -> None:
    entry = Entry(
        kind="attendance.correction",
        subject=f"clock-correction/{row.id}",
        meaning=meaning,
        content={
            "person": row.person_id,
            "adds": None if row.act is None or row.at is None else [row.act.value, row.at.isoformat()],
            "strikes": row.strikes_id,
            "reason": row.reason,
            "answer": answer,
        },
    )
    sign(session, actor, row.department_id, entry, now=now)
