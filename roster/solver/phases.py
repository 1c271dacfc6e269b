"""What a solve does one after the other: begin, descend from the master of months, search around the best."""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from roster.problem import Roster
from roster.rules import judge
from roster.solver.best_response import MOST_PASSES, Table, best_responses
from roster.solver.cells import Cells
from roster.solver.cp import Answer, run_cp
from roster.solver.descent import Descent
from roster.solver.duty import Shares
from roster.solver.incumbent import Incumbent
from roster.solver.lp import Relaxation
from roster.solver.pool import Pool, count_of_pools, role_alone
from roster.solver.runs import tightened
from roster.solver.search import MOST_DAYS, PartEngine, Search, cp_engine, mip_engine
from roster.solver.wandering import Wandering

RESPONSE_SHARE = 1 / 4
WALK_SHARE, LONG_WALK_SHARE = 1 / 20, 1 / 10
"""Of the budget, for the first walk: where a master follows, it is its start and no more."""
RESPONSE_WORK = 0.003
"""Work of one person's best month, in units of repeatable work."""
MEND_SHARE, MEND_DAYS = 1 / 8, 2
START_SHARE = 1 / 15
START_AMOUNT = 0.5
POOLED_SHARE = 0.5
"""Share of the month's variables up to which pooling people is worth it."""
SMALL_CELLS = 8000
"""Above so many cells CP-SAT does not get beyond reading them in a moment."""
LONG_DAYS = 200
"""Above so many days the master does not converge in minutes, and a walk over the whole takes its place."""
PART_SECONDS, LONG_PART_SECONDS, PART_SHARE = 1.5, 6.0, 1 / 100
"""Seconds of a part; more where a fortnight of everybody is a small part, if the limit is long enough."""
PART_WORK = 1.0
LONG_ROOT_SHARE = 1 / 20


class Beginning(NamedTuple):
    """The last roster of best responses, which may break rules, and what CP-SAT says of the month."""

    roster: Roster
    answer: Answer


def begin(incumbent: Incumbent, start: Roster | None, *, workers: int, seed: int) -> Beginning:
    """Look for a first good roster for a moment; small months are solved here to the end.

    Where none was found, `insist` goes on.
    """
    budget, cells = incumbent.budget, incumbent.cells
    inside = None
    if start is not None:
        inside = start.between(cells.problem.first_day, cells.problem.last_day)
        incumbent.offer_roster(inside, "start")
    roster = respond(incumbent, inside, seed=seed)
    if cells.cell_count > SMALL_CELLS or budget.is_over:
        return Beginning(roster, "unknown")
    moment = min(START_AMOUNT, budget.amount * START_SHARE)
    return Beginning(roster, _run(incumbent, roster, moment, None, workers=workers, seed=seed))


def insist(incumbent: Incumbent, roster: Roster, *, workers: int, seed: int) -> Answer:
    """Look for any legal roster until the budget is over: around the breaches of `roster`, then everywhere.

    Returns ``infeasible`` when there is none.
    """
    budget, cells = incumbent.budget, incumbent.cells
    free = around_hard_violations(cells, roster)
    mending = budget.amount * MEND_SHARE
    _run(incumbent, roster, mending, free, workers=workers, seed=seed, first_only=True)
    if incumbent.roster is not None or budget.is_over:
        return "unknown"
    return _run(incumbent, roster, budget.amount, None, workers=workers, seed=seed, first_only=True)


def _run(
    incumbent: Incumbent,
    roster: Roster,
    amount: float,
    free: list[int] | None,
    *,
    workers: int,
    seed: int,
    first_only: bool = False,
) -> Answer:
    """Run CP-SAT from a roster that may be illegal; with `free`, the other cells stay as they are."""
    program = incumbent.cells.program
    return run_cp(
        program,
        program.complete(incumbent.cells.ones(roster)),
        free=free,
        amount=amount,
        budget=incumbent.budget,
        found=lambda is_one: incumbent.offer(is_one, "start"),
        # a part's bound says nothing of the month
        bounded=None if free is not None else lambda bound: incumbent.raise_bound(bound, "start"),
        workers=workers,
        seed=seed,
        first_only=first_only,
    )


