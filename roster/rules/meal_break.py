"""Each break begins inside the window of its shift kind (P-06, R-3.4).

Whether people on break are missed is said by `shortage`: breaks are placed so that they are missed least.
"""

from roster.problem import Problem
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per shift in whose window no break can begin at the start of a slot."""
    limit = problem.rules.meal_break
    if limit is None:
        return []
    return [
        Violation(
            code="meal_break",
            person=line.person.id,
            dates=(problem.date_of(day),),
            measured=problem.demand.slot_minutes,
            limit=(kind.break_latest or 0) - (kind.break_earliest or 0),
            unit="minutes",
            hard=limit.hard,
            cost=limit.cost(1),
            extra=(("kind", kind.code),),
        )
        for day, kind in enumerate(line.month)
        if kind is not None and kind.code in problem.breaks.unplaced
    ]


check = over_lines(check_line)
