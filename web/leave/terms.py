"""What a department's policy says of leave, as the pure core takes it."""

from roster.leave.asking import LeaveKind
from roster.leave.terms import LADDER, SUPERIOR, HolidayTerms, LeaveTerms, Notice, ProofTerms, Tier
from web.policy.schema import EffectivePolicy
from web.policy.terms.leave import LeadTime
from web.policy.vocabulary.requests import (
    LeaveEmergency,
    LeaveOnSwapped,
    SkipOrCross,
    TimeUnit,
    UnexcusedRule,
)
from web.policy.vocabulary.roles import Approver

TIERS = "leave.tiers"
STANDS_IN = "head"
"""Decides where the source names nobody and the department has not chosen (A-15)."""


def leave_terms(policy: EffectivePolicy) -> LeaveTerms:
    """Return the terms of leave (P-56, P-59 to P-69).

    Emergency treatment can always be reported, whatever kinds a regulation lists: nobody plans it. The two
    days of holiday duty refuse a request only where the regulation or the department states them.
    """
    values = policy.values
    holiday, proof = values.leave_notice_holiday_duty, values.leave_medical_proof_from
    return LeaveTerms(
        kinds=frozenset([LeaveKind.EMERGENCY, *(LeaveKind(kind.value) for kind in values.leave_types)]),
        personal_notice=_notice(values.leave_notice_personal),
        short_notice=_notice(values.leave_notice_sick_special),
        holiday=None
        if holiday is None or not policy.binds("leave.notice_holiday_duty")
        else HolidayTerms(
            notice=_notice(holiday) or Notice(),
            approver=_role(holiday.approver),
            only_exceptions=holiday.only_exceptions,
        ),
        holiday_approver=_holiday_approver(policy),
        emergency_by_proxy=values.leave_emergency is LeaveEmergency.PHONE_OR_PROXY,
        tiers=_tiers(policy),
        level_by_level=values.leave_skip_or_cross is SkipOrCross.FORBIDDEN,
        in_person=frozenset(LeaveKind(kind.value) for kind in values.leave_in_person),
        proof=None
        if proof is None
        else ProofTerms(
            from_days=proof.from_days,
            emergency_excepted=proof.emergency_excepted,
            dates_continuous=proof.dates_continuous,
            due_on_first_day_after=proof.due_first_day_after,
        ),
        leave_on_swapped=values.swap_leave_on_swapped is LeaveOnSwapped.ALLOWED,
        undecided_is_unexcused=values.absence_unexcused_rule is UnexcusedRule.UNEXCUSED,
    )


def _notice(stated: LeadTime | None) -> Notice | None:
    if stated is None:
        return None
    return Notice(days=stated.amount) if stated.unit is TimeUnit.DAYS else Notice(minutes=stated.minutes)


def _role(approver: Approver | None) -> str | None:
    """Return a role of the ladder; None where the approver is none of it."""
    role = None if approver is None else approver.account_role
    return role.value if role is not None and role.value in LADDER else None


def _holiday_approver(policy: EffectivePolicy) -> str | None:
    if not policy.binds("holiday.swap_leave_approver"):
        return None
    approver = policy.values.holiday_swap_leave_approver
    return SUPERIOR if approver is Approver.SUPERIOR else _role(approver)


def _tiers(policy: EffectivePolicy) -> tuple[Tier, ...]:
    """Return the tiers; those that lie in a gap of the text are marked, whoever fills it."""
    gaps, tiers, below = _gaps(policy), [], 0
    for tier in policy.values.leave_tiers:
        up_to = tier.up_to_days
        in_gap = any(
            low <= below and (high is None or (up_to is not None and up_to <= high)) for low, high in gaps
        )
        role = _role(tier.approver) or STANDS_IN
        tiers.append(Tier(up_to_days=up_to, role=role, is_regulated=not in_gap))
        below = up_to or below
    return tuple(tiers)


def _gaps(policy: EffectivePolicy) -> list[tuple[int, int | None]]:
    """Return the days that the text leaves open: more than the first, up to the second."""
    if not policy.policy.has_gap(TIERS):
        return []
    stated = policy.policy.effective().values.leave_tiers
    lows = [0, *(tier.up_to_days or 0 for tier in stated)]
    return [(low, tier.up_to_days) for low, tier in zip(lows, stated, strict=False) if tier.approver is None]
