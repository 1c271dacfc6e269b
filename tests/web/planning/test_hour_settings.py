"""What a policy hands to the engine about hours, judged and solved."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pydantic import JsonValue

from roster.cycle import Cycle
from roster.problem import DateRange, Demand, Person, Problem, Roster, hard, soft
from roster.rules import judge
from roster.solver import solve
from tests.roster.small import day
from web.planning.settings import (
    averaged_by_contract,
    averaging_cycle,
    cycle_dates,
    rule_settings,
    shift_kinds,
)
from web.policy import EffectivePolicy, load_preset

SIX_BY_NINE = Person(id="1", weekly_minutes=6 * 540)
"""A contract of six early shifts of S0f a week, so that only the regulation's rules are in question."""
P_05: dict[str, JsonValue] = {"hours.avg_week_max": 40}
WITHOUT_P_05: dict[str, JsonValue] = {"hours.avg_week_max": None}


def policy_of(preset: str, overrides: dict[str, JsonValue]) -> EffectivePolicy:
    return load_preset(preset).effective(overrides)


def week(
    overrides: dict[str, JsonValue],
    shifts: str,
    *,
    people: tuple[Person, ...] = (SIX_BY_NINE,),
    before: str = "",
) -> Problem:
    """A week of S0f from Monday on, with every cell of the first person locked."""
    policy = policy_of("S0f", overrides)
    past = {(people[0].id, day(n - len(before))): code for n, code in enumerate(before) if code != "."}
    return Problem(
        people=people,
        kinds=shift_kinds(policy.values.shift_times),
        first_day=day(0),
        days=7,
        demand=Demand.none(day(0), 7),
        history=Roster(past),
        locked={(people[0].id, day(n)): None if code == "." else code for n, code in enumerate(shifts)},
        rules=rule_settings(policy, people),
    )


def hard_codes(problem: Problem) -> set[str]:
    roster = Roster((cell, code) for cell, code in problem.locked.items() if code is not None)
    return {violation.code for violation in judge(problem, roster).hard}


def test_six_early_shifts_are_54_hours_against_an_average_of_40() -> None:
    """Scenario G-07, first half: reported by the checker, refused by the solver."""
    problem = week(P_05, "EEEEEE.")
    roster = Roster((cell, code) for cell, code in problem.locked.items() if code is not None)
    (found,) = judge(problem, roster).hard
    assert (found.code, found.measured, found.limit) == ("average_week", 54 * 60, 40 * 60)
    outcome = solve(problem, seconds=10)
    assert outcome.status == "infeasible"
    assert {reason.code for reason in outcome.reasons} == {"average_week"}
    # without P-05 the same six days are what S0f wants
    alone = week(WITHOUT_P_05, "EEEEEE.")
    assert hard_codes(alone) == set()
    assert solve(alone, seconds=10).status == "optimal"


@pytest.mark.parametrize(
    ("before", "shifts", "broken"),
    [("", "EEEEEEE", {"weekly_days_off", "working_run"}), ("EEEEEE", "E.EE...", {"working_run"})],
)
def test_a_seventh_working_day_in_a_row_is_refused(before: str, shifts: str, broken: set[str]) -> None:
    """Scenario G-07, second half: one day off in seven, within the week and across two."""
    every_day = replace(SIX_BY_NINE, weekly_minutes=7 * 540)
    problem = week(WITHOUT_P_05, shifts, people=(every_day,), before=before)
    assert hard_codes(problem) == broken
    assert solve(problem, seconds=10).status == "infeasible"


def test_left_to_itself_the_solver_keeps_both() -> None:
    problem = replace(week(P_05, ""), demand=Demand.of(day(0), 60, [[0] * 9 + [1] * 9 + [0] * 6] * 7))
    outcome = solve(problem, seconds=10)
    assert outcome.roster is not None
    assert judge(problem, outcome.roster).hard_count == 0
    assert sum(code == "E" for code in outcome.roster.values()) == 4


def test_the_law_on_overtime_always_holds_and_money_counts_where_a_rate_is_known() -> None:
    policy, person = policy_of("S0g", {}), Person(id="1")
    rules = rule_settings(policy, (person,))
    assert (rules.overtime_day, rules.no_overtime, rules.labour_cost) == (hard(180), hard(), None)
    paid = rule_settings(policy, (person, replace(person, id="2", hourly_rate=3000)))
    assert paid.labour_cost == soft(weight=1)


