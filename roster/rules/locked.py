"""Locked cells stay as they were locked, shift or day off. Always hard."""

from roster.problem import Problem
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per locked cell that differs; empty text stands for a day off."""
    found: list[Violation] = []
    for when, code in problem.locked_by_person.get(line.person.id, ()):
        kind = line.on(problem.day_of(when))
        given = None if kind is None else kind.code
        if given != code:
            found.append(
                Violation(
                    code="locked",
                    person=line.person.id,
                    dates=(when,),
                    measured=1,
                    unit="shifts",
                    extra=(("kind", given or ""), ("locked", code or "")),
                )
            )
    return found


check = over_lines(check_line)
