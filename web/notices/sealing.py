"""Secrets of channels at rest: sealed for this purpose alone (`web.sealing`)."""

from web import sealing
from web.sealing import UnreadableError

__all__ = ["PURPOSE", "UnreadableError", "seal", "unseal"]

PURPOSE = b"lunban: secrets of notice channels, 1"


def seal(text: str, secret_key: str) -> str:
    """Return a text encrypted and authenticated."""
    return sealing.seal(text, secret_key, purpose=PURPOSE)


def unseal(sealed: str, secret_key: str) -> str:
    """Return what was sealed.

    Raises
    ------
    UnreadableError
        When it was sealed with another key, or has been changed.
    """
    return sealing.unseal(sealed, secret_key, purpose=PURPOSE)
