"""A day under S0g and a week under S0e as the generator makes them (G-04, G-06)."""

import datetime as dt
from dataclasses import replace

from roster.coverage import coverage
from roster.demand import Demand, slots_after
from roster.problem import Calendar, Person, Problem
from roster.rules import judge
from roster.solver import solve
from web.planning.opening import staffed_slots
from web.planning.settings import rule_settings, shift_kinds, with_closed_days
from web.policy import load_preset

MONDAY = dt.date(2026, 10, 12)
AGENTS = tuple(Person(id=f"{number:03d}") for number in range(4))


def generated_problem(preset: str, days: int, people: int) -> Problem:
    """Somebody is needed whenever the department is open."""
    policy = load_preset(preset).effective()
    kinds = shift_kinds(policy.values.shift_times)
    calendar = with_closed_days(Calendar(), policy)
    open_slots = staffed_slots(kinds, calendar, first_day=MONDAY, days=days + 1, slot_minutes=30)
    *of_days, after = (open_slots * people).tolist()
    return Problem(
        people=AGENTS,
        kinds=kinds,
        first_day=MONDAY,
        days=days,
        demand=Demand.of(MONDAY, 30, of_days, after[: slots_after(kinds, 30)]),
        calendar=calendar,
        rules=rule_settings(policy, AGENTS, kinds),
    )


def test_a_generated_day_of_s0g_has_three_shifts_without_gap_or_overlap() -> None:
    month = generated_problem("S0g", 1, 1)
    # a shift is longer than a seventh of the week's hours
    problem = replace(month, rules=replace(month.rules, contract_max=None, average_week=None))
    outcome = solve(problem, seconds=30)
    assert outcome.roster is not None
    assert sorted(outcome.roster.values()) == ["E", "M", "N"]
    (on_duty,) = coverage(problem, outcome.roster).assigned
    # from 8:00 until 8:00 of the next day; the morning before belongs to the day before
    assert on_duty[16:] == (1,) * 48
    (night,) = (cell for cell, code in outcome.roster.items() if code == "N")
    assert night[1] == MONDAY
    assert problem.kind_by_code["N"].end_minute == 24 * 60 + 8 * 60


def test_a_generated_week_of_s0e_rests_on_friday_and_works_nine_to_six() -> None:
    problem = generated_problem("S0e", 7, 2)
    outcome = solve(problem, seconds=30)
    assert outcome.roster is not None
    assert judge(problem, outcome.roster).hard_count == 0
    worked = {day.weekday() for _, day in outcome.roster}
    assert worked == {0, 1, 2, 3, 5, 6}
    for code in set(outcome.roster.values()):
        kind = problem.kind_by_code[code]
        assert (kind.start_minute, kind.end_minute, kind.break_minutes) == (540, 1080, 60)
