"""What a long roster needs: parts that stay small, changes put together, a walk among equally good months."""

from dataclasses import replace

from hypothesis import given

from roster.problem import Limit, Problem, Roster
from roster.rules import judge
from roster.solver import solve
from roster.solver.best_response import Table, best_responses
from roster.solver.budget import Budget
from roster.solver.constraints import program_of
from roster.solver.incumbent import Incumbent
from roster.solver.reach import Reach
from roster.solver.runs import tightened
from roster.solver.wandering import Wandering
from tests.roster.department import department
from tests.roster.small import month, only, rows
from tests.roster.strategies import problems
from tests.roster.test_agreement import examples

SHORTAGE = only("shortage", Limit(hard=False, weight=5))


@examples(60)
@given(problems())
def test_every_run_of_a_legal_roster_has_its_value(problem: Problem) -> None:
    outcome = solve(problem, seconds=20, workers=1)
    if outcome.roster is None:
        return
    cells = program_of(problem)
    tight = tightened(cells)
    assert tight.allows(tight.complete(cells.ones(outcome.roster)))


def test_a_part_of_a_long_roster_reaches_only_the_runs_near_its_days() -> None:
    sizes = []
    for days in (28, 140):
        cells = program_of(department(count=8, days=days))
        free = cells.variables(cells.problem.people[0], 14)
        reach = Reach(tightened(cells))
        moving = reach.variables(free)
        sizes.append(sum(1 for v in moving.tolist() if v >= len(cells.program.lower)))
    assert sizes[0] == sizes[1] > 0


def test_changes_of_two_parts_are_put_together() -> None:
    cells = program_of(month(days=2, need={(0, 9): 1, (1, 9): 1}, rules=SHORTAGE))
    with Budget(seconds=20) as budget:
        incumbent = Incumbent(cells, budget)
        incumbent.offer_roster(Roster(), "start")
        before = incumbent.start()
        for plan in ("E", ".E"):
            ones = set(cells.ones(rows({"1": plan})))
            day = len(plan) - 1
            free = cells.variables(cells.problem.people[0], day)
            incumbent.offer_part(ones.__contains__, free, before, "search")
        assert incumbent.roster == rows({"1": "EE"})
        assert incumbent.cost == 0


def test_a_walk_costs_nobody_anything_and_finds_what_nobody_alone_would_change() -> None:
    rules = replace(
        SHORTAGE, working_run=Limit(value=5, hard=True), weekly_days_off=Limit(value=2, hard=True)
    )
    problem = department(count=12, days=70, rules=rules)
    table = Table(problem)
    *_, roster = best_responses(problem, table=table, passes=30)
    before = judge(problem, roster)
    assert before.hard_count == 0
    with Budget(seconds=60) as budget:
        incumbent = Incumbent(program_of(problem), budget)
        incumbent.offer_roster(roster, "start")
        Wandering(incumbent, seed=1, table=table).walk("search", until=budget.elapsed + 3)
        assert incumbent.cost is not None
        assert incumbent.cost <= before.cost
