"""Not more people than needed in a slot, beyond what is tolerated."""

from roster.coverage import Tally, assigned_of_day
from roster.problem import Problem, Roster
from roster.violation import Violation


def check_tally(problem: Problem, tally: Tally) -> list[Violation]:
    """One violation per day with too many people in some slots; each person and slot costs."""
    limit = problem.rules.surplus
    if limit is None:
        return []
    found: list[Violation] = []
    for day in tally.days:
        on_duty, need = assigned_of_day(problem, tally, day), problem.demand.of_day(day)
        beyond = [max(0, a - n - limit.value) for n, a in zip(need, on_duty, strict=True)]
        if any(beyond):
            found.append(
                Violation(
                    code="surplus",
                    dates=(problem.date_of(day),),
                    measured=sum(beyond),
                    unit="person_slots",
                    hard=limit.hard,
                    cost=limit.cost(sum(beyond)),
                    extra=(("most", max(beyond)),),
                )
            )
    return found


def check(problem: Problem, roster: Roster) -> list[Violation]:
    """Check every day of the month."""
    return check_tally(problem, Tally.of(problem, roster))
