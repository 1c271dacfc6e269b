"""Most overtime of a month: minutes above what the contract makes due (the law: 36 hours).

`contract_max` is the department's choice of how far its rosters may go above the contract, whatever else
is worked. This is the ceiling of all overtime together: what was booked already and stands in no roster
(a call-in, a relief that came late) leaves the roster so much less. Booked overtime alone is no breach of
the roster's, and hours below the contract do not make up for it.

Where the week is averaged over more than a month, hours above one month's contract are overtime only if
the cycle's average says so; the limit then says how uneven the months may be.
"""

from roster.problem import Person, Problem
from roster.rules.contract_max import ceiling
from roster.rules.line import Line, over_lines
from roster.violation import Violation


def most_minutes(problem: Problem, person: Person, most_overtime: int) -> int:
    """Return the minutes that the roster may hold: the contract's and what overtime is left."""
    return ceiling(problem, person, max(0, most_overtime - person.booked_overtime_minutes))


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation when the roster brings too much overtime; each started hour that it adds costs."""
    limit = problem.rules.overtime_month
    if limit is None:
        return []
    beyond = line.minutes - most_minutes(problem, line.person, limit.value)
    if beyond <= 0:
        return []
    booked = line.person.booked_overtime_minutes
    return [
        Violation(
            code="overtime_month",
            person=line.person.id,
            measured=line.minutes - ceiling(problem, line.person, 0) + booked,
            limit=limit.value,
            unit="minutes",
            hard=limit.hard,
            cost=limit.cost(-(-beyond // 60)),
            extra=(("booked", booked),),
        )
    ]


check = over_lines(check_line)
