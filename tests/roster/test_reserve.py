"""G-03: National Day with 24 intervals of forecast seats, and the emergency seats held beside them."""

from dataclasses import replace
from datetime import date

import pytest

from roster.problem import Calendar, DayType, Demand, Person, Problem, Roster, ShiftKind, hard, soft
from roster.rules import judge
from roster.rules.reserve import reserve_codes
from roster.solver import solve
from tests.roster.small import ALL_OFF

NATIONAL_DAY = date(2026, 10, 1)
SHIFTS = tuple(
    ShiftKind(code=code, family=code, start_minute=start, end_minute=start + 480, paid_minutes=480)  # type: ignore[arg-type]
    for code, start in (("N", 0), ("E", 480), ("M", 960))
)
RESERVE = ShiftKind(code="R", family="R", start_minute=0, end_minute=1440, paid_minutes=60)
PEOPLE = tuple(Person(id=f"{number:02d}") for number in range(14))
COST = 3


def problem(**others: object) -> Problem:
    given = {
        "people": PEOPLE,
        "kinds": (*SHIFTS, RESERVE),
        "first_day": NATIONAL_DAY,
        "days": 1,
        "demand": Demand.of(NATIONAL_DAY, 60, [[1] * 24]),
        "calendar": Calendar(special={NATIONAL_DAY: DayType.STATUTORY}),
        "rules": replace(
            ALL_OFF, reserve=hard(5), reserve_most=soft(7, weight=COST), reserve_surplus=hard(1)
        ),
    }
    return Problem(**(given | others))  # type: ignore[arg-type]


def holding(seats: int, *, working: str = "NNEEMM") -> Roster:
    codes = working + "R" * seats
    return Roster({(person.id, NATIONAL_DAY): code for person, code in zip(PEOPLE, codes, strict=False)})


def fixed(roster: Roster) -> Problem:
    return problem(locked={(p.id, NATIONAL_DAY): roster.kind(p.id, NATIONAL_DAY) for p in PEOPLE})


def test_four_emergency_seats_are_refused_with_five_to_seven_needed() -> None:
    (found,) = judge(problem(), holding(4)).violations
    assert (found.code, found.hard, found.measured, found.limit) == ("reserve", True, 4, 5)
    assert (found.dates, found.details) == ((NATIONAL_DAY,), {"most": 7})
    assert solve(fixed(holding(4)), seconds=30).status == "infeasible"


@pytest.mark.parametrize("seats", [5, 7])
def test_five_to_seven_are_accepted(seats: int) -> None:
    assert judge(problem(), holding(seats)).violations == ()
    outcome = solve(fixed(holding(seats)), seconds=30)
    assert (outcome.status, outcome.cost) == ("optimal", 0)


def test_eight_are_accepted_with_a_warning() -> None:
    (found,) = judge(problem(), holding(8)).violations
    assert (found.code, found.hard, found.measured, found.limit) == ("reserve_most", False, 8, 7)
    outcome = solve(fixed(holding(8)), seconds=30)
    assert (outcome.status, outcome.cost) == ("optimal", COST)


def test_an_interval_without_surplus_is_refused_and_the_reserve_is_none() -> None:
    roster = holding(5, working="NNEEM")
    (found,) = judge(problem(), roster).violations
    assert (found.code, found.hard, found.measured, found.limit) == ("reserve_surplus", True, 0, 1)
    assert found.details == {"from_minute": 960, "to_minute": 1440}
    assert solve(fixed(roster), seconds=30).status == "infeasible"


def test_a_generated_day_holds_them() -> None:
    outcome = solve(problem(), seconds=30)
    assert outcome.roster is not None
    assert (outcome.status, outcome.cost, judge(problem(), outcome.roster).violations) == ("optimal", 0, ())
    kinds = list(outcome.roster.values())
    assert 5 <= kinds.count("R") <= 7
    assert all(kinds.count(code) >= 2 for code in "NEM")


def test_an_ordinary_day_asks_for_none_of_it() -> None:
    ordinary = problem(calendar=Calendar())
    assert judge(ordinary, holding(0, working="NEM")).violations == ()
    assert reserve_codes(ordinary) == ["R"]
