"""Most working days in a row (R-2.3, R-3.3: one day off in seven)."""

from roster.problem import Problem
from roster.rules.line import Line, over_lines, runs_beyond
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per run that is too long; each day of the month beyond the limit costs."""
    limit = problem.rules.working_run
    if limit is None:
        return []
    own = limit.with_own(line.person.limits.working_run)
    return runs_beyond(problem, line, line.works, code="working_run", limit=own, unit="days")


check = over_lines(check_line)
