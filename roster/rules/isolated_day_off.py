"""A single day off between two working days rests little (R-3.10); days off come better in pairs."""

from roster.problem import Problem
from roster.rules.line import Line, days_between, over_lines
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per single day off whose neighbours on both sides are known to be worked."""
    limit = problem.rules.isolated_day_off
    if limit is None:
        return []
    return [
        Violation(
            code="isolated_day_off",
            person=line.person.id,
            dates=days_between(problem, day, day),
            measured=1,
            limit=2,
            unit="days",
            hard=limit.hard,
            cost=limit.cost(1),
        )
        for day in range(problem.days - 1)
        if not line.works(day) and line.works(day - 1) and line.works(day + 1)
    ]


check = over_lines(check_line)
