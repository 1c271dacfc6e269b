"""What every act on overtime shares: finding it, the one conditional write, the answer, the signed record."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from roster.overtime.life import FROM, OvertimeAct, OvertimeState
from web.accounts.actor import Actor
from web.answer import Answer, Reason
from web.database import JsonObject
from web.database.seen import change_if_seen
from web.errors import NotFound
from web.overtime.tables import OvertimeEntry
from web.records.signing import sign_act
from web.refusal import Refusal

SUBJECT = "overtime"
"""What its records are about."""


@dataclass(frozen=True, kw_only=True)
class OvertimeAnswer(Answer[OvertimeState]):
    """What came of an act; `entry_id` is None where nothing was stored."""

    STALE = frozenset({"stale_overtime", "offer_full"})

    entry_id: int | None


def open_entry(session: Session, actor: Actor, entry_id: int) -> OvertimeEntry:
    """Return an overtime within the actor's reach, as the database has it now.

    Raises
    ------
    NotFound
        When there is none, or it concerns nobody within reach.
    """
    row = session.scalars(
        select(OvertimeEntry)
        .options(joinedload(OvertimeEntry.person), joinedload(OvertimeEntry.shift_kind))
        .where(OvertimeEntry.id == entry_id, OvertimeEntry.department_id == actor.department_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None or not actor.reaches_person(row.person_id, row.person.team_id):
        raise NotFound(f"no overtime {entry_id} within reach")
    return row


def state_reasons(row: OvertimeEntry, act: OvertimeAct, *, seen: int) -> list[Reason]:
    """Return why an act that saw `seen` cannot be; empty when it can."""
    if row.lock_version != seen:
        return [stale(row, seen)]
    if row.state not in FROM[act]:
        needed = "|".join(sorted(state.value for state in FROM[act]))
        return [Refusal(code="wrong_overtime_state", measured=row.state.value, limit=needed)]
    return []


def stale(row: OvertimeEntry, seen: int) -> Refusal:
    """Return the refusal of an act on an old sight."""
    return Refusal(
        code="stale_overtime",
        measured=row.lock_version,
        limit=seen,
        details={"state": row.state.value, "at": row.changed_at.isoformat()},
    )


def take(
    session: Session,
    row: OvertimeEntry,
    *,
    seen: int,
    states: Collection[OvertimeState],
    now: dt.datetime,
    **values: Any,
) -> bool:
    """Change an overtime if it is still the one that was seen; the only place that writes its state."""
    return change_if_seen(session, row, seen=seen, states=states, now=now, **values)


def sign(
    session: Session,
    actor: Actor | None,
    row: OvertimeEntry,
    act: str,
    *,
    now: dt.datetime,
    content: JsonObject | None = None,
) -> int:
    """Write the act as a signed record and into the audit trail; return the record's number.

    Parameters
    ----------
    actor
        None where the clock decides, or what happened.
    """
    whole: JsonObject = {
        "origin": row.origin.value,
        "person": row.person_id,
        "date": row.date.isoformat(),
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
        "minutes": row.minutes,
        **(content or {}),
    }
    record = sign_act(
        session,
        actor,
        row,
        act,
        of=SUBJECT,
        table=OvertimeEntry.__tablename__,
        policy_version_id=row.policy_version_id,
        content=whole,
        now=now,
    )
    return record.number


def subject_of(entry_id: int) -> str:
    """Return what the records of an overtime are about."""
    return f"{SUBJECT}:{entry_id}"


def refused(session: Session, actor: Actor, entry_id: int, reasons: Iterable[Reason]) -> OvertimeAnswer:
    """Undo what the transaction did and return the refusal."""
    session.rollback()
    row = open_entry(session, actor, entry_id)
    return OvertimeAnswer(
        entry_id=row.id,
        state=row.state,
        lock_version=row.lock_version,
        reasons=tuple(reasons) or (Refusal(code="try_again"),),
    )


def done(row: OvertimeEntry) -> OvertimeAnswer:
    """Return the answer of an act that took place."""
    return OvertimeAnswer(entry_id=row.id, state=row.state, lock_version=row.lock_version)