def test_who_is_protected_from_overtime_gets_no_shift_of_nine_hours() -> None:
    protected = replace(SIX_BY_NINE, no_overtime=(DateRange(first=day(1), last=day(1)),))
    problem = week(WITHOUT_P_05, ".E.....", people=(protected,))
    assert hard_codes(problem) == {"no_overtime"}
    assert solve(problem, seconds=10).status == "infeasible"
    assert hard_codes(week(WITHOUT_P_05, "E......", people=(protected,))) == set()


def test_the_month_is_the_cycle_unless_the_department_sets_another() -> None:
    june = date(2026, 6, 1), date(2026, 6, 30)
    monthly = policy_of("S4f", {})
    assert averaging_cycle(monthly) is None
    assert cycle_dates(monthly, *june) == june
    people = (Person(id="1", weekly_minutes=1200),)
    rules = rule_settings(monthly, people)
    assert (rules.average_week, rules.average_cycle, rules.contract_max) == (hard(2400), None, hard())
    assert averaged_by_contract(people, rules) == people


@pytest.mark.parametrize(
    ("length", "months", "first", "last"),
    [
        ("quarter", 3, date(2026, 4, 1), date(2026, 6, 30)),
        ("half_year", 6, date(2026, 1, 1), date(2026, 6, 30)),
        ("year", 12, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_over_a_cycle_the_average_binds_and_months_may_differ_by_36_hours(
    length: str, months: int, first: date, last: date
) -> None:
    policy = policy_of("S0g", {"hours.avg_week_cycle": length})
    people = (Person(id="1", weekly_minutes=1200), Person(id="2", weekly_minutes=2880))
    rules = rule_settings(policy, people)
    assert cycle_dates(policy, date(2026, 6, 1), date(2026, 6, 30)) == (first, last)
    assert rules.average_cycle == Cycle(anchor=date(2000, 1, 1), months=months)
    # S0g is silent on 40 hours, but a cycle without a binding average would allow anything
    assert rules.average_week == hard(2400)
    assert (rules.contract_max, rules.overtime_month) == (None, hard(2160))
    assert rules.contract_min == soft(2160, weight=4)
    # over the cycle nobody works more than the contract either
    assert [p.limits.average_week for p in averaged_by_contract(people, rules)] == [1200, 2400]


def test_a_cycle_without_an_average_says_nothing() -> None:
    rules = rule_settings(policy_of("S0g", {"hours.avg_week_cycle": "year", **WITHOUT_P_05}), ())
    assert (rules.average_week, rules.average_cycle, rules.contract_max) == (None, None, hard())


def test_a_quarter_ends_at_its_average_whatever_its_first_months_held() -> None:
    policy = policy_of("S4f", {"hours.avg_week_cycle": "quarter"})
    worked = 0
    for first_day, days in ((date(2026, 4, 1), 30), (date(2026, 5, 1), 31), (date(2026, 6, 1), 30)):
        people = (Person(id="1", cycle_minutes=worked),)
        rules = replace(
            rule_settings(policy, people), leader_present=None, working_run=None, weekly_days_off=None
        )
        problem = Problem(
            people=averaged_by_contract(people, rules),
            kinds=shift_kinds(policy.values.shift_times),
            first_day=first_day,
            days=days,
            demand=Demand.of(first_day, 60, [[0] * 9 + [1] * 9 + [0] * 6] * days),
            rules=rules,
        )
        outcome = solve(problem, seconds=10, workers=1)
        assert outcome.roster is not None
        assert judge(problem, outcome.roster).hard_count == 0
        minutes = {kind.code: kind.paid_minutes for kind in problem.kinds}
        worked += sum(minutes[code] for code in outcome.roster.values())
    # every day calls for somebody, and a shift less would be left out at a price
    assert 2400 * 91 // 7 - 480 < worked <= 2400 * 91 // 7


def test_dates_of_a_cycle_do_not_depend_on_the_month_within_it() -> None:
    policy = policy_of("S0g", {"hours.avg_week_cycle": "quarter"})
    found = {
        cycle_dates(policy, first, first + timedelta(days=27))
        for first in (date(2026, 7, 1), date(2026, 9, 1))
    }
    assert found == {(date(2026, 7, 1), date(2026, 9, 30))}
