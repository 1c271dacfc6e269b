"""Most nights in the month (R-3.2)."""

from roster.problem import Problem
from roster.rules.line import Line, count_beyond, over_lines
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation when the month holds too many nights; each night beyond costs."""
    limit = problem.rules.nights_in_month
    if limit is None:
        return []
    nights = [day for day in range(problem.days) if line.is_night(day)]
    return count_beyond(
        problem, line, nights, code="nights_in_month", limit=limit, unit="nights", measured=len(nights)
    )


check = over_lines(check_line)
