"""No shift starts on a closed day (P-03, R-2.5: S0e is closed on Friday)."""

from roster.problem import Problem
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per shift on a closed day."""
    limit = problem.rules.closed_day
    if limit is None:
        return []
    return [
        Violation(
            code="closed_day",
            person=line.person.id,
            dates=(problem.date_of(day),),
            measured=1,
            unit="shifts",
            hard=limit.hard,
            cost=limit.cost(1),
            extra=(("kind", kind.code),),
        )
        for day, kind in enumerate(line.month)
        if kind is not None and problem.calendar.is_closed(problem.date_of(day))
    ]


check = over_lines(check_line)
