"""What S0h says of leave, and a request under it."""

from datetime import date

from roster.leave.asking import LeaveAsk, LeaveKind
from roster.leave.terms import SUPERIOR, HolidayTerms, LeaveTerms, Notice, ProofTerms, Tier

S0H = LeaveTerms(
    kinds=frozenset({LeaveKind.SICK, LeaveKind.PERSONAL, LeaveKind.EMERGENCY}),
    personal_notice=Notice(days=1),
    short_notice=Notice(minutes=60),
    holiday=HolidayTerms(notice=Notice(days=2), approver="head", only_exceptions=True),
    holiday_approver=SUPERIOR,
    emergency_by_proxy=True,
    tiers=(
        Tier(up_to_days=1, role="leader"),
        Tier(up_to_days=3, role="supervisor"),
        Tier(up_to_days=7, role="head", is_regulated=False),
        Tier(up_to_days=None, role="hr"),
    ),
    in_person=frozenset({LeaveKind.PERSONAL}),
    proof=ProofTerms(
        from_days=1, emergency_excepted=True, dates_continuous=True, due_on_first_day_after=True
    ),
    leave_on_swapped=False,
)


def june(day: int) -> date:
    return date(2026, 6, day)


def asked(kind: str = "personal", first: int = 10, last: int | None = None, **further: object) -> LeaveAsk:
    """Ask for leave in June."""
    whole = {"person": "a", "kind": LeaveKind(kind), "first": june(first), "last": june(last or first)}
    return LeaveAsk(**(whole | further))  # type: ignore[arg-type]
