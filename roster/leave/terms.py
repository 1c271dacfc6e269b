"""What a regulation says of leave, as plain values: the policy's P-56, P-59 to P-69 without its wording."""

from dataclasses import dataclass
from typing import Final

from roster.leave.asking import LeaveKind

SUPERIOR: Final = "superior"
LADDER: Final = ("leader", "supervisor", "head", "hr")
"""Roles that approve, level by level, the lowest first (R-5.6)."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """How long before the shift something must be asked: a number of days, or of minutes."""

    days: int = 0
    minutes: int = 0

    def __post_init__(self) -> None:
        """Refuse negative numbers and both at once (ValueError)."""
        if min(self.days, self.minutes) < 0 or (self.days and self.minutes):
            raise ValueError("a notice is a number of days or of minutes, not negative")


@dataclass(frozen=True, kw_only=True)
class HolidayTerms:
    """Leave from holiday duty (P-62, R-5.13).

    Parameters
    ----------
    approver
        Role that approves as well; None where none is named.
    only_exceptions
        In principle there is none: whoever decides is told so.
    """

    notice: Notice
    approver: str | None = None
    only_exceptions: bool = False


@dataclass(frozen=True, kw_only=True)
class Tier:
    """Up to how many days which role decides last (P-64); None days: any longer.

    `is_regulated` is False where the source names nobody, and the department's own choice stands in (A-15).
    """

    up_to_days: int | None
    role: str
    is_regulated: bool = True


@dataclass(frozen=True, kw_only=True)
class ProofTerms:
    """When a certificate of a medical institution is asked for (P-67).

    Parameters
    ----------
    from_days
        Sick leave of so many days and more, inclusive (A-18).
    due_on_first_day_after
        It is handed to the supervisor on the first day after (R-5.11); else no day is set.
    """

    from_days: int
    emergency_excepted: bool = False
    dates_continuous: bool = False
    due_on_first_day_after: bool = False


@dataclass(frozen=True, kw_only=True)
class LeaveTerms:
    """The terms of one department.

    Parameters
    ----------
    kinds
        Kinds of leave that there are (P-68).
    personal_notice, short_notice
        Of planned leave (R-5.2) and of sickness and special circumstances (R-5.3); None: beforehand.
    notice_is_strict
        Count each day as 24 hours before the shift; else as calendar days (A-19).
    holiday
        None: holiday duty is as any other.
    holiday_approver
        Who signs as well on holiday duty (P-59, R-4.18): a role, or ``superior``, one level above the
        ordinary approver; None where nobody does.
    emergency_by_proxy
        Whether another person may call (P-63, R-5.12).
    tiers
        Ascending.
    level_by_level
        Every level below the last signs first (P-65, R-5.6); else the last alone.
    in_person
        Kinds that the person must ask for in person (P-66, R-5.8).
    leave_on_swapped
        Whether leave may be taken on a swapped or pay-back shift (P-56, R-4.15).
    late_approver
        Management, who alone may allow what was asked for too late (R-5.4).
    undecided_is_unexcused
        What nobody allowed is proposed as absence without leave (P-69, R-5.5).
    """

    kinds: frozenset[LeaveKind] = frozenset(LeaveKind)
    personal_notice: Notice | None = Notice(days=1)
    short_notice: Notice | None = Notice(minutes=60)
    notice_is_strict: bool = False
    holiday: HolidayTerms | None = None
    holiday_approver: str | None = None
    emergency_by_proxy: bool = False
    tiers: tuple[Tier, ...] = (Tier(up_to_days=None, role="supervisor"),)
    level_by_level: bool = True
    in_person: frozenset[LeaveKind] = frozenset()
    proof: ProofTerms | None = None
    leave_on_swapped: bool = True
    late_approver: str = "head"
    undecided_is_unexcused: bool = True

    def __post_init__(self) -> None:
        """Refuse no tiers and roles that are not on the ladder (ValueError)."""
        roles = {tier.role for tier in self.tiers} | {self.late_approver}
        if not self.tiers or not roles <= set(LADDER):
            raise ValueError("approvers of leave are at least one of the ladder's roles")
