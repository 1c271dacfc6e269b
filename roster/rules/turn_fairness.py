"""Duty is taken in turn (R-2.10, R-2.11, R-3.8) by all who may be given it, earlier months included."""

from roster.problem import Problem, Roster
from roster.rules.spread import TURNS, check_spread
from roster.violation import Violation


def check(problem: Problem, roster: Roster) -> list[Violation]:
    """One violation where the shifts of the kinds taken in turn lie too far apart."""
    return check_spread(problem, roster, code="turn_fairness", limit=problem.rules.turn_fairness, load=TURNS)
