"""Fixed rest days and approved leave stay free. Always hard."""

from roster.problem import Problem
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per shift on a fixed day off; ``extra.leave`` tells leave (1) from rest (0)."""
    return [
        Violation(
            code="day_off",
            person=line.person.id,
            dates=(problem.date_of(day),),
            measured=1,
            unit="shifts",
            extra=(("kind", kind.code), ("leave", int(problem.date_of(day) in line.person.leave))),
        )
        for day, kind in enumerate(line.month)
        if kind is not None and line.person.is_fixed_off(problem.date_of(day))
    ]


check = over_lines(check_line)
