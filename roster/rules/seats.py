"""Not more people on duty in a slot than there are physical seats (R-1.16)."""

from roster.coverage import Tally, assigned_of_day, stretches
from roster.problem import Problem
from roster.violation import Violation


def check_tally(problem: Problem, tally: Tally) -> list[Violation]:
    """One violation per stretch of slots with people but no seat for them; each person and slot costs.

    Whoever the need counts sits at a phone; training and the reserve do not, before it is called.
    """
    limit = problem.rules.seats
    if limit is None:
        return []
    found: list[Violation] = []
    for day in tally.days:
        on_duty = assigned_of_day(problem, tally, day)
        for stretch in stretches(problem, day, [people - limit.value for people in on_duty]):
            found.append(
                Violation(
                    code="seats",
                    dates=(stretch.date,),
                    measured=limit.value + stretch.most,
                    limit=limit.value,
                    unit="people",
                    hard=limit.hard,
                    cost=limit.cost(stretch.person_slots),
                    extra=(("from_minute", stretch.from_minute), ("to_minute", stretch.to_minute)),
                )
            )
    return found
