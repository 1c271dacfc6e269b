"""Protected people do no overtime: pregnancy, nursing, or what else the law or the policy protects.

No shift inside the period is longer than the normal day. A month that the period touches holds no more
than the contract: which of its hours would be the ones above cannot be told.
"""

from roster.problem import Person, Problem
from roster.rules.contract_max import ceiling
from roster.rules.line import Line, minutes_beyond, over_lines
from roster.rules.overtime_day import overtime, started_hours
from roster.violation import Violation


def most_minutes(problem: Problem, person: Person) -> int | None:
    """Return the most minutes of the month; None for who is protected on none of its days."""
    if all(person.may_do_overtime(problem.date_of(day)) for day in range(problem.days)):
        return None
    return ceiling(problem, person, 0)


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per shift, and one when the month holds too much; each started hour beyond costs."""
    rules, limit, person = problem.rules, problem.rules.no_overtime, line.person
    if limit is None or not person.no_overtime:
        return []
    found = [
        Violation(
            code="no_overtime",
            person=person.id,
            dates=(problem.date_of(day),),
            measured=overtime(rules, kind),
            unit="minutes",
            hard=limit.hard,
            cost=limit.cost(started_hours(rules, kind, 0)),
            extra=(("kind", kind.code),),
        )
        for day, kind in enumerate(line.month)
        if kind is not None and overtime(rules, kind) and not person.may_do_overtime(problem.date_of(day))
    ]
    most = most_minutes(problem, person)
    return found if most is None else found + minutes_beyond(line, most, code="no_overtime", limit=limit)


check = over_lines(check_line)
