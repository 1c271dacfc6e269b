"""Work on statutory holidays is shared out (R-3.6), so that most people can enjoy them, over a year."""

from roster.problem import Problem, Roster
from roster.rules.spread import HOLIDAYS, check_spread
from roster.violation import Violation


def check(problem: Problem, roster: Roster) -> list[Violation]:
    """One violation per group of like people whose shifts on holidays lie too far apart."""
    return check_spread(
        problem, roster, code="holiday_fairness", limit=problem.rules.holiday_fairness, load=HOLIDAYS
    )
