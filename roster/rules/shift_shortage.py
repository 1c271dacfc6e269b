"""Enough people on each kind of shift whose number is given for the date (R-2.18)."""

from roster.coverage import Tally
from roster.problem import Problem
from roster.rules.shift_need import check_needs
from roster.violation import Violation


def check_tally(problem: Problem, tally: Tally) -> list[Violation]:
    """One violation per shift with too few people; each person costs, times the need's own weight."""
    limit = problem.rules.shift_shortage
    if limit is None:
        return []
    return check_needs(
        problem,
        tally,
        code="shift_shortage",
        limit=limit,
        beyond=lambda need, on_duty: need.people - on_duty,
        weight=lambda need: need.under,
    )
