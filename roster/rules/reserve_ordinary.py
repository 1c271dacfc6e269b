"""People held in reserve on the days that are not special (R-1.10, P-12): so many for each kind of shift."""

from roster.coverage import Tally, kinds_needed
from roster.problem import Problem
from roster.rules.reserve import held
from roster.violation import Violation


def reserve_wanted(problem: Problem, day: int) -> int:
    """Return how many people are to be held in reserve: the rule's number for each kind that is needed."""
    limit = problem.rules.reserve_ordinary
    if limit is None or problem.calendar.is_special(problem.date_of(day)):
        return 0
    return limit.value * len(kinds_needed(problem, day))


def check_tally(problem: Problem, tally: Tally) -> list[Violation]:
    """One violation per ordinary day with too small a reserve; each missing person costs."""
    limit = problem.rules.reserve_ordinary
    if limit is None:
        return []
    found: list[Violation] = []
    for day in tally.days:
        wanted, seats = reserve_wanted(problem, day), held(problem, tally, day)
        if seats < wanted:
            found.append(
                Violation(
                    code="reserve_ordinary",
                    dates=(problem.date_of(day),),
                    measured=seats,
                    limit=wanted,
                    unit="people",
                    hard=limit.hard,
                    cost=limit.cost(wanted - seats),
                    extra=(("per_shift", limit.value),),
                )
            )
    return found
