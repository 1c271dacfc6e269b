"""Checker and solver say the same: about any fixed roster, and about what the solver finds."""

from dataclasses import replace
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roster.problem import Problem, Roster
from roster.rules import judge
from roster.solver import solve
from roster.solver.budget import Budget
from roster.solver.constraints import program_of
from roster.solver.lp import Relaxation
from roster.solver.part import run_part
from roster.solver.pool import Pool
from roster.solver.reach import Reach
from roster.solver.runs import tightened
from tests.roster.small import month, row, rows
from tests.roster.strategies import CODES, problems, rosters

TINY = 1e-6


def examples(count: int) -> settings:
    """So many examples, the same in every run, however long they take."""
    return settings(
        max_examples=count, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )


def tame(problem: Problem, roster: Roster) -> Roster:
    """Take out what breaks hard rules and put training in, so that many random rosters are legal."""
    for _ in range(5):
        for violation in judge(problem, roster).hard:
            for when in violation.dates[-1:] if violation.person else ():
                training = violation.details.get("training")
                roster = roster.with_cell(str(violation.person), when, str(training) if training else None)
    return roster


@examples(150)
@given(st.data())
def test_any_roster_is_allowed_by_the_program_exactly_when_no_hard_rule_is_broken(
    data: st.DataObject,
) -> None:
    problem = data.draw(problems(hard_share=data.draw(st.sampled_from((6, 1000, 1000)))))
    roster = data.draw(rosters(problem.people, problem.first_day, problem.days))
    if data.draw(st.booleans()):
        roster = tame(problem, roster)
    judgement, cells = judge(problem, roster), program_of(problem)
    values = cells.program.complete(cells.ones(roster))
    assert cells.program.allows(values) == (judgement.hard_count == 0)
    # the program forgets what a forbidden roster would cost
    if judgement.hard_count == 0:
        assert cells.program.price(values) == judgement.cost


@examples(40)
@given(st.data())
def test_a_roster_fixed_cell_by_cell_is_feasible_for_cp_sat_at_the_judged_cost(data: st.DataObject) -> None:
    problem = replace(data.draw(problems(hard_share=12)), locked={})
    roster = data.draw(rosters(problem.people, problem.first_day, problem.days))
    if data.draw(st.booleans()):
        roster = tame(problem, roster)
    locked = {
        (person.id, problem.date_of(day)): roster.kind(person.id, problem.date_of(day))
        for person in problem.people
        for day in range(problem.days)
    }
    outcome = solve(replace(problem, locked=locked), seconds=10, workers=1)
    judgement = judge(problem, roster)
    if judgement.hard_count:
        assert outcome.status == "infeasible"
    else:
        assert (outcome.status, outcome.roster) == ("optimal", roster)
        assert outcome.cost == outcome.bound == judgement.cost


@examples(40)
@given(problems())
def test_what_the_solver_returns_breaks_no_hard_rule_and_costs_what_it_says(problem: Problem) -> None:
    outcome = solve(problem, seconds=20, workers=1)
    if outcome.roster is None:
        assert outcome.status == "infeasible"
    else:
        judgement = judge(problem, outcome.roster)
        assert judgement.hard_count == 0
        assert outcome.cost == judgement.cost
        assert outcome.bound <= judgement.cost
        assert (outcome.status == "optimal") == (outcome.bound == judgement.cost)


@examples(25)
@given(problems(most_days=3))
def test_optimum_is_the_best_of_all_rosters_tried_one_by_one(problem: Problem) -> None:
    problem = replace(problem, people=problem.people[:1], wishes=(), locked={}, days=min(problem.days, 3))
    problem = replace(
        problem,
        demand=replace(problem.demand, required=problem.demand.required[: problem.days]),
        history=Roster(),
    )
    who = problem.people[0].id
    costs = []
    for codes in product((None, *CODES), repeat=problem.days):
        judgement = judge(
            problem,
            Roster(((who, problem.date_of(d)), code) for d, code in enumerate(codes) if code is not None),
        )
        if judgement.hard_count == 0:
            costs.append(judgement.cost)
    outcome = solve(problem, seconds=20, workers=1)
    assert outcome.cost == (min(costs) if costs else None)


@examples(40)
@given(problems())
def test_run_formulation_has_the_same_optimum_and_bounds_no_worse(problem: Problem) -> None:
    best = solve(problem, seconds=20, workers=1)
    if best.status != "optimal" or best.cost is None:
        return
    cells = program_of(problem)
    tight = tightened(cells)
    with Budget(seconds=20) as budget:
        plain, better = Relaxation(cells.program).solve(budget), Relaxation(tight).solve(budget)
        assert plain is not None
        assert better is not None
        assert plain - TINY <= better <= best.cost + TINY
        empty = cells.program.complete(())
        part = run_part(Reach(tight), empty, free=cells.all_variables, amount=20, budget=budget)
    assert part.answer == "optimal"
    assert part.ones is not None
    assert cells.program.price(cells.program.complete(part.ones)) == best.cost


def test_a_run_that_history_began_may_go_on_where_no_hard_limit_ends_it() -> None:
    problem = month(days=3, locked=row("1", "EEE"), history=rows({"1": "EEE"}, -3))
    cells = program_of(problem)
    with Budget(seconds=20) as budget:
        empty = cells.program.complete(())
        part = run_part(Reach(tightened(cells)), empty, free=cells.all_variables, amount=20, budget=budget)
    assert part.answer == "optimal"


@examples(60)
@given(problems())
def test_pool_never_bounds_above_the_optimum(problem: Problem) -> None:
    best = solve(problem, seconds=20, workers=1)
    if best.status != "optimal" or best.cost is None:
        return
    cells = program_of(problem)
    with Budget(seconds=20) as budget:
        for program in (cells.program, tightened(cells)):
            pooled = Relaxation(Pool(cells, program).program).solve(budget)
            assert pooled is not None
            assert pooled <= best.cost + TINY


@examples(15)
@given(problems())
def test_parts_keep_what_is_not_free(problem: Problem) -> None:
    first = solve(problem, seconds=20, workers=1)
    if first.roster is None or first.cost is None:
        return
    cells = program_of(problem)
    values = cells.program.complete(cells.ones(first.roster))
    free = [v for day in range(problem.days // 2) for v in cells.variables(problem.people[0], day)]
    with Budget(seconds=20) as budget:
        part = run_part(Reach(tightened(cells)), values, free=free, amount=20, budget=budget)
    assert part.ones is not None
    again = cells.roster(part.ones.__contains__)
    assert judge(problem, again).cost == first.cost
    kept = {cell: code for cell, code in first.roster.items() if cell[0] != problem.people[0].id}
    assert {cell: code for cell, code in again.items() if cell[0] != problem.people[0].id} == kept
