"""Repairs that end early, and repairs that are looked for twice."""

from datetime import date

import pytest

from roster.problem import Roster, RuleSettings
from roster.repair import changes_between
from roster.solver import solve
from roster.solver.repair import find_repair
from tests.roster.department import department
from tests.roster.small import day

WEEK = department(count=24, days=8, rules=RuleSettings())


@pytest.fixture(scope="module")
def week() -> Roster:
    """A legal roster of a week, built once."""
    roster = solve(WEEK, deterministic_work=1.5).roster
    assert roster is not None
    return roster


def first_shift(roster: Roster) -> tuple[str, date]:
    """The first person's first shift of the week."""
    return min(cell for cell in roster if cell[1] >= day(0))


def test_two_searches_find_the_same(week: Roster) -> None:
    person, when = first_shift(week)
    one = find_repair(WEEK, week, {person: [when]}, when, seconds=60, seed=1, workers=1)
    two = find_repair(WEEK, week, {person: [when]}, when, seconds=60, seed=2)
    assert one.best.proven
    assert one.alternatives == two.alternatives


def test_a_stop_gives_the_best_so_far_without_a_proof(week: Roster) -> None:
    person, when = first_shift(week)
    stopped = find_repair(WEEK, week, {person: [when]}, when, seconds=60, should_stop=lambda: True)
    short = find_repair(WEEK, week, {person: [when]}, when, seconds=0.001)
    for repair in (stopped, short):
        assert not repair.best.proven
        assert not repair.best.cheapest
        assert changes_between(week, repair.best.roster) == repair.best.changes
