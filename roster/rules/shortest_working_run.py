"""Least working days in a row: nobody comes in for one day between days off."""

from roster.problem import Problem
from roster.rules.line import Line, over_lines, short_runs
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per run of working days that is too short; each day missing costs."""
    limit = problem.rules.shortest_working_run
    if limit is None:
        return []
    own = limit.with_own(line.person.limits.shortest_working_run)
    return short_runs(problem, line, line.works, code="shortest_working_run", limit=own)


check = over_lines(check_line)
