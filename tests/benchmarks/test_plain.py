"""The plain model beside the engine, and the shortage that counting shows to be unavoidable."""

from dataclasses import replace

import pytest

from benchmarks.call_centre import KINDS, RULES, call_centre_month
from benchmarks.plain import solve_plainly, unknown_rules
from benchmarks.unavoidable import unavoidable_shortage
from roster.problem import Demand, Person, PersonalLimits, Problem, RuleSettings, hard, soft
from roster.rules import judge
from roster.solver import solve
from tests.roster.small import ALL_OFF, month


def short_month(people: int, days: int, seed: int) -> Problem:
    """The first days of a call centre's month, hours in proportion."""
    whole = call_centre_month(people, seed)
    last = whole.date_of(days - 1)
    own = PersonalLimits(most_minutes=400 * days, least_minutes=200 * days)
    return replace(
        whole,
        days=days,
        demand=Demand.of(whole.first_day, 30, whole.demand.required[:days]),
        people=tuple(
            replace(who, days_off=frozenset(day for day in who.days_off if day <= last), limits=own)
            for who in whole.people
        ),
        wishes=tuple(wish for wish in whole.wishes if wish.date <= last),
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_both_find_the_same_best_roster(seed: int) -> None:
    problem = short_month(2, 5, seed)
    plain, engine = solve_plainly(problem, seconds=30), solve(problem, seconds=30, seed=seed)
    assert (plain.status, plain.cost) == (engine.status, engine.cost) == ("optimal", plain.bound)
    assert plain.roster is not None
    judged = judge(problem, plain.roster)
    assert (judged.hard_count, judged.cost) == (0, plain.cost)
    missing = sum(found.measured for found in judged.violations if found.code == "shortage")
    assert 0 < unavoidable_shortage(problem) <= missing


@pytest.mark.parametrize(
    "rules",
    [
        replace(RULES, working_run=hard(2)),
        replace(RULES, night_run=hard(1)),
        replace(RULES, nights_in_month=hard(1)),
        replace(RULES, shortest_working_run=hard(3)),
        replace(RULES, rest_between=hard(1440)),
        replace(RULES, contract_min=None, contract_max=None),
    ],
)
def test_each_of_its_rules_holds_as_the_engine_holds_it(rules: RuleSettings) -> None:
    problem = replace(short_month(2, 5, 3), rules=rules)
    plain, engine = solve_plainly(problem, seconds=30), solve(problem, seconds=30)
    assert (plain.status, plain.cost) == (engine.status, engine.cost)


def test_it_refuses_a_rule_that_it_does_not_hold() -> None:
    assert unknown_rules(RULES) == []
    assert unknown_rules(replace(RULES, working_run=soft(6, weight=1), leader_present=hard(1))) == [
        "leader_present",
        "working_run",
    ]
    with pytest.raises(ValueError, match="leader_present"):
        solve_plainly(month(rules=replace(ALL_OFF, leader_present=hard(1))), seconds=1)


def test_the_unavoidable_is_what_nobody_can_fill() -> None:
    # two people, one off on the first day, three wanted in two hours of the early shift
    people = (Person(id="1"), Person(id="2", days_off=frozenset({month().first_day})))
    rules = replace(ALL_OFF, shortage=soft(weight=10))
    wanted = {(0, 9): 3, (0, 10): 3, (1, 9): 2}
    assert unavoidable_shortage(month(people=people, days=2, need=wanted, rules=rules)) == 4


@pytest.mark.parametrize(
    ("rules", "least"),
    [
        ({"working_run": hard(2)}, 2),
        ({"contract_max": hard()}, 4),
        ({"night_run": hard(1)}, 0),
    ],
)
def test_runs_and_hours_are_counted_over_everybody(rules: dict[str, object], least: int) -> None:
    # one person, one hour of the early shift on each of six days; 450 minutes a shift, 900 allowed
    person = Person(id="1", limits=PersonalLimits(most_minutes=900))
    wanted = {(day, 9): 1 for day in range(6)}
    settings = replace(ALL_OFF, shortage=soft(weight=10), **rules)  # type: ignore[arg-type]
    problem = month(people=(person,), days=6, need=wanted, rules=settings, kinds=KINDS[:1])
    assert unavoidable_shortage(problem) == least
