"""From a policy to what the roster engine needs: shift kinds, rules, closed days."""

from collections.abc import Iterable
from dataclasses import replace

from roster.problem import Calendar, Person, ShiftKind
from roster.settings import Limit, RuleSettings, hard, soft
from roster.shifts import MINUTES_PER_DAY
from web.planning.shape import with_shape
from web.policy.kinds import ShiftTime
from web.policy.schema import EffectivePolicy

WISH_COST = 10
"""What refusing a wish of weight 1 costs: as much as half a missing person in one half-hour."""

DAYS_OFF_WEIGHT = 30
AVERAGE_WEEK_WEIGHT = 4


def shift_kinds(times: Iterable[ShiftTime]) -> tuple[ShiftKind, ...]:
    """Return the engine's shift kinds for the shift times of a policy (P-02)."""
    return tuple(
        ShiftKind(
            code=time.code,
            family=time.family,  # type: ignore[arg-type]  # the pattern of ShiftTime allows no other letter
            start_minute=time.start_minute,
            end_minute=time.end_minute,
            paid_minutes=time.paid_minutes,
            break_minutes=time.break_minutes,
        )
        for time in times
    )


def rule_settings(policy: EffectivePolicy, people: Iterable[Person], *, week_start: int = 0) -> RuleSettings:
    """Return the rules that hold under a policy.

    A number that the regulation or the department has set binds (hard). A number that only the product
    proposes is a soft rule, and a blank one is off (rulebook, A-10). One day of rest in seven, 11 hours
    between shifts and days off after nights are good practice and stay as the engine has them.

    No regulation here states that a leader is on every shift; where nobody is a leader that is off, since
    every month would be impossible.

    Parameters
    ----------
    policy
        Preset and overrides.
    people
        Those who are rostered.
    week_start
        First weekday of a week, Monday = 0.
    """
    values = policy.values
    average = values.avg_week_max_minutes
    settings = RuleSettings(
        weekly_days_off=_limit(
            policy, "rest.days_off_per_week", values.rest_days_off_per_week, DAYS_OFF_WEIGHT
        ),
        average_week=_limit(policy, "hours.avg_week_max", average, AVERAGE_WEEK_WEIGHT),
        week_start=week_start,
    )
    if not any(person.role == "leader" for person in people):
        settings = replace(settings, leader_present=None)
    return with_shape(settings, policy)


def with_closed_days(calendar: Calendar, policy: EffectivePolicy) -> Calendar:
    """Return the calendar with the weekdays on which the policy closes the department (P-03, R-2.5)."""
    return Calendar(
        weekend=calendar.weekend,
        special=calendar.special,
        closed_weekdays=calendar.closed_weekdays | policy.values.work_days.closed_weekdays,
        closed_dates=calendar.closed_dates,
    )


def covers_the_clock(kinds: Iterable[ShiftKind]) -> bool:
    """Tell whether the shift kinds leave no minute of the day uncovered (R-1.1)."""
    covered: set[int] = set()
    for kind in kinds:
        if kind.assignable and kind.covers:
            covered |= {minute % MINUTES_PER_DAY for minute in range(kind.start_minute, kind.end_minute)}
    return len(covered) == MINUTES_PER_DAY


def _limit(policy: EffectivePolicy, key: str, value: int | None, weight: int) -> Limit | None:
    if value is None:
        return None
    return hard(value) if policy.binds(key) else soft(value, weight=weight)
