"""The master of column generation: which month each person takes, as a linear program.

A column is one person's whole month, legal by itself (Dantzig and Wolfe, Operations Research 8, 1960). What
ties people together stands here as rows, taken from the program of all rules, so that a new rule over
people needs nothing more; what binds one person alone is the pricing's (`roster.solver.pricing`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from roster.rules import RULES
from roster.solver.budget import Budget
from roster.solver.cells import ONE_SHIFT_A_DAY, Cells
from roster.solver.habits import Numbers
from roster.solver.pricing import unpriced
from roster.solver.warm_lp import WarmLp
from roster.solver.whole_days import WholeDays

Prices = npt.NDArray[np.float64]

LEAST_PENALTY, PENALTY_FACTOR, MONTH_FACTOR = 1_000.0, 50.0, 4.0
"""Price of leaving a hard row, by the dearest soft unit and the dearest month of one person, so that nobody's
month is left out to save its cost: the master always has a solution, and a bound."""
FAR = float("inf")


@dataclass(frozen=True, eq=False)
class Column:
    """One person's month: actions, shape (days,), 0 a day off, and what they cost the person alone."""

    person: int
    actions: Numbers
    cost: float


@dataclass(frozen=True)
class Duals:
    """Prices of the master's rows, shape (rows,), and of each person's month, shape (people,).

    A row that is open to one side never has a price that would pay for going there.
    """

    rows: Prices
    people: Prices


