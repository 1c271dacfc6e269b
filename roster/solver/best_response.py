"""A good roster in seconds: one person after the other takes the best month beside the others'.

Sequential best response, as in block-coordinate descent: each month is exact for the marginal
costs of coverage, so no pass makes the roster worse by the rules that the search sees exactly.
What it does not see exactly is judged, and repaired, by others.
"""

import random
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from roster.problem import Person, Problem, Roster
from roster.solver.best_month import BestMonths
from roster.solver.compiled import FAR, Costs
from roster.solver.count_prices import Priced, is_ceiling, keep_ceilings, steer
from roster.solver.duty import Duty, Shares
from roster.solver.duty_rules import URGENT
from roster.solver.habits import Numbers
from roster.solver.own_month import Allowed, allowed_actions, own_costs
from roster.solver.turns import Range, Turns, turns_of

MOST_PASSES = 6
GUIDED_PASSES = 2
MOST_MENDS = 6
TIE_BREAK = 0.45
"""Most that chance adds to a month's cost, all days together: too little to prefer a dearer one."""


def best_responses(
    problem: Problem,
    *,
    seed: int = 0,
    start: Roster | None = None,
    target: Shares | None = None,
    passes: int = MOST_PASSES,
    should_end: Callable[[], bool] = lambda: False,
    table: "Table | None" = None,
) -> Iterator[Roster]:
    """Yield the roster after each pass over all people, until a pass changes nobody's month.

    Parameters
    ----------
    seed
        Order of the people; the same seed gives the same rosters.
    start
        Where to begin; everybody off by default. It may break rules, and is then mended.
    target
        People wanted on each day and action, shape (days, kinds + 1), from a relaxation; the first
        passes near it, the later ones go by true costs.
    passes
        Most passes.
    should_end
        Asked before each person; once true, the roster so far is yielded as the last.
    table
        Of the problem, where there is one already.

    Yields
    ------
    Roster
        Respects locks and availability; may still break hard rules that look at many people.
    """
    table = table or Table(problem)
    table.take(Roster() if start is None else start, with_turns=start is not None)
    rng = random.Random(seed)  # noqa: S311 - order of a search, no secret
    for turn in range(passes):
        order = rng.sample(problem.people, len(problem.people))
        if turn == 0:
            # leaders are bound to more shifts; others then fill what those leave
            order.sort(key=lambda person: person.role != "leader")
        changed = 0
        for person in order:
            if should_end():
                yield table.roster()
                return
            changed += table.respond(person, target if turn < GUIDED_PASSES else None)
        yield table.roster()
        if not changed and (target is None or turn >= GUIDED_PASSES):
            return


