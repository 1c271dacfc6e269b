"""Ceilings on counts: kept at the least price, so that what is worth most keeps its place."""

from dataclasses import replace

import numpy as np

from roster.demand import ShiftNeed
from roster.problem import Limit, Person, Problem, Roster, RuleSettings
from roster.rules import judge
from roster.solver.best_response import Table
from roster.solver.budget import Budget
from roster.solver.constraints import program_of
from roster.solver.duty import Duty
from roster.solver.incumbent import Incumbent
from roster.solver.phases import respond
from roster.solver.wandering import Wandering
from tests.roster.department import department
from tests.roster.small import day, month, only, rows

FEW_OF_A_KIND = replace(
    only("kinds_in_month", Limit()),
    shift_shortage=Limit(hard=False, weight=1),
    shift_surplus=Limit(hard=False, weight=1),
)


def needing(days: int, needs: list[tuple[int, str, int]], people: int, rules: RuleSettings) -> Problem:
    """A month that lacks somebody on each (day, kind) at that price."""
    return replace(
        month(people=tuple(Person(id=str(n)) for n in range(people)), days=days, rules=rules),
        shift_needs=tuple(
            ShiftNeed(date=day(d), kind=kind, people=1, under=price) for d, kind, price in needs
        ),
    )


def test_several_ceilings_keep_what_is_worth_most() -> None:
    # ten days that E or M would do as well, three that are dear for one of them
    dear = [(0, "E", 100), (5, "E", 100), (9, "M", 100)]
    needs = [(d, kind, 5) for d in range(10) for kind in "EM" if d not in (0, 5, 9)]
    rules = replace(FEW_OF_A_KIND, most_of_kind=(("E", 4), ("M", 3), ("D", 1)))
    problem = needing(10, dear + needs, 1, rules)
    table = Table(problem)
    table.take(Roster())
    table.respond(problem.people[0], None)
    roster = table.roster()
    judged = judge(problem, roster)
    assert judged.hard_count == 0
    assert [roster.kind("0", day(d)) for d in (0, 5, 9)] == ["E", "E", "M"]
    # of fourteen needs at 5, seven days have one of two met at most, and the ceilings leave room for four
    assert judged.cost == 14 * 5 - 4 * 5


def test_a_ceiling_of_none_leaves_the_kind_out() -> None:
    rules = replace(FEW_OF_A_KIND, most_of_kind=(("E", 0),))
    problem = needing(3, [(d, "E", 100) for d in range(3)], 1, rules)
    table = Table(problem)
    table.take(Roster())
    table.respond(problem.people[0], None)
    assert judge(problem, table.roster()).hard_count == 0


def test_eased_shortage_counts_for_its_share_on_its_day() -> None:
    for problem in (
        needing(2, [(0, "E", 100), (1, "E", 100)], 1, FEW_OF_A_KIND),
        month(days=2, need={(0, 9): 1, (1, 9): 1}, rules=only("shortage", Limit(hard=False, weight=100))),
    ):
        duty = Duty(problem)
        full = duty.marginal(problem.people[0])
        duty.ease(np.array([0.25, 1.0]))
        eased = duty.marginal(problem.people[0])
        assert full[0, 1] == full[1, 1] == -100
        assert (eased[0, 1], eased[1, 1]) == (-25, -100)


def test_a_walk_gives_up_a_covered_day_for_another_to_take() -> None:
    # 0 stands on the dearer day, 1 may work on that day alone: nobody moves at the full price
    rules = replace(FEW_OF_A_KIND, most_of_kind=(("E", 1),))
    problem = needing(2, [(0, "E", 100), (1, "E", 95)], 2, rules)
    problem = replace(problem, people=(Person(id="0"), Person(id="1", leave=frozenset({day(1)}))))
    with Budget(seconds=60) as budget:
        incumbent = Incumbent(program_of(problem), budget)
        incumbent.offer_roster(rows({"0": "E"}), "start")
        assert incumbent.cost == 95
        Wandering(incumbent, seed=0).walk("search", until=budget.elapsed + 1)
        assert incumbent.cost == 0


def test_a_long_roster_of_people_who_are_not_alike_is_bounded_at_once() -> None:
    problem = department(count=8, days=70)
    people = tuple(
        replace(person, weekly_minutes=person.weekly_minutes - 60 * n)
        for n, person in enumerate(problem.people)
    )
    with Budget(seconds=60) as budget:
        rules = replace(problem.rules, leader_present=None)
        incumbent = Incumbent(program_of(replace(problem, people=people, rules=rules)), budget)
        respond(incumbent, None, seed=0)
    assert incumbent.cost is not None
    assert 0 < incumbent.bound <= incumbent.cost
