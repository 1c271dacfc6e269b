"""A month that is published already changes as little as it can: people have planned by it. Always soft."""

from datetime import date

from roster.problem import Limit, Problem
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def weight_on(problem: Problem, limit: Limit, when: date) -> int:
    """Return what changing a cell of the date costs; on the dates of `Problem.soon` it costs more."""
    is_soon = problem.soon is not None and when in problem.soon
    return limit.weight * (1 + limit.value * is_soon)


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per cell that differs from the published roster; empty text stands for a day off."""
    limit, published = problem.rules.stability, problem.published
    if limit is None or published is None:
        return []
    before = published.of_person(line.person.id)
    found: list[Violation] = []
    for day, kind in enumerate(line.month):
        when = problem.date_of(day)
        given, was = "" if kind is None else kind.code, before.get(when, "")
        if given != was:
            found.append(
                Violation(
                    code="stability",
                    person=line.person.id,
                    dates=(when,),
                    measured=1,
                    unit="shifts",
                    hard=False,
                    cost=weight_on(problem, limit, when),
                    extra=(("kind", given), ("published", was)),
                )
            )
    return found


check = over_lines(check_line)
