"""A good roster in seconds: one person after the other takes the best month beside the others'.

Sequential best response, as in block-coordinate descent: each month is exact for the marginal
costs of coverage, so no pass makes the roster worse by the rules that the search sees exactly.
What it does not see exactly is judged, and repaired, by others.
"""

import random
from collections.abc import Callable, Iterator

import numpy as np

from roster.problem import Person, Problem, Roster
from roster.solver.best_month import BestMonths
from roster.solver.compiled import FAR, Costs
from roster.solver.duty import Duty, Shares
from roster.solver.duty_rules import URGENT
from roster.solver.habits import Numbers
from roster.solver.own_month import Allowed, allowed_actions, own_costs
from roster.solver.turns import Range, Turns, turns_of

MOST_PASSES = 6
GUIDED_PASSES = 2
MOST_PRICES = 5
MOST_MENDS = 6
TIE_BREAK = 0.45
"""Most that chance adds to a month's cost, all days together: too little to prefer a dearer one."""
FIRST_PRICE = 1000.0
"""Where to go on after a price without limit was too high."""


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

    def wander(self, rng: np.random.Generator, should_end: Callable[[], bool]) -> Roster:
        """Give everybody in turn one of their best months, whichever chance prefers; return the roster.

        Most months have many that cost the same. A walk among them costs nobody anything, and opens to
        the next what a walk that stays where it is never finds.
        """
        for number in rng.permutation(len(self._problem.people)):
            if should_end():
                break
            person = self._problem.people[number]
            self.respond(
                person, None, rng.random(self._own[person.id].shape) * TIE_BREAK / self._problem.days
            )
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

        def find(prices: list[float], allowed: Allowed = allowed) -> tuple[int, Numbers]:
            priced = cost.copy()
            for (turns, _), price in zip(counts, prices, strict=True):
                priced += int(price) * turns.counted
            must = allowed is self._allowed[person.id]
            total, actions = self._months.find(person, priced, allowed, must=must)
            for (turns, limits), price in zip(counts, prices, strict=True):
                count = turns.count(actions)
                total += limits.cost(count) - int(price) * count
            return round(total), actions

        prices = [0.0] * len(counts)
        best, actions = find(prices)
        free = actions
        for number, (turns, limits) in enumerate(counts):
            others = list(prices)

            def at(price: float, others: list[float] = others, number: int = number) -> tuple[int, Numbers]:
                return find([*others[:number], price, *others[number + 1 :]])

            for price, total, other in _steer(turns, limits, actions, at):
                if total < best:
                    best, actions = total, other
                    prices[number] = price
            # units that are worth the same all go at one price; then the best of them are kept by hand
            if limits.price >= URGENT and limits.beyond(turns.count(free)) > 0:
                total, other = find(others, _without_excess(turns, limits, free, cost, allowed))
                if total < best:
                    best, actions, prices = total, other, others
        return self._within_limits(counts, actions, cost, allowed, lambda fewer: find(prices, fewer))

    @staticmethod
    def _within_limits(
        counts: list[tuple[Turns, Range]],
        actions: Numbers,
        cost: Costs | Numbers,
        allowed: Allowed,
        find: Callable[[Allowed], tuple[int, Numbers]],
    ) -> Numbers:
        """Bring several hard counts into their ranges together: mending one can put another out again."""
        for _ in range(MOST_MENDS):
            over = [
                (turns, limits)
                for turns, limits in counts
                if limits.price >= URGENT and limits.beyond(turns.count(actions)) > 0
            ]
            if not over:
                break
            for turns, limits in over:
                allowed = _without_excess(turns, limits, actions, cost, allowed)
            total, fewer = find(allowed)
            if total >= FAR / 2:
                break
            actions = fewer
        return actions


def _steer(
    turns: Turns, limits: Range, actions: Numbers, find: Callable[[float], tuple[int, Numbers]]
) -> Iterator[tuple[float, int, Numbers]]:
    """Yield price, total and months that bring the count into its range, by bisection on the price."""
    outside = limits.beyond(turns.count(actions))
    sign = 1 if outside > 0 else -1
    low, high = 0.0, float(limits.price)
    price = high
    for _ in range(MOST_PRICES if outside else 0):
        total, other = find(sign * price)
        yield sign * price, total, other
        beyond = sign * limits.beyond(turns.count(other))
        if beyond == 0 or (beyond > 0 and price >= limits.price):
            return
        low, high = (price, high) if beyond > 0 else (low, price)
        price = (low + high) / 2 if low else min(high / 2, FIRST_PRICE)


def _without_excess(
    turns: Turns, limits: Range, actions: Numbers, cost: Costs | Numbers, allowed: Allowed
) -> Allowed:
    """Return what stays allowed when only the month's best units of the count may be kept."""
    days = [day for day, action in enumerate(actions) if turns.counted[day, action] > 0]
    kept = sorted(days, key=lambda day: float(cost[day, actions[day]]))[: max(0, limits.most)]
    fewer: Allowed = np.logical_and(allowed, turns.counted <= 0)
    keeps = np.array([day in kept or not fewer[day].any() for day in range(len(fewer))])
    return np.where(keeps[:, None], allowed, fewer)
