"""Absence without leave (旷工) and what it arises from (R-7.19)."""

from dataclasses import dataclass
from enum import StrEnum


class AbsenceCause(StrEnum):
    """Why a missed shift counts as absence without leave."""

    LEAVE_NOT_ASKED = "leave_not_asked"
    """R-5.5."""
    LEAVE_ON_SWAPPED = "leave_on_swapped"
    """Leave taken on a swapped or pay-back shift (R-4.15)."""
    UNCLEAR_SWAP = "unclear_swap"
    """A shift that a swap moved and that was left empty after an unclear handover (R-4.13)."""


@dataclass(frozen=True, kw_only=True)
class Missed:
    """What is known of a shift that nobody clocked.

    Parameters
    ----------
    has_leave
        Whether leave was granted for the day.
    is_swapped
        Whether the shift came by a swap or as a pay-back.
    leave_on_swapped
        Whether the regulation allows leave on such shifts (P-56).
    failed
        What a leader decided of a swapped shift that stayed without anybody: whether it counts as absence
        without leave for this person; None where nobody has decided.
    """

    has_leave: bool
    is_swapped: bool
    leave_on_swapped: bool
    failed: bool | None = None


def absence_cause(missed: Missed) -> AbsenceCause | None:
    """Return the cause for which a missed shift is absence without leave; None where it is excused.

    Examples
    --------
    >>> absence_cause(Missed(has_leave=True, is_swapped=True, leave_on_swapped=False))
    <AbsenceCause.LEAVE_ON_SWAPPED: 'leave_on_swapped'>
    """
    if missed.failed is not None:
        return AbsenceCause.UNCLEAR_SWAP if missed.failed else None
    if missed.has_leave and missed.is_swapped and not missed.leave_on_swapped:
        return AbsenceCause.LEAVE_ON_SWAPPED
    if missed.has_leave:
        return None
    return AbsenceCause.LEAVE_NOT_ASKED
