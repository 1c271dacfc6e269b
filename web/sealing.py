"""What the database must not give away by itself: encrypted with a key that follows from the installation's.

Whoever has the database, or a backup of it, cannot read what is sealed; whoever has the server can.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

from web.config import Config


class UnreadableError(Exception):
    """It was sealed with another key or for another purpose, or has been changed."""


def seal(data: bytes, secret_key: str, *, purpose: bytes) -> bytes:
    """Return bytes encrypted and authenticated.

    Parameters
    ----------
    secret_key
        The installation's own (`web.config`).
    purpose
        What it is for; what is sealed for one purpose is not opened for another.
    """
    return _box(secret_key, purpose).encrypt(data)


def unseal(sealed: bytes, secret_key: str, *, purpose: bytes) -> bytes:
    """Return what was sealed.

    Raises
    ------
    UnreadableError
        When it was sealed with another key or for another purpose, or has been changed.
    """
    try:
        return _box(secret_key, purpose).decrypt(sealed)
    except InvalidToken as error:
        raise UnreadableError from error


def seal_text(text: str, secret_key: str, *, purpose: bytes) -> str:
    """Return a text encrypted and authenticated, as text."""
    return seal(text.encode("utf-8"), secret_key, purpose=purpose).decode("ascii")


def unseal_text(sealed: str, secret_key: str, *, purpose: bytes) -> str:
    """Return a text that was sealed.

    Raises
    ------
    UnreadableError
        As `unseal`.
    """
    return unseal(sealed.encode("ascii"), secret_key, purpose=purpose).decode("utf-8")


def secret_key() -> str:
    """Return the key of the running installation."""
    config: Config = current_app.extensions["lunban_config"]
    return config.secret_key


def _box(secret_key: str, purpose: bytes) -> Fernet:
    key = hashlib.blake2b(purpose, key=hashlib.sha256(secret_key.encode("utf-8")).digest(), digest_size=32)
    return Fernet(base64.urlsafe_b64encode(key.digest()))
