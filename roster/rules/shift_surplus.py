"""Not more people than wanted on each kind of shift whose number is given for the date."""

from roster.coverage import Tally
from roster.problem import Problem
from roster.rules.shift_need import check_needs
from roster.violation import Violation


def check_tally(problem: Problem, tally: Tally) -> list[Violation]:
    """One violation per shift with too many people; each person costs, times the need's own weight."""
    limit = problem.rules.shift_surplus
    if limit is None:
        return []
    return check_needs(
        problem,
        tally,
        code="shift_surplus",
        limit=limit,
        beyond=lambda need, on_duty: on_duty - need.people,
        weight=lambda need: need.over,
    )
