"""Every rule alone: a roster that keeps it and one that breaks it, for the checker and for the solver."""

from dataclasses import fields, replace

import pytest

from roster.problem import (
    Limit,
    Problem,
    Roster,
    RuleSettings,
    Wish,
)
from roster.rules import RULES, judge
from roster.settings import ALWAYS_SOFT
from roster.solver import solve
from roster.solver.constraints import CONSTRAINTS
from tests.roster.pairs import ALL_PAIRS, Pair
from tests.roster.small import TRAINING, day, month, only, rows, with_limit


def _fixed_to(problem: Problem, roster: Roster) -> Problem:
    """The problem with every cell locked as in the roster."""
    locked = {
        (person.id, problem.date_of(d)): roster.kind(person.id, problem.date_of(d))
        for person in problem.people
        for d in range(problem.days)
    }
    return replace(problem, locked=locked)


@pytest.mark.parametrize("case", ALL_PAIRS, ids=lambda case: case.code)
def test_checker_reports_the_broken_rule_and_nothing_else(case: Pair) -> None:
    assert judge(case.problem, rows(case.good)).violations == ()
    found = judge(case.problem, rows(case.bad))
    assert {violation.code for violation in found.violations} == {case.code}
    assert found.hard_count > 0
    assert found.cost == 0


@pytest.mark.parametrize("case", [c for c in ALL_PAIRS if c.code != "locked"], ids=lambda case: case.code)
def test_solver_accepts_exactly_what_the_checker_accepts(case: Pair) -> None:
    good = solve(_fixed_to(case.problem, rows(case.good)), seconds=10)
    assert (good.status, good.cost) == ("optimal", 0)
    bad = solve(_fixed_to(case.problem, rows(case.bad)), seconds=10)
    assert bad.status == "infeasible"


@pytest.mark.parametrize("case", [c for c in ALL_PAIRS if c.soft], ids=lambda case: case.code)
def test_soft_rule_costs_its_weight_per_unit_in_checker_and_solver(case: Pair) -> None:
    hard_limit = getattr(case.problem.rules, case.code)
    limit = Limit(value=hard_limit.value, hard=False, weight=7)
    problem = replace(case.problem, rules=with_limit(case.problem.rules, case.code, limit))
    judged = judge(problem, rows(case.bad))
    assert judged.hard_count == 0
    assert judged.cost == 7 * case.units
    outcome = solve(_fixed_to(problem, rows(case.bad)), seconds=10)
    assert (outcome.status, outcome.cost, outcome.bound) == ("optimal", judged.cost, judged.cost)


def test_refused_wishes_cost_their_weight_and_are_granted_when_nothing_speaks_against() -> None:
    wishes = (Wish(person="1", date=day(0), kind="M", weight=3), Wish(person="1", date=day(1), weight=5))
    problem = month(days=2, wishes=wishes, rules=only("wish", Limit(hard=False, weight=2)))
    assert judge(problem, rows({"1": "EE"})).cost == 2 * (3 + 5)
    assert solve(problem, seconds=10).roster == rows({"1": "M."})


def test_a_wish_to_avoid_a_shift_is_granted_by_any_other() -> None:
    wishes = (Wish(person="1", date=day(0), kind="E", weight=3, avoid=True),)
    rules = replace(only("wish", Limit(hard=False, weight=2)), shortage=Limit(hard=False, weight=1))
    problem = month(days=1, wishes=wishes, rules=rules, need={(0, 9): 1})
    assert judge(problem, rows({"1": "E"})).cost == 2 * 3
    assert solve(problem, seconds=10).roster == rows({"1": "D"})


def test_kind_that_is_placed_by_hand_needs_a_locked_cell() -> None:
    by_hand = replace(TRAINING, assignable=False)
    problem = month(
        days=1, kinds=(by_hand,), need={}, rules=only("contract_min", Limit(hard=False, weight=1))
    )
    placed = replace(problem, locked={("1", day(0)): "T"})
    assert [v.code for v in judge(problem, rows({"1": "T"})).hard] == ["kind_allowed"]
    assert judge(placed, rows({"1": "T"})).hard == ()
    assert solve(problem, seconds=10).roster == Roster()
    assert solve(placed, seconds=10).roster == rows({"1": "T"})


def test_locked_cells_are_kept_by_the_solver() -> None:
    problem = month(
        days=2,
        need={(0, 9): 1},
        rules=only("shortage", Limit(hard=False, weight=1)),
        locked={("1", day(0)): None},
    )
    outcome = solve(problem, seconds=10)
    assert outcome.roster is not None
    assert outcome.roster.kind("1", day(0)) is None
    assert outcome.cost == 1


def test_every_rule_has_its_constraint_of_the_same_name() -> None:
    assert [rule.code for rule in RULES] == list(CONSTRAINTS)


def test_every_limit_belongs_to_a_rule() -> None:
    limits = {f.name for f in fields(RuleSettings) if "Limit" in str(f.type)}
    assert limits <= {rule.code for rule in RULES}


def test_every_rule_is_tested_alone() -> None:
    # the rules that are never hard have tests of their own
    assert {case.code for case in ALL_PAIRS} | set(ALWAYS_SOFT) == {rule.code for rule in RULES}
