"""Kinds that may not follow each other on consecutive days, as the department lists them."""

from roster.problem import Problem
from roster.rules.line import Line, days_between, over_lines
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per forbidden pair of consecutive days."""
    limit, forbidden = problem.rules.succession, problem.rules.forbidden_successions
    if limit is None or not forbidden:
        return []
    found: list[Violation] = []
    for day in range(problem.days):
        first, second = line.on(day - 1), line.on(day)
        if first is not None and second is not None and (first.code, second.code) in forbidden:
            found.append(
                Violation(
                    code="succession",
                    person=line.person.id,
                    dates=days_between(problem, day - 1, day),
                    measured=1,
                    unit="shifts",
                    hard=limit.hard,
                    cost=limit.cost(1),
                    extra=(("first", first.code), ("second", second.code)),
                )
            )
    return found


check = over_lines(check_line)
