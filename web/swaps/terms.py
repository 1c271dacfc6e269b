"""What a department's policy says of swaps, as the pure core takes it."""

from roster.swaps.terms import PayBack, SwapTerms
from web.policy.schema import EffectivePolicy
from web.policy.vocabulary.requests import PayBack as StatedPayBack
from web.policy.vocabulary.requests import PrivateSwap, SwapGround
from web.policy.vocabulary.roles import Approver

PAYBACKS = {
    StatedPayBack.OPTIONAL: PayBack.OPTIONAL,
    StatedPayBack.AGREED: PayBack.AGREED,
    StatedPayBack.NEXT_DUTY_DAY: PayBack.NEXT_DAY,
}
FREE_GROUNDS = frozenset({SwapGround.ANY, SwapGround.ANY_WITH_REASON, SwapGround.FOR_CAUSE})
"""Grounds that every reason in words meets."""
LEVELS = ("leader", "supervisor", "head")
"""Roles by level, lowest first."""
THE_OTHER = frozenset({Approver.COUNTERPART, Approver.PERSONS_CONCERNED})


def swap_terms(policy: EffectivePolicy) -> SwapTerms:
    """Return the terms of swaps (P-48 to P-59).

    Approvers are exactly those of P-50, in order. Whoever takes a shift is asked where P-50 says so, and
    wherever the applicant finds a substitute without anybody approving (S3c, S3d): nobody can put a shift
    on somebody else.
    """
    values = policy.values
    roles = [approver.account_role for approver in values.swap_approver]
    chain = tuple(dict.fromkeys(role.value for role in roles if role is not None))
    if values.swap_private is PrivateSwap.SELF_FOUND_OR_HR:
        chain = ()
    free = FREE_GROUNDS.intersection(values.swap_grounds)
    return SwapTerms(
        approvers=chain,
        asks_counterpart=not chain or bool(THE_OTHER.intersection(values.swap_approver)),
        holiday_approver=_holiday_approver(policy, chain),
        notice_days=values.swap_notice_days,
        grounds=None if free else frozenset(ground.value for ground in values.swap_grounds),
        most_per_month=values.swap_max_per_month,
        consecutive=values.swap_consecutive,
        payback=PAYBACKS[values.swap_payback],
        leave_on_swapped=values.swap_leave_on_swapped.value == "allowed",
    )


def _holiday_approver(policy: EffectivePolicy, chain: tuple[str, ...]) -> str | None:
    """Return who approves as well on holiday duty (P-59); a superior is one level above the last approver."""
    holiday = policy.values.holiday_swap_leave_approver
    if holiday is None or not policy.binds("holiday.swap_leave_approver"):
        return None
    if holiday is Approver.SUPERIOR and chain and chain[-1] in LEVELS:
        return LEVELS[min(LEVELS.index(chain[-1]) + 1, len(LEVELS) - 1)]
    return None if holiday.account_role is None else holiday.account_role.value
