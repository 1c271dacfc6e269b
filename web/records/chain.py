"""How records hold together: canonical content, its salted hash, and the chain from record to record.

Pure: what is stored where is said in `web.records.tables`, how a chain is checked in `web.records.checking`.
The payload hash is salted and the payload is no part of the chain itself, so that a payload can be deleted
when its time is over while the chain still holds.
"""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass

from web.database.types import JsonObject

GENESIS = "0" * 64
"""Stands for the record before the first."""

PAYLOAD_DELETED = "record.payload_deleted"
"""Kind of the record that says whose payloads are deleted: the tombstone."""

Ranges = list[tuple[int, int]]
"""Numbers of records, from and to, both included."""

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who decided, as the record shows it for ever; None in all fields where the system itself acted."""

    user_id: int | None
    name: str
    number: str


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """One record as it is hashed: what is done, and the signature under it.

    Signer, time, meaning, subject and its version are hashed together with the record's place in the chain
    and its content: a signature that is put under another record, or another version, fits no hash.

    Parameters
    ----------
    department_id, number
        Numbers run from 1 without a gap in each department.
    kind
        What was done, for example ``swap.approve``.
    subject
        To what, for example ``swap:12``.
    subject_version
        The version of it that the signer saw; None where it has none.
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
    subject_version: int | None = None

    @property
    def text(self) -> str:
        """Every field above in canonical form: what is hashed, and what an archive shows."""
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
        if self.subject_version is not None:  # records from before there were versions keep their hash
            fields["subject_version"] = self.subject_version
        return canonical(fields)

    @property
    def hash(self) -> str:
        """SHA-256 over the canonical text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Stored:
    """One record as it was found: what was hashed, the hash it bears, its payload if still there."""

    sealed: Sealed
    hash: str
    salt: str | None
    content: str | None


def canonical(content: JsonObject) -> str:
    """Return the one text of a JSON object: keys sorted, no spaces, no NaN.

    Raises
    ------
    ValueError
        For NaN or infinite numbers.
    """
    return _ENCODER.encode(content)


def payload_hash(salt: str, content: str) -> str:
    """Return SHA-256 over salt and canonical content; the salt keeps a deleted payload from being guessed."""
    return hashlib.sha256(f"{salt}\n{content}".encode()).hexdigest()


def as_ranges(numbers: list[int]) -> Ranges:
    """Return ascending numbers as ranges."""
    found: Ranges = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
