"""Wishes for a shift kind or a day off, each with its own weight. Always soft."""

from roster.problem import Problem
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per refused wish; empty text stands for a day off."""
    limit = problem.rules.wish
    if limit is None:
        return []
    found: list[Violation] = []
    for wish in problem.wishes_by_person.get(line.person.id, ()):
        kind = line.on(problem.day_of(wish.date))
        given = None if kind is None else kind.code
        if not wish.is_granted_by(given):
            found.append(
                Violation(
                    code="wish",
                    person=line.person.id,
                    dates=(wish.date,),
                    measured=1,
                    unit="wish",
                    hard=False,
                    cost=limit.weight * wish.weight,
                    extra=(("wished", wish.kind or ""), ("kind", given or ""), ("avoid", int(wish.avoid))),
                )
            )
    return found


check = over_lines(check_line)
