"""Most minutes above the contract in the month; beyond it is overtime, which needs its own approval."""

from roster.hours import month_minutes
from roster.problem import Person, Problem
from roster.rules.line import Line, minutes_beyond, over_lines
from roster.violation import Violation


def ceiling(problem: Problem, person: Person, tolerance: int) -> int:
    """Return the most minutes that the contract allows in the month."""
    if person.limits.most_minutes is not None:
        return person.limits.most_minutes + tolerance
    return month_minutes(problem, person, person.weekly_minutes) + tolerance


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation when the month exceeds the contract; each started hour beyond costs."""
    limit = problem.rules.contract_max
    if limit is None:
        return []
    most = ceiling(problem, line.person, limit.value)
    return minutes_beyond(line, most, code="contract_max", limit=limit)


check = over_lines(check_line)
