"""Secrets of channels at rest, as text; the server opens them, as it has to send with them."""

from web import sealing
from web.sealing import UnreadableError

__all__ = ["UnreadableError", "seal", "unseal"]

PURPOSE = b"lunban: secrets of notice channels, 1"


def seal(text: str, secret_key: str) -> str:
    """Return a text encrypted and authenticated."""
    return sealing.seal_text(text, secret_key, purpose=PURPOSE)


def unseal(sealed: str, secret_key: str) -> str:
    """Return what was sealed.

    Raises
    ------
    UnreadableError
        When it was sealed with another key, or has been changed: the channel has to be entered anew.
    """
    return sealing.unseal_text(sealed, secret_key, purpose=PURPOSE)
