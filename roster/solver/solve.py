"""One month, solved: wiring only, the work is in the modules that it names."""

from collections.abc import Callable

from roster.precheck import plainly_impossible
from roster.problem import Problem, Roster
from roster.rules import judge
from roster.solver.budget import Budget
from roster.solver.constraints import program_of
from roster.solver.cp import Answer
from roster.solver.incumbent import Incumbent
from roster.solver.leaders_alone import shifts_without_leader
from roster.solver.outcome import Outcome, Progress, Status
from roster.solver.phases import begin, improve, insist
from roster.violation import Violation

PART_SHARE, MOST_PART = 1 / 4, 10.0
"""Share of what is left of the budget, and most of it, for the question whether leaders suffice."""


def solve(
    problem: Problem,
    *,
    seconds: float = 45.0,
    workers: int = 2,
    seed: int = 0,
    start: Roster | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    deterministic_work: float | None = None,
) -> Outcome:
    """Find the best roster of the month within the limit, and a bound on what is possible.

    Parameters
    ----------
    seconds
        Wall-clock limit.
    workers
        Threads of search, 1 or 2; never give more than cores.
    seed
        Same seed and same ``deterministic_work`` give the same roster; a limit in seconds does not.
    start
        A roster to begin from, for example last month's pattern; it may break rules.
    on_progress
        Told of every better roster and bound, from other threads, one call at a time.
    should_stop
        Asked often; once true, the best so far is returned within 2 seconds.
    deterministic_work
        Limit in units of repeatable work (about a second each) instead of seconds; one worker.

    Raises
    ------
    ValueError
        When a limit is not positive.
    """
    if workers < 1 or seconds <= 0 or (deterministic_work is not None and deterministic_work <= 0):
        raise ValueError("workers, seconds and deterministic_work must be positive")
    if not problem.people:
        return _without_people(problem)
    workers = 1 if deterministic_work is not None else min(workers, 2)
    with Budget(seconds=seconds, work=deterministic_work, should_stop=should_stop) as budget:
        incumbent = Incumbent(program_of(problem), budget, on_progress)
        begun, answer = begin(incumbent, start, workers=workers, seed=seed)
        too_few: tuple[Violation, ...] = ()
        if incumbent.roster is None and not budget.is_over:
            too_few = shifts_without_leader(problem, _part_solver(budget, workers=workers, seed=seed))
            answer = "infeasible" if too_few else answer
        if answer == "unknown" and incumbent.roster is None and not budget.is_over:
            answer = insist(incumbent, begun, workers=workers, seed=seed)
        if answer in ("unknown", "feasible") and incumbent.values is not None and not budget.is_over:
            improve(incumbent, workers=workers, seed=seed)
    status = _status(incumbent, answer)
    return Outcome(
        status=status,
        roster=incumbent.roster,
        cost=incumbent.cost,
        bound=incumbent.bound,
        seconds=budget.elapsed,
        reasons=(*too_few, *plainly_impossible(problem)) if status == "infeasible" else (),
    )


def _without_people(problem: Problem) -> Outcome:
    """Judge the only roster there is, the empty one."""
    judgement = judge(problem, Roster())
    if judgement.hard_count:
        return Outcome(status="infeasible", reasons=judgement.hard)
    return Outcome(status="optimal", roster=Roster(), cost=judgement.cost, bound=judgement.cost)


def _part_solver(budget: Budget, *, workers: int, seed: int) -> Callable[[Problem], Outcome]:
    """Return a solver of smaller problems within a share of the budget."""
    amount = min(MOST_PART, budget.left * PART_SHARE)

    def solve_part(problem: Problem) -> Outcome:
        found = solve(
            problem,
            seconds=amount,
            workers=workers,
            seed=seed,
            should_stop=lambda: budget.is_over,
            deterministic_work=amount if budget.is_repeatable else None,
        )
        budget.charge(amount)
        return found

    return solve_part


def _status(incumbent: Incumbent, answer: Answer) -> Status:
    if answer == "infeasible":
        return "infeasible"
    if incumbent.is_proved:
        return "optimal"
    if incumbent.budget.was_stopped:
        return "stopped"
    return "unknown" if incumbent.roster is None else "feasible"
