"""Who works more at the start of the month rests more at its end: the same people (R-1.11, R-3.7, P-15).

For everybody of that part of the staff (`Person.busy_start`): at least so many working days more in the
first days of the month than in the last. What the one stretch brings the other pays back, so the rule
leaves hours and weeks to the rules on them. Who is on leave in one of the two stretches, or not employed
in both, is not bound: such a month has its shape from the leave.
"""

from roster.problem import Person, Problem
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def stretches(problem: Problem) -> tuple[range, range]:
    """Return the day numbers of the first and of the last days; they never overlap."""
    length = min(problem.rules.month_shape_days, problem.days // 2)
    return range(length), range(problem.days - length, problem.days)


def is_bound(problem: Problem, person: Person) -> bool:
    """Whether the rule holds for the person this month."""
    days = [problem.date_of(day) for stretch in stretches(problem) for day in stretch]
    return (
        person.busy_start
        and bool(days)
        and all(person.is_employed(when) and when not in person.leave for when in days)
    )


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation when the start does not hold enough days more than the end; each day missing costs.

    ``extra`` has the working days of both stretches, ``at_start`` and ``at_end``, and their ``length``.
    """
    limit = problem.rules.month_shape
    if limit is None or not is_bound(problem, line.person):
        return []
    at_start, at_end = stretches(problem)
    early, late = (sum(line.works(day) for day in stretch) for stretch in (at_start, at_end))
    missing = limit.value - (early - late)
    if missing <= 0:
        return []
    return [
        Violation(
            code="month_shape",
            person=line.person.id,
            measured=early - late,
            limit=limit.value,
            unit="days",
            hard=limit.hard,
            cost=limit.cost(missing),
            extra=(("at_start", early), ("at_end", late), ("length", len(at_start))),
        )
    ]


check = over_lines(check_line)
