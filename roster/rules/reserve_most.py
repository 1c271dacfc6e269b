"""Not more emergency seats on statutory and special days than the regulation wants (R-1.14, P-13)."""

from roster.coverage import Tally
from roster.problem import Problem
from roster.rules.reserve import held, special_days
from roster.violation import Violation


def check_tally(problem: Problem, tally: Tally) -> list[Violation]:
    """One violation per special day with too many emergency seats; each seat beyond costs."""
    limit = problem.rules.reserve_most
    if limit is None:
        return []
    found: list[Violation] = []
    for day in special_days(problem):
        seats = held(problem, tally, day) if day in tally.days else 0
        if seats > limit.value:
            found.append(
                Violation(
                    code="reserve_most",
                    dates=(problem.date_of(day),),
                    measured=seats,
                    limit=limit.value,
                    unit="people",
                    hard=limit.hard,
                    cost=limit.cost(seats - limit.value),
                )
            )
    return found
