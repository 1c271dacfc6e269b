"""How overtime comes about (rulebook part d, "Overtime")."""

from enum import StrEnum
from typing import Final


class Origin(StrEnum):
    """Why somebody works beyond the roster."""

    REQUESTED = "requested"
    """Asked for by the person, on a form beforehand (R-6.1)."""
    ORDERED = "ordered"
    """Arranged by the supervisor: surge or promotion (R-6.3, R-6.4)."""
    OFFERED = "offered"
    """Offered to everybody who may take it, and taken: a call-in (R-6.5)."""
    EXTENDED = "extended"
    """The late shift went on by itself while customers were asking (R-6.2)."""
    HELD_OVER = "held_over"
    """The relief was not there (R-6.8)."""
    CHECK_HELD = "check_held"
    """The handover record had not passed the leader's check (R-6.9)."""


PLANNED: Final = frozenset({Origin.REQUESTED, Origin.ORDERED, Origin.OFFERED})
"""Agreed on before it is worked, so caps and rest can refuse it."""
INVOLUNTARY: Final = frozenset({Origin.HELD_OVER, Origin.CHECK_HELD})
"""The person may not leave: it counts whatever the regulation says of forms [derived in the rulebook]."""
