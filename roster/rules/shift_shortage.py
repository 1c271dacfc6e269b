"""Enough people on each kind of shift whose number is given for the date."""

from roster.coverage import Tally
from roster.problem import Problem, Roster
from roster.violation import Violation


def check_tally(problem: Problem, tally: Tally) -> list[Violation]:
    """One violation per shift with too few people; each person costs, times the need's own weight."""
    limit = problem.rules.shift_shortage
    if limit is None:
        return []
    found: list[Violation] = []
    for need in problem.shift_needs:
        day = problem.day_of(need.date)
        if day not in tally.people or day not in tally.days:
            continue
        on_duty = tally.people[day].get(need.kind, 0)
        beyond = need.people - on_duty - limit.value
        if beyond > 0 and (limit.hard or need.under):
            found.append(
                Violation(
                    code="shift_shortage",
                    dates=(need.date,),
                    measured=on_duty,
                    limit=need.people,
                    unit="people",
                    hard=limit.hard,
                    cost=limit.cost(beyond) * need.under,
                    extra=(("kind", need.kind),),
                )
            )
    return found


def check(problem: Problem, roster: Roster) -> list[Violation]:
    """Check every day of the month."""
    return check_tally(problem, Tally.of(problem, roster))
