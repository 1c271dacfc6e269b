"""Adding records to a department's chain, in the same commit as the act they tell of."""

import datetime as dt
import json
import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.database import JsonObject
from web.people.turns import one_at_a_time
from web.records.chain import GENESIS, Sealed, Signer, canonical, payload_hash
from web.records.checking import Fault
from web.records.sealing import seal_if_full
from web.records.tables import Record, RecordPayload
from web.records.verifying import check

SYSTEM = Signer(user_id=None, name="", number="")
"""Signs what the clock decides: expiry, a due date that has passed."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is to be recorded; the fields are those of `Sealed`."""

    kind: str
    subject: str
    meaning: str
    content: JsonObject
    policy_version_id: int | None = None
    subject_version: int | None = None


def signer_of(actor: Actor) -> Signer:
    """Return who acts, as the record will show it."""
    return Signer(user_id=actor.user_id, name=actor.name, number=actor.employee_number)


def append(session: Session, department_id: int, entry: Entry, *, signer: Signer, now: dt.datetime) -> Record:
    """Add a record at the end of the department's chain; the caller commits both together.

    Who comes second on PostgreSQL waits for the first to commit; SQLite's transaction holds the lock anyway.
    So numbers have no gap: an act that is rolled back takes its number along.
    """
    one_at_a_time(session, department_id)
    newest = session.execute(
        select(Record.number, Record.hash)
        .where(Record.department_id == department_id)
        .order_by(Record.number.desc())
        .limit(1)
    ).first()
    number, previous = (0, GENESIS) if newest is None else (newest.number, newest.hash)
    salt, content = secrets.token_hex(16), canonical(entry.content)
    sealed = Sealed(
        department_id=department_id,
        number=number + 1,
        kind=entry.kind,
        subject=entry.subject,
        subject_version=entry.subject_version,
        at=now,
        signer=signer,
        meaning=entry.meaning,
        policy_version_id=entry.policy_version_id,
        payload_hash=payload_hash(salt, content),
        previous=previous,
    )
    record = Record(
        department_id=department_id,
        number=sealed.number,
        kind=sealed.kind,
        subject=sealed.subject,
        subject_version=sealed.subject_version,
        at=now,
        signer_id=signer.user_id,
        signer_name=signer.name,
        signer_number=signer.number,
        meaning=sealed.meaning,
        policy_version_id=sealed.policy_version_id,
        payload_hash=sealed.payload_hash,
        previous=previous,
        hash=sealed.hash,
    )
    session.add(record)
    session.flush()
    session.add(RecordPayload(id=record.id, salt=salt, content=content))
    session.flush()
    seal_if_full(session, department_id, record.number, now=now)
    return record


def of_subject(session: Session, department_id: int, subject: str) -> list[tuple[Record, JsonObject]]:
    """Return the records of one thing with their content, the oldest first; a deleted payload is empty."""
    rows = session.execute(
        select(Record, RecordPayload.content)
        .outerjoin(RecordPayload, RecordPayload.id == Record.id)
        .where(Record.department_id == department_id, Record.subject == subject)
        .order_by(Record.number)
    )
    return [(record, json.loads(content) if content else {}) for record, content in rows]


def verify(session: Session, department_id: int) -> tuple[int, Fault | None]:
    """Derive the whole chain of a department anew, without checkpoints; see `web.records.verifying.check`."""
    return check(session, department_id)
