"""Enough people in every slot (R-2.18: the roster is built from forecast seats)."""

from collections.abc import Sequence

from roster.coverage import Tally, assigned_of_day, stretches
from roster.problem import Limit, Problem, Roster
from roster.violation import Violation


def check_tally(problem: Problem, tally: Tally) -> list[Violation]:
    """One violation per stretch of slots with too few people; each person and slot costs."""
    limit = problem.rules.shortage
    if limit is None:
        return []
    found: list[Violation] = []
    for day in tally.days:
        on_duty, need = assigned_of_day(problem, tally, day), problem.demand.of_day(day)
        found += breaches(
            problem, day, [n - limit.value - a for n, a in zip(need, on_duty, strict=True)], limit
        )
    return found


def breaches(problem: Problem, day: int, missing: Sequence[int], limit: Limit) -> list[Violation]:
    """Return one violation per stretch of slots in which people are missing.

    Parameters
    ----------
    missing
        People missing per slot of the day, as `Demand.of_day`; 0 or less where nobody is.
    """
    return [
        Violation(
            code="shortage",
            dates=(stretch.date,),
            measured=stretch.person_slots,
            unit="person_slots",
            hard=limit.hard,
            cost=limit.cost(stretch.person_slots),
            extra=(
                ("from_minute", stretch.from_minute),
                ("to_minute", stretch.to_minute),
                ("most", stretch.most),
            ),
        )
        for stretch in stretches(problem, day, missing)
    ]


def check(problem: Problem, roster: Roster) -> list[Violation]:
    """Check every day of the month."""
    return check_tally(problem, Tally.of(problem, roster))
