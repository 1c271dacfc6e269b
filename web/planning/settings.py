"""From a policy to what the roster engine needs: shift kinds, rules, closed and special days."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from roster.cycle import Cycle
from roster.problem import Calendar, Person, ShiftKind
from roster.settings import Limit, RuleSettings, hard, soft
from roster.shifts import MINUTES_PER_DAY
from web.planning.duty import with_duty
from web.planning.shape import with_shape
from web.planning.special_days import special_days
from web.policy.kinds import AveragingCycle, ShiftTime
from web.policy.rule_catalogue import MOST_OVERTIME_OF_A_DAY, MOST_OVERTIME_OF_A_MONTH
from web.policy.schema import EffectivePolicy

WISH_COST = 10
"""What refusing a wish of weight 1 costs: as much as half a missing person in one half-hour."""

DAYS_OFF_WEIGHT = 30
AVERAGE_WEEK_WEIGHT = 4
RESERVE_WEIGHT = 10
"""What a person more or less in reserve costs: as much as half a missing person in one half-hour."""
LEAST_SURPLUS = 1
"""Of the surplus on special days the text says that it must be there, not how large (R-1.14)."""
MEAL_BREAK_WEIGHT = 30
LABOUR_COST_WEIGHT = 1
CONTRACT_MIN_WEIGHT = 4

UNEVEN_MONTH_MINUTES = MOST_OVERTIME_OF_A_MONTH
"""How far a month may depart from the contract where the week is averaged over more than a month: the
36 hours that labour law allows as overtime of a month."""


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
            break_earliest=time.break_earliest,
            break_latest=time.break_latest,
        )
        for time in times
    )


def rule_settings(
    policy: EffectivePolicy, people: Iterable[Person], kinds: Iterable[ShiftKind] = (), *, week_start: int = 0
) -> RuleSettings:
    """Return the rules that hold under a policy.

    A number that the regulation or the department has set binds (hard). A number that only the product
    proposes is a soft rule, and a blank one is off (rulebook, A-10). One day of rest in seven, 11 hours
    between shifts and days off after nights are good practice and stay as the engine has them.

    Breaks are placed where a shift kind has a window for them and the policy does not say that there are
    none (P-06). None is longer than the regulation or the department says (R-3.5).

    No regulation here states that a leader is on every shift; where nobody is a leader that is off, since
    every month would be impossible. The reserve that the product proposes for ordinary days (P-12) is asked
    for only where a shift kind of the family reserve is there to hold it. The law's three hours of overtime
    a day and its protected periods always hold. Money counts where any rate is known (R-1.17).

    Over all this lies what the department has set itself (`web.policy.own_rules`), which cannot weaken what
    the law holds.

    Parameters
    ----------
    policy
        Preset, overrides and the department's own rules.
    people
        Those who are rostered.
    kinds
        The department's shift kinds.
    week_start
        First weekday of a week, Monday = 0.
    """
    people, kinds, values = tuple(people), tuple(kinds), policy.values
    settings = RuleSettings(
        weekly_days_off=_limit(
            policy, "rest.days_off_per_week", values.rest_days_off_per_week, DAYS_OFF_WEIGHT
        ),
        average_week=_limit(policy, "hours.avg_week_max", values.avg_week_max_minutes, AVERAGE_WEEK_WEIGHT),
        meal_break=_limit(policy, "break.minutes", 0 if values.break_minutes else None, MEAL_BREAK_WEIGHT),
        longest_break=_longest_break(policy),
        overtime_day=hard(MOST_OVERTIME_OF_A_DAY),
        no_overtime=hard(),
        week_start=week_start,
    )
    settings = _with_reserve(with_shape(settings, policy), policy, has_reserve=has_reserve(kinds))
    if any(person.hourly_rate is not None for person in people):
        settings = replace(settings, labour_cost=soft(weight=LABOUR_COST_WEIGHT))
    if not any(person.role == "leader" for person in people):
        settings = replace(settings, leader_present=None)
    return policy.rules.over(with_duty(_over_a_cycle(settings, policy), policy, kinds))


def averaging_cycle(policy: EffectivePolicy) -> Cycle | None:
    """Return the cycle over which the policy averages the week; None for the calendar month (A-47)."""
    length = policy.values.hours_avg_week_cycle
    if length is AveragingCycle.MONTH:
        return None
    # any January begins a cycle, whatever part of a year it is
    return Cycle(anchor=date(2000, 1, 1), months=length.months)


def cycle_dates(policy: EffectivePolicy, first_day: date, last_day: date) -> tuple[date, date]:
    """Return first and last day of what decides a month's hours: its averaging cycle, or the month itself."""
    cycle = averaging_cycle(policy)
    return (first_day, last_day) if cycle is None else cycle.around(first_day)