class Master:
    """The linear program over columns; it keeps its basis from one solve to the next.

    Parameters
    ----------
    cells
        The month with all rules.
    """

    def __init__(self, cells: Cells) -> None:
        program, problem = cells.program, cells.problem
        self._shape = len(problem.people), problem.days, len(problem.kinds)
        alone = {ONE_SHIFT_A_DAY, *(rule.code for rule in RULES if rule.scope == "person")} - unpriced(
            problem
        )
        self._constant = float(sum(c for rule, c in program.constants.items() if rule not in alone))
        rows = [row for row in program.rows if row.rule not in alone]
        self._low = np.array([-FAR if row.low is None else row.low for row in rows])
        self._high = np.array([FAR if row.high is None else row.high for row in rows])
        shared = [v for v, rule in enumerate(program.rule_of) if rule not in alone]
        self._bounds = np.array([[program.lower[v], program.upper[v]] for v in shared]).reshape(-1, 2)
        self._cost = np.array([program.cost[v] for v in shared], dtype=float)
        place = {v: number for number, v in enumerate(shared)}
        cells_of = _cells_of(cells)
        own, common = [], []
        for number, row in enumerate(rows):
            for v, coefficient in row.terms:
                if v in place:
                    common.append((number, place[v], coefficient))
                else:
                    own += [(number, cell, coefficient) for cell in cells_of[v]]
        self._own = _Entries.of(own)
        self._common = _Entries.of(common)
        self.columns: list[Column] = []
        self._engine = WarmLp()
        self._numbers: list[int] = []
        self._known: set[tuple[int, bytes]] = set()
        self._kept = np.empty(0, dtype=bool)
        self._person_of = np.empty(0, dtype=np.int64)
        self._actions = np.empty((0, problem.days), dtype=np.int16)
        limits = problem.rules.limits()
        is_hard = [row.rule in limits and limits[row.rule].hard for row in rows]
        self._build(is_hard, _dearest_month(cells))
        self._whole = WholeDays(cells, rows, shared)

    def _build(self, is_hard: list[bool], dearest_month: float) -> None:
        dearest_unit = float(np.abs(self._cost).max(initial=0.0))
        penalty = self._penalty = max(
            LEAST_PENALTY, PENALTY_FACTOR * dearest_unit, MONTH_FACTOR * dearest_month
        )
        people = self._shape[0]
        # people come first, so that cuts can follow the rules' rows
        for _ in range(people):
            self._engine.row(1, 1)
        for low, high in zip(self._low.tolist(), self._high.tolist(), strict=True):
            self._engine.row(low, high)
        for number, (low, high) in enumerate(self._bounds.tolist()):
            amounts = {people + row: coefficient for row, coefficient in self._common.at(number)}
            self._engine.column(float(self._cost[number]), low, high, amounts)
        for row in np.flatnonzero(is_hard).tolist():
            for side in (1, -1):
                self._engine.column(penalty, 0, FAR, {people + row: side})
        for person in range(people):
            self._engine.column(penalty, 0, FAR, {person: 1})

    def add(self, column: Column) -> bool:
        """Add a column; return whether it is new."""
        if self.knows(column.person, column.actions):
            return False
        self._known.add((column.person, column.actions.tobytes()))
        people = self._shape[0]
        amounts = {people + row: coefficient for row, coefficient in self._amounts(column).items()}
        amounts[column.person] = 1
        self._numbers.append(self._engine.column(column.cost, 0, FAR, amounts))
        self.columns.append(column)
        return True

    def knows(self, person: int, actions: Numbers) -> bool:
        """Whether the person's month is a column already."""
        return (person, actions.tobytes()) in self._known

    def solve(self, budget: Budget, *, until: float = FAR) -> float | None:
        """Return the optimum over the columns so far; None when the time ended first."""
        value = self._engine.solve(budget, until=until)
        return None if value is None else value + self._constant

    def duals(self) -> Duals:
        """Return the prices of the last solution."""
        prices = self._engine.prices()
        people, rows = prices[: self._shape[0]], prices[self._shape[0] :]
        # the engine's tolerance leaves tiny prices of the wrong sign, at which no bound would be finite
        rows = np.where(np.isinf(self._high), np.maximum(rows, 0.0), rows)
        rows = np.where(np.isinf(self._low), np.minimum(rows, 0.0), rows)
        return Duals(rows, people)

    def no_prices(self) -> Duals:
        """Return prices of 0."""
        return Duals(np.zeros(len(self._low)), np.zeros(self._shape[0]))

    def cell_prices(self, duals: Duals) -> Prices:
        """Return what the rows charge for each cell, shape (people, days, kinds + 1); 0 for a day off."""
        people, days, kinds = self._shape
        charged = -self._own.weigh(duals.rows, people * days * kinds)
        return np.pad(charged.reshape(self._shape), ((0, 0), (0, 0), (1, 0)))

    def reduced_cost(self, column: Column, duals: Duals) -> float:
        """Return what the column would save per unit, negative when it helps."""
        rows = self._amounts(column)
        charged = sum(duals.rows[row] * coefficient for row, coefficient in rows.items())
        return float(column.cost - charged - duals.people[column.person])

    def bound(self, duals: Duals, months: float) -> float:
        """Return the Lagrangian bound of these prices: no roster costs less.

        Parameters
        ----------
        months
            Sum over all people of the least cost of a month at these prices.
        """
        prices = duals.rows
        with np.errstate(invalid="ignore"):
            sides = np.where(prices > 0, prices * self._low, np.where(prices < 0, prices * self._high, 0.0))
        reduced = self._reduced(prices)
        box = np.where(reduced > 0, reduced * self._bounds[:, 0], reduced * self._bounds[:, 1])
        return self._constant + float(sides.sum()) + float(box.sum()) + months

    def tighten(self, duals: Duals, budget: Budget) -> float:
        """Add rows that whole numbers of people keep; return how far the last solution is off.

        Parameters
        ----------
        duals
            Prices of the last solution.
        budget
            No further rows are looked for once it is over.
        """
        values = self._engine.values()[: len(self._cost)]
        beyond = 0.0
        for cut in self._whole.cuts(duals.rows, self._reduced(duals.rows), values, budget):
            beyond += cut.least - float(cut.weights @ values[cut.variables])
            row = len(self._low)
            self._common = self._common.with_row(row, cut.variables, cut.weights)
            self._low, self._high = np.append(self._low, cut.least), np.append(self._high, FAR)
            weights = zip(cut.variables.tolist(), cut.weights.tolist(), strict=True)
            self._engine.row(cut.least, FAR, dict(weights))
            self._engine.column(self._penalty, 0, FAR, {self._shape[0] + row: 1})
        return beyond

    def _reduced(self, prices: Prices) -> Prices:
        """Return what is left of the costs of the variables common to all, at the prices of the rows."""
        return self._cost - self._common.weigh(prices, len(self._cost))

    def shares(self) -> Prices:
        """Return how much of each action the last solution takes, shape (people, days, kinds + 1)."""
        people, days, kinds = self._shape
        found = np.zeros((people, days, kinds + 1))
        taken = self._engine.values()[self._numbers]
        for column, share in zip(self.columns, taken, strict=True):
            if share > 0:
                found[column.person, np.arange(days), column.actions] += share
        return found

    def restrict(self, fixed: Mapping[tuple[int, int], int]) -> None:
        """Allow only the columns that have these actions, by person and day; an empty mapping allows all."""
        people, days, _ = self._shape
        wanted = np.full((people, days), -1)
        for (person, day), action in fixed.items():
            wanted[person, day] = action
        self._note_new()
        of_person = wanted[self._person_of]
        keeps = ((of_person < 0) | (of_person == self._actions)).all(axis=1)
        for place in np.flatnonzero(keeps != self._kept).tolist():
            self._engine.limit(self._numbers[place], FAR if keeps[place] else 0.0)
        self._kept = keeps

    def _note_new(self) -> None:
        """Add the columns since the last time to the tables that `restrict` reads."""
        new = self.columns[len(self._kept) :]
        if new:
            self._kept = np.append(self._kept, np.ones(len(new), dtype=bool))
            self._person_of = np.append(self._person_of, [column.person for column in new])
            rows = np.array([column.actions for column in new], dtype=np.int16)
            self._actions = np.concatenate([self._actions, rows])

    def _amounts(self, column: Column) -> dict[int, int]:
        """Return the column's coefficients by row."""
        _, days, kinds = self._shape
        found: dict[int, int] = {}
        first = column.person * days * kinds
        for day, action in enumerate(column.actions):
            if action:
                for row, coefficient in self._own.at(first + day * kinds + int(action) - 1):
                    found[row] = found.get(row, 0) + coefficient
        return found


