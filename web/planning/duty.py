"""A duty in turn (R-2.10, R-2.11, R-3.8): somebody has it every open day, and everybody's turn comes.

Only the duty is rostered under such a policy; the rest of everybody's day, and the calls, are not.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from roster.calendar import Calendar
from roster.demand import ShiftNeed
from roster.settings import RuleSettings, hard, soft
from roster.shifts import ShiftKind
from web.policy.kinds import ShiftPattern, ShiftTime
from web.policy.schema import EffectivePolicy

ON_DUTY = 1
"""People on the duty of a day: the texts speak of the duty person."""
TURN_SPREAD, TURN_WEIGHT = 1, 30
"""The texts say in turn without a number, so it proposes; a turn out of order costs three wishes."""


def is_duty(policy: EffectivePolicy) -> bool:
    """Tell whether the policy rosters a duty in turn, and nothing else."""
    return policy.values.shift_pattern is ShiftPattern.LUNCH_DUTY


def duty_kinds(policy: EffectivePolicy, kinds: Iterable[ShiftKind]) -> frozenset[str]:
    """Return the codes of the shift kinds that are the duty: present all its time, with no break in it.

    The duty alone is one, and so is an ordinary day whose break lies before or after.
    """
    if not is_duty(policy):
        return frozenset()
    times = policy.values.shift_times
    return frozenset(
        kind.code for kind in kinds if kind.assignable and any(_holds(kind, time) for time in times)
    )


def duty_needs(
    policy: EffectivePolicy, kinds: Iterable[ShiftKind], calendar: Calendar, first_day: date, days: int
) -> tuple[ShiftNeed, ...]:
    """Return the need of every open day: one person on each kind that is the duty."""
    dates = (first_day + timedelta(days=day) for day in range(days))
    codes = sorted(duty_kinds(policy, kinds))
    return tuple(
        ShiftNeed(date=when, kind=code, people=ON_DUTY)
        for when in dates
        if not calendar.is_closed(when)
        for code in codes
    )


def with_duty(settings: RuleSettings, policy: EffectivePolicy, kinds: Iterable[ShiftKind]) -> RuleSettings:
    """Return the settings for a duty in turn; the others unchanged.

    A day without its duty person is refused. Calls ask for nobody, and what looks at whole working days says
    nothing where only the duty is rostered.
    """
    if not is_duty(policy):
        return settings
    return replace(
        settings,
        shift_shortage=hard(),
        turn_fairness=soft(TURN_SPREAD, weight=TURN_WEIGHT),
        turn_kinds=duty_kinds(policy, kinds),
        shortage=None,
        surplus=None,
        contract_min=None,
        shortest_days_off=None,
        leader_present=None,
    )


def _holds(kind: ShiftKind, time: ShiftTime) -> bool:
    present = kind.covers and kind.start_minute <= time.start_minute and time.end_minute <= kind.end_minute
    if not present or not kind.break_minutes:
        return present
    if kind.break_earliest is None or kind.break_latest is None:
        return False
    begins = kind.start_minute + kind.break_earliest
    ends = kind.start_minute + kind.break_latest + kind.break_minutes
    return ends <= time.start_minute or time.end_minute <= begins
