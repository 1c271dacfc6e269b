"""What handovers came to, counted: outcomes, ages of what is carried (R-12.14)."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from statistics import median
from typing import Final

from roster.handovers.life import OVER, HandoverState


class Outcome(StrEnum):
    """What a handover whose shift is over came to; each is one of them."""

    ON_TIME = "on_time"
    LATE = "late"
    """Both signed, but it was submitted after the window (R-9.6)."""
    ORDERED = "ordered"
    """The superior ordered the takeover (P-28), whenever it was submitted."""
    REFUSED = "refused"
    """The takeover is refused and nobody has decided yet."""
    NOT_SIGNED = "not_signed"


AGE_DAYS: Final = (1, 3, 7, 30)
"""Days at which what is carried counts as older."""
AGE_SHIFTS: Final = (2, 4, 7)
"""Shifts that have carried it, likewise."""


def outcome_of(state: HandoverState, *, is_late: bool, is_ordered: bool) -> Outcome:
    """Return what a handover came to so far."""
    if state not in OVER:
        return Outcome.REFUSED if state is HandoverState.REFUSED else Outcome.NOT_SIGNED
    if is_ordered:
        return Outcome.ORDERED
    return Outcome.LATE if is_late else Outcome.ON_TIME


def in_classes(values: Iterable[float], bounds: Sequence[float]) -> tuple[int, ...]:
    """Return how many values lie below the first bound, from it to the next, …, from the last on.

    Examples
    --------
    >>> in_classes([0, 1, 2.5, 9], (1, 3))
    (1, 2, 1)
    """
    counted = [0] * (len(bounds) + 1)
    for value in values:
        counted[sum(value >= bound for bound in bounds)] += 1
    return tuple(counted)


def median_of(values: Sequence[float]) -> float | None:
    """Return the middle of some values; None where there are none."""
    return median(values) if values else None
