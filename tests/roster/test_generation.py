"""Column generation: months priced exactly, a bound that no roster beats, a dive that ends in a roster."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.precheck import broken_by_locks
from roster.problem import Limit, Person, Problem, Roster
from roster.solver import solve
from roster.solver.best_response import best_responses
from roster.solver.budget import Budget
from roster.solver.column_dive import dive
from roster.solver.constraints import program_of
from roster.solver.descent import Descent
from roster.solver.generation import Generation
from roster.solver.incumbent import Incumbent, WrongBoundError
from roster.solver.master import Column
from roster.solver.pricing import Pricing
from roster.solver.search import cp_engine
from tests.roster.department import department
from tests.roster.small import month, only, rows
from tests.roster.strategies import problems, rosters
from tests.roster.test_agreement import examples, tame

TINY = 1e-5
FAR = float("inf")
WEEKS = department(count=24, days=15)


@examples(60)
@given(problems())
def test_the_bound_is_below_every_roster_and_the_master_prices_a_roster_as_the_rules_do(
    problem: Problem,
) -> None:
    best = solve(problem, seconds=20, workers=1)
    if best.status != "optimal" or best.cost is None or best.roster is None:
        return
    cells = program_of(problem)
    with Budget(seconds=20) as budget:
        alone = Generation(cells)
        alone.take(best.roster)
        assert len(alone.master.columns) == len(problem.people)
        value = alone.master.solve(budget)
        assert value is not None
        assert abs(value - best.cost) <= TINY
        generation = Generation(cells)
        heard: list[float] = []
        root = generation.converge(budget, until=FAR, told=heard.append)
    assert root is not None
    assert heard == sorted(heard)
    assert generation.bound <= best.cost + TINY
    assert root - 0.01 * max(1.0, root) <= generation.bound <= root + TINY


@examples(40)
@given(problems())
def test_a_priced_month_costs_what_the_rules_say_and_none_costs_less(problem: Problem) -> None:
    if broken_by_locks(problem):
        return
    pricing = Pricing(problem)
    best = solve(problem, seconds=20, workers=1)
    nothing = np.zeros((problem.days, len(problem.kinds) + 1))
    for number in range(len(problem.people)):
        total, actions, cost = pricing.find(number, nothing)
        assert pricing.is_legal(total) == (pricing.cost_of(number, actions) is not None)
        if pricing.is_legal(total):
            assert cost == total == pricing.cost_of(number, actions)
            if best.roster is not None:
                held = pricing.cost_of(number, pricing.actions_of(number, best.roster))
                assert held is not None
                assert total <= held


@examples(150)
@given(st.data())
def test_any_month_is_priced_as_the_rules_do(data: st.DataObject) -> None:
    drawn = data.draw(problems(hard_share=data.draw(st.sampled_from((3, 1000)))))
    # a month is priced whatever is fixed beforehand
    people = tuple(replace(person, training=()) for person in drawn.people)
    problem = replace(drawn, locked={}, people=people)
    roster = tame(problem, data.draw(rosters(problem.people, problem.first_day, problem.days)))
    pricing, nothing = Pricing(problem), np.zeros((problem.days, len(problem.kinds) + 1))
    for number in range(len(problem.people)):
        actions = pricing.actions_of(number, roster)
        total, _, _ = pricing.find(number, nothing, dict(enumerate(actions.tolist())))
        cost = pricing.cost_of(number, actions)
        assert (total if pricing.is_legal(total) else None) == cost


def test_the_bound_knows_months_far_beyond_a_soft_limit() -> None:
    every_day = {(when, hour): 1 for when in range(14) for hour in range(9, 15)}
    rules = replace(only("contract_max", Limit(hard=False, weight=1)), shortage=Limit(hard=False, weight=50))
    problem = month(people=(Person(id="1", weekly_minutes=600),), days=14, need=every_day, rules=rules)
    best = solve(problem, seconds=20, workers=1)
    assert best.status == "optimal"
    assert best.cost is not None
    with Budget(seconds=20) as budget:
        generation = Generation(program_of(problem))
        generation.converge(budget, until=FAR, told=lambda _: None)
    assert best.cost - 1 <= generation.bound <= best.cost + TINY


def test_days_before_a_month_of_which_nothing_is_known_are_off_for_its_first_week() -> None:
    # the month begins on a Monday, the week on a Thursday: three of its days lie before
    rules = replace(only("weekly_days_off", Limit(value=3, hard=False, weight=7)), week_start=3)
    problem = month(days=4, rules=rules)
    pricing = Pricing(problem)
    working = dict.fromkeys(range(4), 1)
    total, actions, _ = pricing.find(0, np.zeros((4, len(problem.kinds) + 1)), working)
    assert total == pricing.cost_of(0, actions) == 0


def test_a_roster_below_the_bound_is_an_error_and_no_proof() -> None:
    problem = month(days=1, need={(0, 9): 1}, rules=only("shortage", Limit(hard=False, weight=5)))
    with Budget(seconds=20) as budget:
        incumbent = Incumbent(program_of(problem), budget)
        incumbent.raise_bound(3, "bound")
        incumbent.offer_roster(Roster(), "start")
        assert (incumbent.cost, incumbent.bound) == (5, 3)
        with pytest.raises(WrongBoundError):
            incumbent.offer_roster(rows({"1": "E"}), "search")
        with pytest.raises(WrongBoundError):
            incumbent.raise_bound(6, "bound")
        assert (incumbent.cost, incumbent.bound) == (5, 3)


def test_fixed_actions_are_kept_and_the_master_is_left_as_it_was() -> None:
    cells = program_of(WEEKS)
    with Budget(seconds=120) as budget:
        generation = Generation(cells)
        root = generation.converge(budget, until=FAR, told=lambda _: None)
        assert root is not None
        fixed = {(0, 3): 0, (1, 3): 2}
        value = generation.refine(budget, fixed, rounds=4, until=FAR)
        assert value is not None
        assert value >= root - TINY
        shares = generation.master.shares()
        assert abs(shares[0, 3, 0] - 1) <= TINY
        assert abs(shares[1, 3, 2] - 1) <= TINY
        again = generation.refine(budget, {}, rounds=0, until=FAR)
        assert again is not None
        assert again <= root + TINY


def test_a_dive_fixes_actions_that_belong_together_and_cost_little() -> None:
    cells = program_of(WEEKS)
    with Budget(seconds=120) as budget:
        generation = Generation(cells)
        assert generation.converge(budget, until=FAR, told=lambda _: None) is not None
        root, fixed = dive(generation, budget, FAR)
    assert root is not None
    assert len(fixed) > len(WEEKS.people) * WEEKS.days / 2
    by_person = [{day: action for (who, day), action in fixed.items() if who == n} for n in range(24)]
    nothing = np.zeros((WEEKS.days, len(WEEKS.kinds) + 1))
    pricing = generation.pricing
    for number, actions in enumerate(by_person):
        total, month, _ = pricing.find(number, nothing, actions)
        assert pricing.is_legal(total)
        assert all(month[day] == action for day, action in actions.items())


def test_a_dive_beside_given_months_fixes_only_the_others() -> None:
    with Budget(seconds=120) as budget:
        generation = Generation(program_of(WEEKS))
        *_, roster = best_responses(WEEKS)
        generation.take(roster)
        base = {
            (number, day): int(action)
            for number in range(4, len(WEEKS.people))
            for day, action in enumerate(generation.pricing.actions_of(number, roster))
        }
        root, fixed = dive(generation, budget, FAR, base=base, rounds=3)
        assert root is not None
        assert {who for who, _ in fixed} == {0, 1, 2, 3}
        # nothing is left restricted: the master is at its own value again
        alone = generation.refine(budget, {}, rounds=0, until=FAR)
        assert alone is not None
        assert alone <= root
        # a roster that costs as much is there already: nobody dives for it
        assert dive(generation, budget, FAR, base=base, most=root).fixed == {}


def test_dives_around_the_best_roster_make_it_better() -> None:
    cells = program_of(WEEKS)
    *_, roster = best_responses(WEEKS)
    with Budget(seconds=120, work=100) as budget:
        incumbent = Incumbent(cells, budget)
        incumbent.offer_roster(roster, "start")
        begun = incumbent.cost
        descent = Descent(incumbent, cp_engine(incumbent), seed=0)
        assert descent.bound()
        for _ in range(4):
            descent.dive_around()
        assert incumbent.cost is not None
        assert begun is not None
        assert incumbent.bound <= incumbent.cost < begun


def test_dives_in_vain_free_no_more_than_there_is() -> None:
    cells = program_of(month(days=2, need={(0, 9): 1}, rules=only("shortage", Limit(hard=False, weight=1))))
    with Budget(seconds=60, work=100) as budget:
        incumbent = Incumbent(cells, budget)
        incumbent.offer_roster(rows({"1": "E"}), "start")
        descent = Descent(incumbent, cp_engine(incumbent), seed=0)
        for _ in range(40):
            assert descent.dive_around()
        assert descent._sizes == {"people": 1.0, "stretch": 2.0}


def test_a_column_is_added_once() -> None:
    generation = Generation(program_of(WEEKS))
    month = Column(0, np.zeros(WEEKS.days, dtype=np.int64), 0.0)
    assert generation.master.add(month)
    assert not generation.master.add(Column(0, month.actions.copy(), 0.0))
