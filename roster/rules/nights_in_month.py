"""Most nights in the month (R-3.2)."""

from roster.problem import Problem
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation when the month holds too many nights; each night beyond costs."""
    limit = problem.rules.nights_in_month
    if limit is None:
        return []
    nights = [day for day in range(problem.days) if line.is_night(day)]
    if len(nights) <= limit.value:
        return []
    return [
        Violation(
            code="nights_in_month",
            person=line.person.id,
            dates=tuple(problem.date_of(day) for day in nights),
            measured=len(nights),
            limit=limit.value,
            unit="nights",
            hard=limit.hard,
            cost=limit.cost(len(nights) - limit.value),
        )
    ]


check = over_lines(check_line)
