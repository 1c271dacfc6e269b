"""What a solve does one after the other: begin, descend from the relaxation, search around the best."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from roster.problem import Roster
from roster.solver.cp import Answer, run_cp
from roster.solver.dive import dive
from roster.solver.incumbent import Incumbent
from roster.solver.lp import Relaxation
from roster.solver.program import Program
from roster.solver.runs import tightened
from roster.solver.search import PartEngine, cp_engine, mip_engine, search

START_SHARE = 1 / 15
START_AMOUNT = 0.5
COMPLETE_SHARE = 1 / 6
SHARES_FIXED = (1.0, 0.8, 0.6)
PART_SECONDS = 1.5
PART_WORK = 1.0


def begin(incumbent: Incumbent, start: Roster | None, *, workers: int, seed: int) -> Answer:
    """Find a first roster, or prove that there is none; small months are solved here to the end."""
    budget, program = incumbent.budget, incumbent.cells.program
    hint = program.complete(())
    if start is not None:
        inside = start.between(incumbent.cells.problem.first_day, incumbent.cells.problem.last_day)
        incumbent.offer_roster(inside)
        hint = program.complete(incumbent.cells.ones(inside))
    answer: Answer = "unknown"
    # a moment solves small months; a large one goes on until it has any roster, the rest is done better later
    for amount, first_only in (
        (min(START_AMOUNT, budget.amount * START_SHARE), False),
        (budget.amount, True),
    ):
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
            first_only=first_only,
        )
        if incumbent.roster is not None or answer == "infeasible" or budget.is_over:
            break
    return answer


def bound(incumbent: Incumbent, program: Program) -> Relaxation | None:
    """Bound the month by the relaxation; None when the budget ended first."""
    relaxation = Relaxation(program)
    root = relaxation.solve(incumbent.budget)
    if root is None:
        return None
    incumbent.raise_bound(root, "bound")
    return relaxation


def descend(incumbent: Incumbent, engine: PartEngine, *, seed: int) -> None:
    """Fix what the plain relaxation decides clearly, and complete it; then again with fewer cells fixed.

    Fewer cells leave more choice to the engine, and help where the fixed ones cannot be completed.
    """
    budget, cells = incumbent.budget, incumbent.cells
    relaxation = bound(incumbent, cells.program)
    if relaxation is None:
        return
    fixed = dive(relaxation, relaxation.value, cells.all_variables, budget)
    for share in SHARES_FIXED:
        if budget.is_over:
            return
        kept = fixed[: int(len(fixed) * share)]
        values = incumbent.start()
        if not all(values[v] for v in kept):
            values = cells.program.complete(kept)
        engine(
            values,
            cells.undecided(kept),
            amount=budget.amount * COMPLETE_SHARE,
            seed=seed,
            phase="dive",
        )


def improve(incumbent: Incumbent, *, workers: int, seed: int) -> None:
    """Descend, bound and search until the budget is over.

    With two workers the one descends from the plain relaxation, which is quick, while the other
    solves the tightened one, which bounds better; then both search around the same best roster.
    """
    if incumbent.budget.is_repeatable:
        engine = cp_engine(incumbent)
        descend(incumbent, engine, seed=seed)
        search(incumbent, engine, seed=seed, part_amount=PART_WORK)
        return
    tight = tightened(incumbent.cells)
    steps: list[Callable[[], object]] = [
        lambda: descend(incumbent, mip_engine(incumbent, incumbent.cells.program), seed=seed),
        lambda: bound(incumbent, tight),
    ]

    def work(number: int) -> None:
        for step in steps if workers == 1 else steps[number : number + 1]:
            step()
        search(incumbent, mip_engine(incumbent, tight), seed=2 * seed + number, part_amount=PART_SECONDS)

    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(work, number) for number in range(workers)]:
            done.result()
