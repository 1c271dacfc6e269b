"""How records hold together: canonical content, its salted hash, and the chain from record to record.

Pure: what is stored where is said in `web.records.tables`. The payload hash is salted and the payload is no
part of the chain itself, so that a payload can be deleted when its time is over while the chain still holds.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from web.database import JsonObject

GENESIS = "0" * 64
"""Stands for the record before the first."""

FaultCode = Literal["gap", "previous", "hash", "payload", "payload_missing"]


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who decided, as the record shows it for ever; None in all fields where the system itself acted."""

    user_id: int | None
    name: str
    number: str


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """One record as it is hashed.

    Parameters
    ----------
    department_id, number
        Numbers run from 1 without a gap in each department.
    kind
        What was done, for example ``swap.approve``.
    subject
        To what, for example ``swap:12``.
    at
        Aware instant of the act.
    meaning
        What the signer declares by it; part of the signature.
    policy_version_id
        The policy that it was decided under; None where none matters.
    payload_hash
        Of the content, see `payload_hash`.
    previous
        Hash of the record before; `GENESIS` at the first.
    """

    department_id: int
    number: int
    kind: str
    subject: str
    at: dt.datetime
    signer: Signer
    meaning: str
    policy_version_id: int | None
    payload_hash: str
    previous: str

    @property
    def hash(self) -> str:
        """SHA-256 over every field above, in canonical form."""
        fields: JsonObject = {
            "department": self.department_id,
            "number": self.number,
            "kind": self.kind,
            "subject": self.subject,
            "at": self.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "signer": [self.signer.user_id, self.signer.name, self.signer.number],
            "meaning": self.meaning,
            "policy_version": self.policy_version_id,
            "payload": self.payload_hash,
            "previous": self.previous,
        }
        return hashlib.sha256(canonical(fields).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Stored:
    """One record as it was found: what was hashed, the hash it bears, its payload if still there."""

    sealed: Sealed
    hash: str
    salt: str | None
    content: str | None


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with the first record that does not hold."""

    number: int
    code: FaultCode


def canonical(content: JsonObject) -> str:
    """Return the one text of a JSON object: keys sorted, no spaces, no NaN.

    Raises
    ------
    ValueError
        For NaN or infinite numbers.
    """
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def payload_hash(salt: str, content: str) -> str:
    """Return SHA-256 over salt and canonical content; the salt keeps a deleted payload from being guessed."""
    return hashlib.sha256(f"{salt}\n{content}".encode()).hexdigest()


def faults(records: Iterable[Stored]) -> Iterator[Fault]:
    """Find what does not hold in one department's records, given in order of their numbers.

    The last records torn out are not noticed here: that needs a head kept elsewhere.
    """
    number, previous = 0, GENESIS
    for record in records:
        number += 1
        found = _fault(record, number, previous)
        if found is not None:
            yield Fault(number=record.sealed.number, code=found)
        number, previous = record.sealed.number, record.hash


def _fault(record: Stored, number: int, previous: str) -> FaultCode | None:
    sealed = record.sealed
    if sealed.number != number:
        return "gap"
    if sealed.previous != previous:
        return "previous"
    if sealed.hash != record.hash:
        return "hash"
    if record.salt is None or record.content is None:
        return "payload_missing"
    return None if payload_hash(record.salt, record.content) == sealed.payload_hash else "payload"
