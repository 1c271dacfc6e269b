"""Reading chains out of the database and checking them against the checkpoints kept outside."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from web.people.tables import Department
from web.records.chain import Sealed, Signer, Stored
from web.records.checking import Checker, Fault
from web.records.checkpoint import Checkpoint, trusted
from web.records.sealing import stored_checkpoints
from web.records.tables import Record, RecordPayload

PIECE = 1000
COLUMNS = (
    Record.department_id,
    Record.number,
    Record.kind,
    Record.subject,
    Record.subject_version,
    Record.at,
    Record.signer_id,
    Record.signer_name,
    Record.signer_number,
    Record.meaning,
    Record.policy_version_id,
    Record.payload_hash,
    Record.previous,
    Record.hash,
    RecordPayload.salt,
    RecordPayload.content,
)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was found in one department's chain.

    Parameters
    ----------
    records
        How many were read.
    vouched
        Number of the last record that a checkpoint from outside the database vouches for; 0 when none does.
    fault
        The first record that does not hold.
    """

    department_id: int
    name: str
    records: int
    vouched: int
    fault: Fault | None


def verify_all(session: Session, outside: Collection[Checkpoint], keys: Collection[str]) -> list[Verdict]:
    """Derive every department's chain anew.

    Parameters
    ----------
    outside
        Checkpoints from outside the database, read *before* the session's transaction began: what they vouch
        for must be in it.
    keys
        Public keys that are trusted; without any, each checkpoint is measured by the key it names.
    """
    good, bad = trusted({*outside, *stored_checkpoints(session)}, keys)
    names = {each.id: each.name for each in session.execute(select(Department.id, Department.name))}
    known = set(outside)
    verdicts = []
    for number in sorted({*names, *(each.department_id for each in [*good, *bad])}):
        own = [each for each in good if each.department_id == number]
        count, fault = check(session, number, own, [each for each in bad if each.department_id == number])
        verdicts.append(
            Verdict(
                department_id=number,
                name=names.get(number, f"department {number}"),
                records=count,
                vouched=max((each.number for each in own if each in known), default=0),
                fault=fault,
            )
        )
    return verdicts


def check(
    session: Session,
    department_id: int,
    checkpoints: Sequence[Checkpoint] = (),
    unsigned: Sequence[Checkpoint] = (),
) -> tuple[int, Fault | None]:
    """Derive one department's chain anew, against checkpoints that hold and those that do not.

    Returns
    -------
    int
        Records that were read.
    Fault or None
        The first record that does not hold.
    """
    checker = Checker([each.anchor for each in checkpoints])
    count = 0
    for stored in stored_records(session, department_id):
        count += 1
        checker.take(stored)
    fault = checker.end()
    forged = min((each.number for each in unsigned), default=None)
    if forged is not None and (fault is None or forged < fault.number):
        fault = Fault(number=forged, code="checkpoint_key")
    return count, fault


def stored_records(session: Session, department_id: int) -> Iterator[Stored]:
    """Read the chain in pieces: years of records need not fit into memory."""
    last: int | None = None
    while rows := _piece(session, department_id, last):
        for row in rows:
            yield _stored(row)
        last = rows[-1].number


def _piece(session: Session, department_id: int, last: int | None) -> Sequence[Row[Any]]:
    after = [] if last is None else [Record.number > last]
    wanted: Any = (
        select(*COLUMNS)
        .outerjoin(RecordPayload, RecordPayload.id == Record.id)
        .where(Record.department_id == department_id, *after)
        .order_by(Record.number)
        .limit(PIECE)
    )
    return session.execute(wanted).all()


def _stored(row: Row[Any]) -> Stored:
    sealed = Sealed(
        department_id=row.department_id,
        number=row.number,
        kind=row.kind,
        subject=row.subject,
        subject_version=row.subject_version,
        at=row.at,
        signer=Signer(user_id=row.signer_id, name=row.signer_name, number=row.signer_number),
        meaning=row.meaning,
        policy_version_id=row.policy_version_id,
        payload_hash=row.payload_hash,
        previous=row.previous,
    )
    return Stored(sealed=sealed, hash=row.hash, salt=row.salt, content=row.content)
