"""The solver as its callers see it: progress, limits, stopping, repeating, impossible months."""

import threading
from dataclasses import replace

import pytest

from roster.problem import Limit, Person, Problem, Roster
from roster.rules import judge
from roster.solver import Outcome, Progress, descent, solve
from roster.solver.budget import Budget
from roster.solver.column_dive import Dive
from roster.solver.constraints import program_of
from roster.solver.incumbent import Incumbent, WrongCostError
from roster.solver.search import cp_engine
from tests.roster.department import department
from tests.roster.small import day, month, only, row, rows

WEEK = department(count=24, days=8)
ENOUGH = 1.5
"""Repeatable work that gives a roster of the week, on a busy machine as on an idle one."""


def test_month_is_solved_without_hard_violation_and_with_a_bound_below_its_cost() -> None:
    outcome = solve(WEEK, deterministic_work=ENOUGH)
    assert outcome.roster is not None
    judgement = judge(WEEK, outcome.roster)
    assert judgement.hard_count == 0
    assert judgement.cost == outcome.cost
    assert 0 < outcome.bound <= judgement.cost
    assert outcome.gap == (judgement.cost - outcome.bound) / judgement.cost


def test_progress_falls_in_cost_rises_in_bound_and_ends_at_the_outcome() -> None:
    heard: list[Progress] = []
    outcome = solve(WEEK, deterministic_work=ENOUGH, on_progress=heard.append)
    costs = [news.cost for news in heard if news.cost is not None]
    bounds = [news.bound for news in heard]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)
    assert (heard[-1].cost, heard[-1].bound) == (outcome.cost, outcome.bound)
    assert heard[-1].roster == outcome.roster
    assert all(news.roster is None or judge(WEEK, news.roster).cost == news.cost for news in heard)


def test_stop_returns_the_best_roster_so_far() -> None:
    has_roster = threading.Event()

    def hear(news: Progress) -> None:
        if news.roster is not None:
            has_roster.set()

    # far more time than the test may take: only the stop can end this
    outcome = solve(department(), seconds=3600, on_progress=hear, should_stop=has_roster.is_set)
    assert outcome.status == "stopped"
    assert outcome.roster is not None
    assert judge(department(), outcome.roster).hard_count == 0


def test_stop_ends_the_search_too() -> None:
    searching = threading.Event()

    def hear(news: Progress) -> None:
        if news.phase in ("dive", "search"):
            searching.set()

    outcome = solve(WEEK, seconds=3600, on_progress=hear, should_stop=searching.is_set)
    assert outcome.status in ("stopped", "optimal")
    assert outcome.roster is not None


def test_stop_before_anything_is_found_says_stopped() -> None:
    outcome = solve(department(), seconds=3600, should_stop=lambda: True)
    assert outcome.status == "stopped"


def test_same_seed_and_work_give_the_same_roster() -> None:
    first = solve(WEEK, deterministic_work=ENOUGH, seed=7)
    second = solve(WEEK, deterministic_work=ENOUGH, seed=7)
    assert first.roster is not None
    assert (first.status, first.roster, first.cost, first.bound) == (
        second.status,
        second.roster,
        second.cost,
        second.bound,
    )


def test_start_roster_is_kept_when_time_allows_nothing_better() -> None:
    good = solve(WEEK, deterministic_work=ENOUGH)
    assert good.roster is not None
    again = solve(WEEK, seconds=0.2, start=good.roster)
    assert again.cost is not None
    assert good.cost is not None
    assert again.cost <= good.cost


def test_start_roster_that_breaks_rules_is_only_a_hint() -> None:
    illegal = Roster(
        {(p.id, WEEK.first_day): "N" for p in WEEK.people} | {(p.id, WEEK.last_day): "N" for p in WEEK.people}
    )
    outcome = solve(WEEK, deterministic_work=ENOUGH, start=illegal)
    assert outcome.roster is not None
    assert judge(WEEK, outcome.roster).hard_count == 0


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (month(days=1, need={(0, 3): 1}, rules=only("shortage", Limit())), "shortage"),
        (
            month(
                people=(Person(id="1"),),
                days=1,
                need={(0, 9): 1},
                rules=only("leader_present", Limit(value=1)),
            ),
            "leader_present",
        ),
        (month(days=2, locked=row("1", "ME"), rules=only("rest_between", Limit(value=660))), "rest_between"),
    ],
)
def test_impossible_month_is_proved_and_its_rule_named(problem: Problem, reason: str) -> None:
    outcome = solve(problem, seconds=10)
    assert outcome.status == "infeasible"
    assert outcome.roster is None
    assert {found.code for found in outcome.reasons} == {reason}


