"""Least days off in each full week (P-04). A week that the month cuts off is judged next month."""

from roster.problem import Problem
from roster.rules.line import Line, days_between, over_lines
from roster.violation import Violation


def full_weeks(problem: Problem) -> list[int]:
    """Return the first day number of each week that ends in the month; it may begin before it."""
    offset = (problem.rules.week_start - problem.first_day.weekday()) % 7 - 7
    return [start for start in range(offset, problem.days - 6, 7) if start + 6 >= 0]


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per week with too few days off; each missing day costs."""
    limit = problem.rules.weekly_days_off
    if limit is None:
        return []
    found: list[Violation] = []
    for start in full_weeks(problem):
        off = sum(not line.works(day) for day in range(start, start + 7))
        if off < limit.value:
            found.append(
                Violation(
                    code="weekly_days_off",
                    person=line.person.id,
                    dates=days_between(problem, start, start + 6),
                    measured=off,
                    limit=limit.value,
                    unit="days",
                    hard=limit.hard,
                    cost=limit.cost(limit.value - off),
                )
            )
    return found


check = over_lines(check_line)
