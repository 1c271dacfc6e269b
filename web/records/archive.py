"""Archives: records, payloads and checkpoints in one file that `verify_records.py` verifies alone.

Lines of JSON: a header, one line per checkpoint, one per record in the order of departments and numbers, and
an end line with the SHA-256 of everything before it. In a record's line ``record`` and ``content`` stand byte
for byte as they were hashed, so that whoever verifies need not write JSON the same way.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
    checkpoints = sorted(
        (each for each in {*outside, *stored_checkpoints(session)} if each.department_id in names),
        key=lambda each: (each.department_id, each.number, each.at, each.signature),
    )
    chains = (stored_records(session, number) for number in names)
    lines = 0
    for line in archive_lines(names, checkpoints, chains, now=now):
        out.write(line)
        lines += 1
    return lines - len(checkpoints) - 2  # neither header nor end is a record


def archive_lines(
    names: Mapping[int, str],
    checkpoints: Sequence[Checkpoint],
    chains: Iterable[Iterable[Stored]],
    *,
    now: dt.datetime,
) -> Iterator[bytes]:
    """Yield the lines of an archive: header, checkpoints, the records of each department, end."""
    digest = hashlib.sha256()
    departments = [{"id": number, "name": name} for number, name in names.items()]
    header: JsonObject = {
        "lunban": "records",
        "format": FORMAT,
        "made_at": now.astimezone(dt.UTC).isoformat(),
        "departments": departments,
    }
    first = [canonical(header), *('{"checkpoint":' + each.line + "}" for each in checkpoints)]
    count = 0
    for text in first:
        line = text.encode() + b"\n"
        digest.update(line)
        yield line
    for chain in chains:
        for stored in chain:
            line = record_line(stored).encode() + b"\n"
            digest.update(line)
            count += 1
            yield line
    end = {"records": count, "checkpoints": len(checkpoints), "sha256": digest.hexdigest()}
    yield canonical({"end": end}).encode() + b"\n"


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