class Table:
    """Everybody's month at the moment, with what follows from it. Not for several threads at once.

    Parameters
    ----------
    problem
        The month.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._months = BestMonths(problem)
        self._duty = Duty(problem)
        self._turns = turns_of(problem)
        self._allowed = {person.id: allowed_actions(problem, person) for person in problem.people}
        self._own = {person.id: own_costs(problem, person) for person in problem.people}
        self._plan: dict[str, Numbers] = {}
        self._prices: dict[str, dict[Turns, float]] = {person.id: {} for person in problem.people}
        """What keeps each person's ceilings, for the next time."""

    def take(self, roster: Roster, *, with_turns: bool = True) -> None:
        """Put everybody's month of the roster in the place of the one before.

        Parameters
        ----------
        with_turns
            Whether these months count where turns are shared; the first, empty ones do not.
        """
        problem = self._problem
        number = {None: 0} | {kind.code: k for k, kind in enumerate(problem.kinds, 1)}
        for person in problem.people:
            if person.id in self._plan:
                self._duty.put(person, self._plan[person.id], -1)
            codes = [roster.kind(person.id, problem.date_of(day)) for day in range(problem.days)]
            self._plan[person.id] = np.array([number[code] for code in codes], dtype=np.int64)
            self._duty.put(person, self._plan[person.id])
            if with_turns:
                for turns in self._turns:
                    turns.put(person, self._plan[person.id])

    def roster(self) -> Roster:
        """Return the months as a roster."""
        codes = [kind.code for kind in self._problem.kinds]
        return Roster(
            ((person, self._problem.date_of(day)), codes[action - 1])
            for person, actions in self._plan.items()
            for day, action in enumerate(actions)
            if action
        )

    def wander(self, rng: np.random.Generator, should_end: Callable[[], bool], ease: float = 1.0) -> Roster:
        """Give everybody in turn one of their best months, whichever chance prefers; return the roster.

        Most months have many that cost the same. A walk among them costs nobody anything, and opens to
        the next what a walk that stays where it is never finds.

        Parameters
        ----------
        ease
            Least share of its price that shortage of a day counts for. Below 1 people leave days that are
            just covered for others where they are worth more, and leave room to the next: the costs are
            noised (Charon and Hurry, Operations Research Letters 14, 1993).
        """
        self._duty.ease(rng.uniform(ease, 1, self._problem.days))
        for number in rng.permutation(len(self._problem.people)):
            if should_end():
                break
            person = self._problem.people[number]
            self.respond(
                person, None, rng.random(self._own[person.id].shape) * TIE_BREAK / self._problem.days
            )
        self._duty.ease(np.ones(self._problem.days))
        return self.roster()

    def respond(self, person: Person, target: Shares | None, noise: Shares | None = None) -> bool:
        """Give the person the best month; return whether it differs from the one before.

        Parameters
        ----------
        noise
            Added to the costs, less than a half in all: it decides between equally good months.
        """
        before = self._plan[person.id]
        self._duty.put(person, before, -1)
        cost: Costs | Numbers = self._own[person.id] + self._duty.marginal(person, target)
        if noise is not None:
            cost = cost + noise
        actions = self._priced(person, cost)
        self._duty.put(person, actions)
        for turns in self._turns:
            turns.put(person, actions)
        self._plan[person.id] = actions
        return not np.array_equal(before, actions)

    def _priced(self, person: Person, cost: Costs | Numbers) -> Numbers:
        """Find the month, with prices on counts that leave their range."""
        counts = [(turns, limits) for turns in self._turns for limits in turns.ranges(person)]
        allowed = self._allowed[person.id]

        def find(prices: Sequence[float], allowed: Allowed = allowed) -> tuple[float, Numbers]:
            priced = cost.astype(np.float64)
            for (turns, _), price in zip(counts, prices, strict=True):
                if price:
                    priced += price * turns.counted
            must = allowed is self._allowed[person.id]
            total, actions = self._months.find(person, priced, allowed, must=must)
            for (turns, limits), price in zip(counts, prices, strict=True):
                count = turns.count(actions)
                total += limits.cost(count) - price * count
            return total, actions

        kept = keep_ceilings(counts, self._prices[person.id], find)
        best, actions, prices = kept[0]
        for number, (turns, limits) in enumerate(counts):
            if is_ceiling(limits):
                self._prices[person.id][turns] = prices[number]
                continue
            others = list(prices)

            def at(price: float, others: list[float] = others, number: int = number) -> tuple[float, Numbers]:
                return find([*others[:number], price, *others[number + 1 :]])

            for price, total, other in steer(turns, limits, actions, at):
                if total < best:
                    best, actions = total, other
                    prices[number] = price
        months = [Priced(best, actions, prices), *kept[1:]]
        return min(
            (self._within_limits(counts, each, cost, allowed, find) for each in months),
            key=lambda month: month.total,
        ).actions

    @staticmethod
    def _within_limits(
        counts: list[tuple[Turns, Range]],
        month: Priced,
        cost: Costs | Numbers,
        allowed: Allowed,
        find: Callable[[Sequence[float], Allowed], tuple[float, Numbers]],
    ) -> Priced:
        """Bring several hard counts into their ranges together: mending one can put another out again."""
        for _ in range(MOST_MENDS):
            over = [
                (turns, limits)
                for turns, limits in counts
                if limits.price >= URGENT and limits.beyond(turns.count(month.actions)) > 0
            ]
            if not over:
                break
            for turns, limits in over:
                allowed = _without_excess(turns, limits, month.actions, cost, allowed)
            total, fewer = find(month.prices, allowed)
            if total >= FAR / 2:
                break
            month = Priced(total, fewer, month.prices)
        return month


def _without_excess(
    turns: Turns, limits: Range, actions: Numbers, cost: Costs | Numbers, allowed: Allowed
) -> Allowed:
    """Return what stays allowed when only the month's best units of the count may be kept."""
    days = [day for day, action in enumerate(actions) if turns.counted[day, action] > 0]
    kept = sorted(days, key=lambda day: float(cost[day, actions[day]]))[: max(0, limits.most)]
    fewer: Allowed = np.logical_and(allowed, turns.counted <= 0)
    keeps = np.array([day in kept or not fewer[day].any() for day in range(len(fewer))])
    return np.where(keeps[:, None], allowed, fewer)
