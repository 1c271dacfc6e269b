"""Days after a night before anything but a night may follow (R-3.2)."""

from roster.problem import Problem
from roster.rules.line import Line, days_between, over_lines
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per other shift that follows a night too early; ``measured`` counts the days between."""
    limit = problem.rules.night_rest
    if limit is None:
        return []
    found: list[Violation] = []
    for day, kind in enumerate(line.month):
        if kind is None or kind.is_night:
            continue
        near = [night for night in range(day - limit.value, day) if line.is_night(night)]
        if near:
            found.append(
                Violation(
                    code="night_rest",
                    person=line.person.id,
                    dates=days_between(problem, near[-1], day),
                    measured=day - near[-1] - 1,
                    limit=limit.value,
                    unit="days",
                    hard=limit.hard,
                    cost=limit.cost(1),
                    extra=(("kind", kind.code),),
                )
            )
    return found


check = over_lines(check_line)
