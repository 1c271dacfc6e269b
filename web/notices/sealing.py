"""Secrets of channels at rest: encrypted with a key that follows from the installation's own.

Whoever has the database alone cannot read them; whoever has the server can, as it has to send with them.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken

PURPOSE = b"lunban: secrets of notice channels, 1"


class UnreadableError(Exception):
    """The secret was sealed with another key: the channel has to be entered anew."""


def seal(text: str, secret_key: str) -> str:
    """Return a text encrypted and authenticated."""
    return _box(secret_key).encrypt(text.encode("utf-8")).decode("ascii")


def unseal(sealed: str, secret_key: str) -> str:
    """Return what was sealed.

    Raises
    ------
    UnreadableError
        When it was sealed with another key, or has been changed.
    """
    try:
        return _box(secret_key).decrypt(sealed.encode("ascii")).decode("utf-8")
    except InvalidToken as error:
        raise UnreadableError from error


def _box(secret_key: str) -> Fernet:
    key = hashlib.blake2b(PURPOSE, key=hashlib.sha256(secret_key.encode("utf-8")).digest(), digest_size=32)
    return Fernet(base64.urlsafe_b64encode(key.digest()))
