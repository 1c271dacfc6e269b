"""Best response: months of people in turn, exact where the rules look at one person alone."""

from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given

from roster.problem import DateRange, Limit, Person, Problem, Roster
from roster.rules import judge
from roster.rules.average_week import spans
from roster.solver import Progress, solve
from roster.solver.best_month import BestMonth
from roster.solver.best_response import best_responses
from roster.solver.budget import Budget
from roster.solver.constraints import program_of
from roster.solver.habits import BROKEN
from roster.solver.incumbent import Incumbent
from roster.solver.own_month import allowed_actions, own_costs
from roster.solver.phases import around_hard_violations, respond
from roster.solver.pool import Pool
from tests.roster.department import department
from tests.roster.small import day, month, only, row, rows
from tests.roster.strategies import CODES, problems
from tests.roster.test_agreement import examples

WEEKS = department(count=24, days=15)
MINUTES_OF_PARTS = frozenset({"average_week"})
"""Where a cycle cuts the month, the minutes of its parts are left to the search."""
PEOPLE_TOGETHER = frozenset({"leader_present", "shortage", "surplus", "night_fairness", "weekend_fairness"})


def last(problem: Problem, **others: object) -> Roster:
    """The roster after the last pass."""
    *_, roster = best_responses(problem, **others)  # type: ignore[arg-type]
    return roster


def test_department_gets_a_legal_roster_far_better_than_an_empty_one() -> None:
    found = judge(WEEKS, last(WEEKS))
    assert found.hard_count == 0
    assert found.cost < judge(WEEKS, Roster()).cost / 10


def test_same_seed_gives_the_same_rosters_another_seed_others() -> None:
    first, second, other = (list(best_responses(WEEKS, seed=seed)) for seed in (3, 3, 4))
    assert first == second
    assert first != other


def test_locks_leave_history_and_protection_are_respected() -> None:
    who = WEEKS.people[0]
    dates = [WEEKS.date_of(number) for number in range(WEEKS.days)]
    people = (
        replace(who, leave=frozenset(dates[3:6]), no_night=(DateRange(first=dates[0]),)),
        *WEEKS.people[1:],
    )
    locked: dict[tuple[str, date], str | None] = {
        (who.id, dates[8]): "E",
        (WEEKS.people[1].id, dates[8]): None,
        (WEEKS.people[5].id, dates[0]): "N",
    }
    # six days worked before the month: the first must be off; after a night only a night or rest
    history = Roster(
        {(WEEKS.people[3].id, WEEKS.date_of(-n)): "E" for n in range(1, 7)}
        | {(WEEKS.people[4].id, WEEKS.date_of(-1)): "N"}
    )
    problem = replace(WEEKS, people=people, locked=locked, history=history)
    roster = last(problem)
    assert [found for found in judge(problem, roster).hard if found.person] == []
    assert not any(roster.kind(who.id, when) for when in dates[3:6])
    assert all(roster.kind(*cell) == code for cell, code in locked.items())
    assert roster.kind(WEEKS.people[3].id, dates[0]) is None
    assert roster.kind(WEEKS.people[4].id, dates[0]) in (None, "N")


@examples(60)
@given(problems(most_days=3))
def test_month_of_one_person_is_the_best_of_all_tried_one_by_one(problem: Problem) -> None:
    # alone, with all rules that look at one person, nothing is left to others
    rules = replace(problem.rules, nights_in_month=None, night_fairness=None, weekend_fairness=None)
    if len(spans(problem)) > 1:
        rules = replace(rules, average_week=None)
    problem = replace(problem, people=problem.people[:1], wishes=(), locked={}, rules=rules)
    who = problem.people[0].id
    problem = replace(problem, history=Roster({c: k for c, k in problem.history.items() if c[0] == who}))
    costs = []
    for codes in product((None, *CODES), repeat=problem.days):
        cells = (((who, problem.date_of(d)), code) for d, code in enumerate(codes) if code is not None)
        judgement = judge(problem, Roster(cells))
        if judgement.hard_count == 0:
            costs.append(judgement.cost)
    found = judge(problem, last(problem))
    if costs:
        assert (found.hard_count, found.cost) == (0, min(costs))


@examples(60)
@given(problems())
def test_rules_on_one_person_are_kept_whenever_the_month_can_be_solved(problem: Problem) -> None:
    if solve(problem, seconds=20, workers=1).roster is None:
        return
    broken = {found.code for found in judge(problem, last(problem)).hard}
    cut = MINUTES_OF_PARTS if len(spans(problem)) > 1 else frozenset()
    assert broken <= PEOPLE_TOGETHER | {"nights_in_month"} | cut