def averaged_by_contract(people: Iterable[Person], rules: RuleSettings) -> tuple[Person, ...]:
    """Return the people with their contracts as their own average week, where months may be uneven.

    Else the month's contract is the measure, and nothing changes.
    """
    limit = rules.average_week
    if limit is None or rules.average_cycle is None:
        return tuple(people)
    return tuple(
        replace(
            person,
            limits=replace(person.limits, average_week=min(person.weekly_minutes, limit.value)),
        )
        for person in people
    )


def _over_a_cycle(settings: RuleSettings, policy: EffectivePolicy) -> RuleSettings:
    """Let the average over the cycle bind and the months differ, where the policy has such a cycle."""
    cycle, average = averaging_cycle(policy), settings.average_week
    if cycle is None or average is None:
        return settings
    return replace(
        settings,
        average_week=hard(average.value),
        average_cycle=cycle,
        contract_max=None,
        overtime_month=hard(UNEVEN_MONTH_MINUTES),
        contract_min=soft(UNEVEN_MONTH_MINUTES, weight=CONTRACT_MIN_WEIGHT),
    )


def _with_reserve(settings: RuleSettings, policy: EffectivePolicy, *, has_reserve: bool) -> RuleSettings:
    """Return the settings with the reserve that the policy asks for (P-12, P-13)."""
    seats, people = policy.values.reserve_holiday_seats, policy.values.reserve_normal_staff
    if seats is not None and seats.most and policy.binds("reserve.holiday_seats"):
        settings = replace(
            settings,
            reserve=hard(seats.least),
            reserve_most=soft(seats.most, weight=RESERVE_WEIGHT),
            reserve_surplus=hard(LEAST_SURPLUS),
        )
    if people and (has_reserve or policy.binds("reserve.normal_staff")):
        limit = _limit(policy, "reserve.normal_staff", people, RESERVE_WEIGHT)
        settings = replace(settings, reserve_ordinary=limit)
    return settings


def has_reserve(kinds: Iterable[ShiftKind]) -> bool:
    """Whether a shift kind that may be chosen holds somebody in reserve."""
    return any(kind.family == "R" and kind.assignable for kind in kinds)


def chosen_kinds(kinds: Iterable[ShiftKind], rules: RuleSettings) -> tuple[ShiftKind, ...]:
    """Return the kinds as a solve may choose them.

    The reserve only where a rule asks for it, and none that the length of its break forbids: nobody is
    wanted on that, no leader either.
    """
    is_asked = any((rules.reserve, rules.reserve_ordinary))
    longest = rules.longest_break
    most = longest.value if longest is not None and longest.hard else MINUTES_PER_DAY
    return tuple(
        kind
        if (is_asked or kind.family != "R") and kind.break_minutes <= most
        else replace(kind, assignable=False)
        for kind in kinds
    )


def with_special_days(calendar: Calendar, policy: EffectivePolicy, days: Iterable[date]) -> Calendar:
    """Return the calendar with those of the days that the policy staffs apart (P-14, R-1.14)."""
    named = special_days(policy.values.forecast_special_days, days)
    return replace(calendar, special_days=calendar.special_days | named)


def with_closed_days(calendar: Calendar, policy: EffectivePolicy) -> Calendar:
    """Return the calendar with the weekdays on which the policy closes the department (P-03, R-2.5)."""
    closed = calendar.closed_weekdays | policy.values.work_days.closed_weekdays
    return replace(calendar, closed_weekdays=closed)


def covers_the_clock(kinds: Iterable[ShiftKind]) -> bool:
    """Tell whether the shift kinds leave no minute of the day uncovered (R-1.1)."""
    covered: set[int] = set()
    for kind in kinds:
        if kind.assignable and kind.covers:
            covered |= {minute % MINUTES_PER_DAY for minute in range(kind.start_minute, kind.end_minute)}
    return len(covered) == MINUTES_PER_DAY


def _longest_break(policy: EffectivePolicy) -> Limit | None:
    minutes = policy.values.break_minutes
    return hard(minutes) if minutes and policy.binds("break.minutes") else None


def _limit(policy: EffectivePolicy, key: str, value: int | None, weight: int) -> Limit | None:
    if value is None:
        return None
    return hard(value) if policy.binds(key) else soft(value, weight=weight)
