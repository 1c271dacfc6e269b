"""What every act on a leave shares: finding it, the one conditional write, the answer, the signed record."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from roster.leave.life import FROM, LeaveAct, LeaveState
from web.accounts.actor import Actor
from web.answer import Answer, Reason
from web.database import JsonObject
from web.database.seen import change_if_seen
from web.errors import NotFound
from web.leave.tables import LeaveCover, LeaveRequest
from web.people.tables import Department, Person
from web.records.signing import sign_act
from web.refusal import Refusal

MISSING = "leave_reason_missing"
"""Refusal when a reason is not given."""
SUBJECT = "leave"
"""What its records are about."""


@dataclass(frozen=True, kw_only=True)
class LeaveAnswer(Answer[LeaveState]):
    """What came of an act; `leave_id` is None where nothing was stored."""

    STALE = frozenset({"stale_leave", "leave_roster_changed"})

    leave_id: int | None


def open_leave(session: Session, actor: Actor, leave_id: int) -> tuple[LeaveRequest, Department]:
    """Return a leave within the actor's reach, as the database has it now.

    Raises
    ------
    NotFound
        When there is none, or it is somebody's beyond the actor's reach.
    """
    row = session.scalars(
        select(LeaveRequest)
        .options(
            joinedload(LeaveRequest.person),
            selectinload(LeaveRequest.consents),
            selectinload(LeaveRequest.proofs),
            selectinload(LeaveRequest.covers).joinedload(LeaveCover.stand_in),
        )
        .where(LeaveRequest.id == leave_id, LeaveRequest.department_id == actor.department_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None or not actor.reaches_person(row.person_id, row.person.team_id):
        raise NotFound(f"no leave {leave_id} within reach")
    return row, session.get_one(Department, row.department_id)


def person_in_reach(session: Session, actor: Actor, person_id: int) -> Person:
    """Return a person for whom the actor may ask.

    Raises
    ------
    NotFound
        When the person is not within reach.
    """
    person = session.get(Person, person_id)
    if (
        person is None
        or person.department_id != actor.department_id
        or not actor.reaches_person(person.id, person.team_id)
    ):
        raise NotFound(f"no person {person_id} within reach")
    return person


def state_reasons(row: LeaveRequest, act: LeaveAct, *, seen: int) -> list[Reason]:
    """Return why an act that saw `seen` cannot be; empty when it can."""
    if row.lock_version != seen:
        details = {"state": row.state.value, "at": row.changed_at.isoformat()}
        return [Refusal(code="stale_leave", measured=row.lock_version, limit=seen, details=details)]
    if row.state not in FROM[act]:
        needed = "|".join(sorted(state.value for state in FROM[act]))
        return [Refusal(code="wrong_leave_state", measured=row.state.value, limit=needed)]
    return []


def take(
    session: Session,
    row: LeaveRequest,
    *,
    seen: int,
    states: Collection[LeaveState],
    now: dt.datetime,
    **values: Any,
) -> bool:
    """Change a leave if it is still the one that was seen; tell whether it was.

    The only place that writes `state` and `lock_version` of an existing leave.
    """
    return change_if_seen(session, row, seen=seen, states=states, now=now, **values)


def sign(
    session: Session,
    actor: Actor | None,
    row: LeaveRequest,
    act: str,
    *,
    now: dt.datetime,
    content: JsonObject | None = None,
) -> None:
    """Write the act as a signed record and into the audit trail, in the same transaction.

    Parameters
    ----------
    actor
        None where the clock decides.
    act
        A `LeaveAct`, or what is done to its proof.
    content
        Beside the state: reason in words, cover, certificates.
    """
    sign_act(
        session,
        actor,
        row,
        act,
        of=SUBJECT,
        table=LeaveRequest.__tablename__,
        policy_version_id=row.policy_version_id,
        content=content or {},
        now=now,
    )


def subject_of(leave_id: int) -> str:
    """Return what the records of a leave are about."""
    return f"{SUBJECT}:{leave_id}"


def refused(session: Session, actor: Actor, leave_id: int, reasons: Iterable[Reason]) -> LeaveAnswer:
    """Undo what the transaction did and return the refusal."""
    session.rollback()
    row, _ = open_leave(session, actor, leave_id)
    return LeaveAnswer(
        leave_id=row.id,
        state=row.state,
        lock_version=row.lock_version,
        reasons=tuple(reasons) or (Refusal(code="try_again"),),
    )


def overtaken(session: Session, actor: Actor, leave_id: int, act: LeaveAct, *, seen: int) -> LeaveAnswer:
    """Return the refusal of an act whose conditional UPDATE found nothing: somebody was faster."""
    session.rollback()
    row, _ = open_leave(session, actor, leave_id)
    return refused(session, actor, leave_id, state_reasons(row, act, seen=seen))


def done(row: LeaveRequest) -> LeaveAnswer:
    """Return the answer of an act that took place."""
    return LeaveAnswer(leave_id=row.id, state=row.state, lock_version=row.lock_version)
