"""Eight ways to change a chain for somebody who owns the database and knows the method, but not the key.

Each is tried at three strengths: as it is, with the hash of what was changed made anew, with all later hashes
made anew as well.
"""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, insert, text
from sqlalchemy.orm import Session

from web.records.chain import GENESIS, Signer, Stored, canonical, payload_hash
from web.records.checkpoint import Checkpoint
from web.records.tables import Record, RecordCheckpoint, RecordPayload
from web.records.verifying import stored_records, verify_all

AS_IT_IS, ITS_OWN_HASH, ALL_LATER_HASHES = range(3)


@dataclass(frozen=True)
class Tampered:
    """A changed chain, and the number of the first record that is not what it was."""

    records: list[Stored]
    first_bad: int


def _rehashed(records: list[Stored], start: int, strength: int) -> list[Stored]:
    """Make hashes from index `start` on fit, as far as the strength says."""
    made = list(records)
    end = {AS_IT_IS: start, ITS_OWN_HASH: start + 1, ALL_LATER_HASHES: len(made)}[strength]
    for index in range(start, min(end, len(made))):
        previous = made[index - 1].hash if index else GENESIS
        sealed = replace(made[index].sealed, previous=previous)
        made[index] = replace(made[index], sealed=sealed, hash=sealed.hash)
    return made


def _renumbered(records: list[Stored]) -> list[Stored]:
    return [
        replace(each, sealed=replace(each.sealed, number=number))
        for number, each in enumerate(records, start=1)
    ]


def edit(records: list[Stored], chance: random.Random, strength: int) -> list[Stored]:
    """Change a field, or the content, of one record."""
    index = chance.randrange(len(records))
    found = records[index]
    fields: dict[str, object] = {
        "kind": "swap.reject",
        "subject": "swap:99999",
        "subject_version": 77,
        "at": found.sealed.at + dt.timedelta(seconds=1),
        "signer": Signer(user_id=None, name="别人", number="09999"),
        "meaning": "reject",
        "content": None,
    }
    field = chance.choice(sorted(fields))
    made = list(records)
    if field == "content":
        content = canonical({"reason": "别的理由"})
        sealed = found.sealed
        if strength != AS_IT_IS:
            sealed = replace(sealed, payload_hash=payload_hash(found.salt or "", content))
        made[index] = replace(found, sealed=sealed, content=content)
    else:
        made[index] = replace(found, sealed=replace(found.sealed, **{field: fields[field]}))  # type: ignore[arg-type]
    return _rehashed(made, index, strength)


def middle_delete(records: list[Stored], chance: random.Random, strength: int) -> list[Stored]:
    """Take a record out; from the second strength on the later ones are numbered anew."""
    index = chance.randrange(len(records) - 1)
    made = [*records[:index], *records[index + 1 :]]
    return made if strength == AS_IT_IS else _rehashed(_renumbered(made), index, strength)


def tail_delete(records: list[Stored], chance: random.Random, strength: int) -> list[Stored]:
    """Tear out the last records: nothing is left that does not fit."""
    return records[: -chance.randint(1, 30)]


def insert_one(records: list[Stored], chance: random.Random, strength: int) -> list[Stored]:
    """Put a record in between that fits the one before; the later ones are numbered anew."""
    index = chance.randrange(len(records))
    previous = records[index - 1].hash if index else GENESIS
    sealed = replace(records[index].sealed, number=index + 1, subject="swap:4711", previous=previous)
    new = replace(records[index], sealed=sealed, hash=sealed.hash)
    return _rehashed(_renumbered([*records[:index], new, *records[index:]]), index + 1, strength)


def reorder(records: list[Stored], chance: random.Random, strength: int) -> list[Stored]:
    """Let two records change places."""
    one, two = sorted(chance.sample(range(len(records)), 2))
    made = list(records)
    made[one], made[two] = made[two], made[one]
    return _rehashed(_renumbered(made), one, strength)


