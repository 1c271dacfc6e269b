"""Most minutes a week on average over a cycle: the month, or what the settings say (P-05, R-3.1, A-47).

A cycle longer than the month lets busy months be paid back by quiet ones. What a month may hold follows
from one sum: what was worked in the cycle before, the month, and the least that the contract will ask for
in the rest of the cycle are together at most the average over the whole cycle. So the last month brings
the average itself, and no earlier month spends what later ones need (docs/adr/0011).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from roster.cycle import month_parts
from roster.hours import due_days_between, prorated
from roster.problem import Limit, Person, Problem
from roster.rules.line import Line, days_between, over_lines
from roster.violation import Violation


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days of the month that lie in one cycle.

    Parameters
    ----------
    first, last
        Day numbers, both included.
    cycle_first, cycle_last
        First and last date of the whole cycle.
    """

    first: int
    last: int
    cycle_first: date
    cycle_last: date


def spans(problem: Problem) -> tuple[Span, ...]:
    """Return the month's parts by cycle; a single one where a cycle holds the whole month."""
    cycle = problem.rules.average_cycle
    if cycle is None:
        whole = problem.first_day, problem.last_day
        return (Span(first=0, last=problem.days - 1, cycle_first=whole[0], cycle_last=whole[1]),)
    found: list[Span] = []
    day = 0
    while day < problem.days:
        first, last = cycle.around(problem.date_of(day))
        end = min(problem.day_of(last), problem.days - 1)
        found.append(Span(first=day, last=end, cycle_first=first, cycle_last=last))
        day = end + 1
    return tuple(found)


def worked_before(problem: Problem, person: Person, span: Span, weekly_minutes: int) -> int:
    """Return the minutes worked in the cycle before the month; 0 where it begins with the month or in it.

    What is not known counts as the contract, at most the average.
    """
    if span.cycle_first >= problem.first_day:
        return 0
    if person.cycle_minutes is not None:
        return person.cycle_minutes
    days = due_days_between(person, span.cycle_first, problem.first_day - timedelta(days=1))
    return prorated(min(person.weekly_minutes, weekly_minutes), days)


def still_due(problem: Problem, person: Person, span: Span, weekly_minutes: int) -> int:
    """Return the least minutes that the contract will ask for in the cycle's months after this one.

    It is what `contract_min` wants, its tolerance once a month, and nothing where that rule is off; never
    more than the average allows for those days.
    """
    limit = problem.rules.contract_min
    if limit is None:
        return 0
    rate = min(person.weekly_minutes, weekly_minutes)
    later = month_parts(problem.last_day + timedelta(days=1), span.cycle_last)
    due = (prorated(rate, due_days_between(person, *part)) for part in later)
    return sum(max(0, minutes - limit.value) for minutes in due)


def most_so_far(problem: Problem, person: Person, span: Span, weekly_minutes: int) -> int:
    """Return the minutes that the cycle may hold by the end of the span, those before the month included."""
    whole = prorated(weekly_minutes, due_days_between(person, span.cycle_first, span.cycle_last))
    return max(0, whole - still_due(problem, person, span, weekly_minutes))


def most_minutes(problem: Problem, person: Person, span: Span, weekly_minutes: int) -> int:
    """Return the minutes that the average leaves this person for the days of the span.

    Never less than 0: what was worked before the month is no fault of this roster.
    """
    before = worked_before(problem, person, span, weekly_minutes)
    return max(0, most_so_far(problem, person, span, weekly_minutes) - before)


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per cycle when the month holds too much of it; each started hour beyond costs."""
    limit = problem.rules.average_week
    if limit is None:
        return []
    own = limit.with_own(line.person.limits.average_week)
    return [found for span in spans(problem) for found in _beyond(problem, line, span, own)]


def _beyond(problem: Problem, line: Line, span: Span, limit: Limit) -> list[Violation]:
    minutes = line.minutes_between(span.first, span.last)
    beyond = minutes - most_minutes(problem, line.person, span, limit.value)
    if beyond <= 0:
        return []
    before = worked_before(problem, line.person, span, limit.value)
    due = still_due(problem, line.person, span, limit.value)
    days = due_days_between(line.person, span.cycle_first, span.cycle_last)
    is_whole = (span.first, span.last) == (0, problem.days - 1)
    facts: tuple[tuple[str, str | int], ...] = (("weekly_limit", limit.value), ("days", days))
    if (span.cycle_first, span.cycle_last) != (problem.first_day, problem.last_day):
        cycle = span.cycle_first.isoformat(), span.cycle_last.isoformat()
        facts += (("cycle_first", cycle[0]), ("cycle_last", cycle[1]), ("before", before), ("still_due", due))
    return [
        Violation(
            code="average_week",
            person=line.person.id,
            dates=() if is_whole else days_between(problem, span.first, span.last),
            measured=before + minutes,
            limit=most_so_far(problem, line.person, span, limit.value),
            unit="minutes",
            hard=limit.hard,
            cost=limit.cost(-(-beyond // 60)),
            extra=facts,
        )
    ]


check = over_lines(check_line)
