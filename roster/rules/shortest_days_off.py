"""Least days off in a row (R-3.10): a single day off between two working days rests little."""

from roster.problem import Problem
from roster.rules.line import Line, over_lines, short_runs
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per run of days off that is too short; each day missing costs."""
    limit = problem.rules.shortest_days_off
    if limit is None:
        return []
    own = limit.with_own(line.person.limits.shortest_days_off)
    return short_runs(problem, line, lambda day: not line.works(day), code="shortest_days_off", limit=own)


check = over_lines(check_line)
