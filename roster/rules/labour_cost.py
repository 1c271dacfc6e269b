"""Labour cost as a price (R-1.17): of two rosters that serve alike, the cheaper one is better."""

from datetime import date

from roster.labour_cost import shift_cost
from roster.problem import Person, Problem, ShiftKind
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def units(problem: Problem, person: Person, kind: ShiftKind, when: date) -> int:
    """Cost of one shift in units of money, rounded to the nearest."""
    unit = problem.rules.money_unit
    return (shift_cost(problem, person, kind, when) + unit // 2) // unit


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per person whose month costs something; each unit of each shift costs."""
    limit = problem.rules.labour_cost
    if limit is None or line.person.hourly_rate is None:
        return []
    shifts = [(problem.date_of(day), kind) for day, kind in enumerate(line.month) if kind is not None]
    fen = sum(shift_cost(problem, line.person, kind, when) for when, kind in shifts)
    if fen == 0:
        return []
    return [
        Violation(
            code="labour_cost",
            person=line.person.id,
            measured=fen,
            unit="fen",
            hard=limit.hard,
            cost=limit.cost(sum(units(problem, line.person, kind, when) for when, kind in shifts)),
        )
    ]


check = over_lines(check_line)
