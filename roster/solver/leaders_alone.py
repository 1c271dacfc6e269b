"""Whether the leaders, taken alone, can lead every shift: the commonest cause of an impossible month.

Everybody who is no leader and every soft rule are left out, so what remains is a relaxation: shifts that
the leaders alone cannot lead stay without a leader in every roster of the month.
"""

from collections.abc import Callable
from dataclasses import replace

from roster.problem import Limit, Problem, Roster, soft
from roster.rules.leader_present import kinds_to_lead
from roster.solver.outcome import Outcome
from roster.violation import Violation

Solve = Callable[[Problem], Outcome]


def shifts_without_leader(problem: Problem, solve: Solve) -> tuple[Violation, ...]:
    """Return the violation that every roster has, if the leaders' hard rules leave led shifts without one.

    Parameters
    ----------
    solve
        Solves the leaders' own month; its bound is what proves.

    Returns
    -------
    tuple[Violation, ...]
        At most one, of the whole month: ``limit`` leader shifts are needed, ``measured`` are possible at
        most. Empty when nothing was proved.
    """
    limit = problem.rules.leader_present
    if limit is None or not limit.hard:
        return ()
    days = range(problem.days)
    needed = limit.value * sum(len(kinds_to_lead(problem, day)) for day in days)
    missing = solve(_of_leaders(problem, limit)).bound
    if missing <= 0:
        return ()
    return (
        Violation(
            code="leader_present",
            dates=tuple(problem.date_of(day) for day in days),
            measured=needed - missing,
            limit=needed,
            unit="shifts",
        ),
    )


def _of_leaders(problem: Problem, limit: Limit) -> Problem:
    """Return the month of the leaders alone: a missing one costs 1, the other hard rules hold."""
    # they need not cover the calls by themselves
    bare = problem.without_prices()
    led = replace(bare.rules, shortage=None, leader_present=soft(limit.value, weight=1))
    leaders = {person.id for person in problem.people if person.role == "leader"}
    return replace(
        bare,
        people=tuple(person for person in problem.people if person.id in leaders),
        rules=led,
        history=Roster((cell, code) for cell, code in problem.history.items() if cell[0] in leaders),
        locked={cell: code for cell, code in problem.locked.items() if cell[0] in leaders},
    )
