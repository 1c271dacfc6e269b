"""Passwords: argon2id hashes, and what a new password has to be like."""

import unicodedata
from functools import cache
from itertools import pairwise

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from web.refusal import Refusal

MEMORY_KIB, TIME_COST, PARALLELISM = 19456, 2, 1
"""OWASP's parameters for argon2id (reference for the log-in's cost: about 30 ms)."""

SHORTEST, LONGEST = 10, 128
FEWEST_DISTINCT = 5

_hasher = PasswordHasher(memory_cost=MEMORY_KIB, time_cost=TIME_COST, parallelism=PARALLELISM, type=Type.ID)


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password; each call salts anew."""
    return _hasher.hash(_normal(password))


def verify(password: str, password_hash: str | None) -> bool:
    """Tell whether `password` belongs to `password_hash`.

    Without a hash (unknown number, inactive account) the answer is ``False`` after the same work, so
    that the time tells nothing.
    """
    try:
        _hasher.verify(password_hash or _nobodys_hash(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Tell whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def problems(password: str, *, employee_number: str, name: str) -> list[Refusal]:
    """Return what speaks against a new password; empty when nothing does.

    Length matters, kinds of characters do not (NIST SP 800-63B). What others would try first is refused:
    the employee number, the name, one character over and over, a run such as 1234567890.
    """
    text = _normal(password)
    found = []
    if len(text) < SHORTEST:
        found.append(Refusal(code="password_short", field="password", measured=len(text), limit=SHORTEST))
    if len(text) > LONGEST:
        found.append(Refusal(code="password_long", field="password", measured=len(text), limit=LONGEST))
    if len(set(text)) < FEWEST_DISTINCT or _is_run(text):
        found.append(Refusal(code="password_simple", field="password"))
    lower = text.casefold()
    known = (part.casefold() for part in (employee_number, name) if len(part) > 1)
    if any(part in lower and len(lower.replace(part, "")) <= SHORTEST // 2 for part in known):
        found.append(Refusal(code="password_personal", field="password"))
    return found


def _normal(password: str) -> str:
    """Return one spelling for what looks the same, full-width digits of an input method included."""
    return unicodedata.normalize("NFKC", password)


def _is_run(text: str) -> bool:
    """Tell whether nearly every character follows, or precedes, the one before it by one."""
    steps = [(ord(after) - ord(before)) for before, after in pairwise(text)]
    return len(steps) > 0 and max(steps.count(1), steps.count(-1)) >= len(steps) - 1


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")
