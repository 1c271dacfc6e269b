"""Weekend days are worked in turn (R-2.6), evenly among like people, earlier months included."""

from roster.problem import Problem, Roster
from roster.rules.spread import WEEKEND_DAYS, check_spread
from roster.violation import Violation


def check(problem: Problem, roster: Roster) -> list[Violation]:
    """One violation per group of like people whose worked weekend days lie too far apart."""
    return check_spread(
        problem, roster, code="weekend_fairness", limit=problem.rules.weekend_fairness, load=WEEKEND_DAYS
    )
