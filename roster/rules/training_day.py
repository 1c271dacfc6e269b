"""Training is fixed: on its dates a person has that kind of shift and no other. Always hard.

A training is a shift of a kind that covers no demand: so it is a working day for runs, rests, weekends and
hours as any other.
"""

from roster.problem import Problem
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per training that is not given; empty text stands for a day off."""
    found: list[Violation] = []
    for when, code in line.person.training:
        day = problem.day_of(when)
        if not 0 <= day < problem.days or line.person.training_on(when) is None:
            continue
        kind = line.on(day)
        given = "" if kind is None else kind.code
        if given != code:
            found.append(
                Violation(
                    code="training_day",
                    person=line.person.id,
                    dates=(when,),
                    measured=1,
                    unit="shifts",
                    extra=(("kind", given), ("training", code)),
                )
            )
    return found


check = over_lines(check_line)
