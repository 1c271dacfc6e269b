"""Least minutes of the month under the contract: everybody gets the hours they are paid for."""

from roster.hours import month_minutes
from roster.problem import Person, Problem
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def floor(problem: Problem, person: Person, tolerance: int) -> int:
    """Return the least minutes due in the month."""
    due = person.limits.least_minutes
    if due is None:
        due = month_minutes(problem, person, person.weekly_minutes)
    return max(0, due - tolerance)


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation when the month falls short of the contract; each started hour missing costs."""
    limit = problem.rules.contract_min
    if limit is None:
        return []
    least = floor(problem, line.person, limit.value)
    missing = least - line.minutes
    if missing <= 0:
        return []
    return [
        Violation(
            code="contract_min",
            person=line.person.id,
            measured=line.minutes,
            limit=least,
            unit="minutes",
            hard=limit.hard,
            cost=limit.cost(-(-missing // 60)),
        )
    ]


check = over_lines(check_line)
