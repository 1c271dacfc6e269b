"""Enough rest between two shifts; 11 hours by default, which is good practice and not Chinese law."""

from roster.problem import Problem
from roster.rules.line import Line, days_between, over_lines
from roster.rules.overlap import near_pairs, rest_minutes
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per pair of shifts with too little rest; overlapping ones are left to ``overlap``."""
    limit = problem.rules.rest_between
    if limit is None:
        return []
    return [
        Violation(
            code="rest_between",
            person=line.person.id,
            dates=days_between(problem, day, later),
            measured=rest_minutes(first, second, later - day),
            limit=limit.value,
            unit="minutes",
            hard=limit.hard,
            cost=limit.cost(1),
            extra=(("first", first.code), ("second", second.code)),
        )
        for day, first, later, second in near_pairs(line)
        if 0 <= rest_minutes(first, second, later - day) < limit.value
    ]


check = over_lines(check_line)
