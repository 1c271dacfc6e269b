"""Words of an entry in two parts: masked for everybody, and sealed as they were written. Pure."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from web.masking import mask, mask_number
from web.records.chain import canonical, payload_hash
from web.sealing import seal_text, unseal_text

PURPOSE = b"lunban: customers' numbers in the duty log, 1"
PHONE = "phone"
"""The field that is meant for a number; in all others numbers are looked for."""


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """What is stored of words.

    Parameters
    ----------
    shown
        Every field masked.
    sealed
        The fields that masking changed, as they were, encrypted; None where it changed nothing.
    hash
        Salted SHA-256 of what is sealed, for the signed record; "" where nothing is.
    """

    shown: Mapping[str, str]
    sealed: str | None
    hash: str


def hide(words: Mapping[str, str], secret_key: str) -> Hidden:
    """Mask every field and seal those that held a telephone number."""
    shown = {name: mask_number(text) if name == PHONE else mask(text) for name, text in words.items()}
    held = {name: text for name, text in words.items() if text != shown[name]}
    if not held:
        return Hidden(shown=shown, sealed=None, hash="")
    salt = secrets.token_hex(16)
    whole = canonical({"salt": salt, "words": held})
    return Hidden(
        shown=shown,
        sealed=seal_text(whole, secret_key, purpose=PURPOSE),
        hash=payload_hash(salt, canonical(held)),
    )


def unhide(sealed: str, secret_key: str) -> dict[str, str]:
    """Return the fields as they were written.

    Raises
    ------
    UnreadableError
        When they were sealed with another key.
    """
    words: dict[str, str] = json.loads(unseal_text(sealed, secret_key, purpose=PURPOSE))["words"]
    return words


def hash_of(sealed: str, secret_key: str) -> str:
    """Return the salted hash of what is sealed, to be compared with the one in the signed record."""
    whole = json.loads(unseal_text(sealed, secret_key, purpose=PURPOSE))
    return payload_hash(whole["salt"], canonical(whole["words"]))
