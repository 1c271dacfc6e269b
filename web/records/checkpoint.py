"""A checkpoint: the head of a department's chain at some time, signed by a key outside the database."""

import datetime as dt
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from web.records.chain import canonical
from web.records.checking import Anchor

EVERY = 100
"""Records after which a checkpoint is due by itself."""

PURPOSE = b"lunban checkpoint 1\n"
"""Begins what is signed, so that a signature for anything else cannot pass for one of these."""


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """A signed head.

    Parameters
    ----------
    department_id, number, hash, trail
        As in `Anchor`.
    at
        Aware instant at which it was signed.
    key, signature
        Ed25519 public key and signature, in hex digits.
    """

    department_id: int
    number: int
    hash: str
    trail: str
    at: dt.datetime
    key: str = ""
    signature: str = ""

    @property
    def anchor(self) -> Anchor:
        """What it says of the chain."""
        return Anchor(number=self.number, hash=self.hash, trail=self.trail)

    @property
    def signed(self) -> bytes:
        """What the signature is over."""
        return PURPOSE + canonical(self._fields()).encode()

    @property
    def line(self) -> str:
        """The checkpoint as one line of a file."""
        return canonical(self._fields() | {"key": self.key, "signature": self.signature})

    def holds(self) -> bool:
        """Tell whether the signature is that of the key."""
        try:
            public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key))
            public.verify(bytes.fromhex(self.signature), self.signed)
        except (InvalidSignature, ValueError):
            return False
        return True

    def _fields(self) -> dict[str, object]:
        return {
            "at": self.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "department": self.department_id,
            "hash": self.hash,
            "number": self.number,
            "trail": self.trail,
        }


def signed_by(key: Ed25519PrivateKey, head: Checkpoint) -> Checkpoint:
    """Return the checkpoint with key and signature."""
    return Checkpoint(
        department_id=head.department_id,
        number=head.number,
        hash=head.hash,
        trail=head.trail,
        at=head.at,
        key=key.public_key().public_bytes_raw().hex(),
        signature=key.sign(head.signed).hex(),
    )


def read_line(line: str) -> Checkpoint:
    """Read a line that `Checkpoint.line` wrote.

    Raises
    ------
    ValueError
        When it is none.
    """
    try:
        found = json.loads(line)
        return Checkpoint(
            department_id=int(found["department"]),
            number=int(found["number"]),
            hash=str(found["hash"]),
            trail=str(found["trail"]),
            at=dt.datetime.fromisoformat(found["at"]),
            key=str(found["key"]),
            signature=str(found["signature"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a checkpoint: {line[:80]!r}") from error


def trusted(
    checkpoints: Iterable[Checkpoint], keys: Collection[str]
) -> tuple[list[Checkpoint], list[Checkpoint]]:
    """Divide checkpoints into those that one of `keys` signed and those that none did.

    Without keys each is measured by the key that it names itself: that shows slips, not forgers.
    """
    good: list[Checkpoint] = []
    bad: list[Checkpoint] = []
    for checkpoint in set(checkpoints):
        is_known = not keys or checkpoint.key in keys
        (good if is_known and checkpoint.holds() else bad).append(checkpoint)
    return good, bad
