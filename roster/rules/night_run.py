"""Most nights in a row (R-3.2: what employees can bear)."""

from roster.problem import Problem
from roster.rules.line import Line, days_between, over_lines, runs
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per run of nights that is too long; each night of the month beyond costs."""
    limit = problem.rules.night_run
    if limit is None:
        return []
    found: list[Violation] = []
    for first, last in runs(line, line.is_night):
        beyond = last + 1 - max(first + limit.value, 0)
        if beyond > 0:
            found.append(
                Violation(
                    code="night_run",
                    person=line.person.id,
                    dates=days_between(problem, first, last),
                    measured=last - first + 1,
                    limit=limit.value,
                    unit="nights",
                    hard=limit.hard,
                    cost=limit.cost(beyond),
                )
            )
    return found


check = over_lines(check_line)