def swap_signatures(records: list[Stored], chance: random.Random, strength: int) -> list[Stored]:
    """Put one record's signature, with its time and meaning, under another and the other's under the one."""
    one, two = sorted(chance.sample(range(len(records)), 2))
    made = list(records)
    for to, by in ((one, records[two].sealed), (two, records[one].sealed)):
        sealed = replace(made[to].sealed, signer=by.signer, at=by.at, meaning=by.meaning)
        made[to] = replace(made[to], sealed=sealed)
    return _rehashed(made, one, strength)


def rewrite_all(records: list[Stored], chance: random.Random, strength: int) -> list[Stored]:
    """Change a record and make every later hash anew: the chain holds by itself."""
    index = chance.randrange(len(records))
    made = list(records)
    made[index] = replace(
        made[index], sealed=replace(made[index].sealed, signer=Signer(user_id=None, name="别人", number="1"))
    )
    return _rehashed(made, index, ALL_LATER_HASHES)


def restore_old_copy(records: list[Stored], chance: random.Random, strength: int) -> list[Stored]:
    """Put a copy of an earlier day in place of the database."""
    return records[: chance.randrange(1, len(records))]


ATTACKS: dict[str, Callable[[list[Stored], random.Random, int], list[Stored]]] = {
    "edit": edit,
    "middle delete": middle_delete,
    "tail delete": tail_delete,
    "insert": insert_one,
    "reorder": reorder,
    "swap signatures": swap_signatures,
    "rewrite all": rewrite_all,
    "restore old copy": restore_old_copy,
}


def tampered(records: list[Stored], name: str, turn: int) -> Tampered:
    """Attack a chain in one way for the `turn`-th time."""
    chance = random.Random(f"{name} {turn}")
    made = ATTACKS[name](records, chance, turn % 3)
    first = next(
        (
            number
            for number, (before, after) in enumerate(zip(records, made, strict=False), start=1)
            if before != after
        ),
        min(len(records), len(made)) + 1,
    )
    return Tampered(made, first)


def remove_guards(connection: Connection) -> None:
    """Take away what stops the owner, too; who owns a database can do that."""
    if connection.dialect.name == "sqlite":
        for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            if str(name).startswith("tr_record"):
                connection.execute(text(f"DROP TRIGGER {name}"))
    else:
        for table in ("record", "record_payload", "record_checkpoint"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))


def named(
    connection: Connection,
    department: int,
    made: Tampered,
    outside: list[Checkpoint],
    keys: frozenset[str],
    *,
    own_checkpoints_up_to: int,
) -> int | None:
    """Return which record verifying names when the owner has put a changed chain into the database.

    The caller rolls the transaction back. Guards are removed already.
    """
    connection.execute(delete(RecordPayload))
    connection.execute(delete(Record).where(Record.department_id == department))
    connection.execute(delete(RecordCheckpoint).where(RecordCheckpoint.number > own_checkpoints_up_to))
    rows = list(enumerate(made.records, start=1))
    connection.execute(insert(Record), [_row(number, each) for number, each in rows])
    connection.execute(
        insert(RecordPayload),
        [{"id": number, "salt": each.salt, "content": each.content} for number, each in rows],
    )
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        (verdict,) = verify_all(session, outside, keys)
    return None if verdict.fault is None else verdict.fault.number


def read_chain(session: Session, department: int) -> list[Stored]:
    """Return the chain as it stands in the database."""
    return list(stored_records(session, department))


def _row(number: int, stored: Stored) -> dict[str, object]:
    sealed = stored.sealed
    return {
        "id": number,
        "department_id": sealed.department_id,
        "number": sealed.number,
        "kind": sealed.kind,
        "subject": sealed.subject,
        "subject_version": sealed.subject_version,
        "at": sealed.at,
        "signer_id": sealed.signer.user_id,
        "signer_name": sealed.signer.name,
        "signer_number": sealed.signer.number,
        "meaning": sealed.meaning,
        "policy_version_id": sealed.policy_version_id,
        "payload_hash": sealed.payload_hash,
        "previous": sealed.previous,
        "hash": stored.hash,
    }
