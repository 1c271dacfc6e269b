"""Most working days in a row (R-2.3, R-3.3: one day off in seven)."""

from roster.problem import Problem
from roster.rules.line import Line, days_between, over_lines, runs
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per run that is too long; each day of the month beyond the limit costs."""
    limit = problem.rules.working_run
    if limit is None:
        return []
    found: list[Violation] = []
    for first, last in runs(line, line.works):
        beyond = last + 1 - max(first + limit.value, 0)
        if beyond > 0:
            found.append(
                Violation(
                    code="working_run",
                    person=line.person.id,
                    dates=days_between(problem, first, last),
                    measured=last - first + 1,
                    limit=limit.value,
                    unit="days",
                    hard=limit.hard,
                    cost=limit.cost(beyond),
                )
            )
    return found


check = over_lines(check_line)
