"""Archives made without a database: as many records as one likes, and what somebody does to them."""

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from web.records.archive import archive_lines
from web.records.chain import GENESIS, Sealed, Signer, Stored, canonical, payload_hash
from web.records.checking import SHORT
from web.records.checkpoint import EVERY, Checkpoint, signed_by

AT = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAMES = ("朱洁", *["王小明]"] * 18, 'Li "Lee" \\ Wei')


def chain(length: int, *, department: int = 1) -> Iterator[Stored]:
    """Yield a chain as swaps of a busy centre would make it."""
    previous = GENESIS
    for number in range(1, length + 1):
        salt = f"{number:032x}"
        content = canonical(
            {"state": "approved", "reason": "家里有事，需要换班", "people": [number, number + 1]}
        )
        sealed = Sealed(
            department_id=department,
            number=number,
            kind="swap.approve",
            subject=f"swap:{number // 3}",
            subject_version=number % 3,
            at=AT + dt.timedelta(seconds=number),
            signer=Signer(user_id=number % 300, name=NAMES[number % len(NAMES)], number=f"{number % 300:05}"),
            meaning="approve",
            policy_version_id=7,
            payload_hash=payload_hash(salt, content),
            previous=previous,
        )
        previous = sealed.hash
        yield Stored(sealed=sealed, hash=previous, salt=salt, content=content)


def checkpoints(records: list[Stored], key: Ed25519PrivateKey = KEY) -> list[Checkpoint]:
    """Return the checkpoints of a chain: every hundred records, and at its end."""
    found = []
    since = 0
    for number in sorted({*range(EVERY, len(records) + 1, EVERY), len(records)} - {0}):
        head = records[number - 1]
        trail = "".join(each.hash[:SHORT] for each in records[since:number])
        found.append(
            signed_by(
                key,
                Checkpoint(
                    department_id=head.sealed.department_id,
                    number=number,
                    hash=head.hash,
                    trail=trail,
                    at=head.sealed.at,
                ),
            )
        )
        since = number
    return found


def write(out: BinaryIO, records: list[Stored], vouched: list[Checkpoint]) -> None:
    """Write an archive of one department."""
    out.writelines(archive_lines({1: "客服部"}, vouched, [records], now=AT))
