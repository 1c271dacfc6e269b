"""What a department's policy says of overtime, as the pure core takes it."""

from roster.overtime.terms import OvertimeTerms
from web.policy.rule_catalogue import (
    LONGEST_NORMAL_DAY,
    MOST_OVERTIME_OF_A_DAY,
    MOST_OVERTIME_OF_A_MONTH,
)
from web.policy.schema import EffectivePolicy
from web.policy.vocabulary.requests import OvertimeMode

APPROVER = "supervisor"
"""Whoever P-70 names in any of its answers: the supervisor."""


def overtime_terms(policy: EffectivePolicy) -> OvertimeTerms:
    """Return the terms of overtime (P-08, P-19, P-70).

    Nobody is ordered where a regulation knows nothing but the form (S0e). Where it says nothing of
    overtime at all, the supervisor may ask people; they may refuse.
    """
    values = policy.values
    form_only = values.overtime_mode is OvertimeMode.FORM_AND_APPROVAL and policy.binds("overtime.mode")
    return OvertimeTerms(
        approver=APPROVER,
        may_order=not form_only,
        extending=frozenset(values.shift_auto_extend),
        stay_after=values.stay_after_min or 0,
        day_cap=MOST_OVERTIME_OF_A_DAY,
        month_cap=MOST_OVERTIME_OF_A_MONTH,
        normal_day=LONGEST_NORMAL_DAY,
    )
