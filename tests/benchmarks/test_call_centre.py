"""The call centre's month of the benchmarks: the same everywhere, and as it says."""

import hashlib
from datetime import timedelta

import pytest

from benchmarks.call_centre import DAYS, FIRST_DAY, call_centre_month
from roster.problem import Problem


def digest(problem: Problem) -> str:
    """What is drawn and reckoned, as a short fingerprint."""
    off = [sorted(person.days_off) for person in problem.people]
    wishes = [(wish.person, wish.date, wish.kind) for wish in problem.wishes]
    return hashlib.sha256(repr((problem.demand.required, off, wishes)).encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("people", "seed", "expected"),
    [
        (60, 1, "4f04a51e878116ee"),
        (60, 2, "1d2e944515ac93d7"),
        (60, 3, "9b225a3e0f0d64fb"),
        (300, 1, "8681e0b86aa2c8b8"),
    ],
)
def test_a_seed_gives_the_same_month_on_every_machine(people: int, seed: int, expected: str) -> None:
    assert digest(call_centre_month(people, seed)) == expected


def test_the_month_has_the_numbers_of_its_description() -> None:
    problem = call_centre_month(60, 1)
    limits = problem.people[0].limits
    assert (problem.days, problem.first_day.weekday()) == (DAYS, 0)
    assert sum(map(sum, problem.demand.required)) == 18927
    assert min(map(min, call_centre_month(12, 1).demand.required)) == 2
    assert {kind.code: kind.paid_minutes for kind in problem.kinds} == {
        "E": 420,
        "E2": 510,
        "M": 420,
        "M2": 510,
        "L": 330,
        "N": 510,
    }
    assert (limits.most_minutes, limits.least_minutes) == (10620, 9540)
    assert len(problem.wishes) == 180
    assert {1, 2} == {len(person.days_off) for person in call_centre_month(300, 1).people}
    assert max(wish.date for wish in problem.wishes) <= FIRST_DAY + timedelta(days=DAYS - 1)
