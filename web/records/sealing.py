"""Signing heads of chains: every hundred records, where something is sealed, and daily.

A checkpoint is stored in the transaction of the records that it vouches for. It is written to the file
outside the database only after the commit: the file never names a record that a rollback took away.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session, SessionTransaction

from web.people.tables import Department
from web.people.turns import one_at_a_time
from web.records.checking import LONGEST_TRAIL, SHORT
from web.records.checkpoint import EVERY, Checkpoint
from web.records.keeper import Keeper, read_file
from web.records.tables import Record, RecordCheckpoint

log = structlog.get_logger()

KEEPER = "lunban_checkpoint_keeper"
"""Entry of a session's `info` that signs; without it another process does, or the clock."""
_WRITTEN = "lunban_checkpoints_to_file"


def seal(session: Session, department_id: int, *, now: dt.datetime) -> Checkpoint | None:
    """Sign the head of a department's chain; what is before it cannot change unnoticed from the commit on.

    For acts that close something, such as the second signature of a handover. The caller commits.

    Returns
    -------
    Checkpoint or None
        The new checkpoint; None where the head bears one, there is no record yet, or this process is not to
        sign: then the next one that is due vouches for it.
    """
    keeper: Keeper | None = session.info.get(KEEPER)
    if keeper is None:
        return None
    one_at_a_time(session, department_id)
    last = _last_number(session, department_id)
    hashes = session.execute(
        select(Record.number, Record.hash)
        .where(Record.department_id == department_id, Record.number > last)
        .order_by(Record.number.desc())
        .limit(LONGEST_TRAIL)
    ).all()
    if not hashes:
        return None
    head = Checkpoint(
        department_id=department_id,
        number=hashes[0].number,
        hash=hashes[0].hash,
        trail="".join(row.hash[:SHORT] for row in reversed(hashes)),
        at=now,
    )
    made = keeper.sign(head)
    session.add(
        RecordCheckpoint(
            department_id=department_id,
            number=made.number,
            hash=made.hash,
            trail=made.trail,
            at=made.at,
            key=made.key,
            signature=made.signature,
        )
    )
    session.flush()
    session.info.setdefault(_WRITTEN, []).append(made)
    return made


def seal_if_full(session: Session, department_id: int, number: int, *, now: dt.datetime) -> None:
    """Sign the head where its number is due for it by itself."""
    if number % EVERY == 0:
        seal(session, department_id, now=now)


def checkpoints_due(session: Session, now: dt.datetime) -> int:
    """Sign every head that is due at `now`, commit, and bring the file outside up to date.

    Due are departments with new records whose last checkpoint is of another day in the department's time, or
    a hundred records back because a process without the key recorded them.

    Returns
    -------
    int
        How many were signed.
    """
    keeper: Keeper | None = session.info.get(KEEPER)
    if keeper is None:
        return 0
    count = 0
    for department in session.scalars(select(Department).order_by(Department.id)).all():
        if _is_due(session, department, now) and seal(session, department.id, now=now):
            count += 1
    session.commit()
    if count or not keeper.is_complete:
        _complete(session, keeper)
    return count


def stored_checkpoints(session: Session) -> list[Checkpoint]:
    """Return the checkpoints that the database has, of all departments."""
    return [
        Checkpoint(
            department_id=row.department_id,
            number=row.number,
            hash=row.hash,
            trail=row.trail,
            at=row.at,
            key=row.key,
            signature=row.signature,
        )
        for row in session.scalars(select(RecordCheckpoint).order_by(RecordCheckpoint.id))
    ]


def _is_due(session: Session, department: Department, now: dt.datetime) -> bool:
    head = session.scalar(select(func.max(Record.number)).where(Record.department_id == department.id))
    last = session.execute(
        select(RecordCheckpoint.number, RecordCheckpoint.at)
        .where(RecordCheckpoint.department_id == department.id)
        .order_by(RecordCheckpoint.number.desc())
        .limit(1)
    ).first()
    if head is None or last is None:
        return head is not None
    zone = ZoneInfo(department.time_zone)
    is_new_day = last.at.astimezone(zone).date() < now.astimezone(zone).date()
    return bool(head > last.number and (is_new_day or head // EVERY > last.number // EVERY))


def _last_number(session: Session, department_id: int) -> int:
    found = session.scalar(
        select(func.max(RecordCheckpoint.number)).where(RecordCheckpoint.department_id == department_id)
    )
    return found or 0


def _complete(session: Session, keeper: Keeper) -> None:
    """Add to the file what only the database has: from other machines, or after a full disk."""
    there = set(read_file(keeper.file)[0])
    missing = [each for each in stored_checkpoints(session) if each not in there and each.holds()]
    session.rollback()
    if missing:
        keeper.add(missing)
    keeper.is_complete = True


@event.listens_for(Session, "after_commit")
def _write(session: Session) -> None:
    if session.in_nested_transaction() or _WRITTEN not in session.info:
        return
    made = session.info.pop(_WRITTEN)
    keeper: Keeper = session.info[KEEPER]
    try:
        keeper.add(made)
    except OSError:  # the act is done and stays done; the next look of the clock adds what is missing
        keeper.is_complete = False
        log.exception("a checkpoint could not be written to its file")


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _: SessionTransaction) -> None:
    """Write none of them: at worst the file is late, and is completed from the database."""
    if session.info.pop(_WRITTEN, None):
        keeper: Keeper = session.info[KEEPER]
        keeper.is_complete = False
