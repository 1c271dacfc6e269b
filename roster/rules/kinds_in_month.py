"""Most shifts of a kind in the month, by department or by person."""

from dataclasses import replace

from roster.problem import Person, Problem
from roster.rules.line import Line, count_beyond, over_lines
from roster.violation import Violation


def most_of_kind(problem: Problem, person: Person) -> dict[str, int]:
    """Return the person's limits by code; kinds without one are left out."""
    return dict(problem.rules.most_of_kind) | dict(person.limits.most_of_kind)


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per kind of which the month holds too many; each shift beyond costs."""
    limit = problem.rules.kinds_in_month
    if limit is None:
        return []
    found: list[Violation] = []
    for code, most in most_of_kind(problem, line.person).items():
        days = [day for day, kind in enumerate(line.month) if kind is not None and kind.code == code]
        beyond = count_beyond(
            problem,
            line,
            days,
            code="kinds_in_month",
            limit=limit.with_own(most),
            unit="shifts",
            measured=len(days),
        )
        found += [replace(violation, extra=(("kind", code),)) for violation in beyond]
    return found


check = over_lines(check_line)
