"""Most minutes a week on average over the month (P-05; R-3.1: 40 hours)."""

from roster.hours import due_days, prorated
from roster.problem import Person, Problem
from roster.rules.line import Line, minutes_beyond, over_lines
from roster.violation import Violation


def most_minutes(problem: Problem, person: Person, weekly_minutes: int) -> int:
    """Return the minutes of the month that the weekly average allows this person."""
    return prorated(weekly_minutes, due_days(problem, person))


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation when the month holds too many minutes; each started hour beyond costs."""
    limit = problem.rules.average_week
    if limit is None:
        return []
    most = most_minutes(problem, line.person, limit.value)
    facts = (("weekly_limit", limit.value), ("days", due_days(problem, line.person)))
    return minutes_beyond(line, most, code="average_week", limit=limit, extra=facts)


check = over_lines(check_line)
