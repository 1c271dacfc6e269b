"""What a regulation says of swaps, as plain values: the policy's P-48 to P-59 without its wording."""

from dataclasses import dataclass
from enum import StrEnum


class PayBack(StrEnum):
    """Whether a shift that somebody else works is worked in return (P-55)."""

    NONE = "none"
    OPTIONAL = "optional"
    AGREED = "agreed"
    """Foreseen, on a date that both agree on (S0h)."""
    NEXT_DAY = "next_day"
    """On the next day on which the kind is worked (S3c, A-25)."""


@dataclass(frozen=True, kw_only=True)
class SwapTerms:
    """The terms of one department.

    Parameters
    ----------
    approvers
        Roles that approve after the counterpart, in order (P-50); empty where a regulation names none
        (S3d).
    asks_counterpart
        Whether who takes a shift must agree (R-4.4, R-4.5). Only where the approver finds the stand-in
        (S3a, R-4.8) is nobody asked.
    holiday_approver
        Role that approves as well when a shift lies on a holiday (P-59, R-4.18); None where none does.
    notice_days
        Calendar days between request and shift (P-51, A-19); None: beforehand, no number.
    notice_is_strict
        Count each day as 24 hours before the start of the shift instead.
    grounds
        Grounds that are accepted (P-49); None accepts any.
    most_per_month
        Swaps of a person in a calendar month (P-53, R-4.11); None: not set, so no limit is judged.
    consecutive
        Whether two successive shifts of a person may be swapped, and a new swap asked for while a pay-back
        is due (P-54, A-21).
    payback
        See `PayBack`.
    leave_on_swapped
        Whether leave may be taken on a swapped or pay-back shift (P-56, R-4.15).
    """

    approvers: tuple[str, ...] = ("leader",)
    asks_counterpart: bool = True
    holiday_approver: str | None = None
    notice_days: int | None = None
    notice_is_strict: bool = False
    grounds: frozenset[str] | None = None
    most_per_month: int | None = None
    consecutive: bool = True
    payback: PayBack = PayBack.OPTIONAL
    leave_on_swapped: bool = True

    def __post_init__(self) -> None:
        """Refuse negative numbers and approvers named twice (ValueError)."""
        if min(self.notice_days or 0, self.most_per_month or 0) < 0:
            raise ValueError("notice_days and most_per_month must not be negative")
        if len(set(self.approvers)) != len(self.approvers):
            raise ValueError("an approver must be named once")

    def chain(self, *, on_holiday: bool) -> tuple[str, ...]:
        """Return the roles that approve, in order, the holiday's own last."""
        extra = self.holiday_approver
        if not on_holiday or extra is None or extra in self.approvers:
            return self.approvers
        return (*self.approvers, extra)
