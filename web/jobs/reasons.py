"""Why a solve found no roster, as the job's row keeps it: violations of every roster, then the conflicts."""

from collections.abc import Sequence

from roster.explanation import Explanation
from roster.violation import Violation
from web.database import JsonObject

EXPLANATION = "explanation"
"""Marks the one entry that is no violation."""


def to_json(violations: Sequence[Violation], explanation: Explanation | None) -> list[JsonObject]:
    """Return plain values; `violations_of` and `explanation_of` read them back."""
    plain = [found.to_json() for found in violations]
    return plain if explanation is None else [*plain, {EXPLANATION: explanation.to_json()}]


def violations_of(plain: Sequence[JsonObject] | None) -> list[Violation]:
    """Return the violations that every roster has."""
    return [Violation.from_json(found) for found in plain or () if EXPLANATION not in found]


def explanation_of(plain: Sequence[JsonObject] | None) -> Explanation | None:
    """Return the conflicts, None where nobody looked for any."""
    found = next((entry[EXPLANATION] for entry in plain or () if EXPLANATION in entry), None)
    return None if found is None else Explanation.from_json(found)
