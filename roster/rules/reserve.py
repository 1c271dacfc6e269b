"""Emergency seats held on statutory and special days (R-1.10, R-1.14, R-6.5; P-12, P-13).

The one measure of all rules on the reserve: an emergency seat is a person who starts a shift of the family
reserve (R) on the date, whatever its hours, since it may be called to overtime at any time. The reserve is
beyond the need: it covers none of it, and is no part of the surplus that `reserve_surplus` asks for.
"""

from roster.coverage import Tally
from roster.problem import Limit, Problem
from roster.violation import Violation


def reserve_codes(problem: Problem) -> list[str]:
    """Return the codes of the kinds that hold somebody ready."""
    return [kind.code for kind in problem.kinds if kind.family == "R"]


def is_served(problem: Problem, day: int) -> bool:
    """Whether the department is open on the day and somebody is needed on it."""
    size = problem.demand.slots_per_day
    is_closed = problem.calendar.is_closed(problem.date_of(day))
    return not is_closed and any(problem.demand.of_day(day)[:size])


def special_days(problem: Problem) -> list[int]:
    """Return the days of the month on which the reserve of special days is held."""
    days = range(problem.days)
    return [d for d in days if problem.calendar.is_special(problem.date_of(d)) and is_served(problem, d)]


def held(problem: Problem, tally: Tally, day: int) -> int:
    """Return the emergency seats of the day."""
    return sum(tally.people[day].get(code, 0) for code in reserve_codes(problem))


def check_tally(problem: Problem, tally: Tally) -> list[Violation]:
    """One violation per special day with too few emergency seats; each missing seat costs."""
    limit, most = problem.rules.reserve, problem.rules.reserve_most
    if limit is None:
        return []
    return [
        _violation(problem, day, seats, limit, most)
        for day in special_days(problem)
        if day in tally.days
        for seats in (held(problem, tally, day),)
        if seats < limit.value
    ]


def _violation(problem: Problem, day: int, seats: int, limit: Limit, most: Limit | None) -> Violation:
    return Violation(
        code="reserve",
        dates=(problem.date_of(day),),
        measured=seats,
        limit=limit.value,
        unit="people",
        hard=limit.hard,
        cost=limit.cost(limit.value - seats),
        extra=() if most is None else (("most", most.value),),
    )
