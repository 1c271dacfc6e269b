"""How far a kind of shift is from the people wanted on it: what shift_shortage and shift_surplus measure."""

from collections.abc import Callable

from roster.coverage import Tally
from roster.problem import Limit, Problem, ShiftNeed
from roster.violation import Violation


def check_needs(
    problem: Problem,
    tally: Tally,
    *,
    code: str,
    limit: Limit,
    beyond: Callable[[ShiftNeed, int], int],
    weight: Callable[[ShiftNeed], int],
) -> list[Violation]:
    """One violation per shift that is too far off; each person costs, times the need's own weight.

    Parameters
    ----------
    beyond
        People by which the number on duty misses the need to the rule's side; negative on the other.
    weight
        The need's own weight of that side; a soft rule leaves out needs of weight 0.
    """
    found: list[Violation] = []
    for need in problem.shift_needs:
        day = problem.day_of(need.date)
        if day not in tally.days:
            continue
        on_duty = tally.people[day].get(need.kind, 0)
        units = beyond(need, on_duty) - limit.value
        if units > 0 and (limit.hard or weight(need)):
            found.append(
                Violation(
                    code=code,
                    dates=(need.date,),
                    measured=on_duty,
                    limit=need.people,
                    unit="people",
                    hard=limit.hard,
                    cost=limit.cost(units) * weight(need),
                    extra=(("kind", need.kind),),
                )
            )
    return found
