"""Most weekends with work in the month: the others are free from their first day to their last."""

from roster.problem import Problem
from roster.rules.line import Line, count_beyond, over_lines
from roster.violation import Violation


def weekends(problem: Problem) -> list[list[int]]:
    """Return the day numbers of each weekend of the month; one that the month cuts counts with its part."""
    found: list[list[int]] = []
    for day in range(problem.days):
        if problem.calendar.is_weekend(problem.date_of(day)):
            if found and found[-1][-1] == day - 1:
                found[-1].append(day)
            else:
                found.append([day])
    return found


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation when too many weekends hold work; each weekend beyond costs."""
    limit = problem.rules.weekends_in_month
    if limit is None:
        return []
    own = limit.with_own(line.person.limits.weekends_in_month)
    worked = [[day for day in weekend if line.works(day)] for weekend in weekends(problem)]
    days = [day for weekend in worked for day in weekend]
    return count_beyond(
        problem,
        line,
        days,
        code="weekends_in_month",
        limit=own,
        unit="weekends",
        measured=sum(bool(weekend) for weekend in worked),
    )


check = over_lines(check_line)
