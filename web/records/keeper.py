"""What is kept outside the database: the key that signs checkpoints, and the file that they are added to."""

import os
from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from web.config import Config
from web.kept_once import kept_once
from web.records.checkpoint import Checkpoint, read_line, signed_by


class Keeper:
    """Signs checkpoints and keeps them in a file.

    Parameters
    ----------
    key_file
        Private key (PEM), made on first use. Beside it, with the suffix ``.pub``, stand the public keys that
        this installation has ever signed with, one line of hex digits each.
    file
        Checkpoints, one line each; only ever added to.
    """

    def __init__(self, key_file: Path, file: Path) -> None:
        self._key_file = key_file
        self.file = file
        self._key: Ed25519PrivateKey | None = None
        self.is_complete = False
        """Whether the file is known to have every checkpoint of the database."""

    def sign(self, head: Checkpoint) -> Checkpoint:
        """Return the head, signed."""
        if self._key is None:
            self._key = self._kept_key()
        return signed_by(self._key, head)

    def add(self, checkpoints: Iterable[Checkpoint]) -> None:
        """Add checkpoints to the file, on the disk when this returns.

        Raises
        ------
        OSError
            When the file cannot be written.
        """
        lines = "".join(f"{checkpoint.line}\n" for checkpoint in checkpoints).encode()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("ab") as out:
            out.write(lines if self._ends_a_line() else b"\n" + lines)
            out.flush()
            os.fsync(out.fileno())

    def _ends_a_line(self) -> bool:
        """Tell whether the file ends where a line does: a machine may have stopped in the middle of one."""
        with self.file.open("rb") as inside:
            if not inside.seek(0, os.SEEK_END):
                return True
            inside.seek(-1, os.SEEK_END)
            return inside.read() == b"\n"

    def _kept_key(self) -> Ed25519PrivateKey:
        key = load_pem_private_key(kept_once(self._key_file, _new_key).encode(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError(f"{self._key_file} holds another kind of key than Ed25519")  # noqa: TRY004 - a wrong file
        public = key.public_key().public_bytes_raw().hex()
        if public not in public_keys(self._key_file):
            with public_file(self._key_file).open("a", encoding="ascii") as out:
                out.write(f"{public}\n")
        return key


def keeper_of(config: Config) -> Keeper | None:
    """Return the keeper of an installation; None where this process is not to sign."""
    if config.checkpoint_key is None:
        return None
    return Keeper(config.checkpoint_key, config.checkpoint_file)


def public_file(key_file: Path) -> Path:
    """Return where the public keys stand."""
    return key_file.with_suffix(".pub")


def public_keys(key_file: Path | None) -> frozenset[str]:
    """Return the public keys beside a private one; none where there is no file."""
    if key_file is None or not public_file(key_file).exists():
        return frozenset()
    return frozenset(public_file(key_file).read_text(encoding="ascii").split())


def read_file(file: Path) -> tuple[list[Checkpoint], int]:
    """Return the checkpoints of a file, none where there is no file, and how many lines are none."""
    if not file.exists():
        return [], 0
    found: list[Checkpoint] = []
    unreadable = 0
    for line in file.read_text(encoding="utf-8", errors="replace").split("\n"):
        if line:
            try:
                found.append(read_line(line))
            except ValueError:
                unreadable += 1
    return found, unreadable


def _new_key() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")
