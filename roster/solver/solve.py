"""One month, solved: wiring only, the work is in the modules that it names."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from roster.problem import Problem, Roster
from roster.solver.budget import Budget
from roster.solver.constraints import program_of
from roster.solver.cp import Answer, run_cp
from roster.solver.dive import dive
from roster.solver.incumbent import Incumbent
from roster.solver.lp import Relaxation
from roster.solver.outcome import Outcome, Progress, Status
from roster.solver.search import search

START_SHARE = 1 / 15
DIVE_SHARE = 1 / 5
PART_SHARE = 1 / 25


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
    workers = 1 if deterministic_work is not None else min(workers, 2)
    with Budget(seconds=seconds, work=deterministic_work, should_stop=should_stop) as budget:
        incumbent = Incumbent(program_of(problem), budget, on_progress)
        answer = _begin(incumbent, start, workers=workers, seed=seed)
        if answer in ("unknown", "feasible") and incumbent.values is not None and not budget.is_over:
            _descend(incumbent, workers=workers, seed=seed)
            _improve(incumbent, workers=workers, seed=seed)
    return Outcome(
        status=_status(incumbent, answer),
        roster=incumbent.roster,
        cost=incumbent.cost,
        bound=incumbent.bound,
        seconds=budget.elapsed,
        reasons=tuple(sorted(set(incumbent.cells.program.contradictions))),
    )


def _begin(incumbent: Incumbent, start: Roster | None, *, workers: int, seed: int) -> Answer:
    """Find a first roster, or prove that there is none; small months are solved here to the end."""
    budget, program = incumbent.budget, incumbent.cells.program
    hint = program.complete(())
    if start is not None:
        inside = start.between(incumbent.cells.problem.first_day, incumbent.cells.problem.last_day)
        incumbent.offer_roster(inside)
        hint = program.complete(incumbent.cells.ones(inside))
    answer: Answer = "unknown"
    for amount in (budget.amount * START_SHARE, budget.left):
        answer = run_cp(
            program,
            hint,
            free=None,
            amount=amount,
            budget=budget,
            found=lambda is_one: incumbent.offer(is_one, "start"),
            bounded=lambda bound: incumbent.raise_bound(bound, "start"),
            workers=workers,
            seed=seed,
        )
        if incumbent.values is not None or answer == "infeasible" or budget.is_over:
            break
    return answer


def _descend(incumbent: Incumbent, *, workers: int, seed: int) -> None:
    """Bound the month by its relaxation and complete the relaxation's clear decisions."""
    budget, cells = incumbent.budget, incumbent.cells
    relaxation = Relaxation(cells.program)
    root = relaxation.solve(budget)
    if root is None:
        return
    incumbent.raise_bound(root, "bound")
    fixed = dive(relaxation, root, cells.all_variables, budget)
    run_cp(
        cells.program,
        cells.program.complete(fixed),
        free=cells.undecided(fixed),
        amount=budget.amount * DIVE_SHARE,
        budget=budget,
        found=lambda is_one: incumbent.offer(is_one, "dive"),
        workers=workers,
        seed=seed,
    )


def _improve(incumbent: Incumbent, *, workers: int, seed: int) -> None:
    """Search around the best roster with every worker."""
    budget = incumbent.budget
    part_amount = min(2.0, budget.amount * PART_SHARE)
    with ThreadPoolExecutor(workers) as pool:
        searches = [
            pool.submit(search, incumbent, budget, seed=seed * 1000 + number, part_amount=part_amount)
            for number in range(workers)
        ]
    for done in searches:
        done.result()


def _status(incumbent: Incumbent, answer: Answer) -> Status:
    if answer == "infeasible":
        return "infeasible"
    if incumbent.is_proved:
        return "optimal"
    if incumbent.budget.was_stopped:
        return "stopped"
    return "unknown" if incumbent.roster is None else "feasible"
