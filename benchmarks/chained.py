"""Records put in by the thousand, as if they had been written one after the other: a chain that holds."""

import datetime as dt
import secrets
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from web.records.chain import GENESIS, Sealed, Signer, canonical, payload_hash
from web.records.tables import Record, RecordPayload


@dataclass
class Chain:
    """The chain of a department so far, and the rows that are not stored yet."""

    department_id: int
    number: int = 0
    head: str = GENESIS
    records: list[dict[str, Any]] = field(default_factory=list)
    payloads: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self, kind: str, subject: str, content: dict[str, Any], *, signer: Signer, at: dt.datetime
    ) -> Record:
        """Add a record; its id is its number. What is returned is not part of a session."""
        self.number += 1
        salt, plain = secrets.token_hex(16), canonical(content)
        sealed = Sealed(
            department_id=self.department_id,
            number=self.number,
            kind=kind,
            subject=subject,
            at=at,
            signer=signer,
            meaning=kind.rpartition(".")[2],
            policy_version_id=None,
            payload_hash=payload_hash(salt, plain),
            previous=self.head,
        )
        row = {
            "id": self.number,
            "department_id": self.department_id,
            "number": self.number,
            "kind": kind,
            "subject": subject,
            "at": at,
            "signer_id": signer.user_id,
            "signer_name": signer.name,
            "signer_number": signer.number,
            "meaning": sealed.meaning,
            "policy_version_id": None,
            "payload_hash": sealed.payload_hash,
            "previous": self.head,
            "hash": sealed.hash,
        }
        self.records.append(row)
        self.payloads.append({"id": self.number, "salt": salt, "content": plain})
        self.head = sealed.hash
        return Record(**row)

    def store(self, session: Session) -> None:
        """Store what was added since the last time; the caller commits."""
        session.execute(insert(Record), self.records)
        session.execute(insert(RecordPayload), self.payloads)
        self.records, self.payloads = [], []
