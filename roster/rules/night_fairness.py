"""Nights are shared out evenly among like people (R-2.3: in turn), earlier months included."""

from roster.problem import Problem, Roster
from roster.rules.spread import NIGHTS, check_spread
from roster.violation import Violation


def check(problem: Problem, roster: Roster) -> list[Violation]:
    """One violation per group of like people whose nights lie too far apart."""
    return check_spread(
        problem, roster, code="night_fairness", limit=problem.rules.night_fairness, load=NIGHTS
    )
