"""What somebody writes in their own words: as it can be stored, and what is wrong with it."""

from typing import Final

from web.masking import mask
from web.refusal import Refusal

MOST: Final = 500
"""Characters of a reason in one's own words."""


def plain(text: str) -> str:
    """Return words as they can be stored: PostgreSQL refuses the character NUL."""
    return text.replace("\0", "").strip()


def kept(text: str) -> str:
    """Return words as a record keeps them for years: as they can be stored, customers' numbers masked."""
    return mask(plain(text))


def faults(
    text: str, *, needed: bool = True, field: str = "reason", missing: str = "reason_missing"
) -> list[Refusal]:
    """Return what is wrong with a reason: nothing is said where it is ``needed``, or it is too long.

    Parameters
    ----------
    missing
        The refusal's code when nothing is said.
    """
    words = plain(text)
    if len(words) > MOST:
        return [Refusal(code="too_long", field=field, measured=len(words), limit=MOST)]
    return [Refusal(code=missing, field=field)] if needed and not words else []
