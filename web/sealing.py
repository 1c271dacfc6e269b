"""What must not be read by who has only the database: encrypted with a key from the installation's own.

Whoever has the server can read it, as it has to show it. Each use has a purpose of its own, and so a key of
its own: what was sealed for one cannot be passed off as another.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken


class UnreadableError(Exception):
    """It was sealed with another key or for another purpose, or has been changed."""


def seal(text: str, secret_key: str, *, purpose: bytes) -> str:
    """Return a text encrypted and authenticated."""
    return _box(secret_key, purpose).encrypt(text.encode("utf-8")).decode("ascii")


def unseal(sealed: str, secret_key: str, *, purpose: bytes) -> str:
    """Return what was sealed.

    Raises
    ------
    UnreadableError
        When key or purpose is another, or it has been changed.
    """
    try:
        return _box(secret_key, purpose).decrypt(sealed.encode("ascii")).decode("utf-8")
    except InvalidToken as error:
        raise UnreadableError from error


def _box(secret_key: str, purpose: bytes) -> Fernet:
    key = hashlib.blake2b(purpose, key=hashlib.sha256(secret_key.encode("utf-8")).digest(), digest_size=32)
    return Fernet(base64.urlsafe_b64encode(key.digest()))
