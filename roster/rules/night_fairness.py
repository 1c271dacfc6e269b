"""Nights are shared out evenly among like people (R-2.3: in turn)."""

from roster.problem import Problem, Roster
from roster.rules.spread import check_spread, like_people
from roster.violation import Violation


def check(problem: Problem, roster: Roster) -> list[Violation]:
    """One violation per group of like people whose nights lie too far apart."""
    limit = problem.rules.night_fairness
    if limit is None:
        return []
    return check_spread(
        problem,
        roster,
        code="night_fairness",
        limit=limit,
        unit="nights",
        groups=like_people(problem, nights=True),
        counts=lambda _, kind: kind.is_night,
    )
