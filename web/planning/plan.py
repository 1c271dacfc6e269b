"""The monthly job without storage: inputs → forecast → need → roster, judged without the solver."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from forecasting.calendar import Calendar as CallCalendar
from forecasting.calendar import DayKind
from forecasting.slots import slot_minutes_of
from roster.explanation import Explanation
from roster.problem import Calendar, DateRange, DayType, Person, Problem, Wish, soft
from roster.rules import Judgement, judge
from roster.solver import Outcome, solve
from roster.solver.explain import explain
from web.planning.duty import is_duty
from web.planning.month import MonthNeed, Targets, measured_targets, month_need
from web.planning.needs import needs_of
from web.planning.people_file import PersonRow
from web.planning.profiles import NONE, Profiles, measure_profiles
from web.planning.settings import (
    WISH_COST,
    averaged_by_contract,
    chosen_kinds,
    covers_the_clock,
    has_reserve,
    rule_settings,
    shift_kinds,
    with_closed_days,
    with_special_days,
)
from web.planning.shape import in_turn_busy
from web.policy import EffectivePolicy, ShiftTime, load_preset
from web.rosters.months import days_in

PLAN_SLOT_MINUTES = 30
SURPLUS_WEIGHT = 200
"""What a missing surplus of a special day costs in a plan: as much as ten missing people in one half-hour."""
EXPLAIN_SECONDS = 30.0
"""Time for the question why there is no roster, after the search."""

_DAY_TYPES = {
    DayKind.STATUTORY: DayType.STATUTORY,
    DayKind.ADJUSTED_REST: DayType.ADJUSTED_REST,
    DayKind.MAKE_UP: DayType.MAKE_UP,
}


@dataclass(frozen=True, kw_only=True)
class PlanInput:
    """Everything that decides a plan.

    Attributes
    ----------
    calls
        Long frame ``ds, calls``; rows at or after `month` are ignored.
    figures
        What `measure_profiles` reads: the same slots with handling times and waits, where they are recorded.
    shift_times
        Shift kinds; those of the preset, of a file or of the shipped catalogue.
    preset
        Id of the regulation.
    month
        First day of the month.
    """

    calls: pd.DataFrame
    figures: pd.DataFrame
    calendar: CallCalendar
    people: tuple[PersonRow, ...]
    shift_times: tuple[ShiftTime, ...]
    preset: str
    month: date
    targets: Targets


@dataclass(frozen=True, kw_only=True)
class MonthPlan:
    """A plan: need, problem, the solver's answer, the judgement of its roster, or why there is none.

    The targets of `given` hold the means of `profiles`, what was measured by weekday and slot.
    """

    given: PlanInput
    policy: EffectivePolicy
    need: MonthNeed
    problem: Problem
    outcome: Outcome
    judgement: Judgement | None
    explanation: Explanation | None = None
    profiles: Profiles = NONE


def make_plan(given: PlanInput, *, seconds: float, seed: int = 0, workers: int = 2) -> MonthPlan:
    """Run the monthly job.

    Parameters
    ----------
    seconds
        Longest time of the solver.
    workers
        Threads of the solver; never more than the machine has cores.

    Raises
    ------
    ValueError
        When the inputs do not fit together; the message says which.
    """
    policy = load_preset(given.preset).effective()
    kinds = shift_kinds(given.shift_times)
    calendar = with_closed_days(roster_calendar(given.calendar, given.month), policy)
    minutes, profiles = need_slot_minutes(given.calls), NONE
    if not given.targets.own_numbers:
        profiles = measure_profiles(given.figures, before=pd.Timestamp(given.month), slot_minutes=minutes)
    need = month_need(
        given.calls,
        given.calendar,
        first_day=given.month,
        days=days_in(given.month),
        slot_minutes=minutes,
        targets=given.targets,
        round_the_clock=covers_the_clock(kinds) and not calendar.closed_weekdays,
        kinds=kinds,
        opening=calendar,
        profiles=profiles,
    )
    given = replace(given, targets=measured_targets(given.targets, need))
    if is_duty(policy):
        need = replace(need, staffing=need.staffing.assign(required=0, on_calls=0))
    people = in_turn_busy((person_of(row) for row in given.people), given.month)
    rules = rule_settings(policy, people, kinds)
    if rules.reserve_surplus is not None:
        # a plan is no publication: it shows what is missing, where publishing would refuse
        rules = replace(rules, reserve_surplus=soft(rules.reserve_surplus.value, weight=SURPLUS_WEIGHT))
    if not has_reserve(kinds):
        # likewise: it says that nobody can be held ready, and goes on
        rules = replace(rules, reserve=None, reserve_most=None, reserve_ordinary=None)
    people = averaged_by_contract(people, rules)
    dates = (given.month + timedelta(days=day) for day in range(need.days + 1))
    # the preset alone: a department's own posts are with its policy
    asked = needs_of(policy, kinds, calendar, (given.month, need.days), skills={})
    problem = Problem(
        people=people,
        kinds=chosen_kinds(kinds, rules),
        first_day=given.month,
        days=need.days,
        demand=need.demand(kinds),
        shift_needs=asked.shift_needs,
        skill_needs=asked.skill_needs,
        wishes=tuple(wishes_of(given.people, given.month)),
        calendar=with_special_days(calendar, policy, dates),
        rules=rules,
    )
    outcome = solve(problem, seconds=seconds, seed=seed, workers=workers)
    judgement = None if outcome.roster is None else judge(problem, outcome.roster)
    return MonthPlan(
        given=given,
        policy=policy,
        need=need,
        problem=problem,
        outcome=outcome,
        judgement=judgement,
        profiles=profiles,
        explanation=None if outcome.roster else explain(problem, seconds=EXPLAIN_SECONDS, workers=workers),
    )


def need_slot_minutes(calls: pd.DataFrame) -> int:
    """Return the length of the need's slots: half an hour, or as the calls' where that is no part of one.

    Raises
    ------
    ValueError
        When the calls' slots do not divide an hour.
    """
    present = slot_minutes_of(calls)
    if 60 % present:
        raise ValueError(f"the calls are counted per {present} minutes; the length must divide an hour")
    return PLAN_SLOT_MINUTES if PLAN_SLOT_MINUTES % present == 0 else present


def person_of(row: PersonRow) -> Person:
    """Return the engine's person for a row of a people file."""
    return Person(
        id=row.employee_number,
        name=row.name,
        team=row.team,
        role="leader" if row.role == "leader" else "agent",
        weekly_minutes=row.weekly_minutes,
        skills=frozenset(row.skills),
        first_day=row.hired_on,
        last_day=row.leaves_on,
        probation_until=row.probation_until,
        no_night=_periods(row.no_nights),
        no_overtime=_periods(row.planning.no_overtime),
        leave=frozenset(row.days_off),
        hourly_rate=row.planning.hourly_rate,
    )


def _periods(dates: tuple[date, date] | None) -> tuple[DateRange, ...]:
    return () if dates is None else (DateRange(first=dates[0], last=dates[1]),)


def wishes_of(rows: Iterable[PersonRow], month: date) -> Iterable[Wish]:
    """Yield the wishes for dates of the month; those of other months are left out."""
    for row in rows:
        for day, kind in row.wishes:
            if (day.year, day.month) == (month.year, month.month):
                yield Wish(person=row.employee_number, date=day, kind=kind, weight=WISH_COST)


def roster_calendar(calendar: CallCalendar, month: date) -> Calendar:
    """Return the month's days as the roster rules see them."""
    days = [month.replace(day=number + 1) for number in range(days_in(month))]
    special = {day: _DAY_TYPES[calendar.kind(day)] for day in days if calendar.kind(day) in _DAY_TYPES}
    return Calendar(weekend=calendar.weekend, special=special)
