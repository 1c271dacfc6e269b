"""What whole numbers of people cost a day at least: with it the bound of days with breaks is no lower."""

from dataclasses import replace

from roster.problem import Person, Problem, ShiftNeed, hard, soft
from roster.solver import solve
from roster.solver.budget import Budget
from roster.solver.constraints import program_of
from roster.solver.generation import Generation
from tests.roster.small import DAY, EARLY, FIRST_DAY, month, only

LUNCH = replace(DAY, break_earliest=180, break_latest=300)
"""9:00-18:00, the break of an hour begins from 12:00 to 14:00."""


def lunch(people: int) -> Problem:
    """One day with two people wanted on the shift that has breaks, and others who can fill up."""
    rules = replace(
        only("shortage", soft(weight=20)),
        surplus=soft(weight=1),
        meal_break=hard(),
        shift_shortage=soft(weight=50),
    )
    need = {(0, hour): 2 for hour in range(9, 18)}
    problem = month(
        people=tuple(Person(id=f"{number:03d}") for number in range(people)),
        days=1,
        kinds=(LUNCH, replace(EARLY, end_minute=960)),
        need=need,
        rules=rules,
    )
    return replace(problem, shift_needs=(ShiftNeed(date=FIRST_DAY, kind="D", people=2),))


def test_breaks_that_only_parts_of_people_could_fill_do_not_lower_the_bound() -> None:
    problem = lunch(4)
    best = solve(problem, seconds=20)
    assert best.status == "optimal"
    heard: list[float] = []
    with Budget(seconds=20) as budget:
        generation = Generation(program_of(problem))
        value = generation.converge(budget, until=float("inf"), told=heard.append)
        alone = Generation(program_of(problem))
        alone.master.tighten = lambda *_: 0.0  # type: ignore[method-assign]
        without = alone.converge(budget, until=float("inf"), told=lambda _: None)
    assert best.cost is not None
    assert value is not None
    assert without is not None
    assert without < value - 1 <= best.cost
    assert abs(generation.bound - best.cost) < 0.01
