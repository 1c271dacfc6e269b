"""A surplus of people in every slot of statutory and special days (R-1.14)."""

from datetime import timedelta

from roster.coverage import Tally, assigned_of_day, is_of_the_past, running_in_slots, stretches
from roster.problem import Problem
from roster.violation import Violation


def slots_with_surplus(problem: Problem, day: int) -> list[bool]:
    """Return for each slot that the day answers for whether a surplus is asked for.

    The slot's own date must be special and the slot needed; the last day's row goes on into the day after.
    What only the last night before the month can fill is that month's to answer for.
    """
    size, calendar = problem.demand.slots_per_day, problem.calendar
    when = problem.date_of(day)
    is_special = calendar.is_special(when), calendar.is_special(when + timedelta(days=1))
    if not any(is_special):
        return [False] * len(problem.demand.of_day(day))
    return [
        need > 0 and is_special[slot // size] and not is_of_the_past(running)
        for slot, (need, running) in enumerate(
            zip(problem.demand.of_day(day), running_in_slots(problem, day), strict=True)
        )
    ]


def check_tally(problem: Problem, tally: Tally) -> list[Violation]:
    """One violation per stretch of slots with too small a surplus; each person and slot costs."""
    limit = problem.rules.reserve_surplus
    if limit is None:
        return []
    found: list[Violation] = []
    for day in tally.days:
        asked = slots_with_surplus(problem, day)
        if not any(asked):
            continue
        need, on_duty = problem.demand.of_day(day), assigned_of_day(problem, tally, day)
        missing = [
            limit.value - (people - wanted) if is_asked else 0
            for is_asked, wanted, people in zip(asked, need, on_duty, strict=True)
        ]
        for stretch in stretches(problem, day, missing):
            found.append(
                Violation(
                    code="reserve_surplus",
                    dates=(stretch.date,),
                    measured=limit.value - stretch.most,
                    limit=limit.value,
                    unit="people",
                    hard=limit.hard,
                    cost=limit.cost(stretch.person_slots),
                    extra=(("from_minute", stretch.from_minute), ("to_minute", stretch.to_minute)),
                )
            )
    return found