@examples(40)
@given(problems())
def test_compiled_code_finds_months_of_the_same_cost(problem: Problem) -> None:
    for exact in (False, True):
        walks = [BestMonth(problem, exact=exact, compiled=compiled) for compiled in (False, True)]
        if not np.array_equal(walks[0].units, walks[1].units):
            continue  # without exactness compiled code affords finer units
        for person in problem.people:
            own, allowed = own_costs(problem, person), allowed_actions(problem, person)
            (total, actions), (other, compiled_actions) = (walk.find(person, own, allowed) for walk in walks)
            if exact and total >= BROKEN / 2:
                assert other >= BROKEN / 2
            else:
                assert other == total
                assert allowed[np.arange(problem.days), compiled_actions].all()
                assert len(actions) == len(compiled_actions)


def test_nights_beyond_the_month_limit_are_priced_away() -> None:
    need = {(d, 3): 1 for d in range(14)}
    rules = replace(only("nights_in_month", Limit(value=4)), shortage=Limit(hard=False, weight=20))
    problem = month(people=(Person(id="1", allowed_kinds=frozenset("N")),), days=14, need=need, rules=rules)
    roster = last(problem)
    assert judge(problem, roster).hard_count == 0
    assert sum(code == "N" for code in roster.values()) == 4


def test_target_is_neared_and_true_costs_decide_in_the_end() -> None:
    problem = month(
        people=tuple(Person(id=str(n)) for n in range(4)),
        days=7,
        need={(d, 9): 2 for d in range(7)},
        rules=replace(only("shortage", Limit(hard=False, weight=5)), surplus=Limit(hard=False, weight=1)),
    )
    target = np.zeros((7, len(problem.kinds) + 1))
    target[:, 1] = 2
    guided = list(best_responses(problem, target=target))
    assert all(sum(roster.kind(p.id, day(0)) == "E" for p in problem.people) == 2 for roster in guided[:2])
    assert judge(problem, guided[-1]).cost <= judge(problem, guided[0]).cost


def test_pool_counts_everybody_on_a_shift() -> None:
    cells = program_of(WEEKS)
    pool = Pool(cells, cells.program)
    variables = pool.people_on(0, 0)
    able = sum(WEEKS.first_day not in p.days_off | p.leave for p in WEEKS.people)
    assert sum(pool.program.upper[v] for v in variables) == able


def test_end_asked_for_keeps_what_there_is() -> None:
    asked = iter([False] * 5 + [True] * 50)
    rosters = list(best_responses(WEEKS, should_end=lambda: next(asked)))
    assert len(rosters) == 1
    assert len({person for person, _ in rosters[0]}) <= 5


def test_solve_is_never_worse_than_its_start_and_than_the_best_response() -> None:
    heard: list[Progress] = []
    given_roster = last(WEEKS, seed=5)
    outcome = solve(WEEKS, deterministic_work=1.5, start=given_roster, on_progress=heard.append)
    assert outcome.cost is not None
    assert outcome.cost <= judge(WEEKS, given_roster).cost
    costs = [news.cost for news in heard if news.cost is not None]
    assert outcome.cost == min(costs)


def test_hundred_people_get_roster_and_bound_before_any_search() -> None:
    problem = department(count=100, days=8)
    with Budget(seconds=600) as budget:
        incumbent = Incumbent(program_of(problem), budget)
        respond(incumbent, None, seed=0)
    assert incumbent.cost is not None
    assert 0 < incumbent.bound <= incumbent.cost
    assert incumbent.cost < judge(problem, Roster()).cost / 10


@pytest.mark.parametrize(
    ("pattern", "free_days"),
    [("NE", {0, 1, 2, 3, 4, 5, 6}), ("", {0, 1, 2})],
)
def test_what_breaks_hard_rules_is_freed(pattern: str, free_days: set[int]) -> None:
    rules = replace(only("rest_between", Limit(value=660)), shortage=Limit())
    need = {} if pattern else {(0, 9): 1}
    problem = month(people=(Person(id="1"), Person(id="2")), days=7, need=need, rules=rules)
    cells = program_of(problem)
    free = around_hard_violations(cells, rows({"1": pattern}))
    whole = [d for d in range(7) if set(cells.variables(problem.people[0], d)) <= set(free)]
    assert set(whole) == free_days
    other = set(cells.variables(problem.people[1], 0)) <= set(free)
    assert other == (not pattern)


def test_lock_that_breaks_a_rule_still_gives_a_month() -> None:
    problem = month(days=7, locked=row("1", "EEEEEEE"), rules=only("working_run", Limit(value=6)))
    assert len(last(problem)) == 7