def test_month_that_only_search_shows_impossible_is_proved_impossible() -> None:
    locked = dict.fromkeys(row("1", "EEEEEEE"), "E")
    problem = month(days=7, locked=locked, rules=only("working_run", Limit(value=6)))
    assert solve(problem, seconds=10).status == "infeasible"


def test_a_month_without_people_costs_what_is_short() -> None:
    rules = only("shortage", Limit(hard=False, weight=5))
    outcome = solve(month(people=(), days=1, need={(0, 9): 2}, rules=rules), seconds=5)
    assert (outcome.status, outcome.cost, outcome.roster) == ("optimal", 10, Roster())
    must = solve(month(people=(), days=1, need={(0, 9): 2}, rules=only("shortage", Limit())), seconds=5)
    assert (must.status, [found.code for found in must.reasons]) == ("infeasible", ["shortage"])


def test_leaders_who_cannot_lead_every_shift_are_counted() -> None:
    # six days in a row at most: one of seven early shifts stays without the only leader
    leader = Person(id="L", role="leader")
    agents = tuple(Person(id=name) for name in "123")
    led = replace(only("leader_present", Limit(value=1)), leader_kinds=frozenset({"E"}))
    rules = replace(led, working_run=Limit(value=6))
    every_morning = {(when, 9): 1 for when in range(7)}
    problem = month(people=(leader, *agents), rules=rules, need=every_morning)
    outcome = solve(problem, seconds=10)
    assert outcome.status == "infeasible"
    assert [(found.code, found.measured, found.limit) for found in outcome.reasons] == [
        ("leader_present", 6, 7)
    ]
    assert outcome.reasons[0].dates == tuple(day(when) for when in range(7))
    two = replace(problem, people=(*problem.people, Person(id="M", role="leader")))
    assert solve(two, seconds=10).status == "optimal"


def test_night_before_the_month_covers_its_first_morning() -> None:
    problem = month(days=1, need={(0, 3): 1}, rules=only("shortage", Limit(hard=False, weight=1)))
    assert solve(problem, seconds=10).cost == 1
    assert solve(replace(problem, history=rows({"1": "N"}, -1)), seconds=10).cost == 0


def test_error_of_a_listener_is_raised_to_the_caller() -> None:
    def hear(_: Progress) -> None:
        raise RuntimeError("listener")

    with pytest.raises(RuntimeError, match="listener"):
        solve(WEEK, seconds=20, on_progress=hear)


def test_error_of_should_stop_is_raised_to_the_caller() -> None:
    def should_stop() -> bool:
        raise RuntimeError("asked")

    with pytest.raises(RuntimeError, match="asked"):
        solve(WEEK, seconds=20, should_stop=should_stop)


def test_disagreement_of_program_and_rules_is_an_error() -> None:
    problem = month(days=1, need={(0, 9): 1}, rules=only("shortage", Limit(hard=False, weight=1)))
    cells = program_of(problem)
    cells.program.constants["wish"] = 1
    with Budget(seconds=5) as budget:
        incumbent = Incumbent(cells, budget)
        with pytest.raises(WrongCostError):
            incumbent.offer(lambda _: False, "start")


@pytest.mark.parametrize("wrong", [{"seconds": 0.0}, {"workers": 0}, {"deterministic_work": -1.0}])
def test_limits_must_be_positive(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="positive"):
        solve(WEEK, **wrong)  # type: ignore[arg-type]


def test_gap_of_a_free_roster_is_zero_and_without_roster_unknown() -> None:
    assert Outcome(status="optimal", cost=0, roster=Roster()).gap == 0
    assert Outcome(status="unknown").gap is None


def test_uncompletable_dive_frees_what_is_less_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = month(
        days=2,
        need={(0, 9): 1},
        rules=only("shortage", Limit(hard=False, weight=1)),
        locked={("1", day(1)): None},
    )
    cells = program_of(problem)
    # a dive that decided what is not best
    dived = Dive(0.0, {(0, 0): 0, (0, 1): 0})
    monkeypatch.setattr(descent, "dive", lambda *_, **__: dived)
    monkeypatch.setattr(descent, "SHARES_KEPT", (1.0, 0.5, 0.0))
    with Budget(seconds=10) as budget:
        incumbent = Incumbent(cells, budget)
        down = descent.Descent(incumbent, cp_engine(incumbent), seed=0)
        assert down.bound()
        down.dive()
    assert incumbent.cost == 0