def respond(incumbent: Incumbent, start: Roster | None, *, seed: int) -> Roster:
    """Offer the rosters of best responses; return the last, which may still break rules.

    One pass gives a roster at once. The pool then bounds the month, and tells how many people
    each shift should have, towards which a second attempt goes.
    """
    budget, cells = incumbent.budget, incumbent.cells
    last = budget.elapsed + RESPONSE_SHARE * budget.left
    roster = Roster() if start is None else start
    table = Table(cells.problem)

    def offer_all(target: Shares | None, passes: int, until: float) -> None:
        nonlocal roster
        for found in best_responses(
            cells.problem,
            seed=seed,
            start=roster,
            target=target,
            passes=passes,
            should_end=lambda: budget.is_over or budget.is_past(until),
            table=table,
        ):
            roster = found
            incumbent.offer_roster(roster, "start")
            budget.charge(RESPONSE_WORK * len(cells.problem.people))

    # a first pass that ends early is no roster
    offer_all(None, 1, float("inf"))
    walks = cells.problem.days > MOST_DAYS and not budget.is_repeatable
    if not budget.is_over:
        wanted = _pool_target(incumbent)
        # a walk goes on by itself, and sooner finds what passes in one direction do not
        offer_all(wanted, 1 if walks and wanted is None else MOST_PASSES, last)
    if walks:
        share = LONG_WALK_SHARE if cells.problem.days > LONG_DAYS else WALK_SHARE
        walked = min(last, budget.elapsed + share * budget.amount)
        Wandering(incumbent, seed=seed, table=table).walk("start", until=walked)
    return roster


def _pool_target(incumbent: Incumbent) -> Shares | None:
    """Bound the month by the pooled relaxation; return the people that it puts on each day and action.

    None where hardly anybody is like another: the pool would then be as large as the month. A long roster,
    whose master may give no bound for long, is then at least bounded by one pool for all.
    """
    cells = incumbent.cells
    if count_of_pools(cells.problem.people) > POOLED_SHARE * len(cells.problem.people):
        if cells.problem.days > MOST_DAYS:
            value = Relaxation(Pool(cells, cells.program, role_alone).program).solve(incumbent.budget)
            if value is not None:
                incumbent.raise_bound(value, "bound")
        return None
    pool = Pool(cells, cells.program)
    if len(pool.program.lower) > POOLED_SHARE * len(cells.program.lower):
        return None
    relaxation = Relaxation(pool.program)
    value = relaxation.solve(incumbent.budget)
    if value is None:
        return None
    incumbent.raise_bound(value, "bound")
    days, kinds = range(cells.problem.days), cells.problem.kinds
    people = [[relaxation.values(pool.people_on(day, k)) for k in range(len(kinds))] for day in days]
    return np.array([[0.0, *(sum(on) for on in row)] for row in people])


def around_hard_violations(cells: Cells, roster: Roster) -> list[int]:
    """Return the cells of the people who break a hard rule, and everybody's near the days that do."""
    problem = cells.problem
    hard = judge(problem, roster).hard
    who = {found.person for found in hard}
    days = {problem.day_of(when) for found in hard if found.person is None for when in found.dates}
    near = {day + shift for day in days for shift in range(-MEND_DAYS, MEND_DAYS + 1)}
    return [
        variable
        for person in problem.people
        for day in range(problem.days)
        if person.id in who or day in near
        for variable in cells.variables(person, day)
    ]


def improve(incumbent: Incumbent, *, workers: int, seed: int) -> None:
    """Search until the budget is over; first one worker descends from the master of months.

    A second worker searches around the best roster from the beginning, and takes up what the descent
    finds. Both end at the limit.
    """
    budget = incumbent.budget
    if budget.is_repeatable:
        _descend_and_search(incumbent, cp_engine(incumbent), seed=seed, part_amount=PART_WORK, alone=True)
        return
    engine = mip_engine(incumbent, tightened(incumbent.cells))
    is_long = incumbent.cells.problem.days > LONG_DAYS
    seconds = max(PART_SECONDS, min(LONG_PART_SECONDS, budget.amount * PART_SHARE) if is_long else 0)

    def work(number: int) -> None:
        if number == 0:
            alone = is_long or workers == 1
            _descend_and_search(incumbent, engine, seed=seed, part_amount=seconds, alone=alone)
        else:
            wandering = Wandering(incumbent, seed=2 * seed + number) if is_long else None
            Search(
                incumbent,
                engine,
                seed=2 * seed + number,
                part_amount=seconds,
                whole=True,
                wandering=wandering,
            ).run()

    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(work, number) for number in range(workers)]:
            done.result()


def _descend_and_search(
    incumbent: Incumbent, engine: PartEngine, *, seed: int, part_amount: float, alone: bool
) -> None:
    """Dive from the root, then around the best roster; ``alone``, search as long as the dives take.

    The master of a long roster gets a moment for some bound; from so far no dive would come down.
    """
    budget = incumbent.budget
    is_long = incumbent.cells.problem.days > LONG_DAYS
    wandering = Wandering(incumbent, seed=seed) if is_long and not budget.is_repeatable else None
    descent = Descent(incumbent, engine, seed=seed)
    around = Search(
        incumbent, engine, seed=2 * seed, part_amount=part_amount, whole=alone, wandering=wandering
    )
    if is_long:
        descent.bound(LONG_ROOT_SHARE)
    elif descent.bound():
        descent.dive()
        descent.dive()
    while not budget.is_over:
        left = budget.left
        if not descent.dive_around():
            break
        if alone:
            around.run(down_to=2 * budget.left - left)
    around.run()
