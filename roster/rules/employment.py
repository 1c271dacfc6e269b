"""Nobody works before the first or after the last day of employment (R-2.21). Always hard."""

from roster.problem import Problem
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per shift outside employment."""
    return [
        Violation(
            code="employment",
            person=line.person.id,
            dates=(problem.date_of(day),),
            measured=1,
            unit="shifts",
            extra=(("kind", kind.code),),
        )
        for day, kind in enumerate(line.month)
        if kind is not None and not line.person.is_employed(problem.date_of(day))
    ]


check = over_lines(check_line)
