"""Archives: records, payloads and checkpoints in one file that `verify_records.py` verifies without this project.

Lines of JSON: a header, one line per checkpoint, one per record in the order of departments and numbers, and
an end line with the SHA-256 of everything before it. In a record's line ``record`` and ``content`` stand byte
for byte as they were hashed, so that whoever verifies need not write JSON the same way.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.database import JsonObject
from web.people.tables import Department
from web.records.chain import Stored, canonical
from web.records.checkpoint import Checkpoint
from web.records.sealing import stored_checkpoints
from web.records.verifying import stored_records

VERIFIER = Path(__file__).with_name("verify_records.py")
FORMAT = 1


class _Digesting:
    """Writes lines to a file and digests them."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.digest = hashlib.sha256()

    def line(self, text: str) -> None:
        """Write a line."""
        whole = text.encode() + b"\n"
        self.digest.update(whole)
        self._out.write(whole)


def write_archive(
    session: Session,
    out: BinaryIO,
    outside: Collection[Checkpoint],
    *,
    now: dt.datetime,
    only: int | None = None,
) -> int:
    """Write the records of all departments, or of `only` one; return how many.

    What does not hold is written as it is: the verifier is to find it.

    Parameters
    ----------
    outside
        Checkpoints from the file outside the database; those in the database come along.
    """
    chosen = select(Department).order_by(Department.id)
    departments = session.scalars(chosen if only is None else chosen.where(Department.id == only)).all()
    names = {each.id: each.name for each in departments}
    file = _Digesting(out)
    header: JsonObject = {
        "lunban": "records",
        "format": FORMAT,
        "made_at": now.astimezone(dt.UTC).isoformat(),
    }
    file.line(canonical(header | {"departments": [{"id": key, "name": name} for key, name in names.items()]}))
    checkpoints = sorted(
        (each for each in {*outside, *stored_checkpoints(session)} if each.department_id in names),
        key=lambda each: (each.department_id, each.number, each.at, each.signature),
    )
    for checkpoint in checkpoints:
        file.line('{"checkpoint":' + checkpoint.line + "}")
    count = 0
    for number in names:
        for stored in stored_records(session, number):
            file.line(record_line(stored))
            count += 1
    end = {"records": count, "checkpoints": len(checkpoints), "sha256": file.digest.hexdigest()}
    file.line(canonical({"end": end}))
    return count


def record_line(stored: Stored) -> str:
    """Return a record as one line of an archive."""
    content = "null" if stored.salt is None or stored.content is None else _one_line(stored.content)
    return (
        f'{{"hash":{json.dumps(stored.hash)},"salt":{json.dumps(stored.salt or "")},'
        f'"record":{stored.sealed.text},"content":{content}}}'
    )


def _one_line(content: str) -> str:
    """Canonical content has no line breaks; what somebody put there with some must not break the file."""
    return content.replace("\n", " ")
