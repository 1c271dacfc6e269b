"""No break is longer than allowed (P-06, R-3.5: a meal of at most half an hour)."""

from roster.problem import Problem
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per shift of a kind whose break is too long."""
    limit = problem.rules.longest_break
    if limit is None:
        return []
    return [
        Violation(
            code="longest_break",
            person=line.person.id,
            dates=(problem.date_of(day),),
            measured=kind.break_minutes,
            limit=limit.value,
            unit="minutes",
            hard=limit.hard,
            cost=limit.cost(1),
            extra=(("kind", kind.code),),
        )
        for day, kind in enumerate(line.month)
        if kind is not None and kind.break_minutes > limit.value
    ]


check = over_lines(check_line)
