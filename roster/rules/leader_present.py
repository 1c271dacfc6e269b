"""A leader on each shift kind that is needed (the leader checks and takes over the handover, S0g)."""

from roster.coverage import Tally, kinds_needed
from roster.problem import Problem, Roster
from roster.violation import Violation


def kinds_to_lead(problem: Problem, day: int) -> list[str]:
    """Return the codes that need a leader on the day: open, led kinds during which somebody is needed."""
    led = problem.rules.leader_kinds
    return [code for code in kinds_needed(problem, day) if led is None or code in led]


def check_tally(problem: Problem, tally: Tally) -> list[Violation]:
    """One violation per day and kind with too few leaders; each missing leader costs."""
    limit = problem.rules.leader_present
    if limit is None:
        return []
    found: list[Violation] = []
    for day in tally.days:
        for code in kinds_to_lead(problem, day):
            present = tally.leaders[day].get(code, 0)
            if present < limit.value:
                found.append(
                    Violation(
                        code="leader_present",
                        dates=(problem.date_of(day),),
                        measured=present,
                        limit=limit.value,
                        unit="people",
                        hard=limit.hard,
                        cost=limit.cost(limit.value - present),
                        extra=(("kind", code),),
                    )
                )
    return found


def check(problem: Problem, roster: Roster) -> list[Violation]:
    """Check every day of the month."""
    return check_tally(problem, Tally.of(problem, roster))
