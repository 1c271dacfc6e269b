"""Weekend days are worked in turn (R-2.6), evenly among like people."""

from roster.problem import Problem, Roster
from roster.rules.spread import check_spread, like_people
from roster.violation import Violation


def check(problem: Problem, roster: Roster) -> list[Violation]:
    """One violation per group of like people whose worked weekend days lie too far apart."""
    limit = problem.rules.weekend_fairness
    if limit is None:
        return []
    return check_spread(
        problem,
        roster,
        code="weekend_fairness",
        limit=limit,
        unit="weekend_days",
        groups=like_people(problem, nights=False),
        counts=lambda day, _: problem.calendar.is_weekend(day),
    )