@dataclass(frozen=True, eq=False)
class _Entries:
    """Coefficients by row and column, to be read by column or weighed by rows."""

    row: Numbers
    column: Numbers
    coefficient: Prices
    by_column: dict[int, list[tuple[int, int]]]

    @classmethod
    def of(cls, entries: Iterable[tuple[int, int, int]]) -> "_Entries":
        table = np.array(list(entries), dtype=np.int64).reshape(-1, 3)
        by_column: dict[int, list[tuple[int, int]]] = {}
        for row, column, coefficient in table.tolist():
            by_column.setdefault(column, []).append((row, coefficient))
        return cls(table[:, 0], table[:, 1], table[:, 2].astype(np.float64), by_column)

    def with_row(self, row: int, columns: Numbers, coefficients: Prices) -> "_Entries":
        """Return the entries with those of one more row, which are not read by column."""
        return _Entries(
            np.append(self.row, np.full(len(columns), row)),
            np.append(self.column, columns),
            np.append(self.coefficient, coefficients),
            self.by_column,
        )

    def at(self, column: int) -> list[tuple[int, int]]:
        """Return row and coefficient of each entry of the column."""
        return self.by_column.get(column, [])

    def weigh(self, prices: Prices, size: int) -> Prices:
        """Return the sum of price times coefficient of each column."""
        weights = prices[self.row] * self.coefficient
        return np.bincount(self.column, weights=weights, minlength=size).astype(np.float64)


def _dearest_month(cells: Cells) -> float:
    """Return the most that one person's month can cost by its cells alone: labour cost, above all."""
    cost, days = cells.program.cost, range(cells.problem.days)
    months = (
        sum(max([0, *(cost[v] for v in cells.variables(person, day))]) for day in days)
        for person in cells.problem.people
    )
    return float(max(months, default=0))


def _cells_of(cells: Cells) -> dict[int, list[int]]:
    """Return the cells that each variable of one person adds up: itself, or those of its day.

    A rule over people must speak of people by these, so that its prices reach their cells.
    """
    found = {v: [v] for v in cells.all_variables}
    for person in cells.problem.people:
        for day in range(cells.problem.days):
            found[cells.works_variable(person, day)] = list(cells.variables(person, day))
    return found
