"""Most nights in a row (R-3.2: what employees can bear)."""

from roster.problem import Problem
from roster.rules.line import Line, over_lines, runs_beyond
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per run of nights that is too long; each night of the month beyond costs."""
    limit = problem.rules.night_run
    if limit is None:
        return []
    return runs_beyond(problem, line, line.is_night, code="night_run", limit=limit, unit="nights")


check = over_lines(check_line)
