"""A whole-number linear program that no particular solver owns.

Rules write rows here once, every engine reads them. Variables other than cells are defined by how their
least value follows from those before them: so a program prices a roster just as the rules' judgement does.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from math import gcd
from typing import NamedTuple

from roster.settings import Limit

Value = Callable[[Sequence[int]], int]


@dataclass(frozen=True)
class Sum:
    """A linear expression: pairs of variable and coefficient, and a constant."""

    terms: tuple[tuple[int, int], ...] = ()
    constant: int = 0

    def __add__(self, other: "Sum | int") -> "Sum":
        if isinstance(other, int):
            return Sum(self.terms, self.constant + other)
        return Sum(self.terms + other.terms, self.constant + other.constant)

    def __sub__(self, other: "Sum | int") -> "Sum":
        return self + (-other)

    def __neg__(self) -> "Sum":
        return self * -1

    def __mul__(self, factor: int) -> "Sum":
        return Sum(tuple((v, c * factor) for v, c in self.terms), self.constant * factor)

    def value(self, values: Sequence[int]) -> int:
        """Value of the expression for given values of all variables."""
        return self.constant + sum(c * values[v] for v, c in self.terms)


def add_up(sums: Iterable[Sum]) -> Sum:
    """Return the sum of many expressions."""
    parts = list(sums)
    terms = tuple(term for part in parts for term in part.terms)
    return Sum(terms, sum(part.constant for part in parts))


@dataclass(frozen=True)
class Row:
    """``low <= terms <= high``, None for a side without bound; each variable appears once."""

    terms: tuple[tuple[int, int], ...]
    low: int | None
    high: int | None
    rule: str

    def holds_at(self, amount: int) -> bool:
        """Whether the row holds when its terms sum up to the amount."""
        return (self.low is None or amount >= self.low) and (self.high is None or amount <= self.high)


class Place(NamedTuple):
    """What a rule over people speaks of: a day number, a kind or none, slots of the day or none."""

    day: int
    kind: str = ""
    slots: tuple[int, ...] = ()


@dataclass
class Program:
    """Variables with bounds, rows, and the cost to minimise.

    Attributes
    ----------
    lower, upper, cost
        Per variable; all variables are whole numbers.
    rule_of
        Per variable, the name of the rule that made it.
    constants
        Cost that nothing can change, by the rule that charges it.
    rows
        All rows, each with the name of the rule it comes from.
    contradictions
        Names of rules that no roster at all can hold.
    rule
        Name of the rule that writes now.
    place
        What it speaks of now, where its rows do not tell.
    whole_count
        How many variables, the first ones, must be whole numbers; None for all.
    definitions
        Each defined variable, those that its value follows from, and how.
    spared
        Cells that no rule forbids: what a published roster holds already, legal or not.
    """

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    cost: list[int] = field(default_factory=list)
    rule_of: list[str] = field(default_factory=list)
    constants: dict[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)
    rule: str = ""
    place: Place | None = None
    whole_count: int | None = None
    definitions: list[tuple[int, tuple[int, ...], Value]] = field(default_factory=list)
    spared: frozenset[int] = frozenset()

    def copy(self) -> "Program":
        """Return a program that can be added to without changing this one."""
        return Program(
            lower=list(self.lower),
            upper=list(self.upper),
            cost=list(self.cost),
            rule_of=list(self.rule_of),
            constants=dict(self.constants),
            rows=list(self.rows),
            contradictions=list(self.contradictions),
            definitions=list(self.definitions),
        )

    @property
    def constant(self) -> int:
        """Cost that nothing can change."""
        return sum(self.constants.values())

    def binary(self) -> int:
        """Add a free 0/1 variable: a cell of the roster."""
        return self.variable(0, 1)

    def variable(self, lower: int, upper: int) -> int:
        """Add a variable of its own."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.cost.append(0)
        self.rule_of.append(self.rule)
        return len(self.lower) - 1

    def defined(self, lower: int, upper: int, amounts: Sequence[Sum], value: Value) -> int:
        """Add a variable whose value follows from the expressions, all of earlier variables."""
        variable = self.variable(lower, upper)
        self.definitions.append((variable, tuple(v for amount in amounts for v, _ in amount.terms), value))
        return variable

    def total(self, amount: Sum) -> int:
        """Add a variable equal to the expression."""
        low, high = self.range_of(amount)
        variable = self.defined(low, high, [amount], amount.value)
        self.row(Sum(((variable, 1),)) - amount, 0, 0)
        return variable

    def maximum(self, amounts: Sequence[Sum], unit: int = 1) -> int:
        """Add a variable at least each expression / ``unit``, rounded up, and at least 0."""
        high = max(-(-self.range_of(amount)[1] // unit) for amount in amounts)
        variable = self.defined(
            0,
            max(0, high),
            amounts,
            lambda values: max(0, *(-(-amount.value(values) // unit) for amount in amounts)),
        )
        for amount in amounts:
            self.row(Sum(((variable, unit),)) - amount, 0, None)
        return variable

    def minimum(self, amounts: Sequence[Sum]) -> int:
        """Add a variable at most each expression, none of which is negative."""
        high = min(self.range_of(amount)[1] for amount in amounts)
        variable = self.defined(
            0, high, amounts, lambda values: min(amount.value(values) for amount in amounts)
        )
        for amount in amounts:
            self.row(amount - Sum(((variable, 1),)), 0, None)
        return variable

    def range_of(self, amount: Sum) -> tuple[int, int]:
        """Least and greatest value that the variables' bounds allow."""
        ends = [(c * self.lower[v], c * self.upper[v]) for v, c in amount.terms]
        low, high = sum(map(min, ends)), sum(map(max, ends))
        return amount.constant + low, amount.constant + high

    def row(self, amount: Sum, low: int | None, high: int | None) -> None:
        """Require ``low <= amount <= high``; rows that always hold are dropped."""
        merged: dict[int, int] = {}
        for variable, coefficient in amount.terms:
            merged[variable] = merged.get(variable, 0) + coefficient
        terms = tuple((v, c) for v, c in merged.items() if c)
        least, most = self.range_of(Sum(terms, amount.constant))
        if (low is not None and most < low) or (high is not None and least > high):
            self.contradictions.append(self.rule)
        low = None if low is None or least >= low else low - amount.constant
        high = None if high is None or most <= high else high - amount.constant
        if not terms or (low is None and high is None):
            return
        # paid minutes share a divisor, and rounding the bound by it tightens the relaxation
        unit = gcd(*(c for _, c in terms))
        self.rows.append(
            Row(
                tuple((v, c // unit) for v, c in terms),
                None if low is None else -(-low // unit),
                None if high is None else high // unit,
                self.rule,
            )
        )

    def forbid(self, variable: int) -> None:
        """Keep a cell's variable at 0, unless it is spared."""
        if variable not in self.spared:
            self.upper[variable] = 0

    def pay(self, amount: Sum, weight: int) -> None:
        """Add ``weight`` times the expression to the cost."""
        if amount.constant:
            self.constants[self.rule] = self.constants.get(self.rule, 0) + weight * amount.constant
        for variable, coefficient in amount.terms:
            self.cost[variable] += weight * coefficient

    def keep_below(
        self, amounts: Sequence[Sum], most: int, limit: Limit, *, unit: int = 1, times: int = 1
    ) -> int | None:
        """Keep all expressions at or below ``most``: as rows when hard, else the worst excess costs.

        Parameters
        ----------
        amounts
            Expressions judged together.
        most
            Their common bound.
        limit
            Hard, or the weight per started ``unit`` of excess.
        unit, times
            Size of a unit; how many times it is paid.

        Returns
        -------
        int or None
            The variable of the excess, when it costs and can occur.
        """
        if limit.hard:
            for amount in amounts:
                self.row(amount, None, most)
                self._round(amount, most)
            return None
        excesses = [amount - most for amount in amounts if self.range_of(amount)[1] > most]
        if not excesses:
            return None
        excess = self.maximum(excesses, unit)
        self.pay(Sum(((excess, 1),)), limit.weight * times)
        return excess

    def _round(self, amount: Sum, most: int) -> None:
        """Add what ``amount <= most`` implies in whole shifts: the bound divided by each length.

        Chvatal-Gomory rounding: 118 units of work hold at most 23 shifts of 5 or more units. Without
        it the relaxation shares the rest out as parts of shifts and the bound is some per cent worse.
        """
        lengths = {coefficient for _, coefficient in amount.terms}
        if len(lengths) > 1 and min(lengths) > 0:
            for length in sorted(lengths):
                whole = Sum(tuple((v, c // length) for v, c in amount.terms))
                self.row(whole, None, (most - amount.constant) // length)

    def complete(self, ones: Iterable[int]) -> list[int]:
        """Return the values of all variables when exactly these cells are 1 and costs are least."""
        values = [0] * len(self.lower)
        for variable in ones:
            values[variable] = 1
        for variable, _, value in self.definitions:
            values[variable] = value(values)
        return values

    def still(self, free: Collection[int] | None) -> list[bool]:
        """Return which variables cannot change while all cells outside ``free`` keep their values."""
        if free is None:
            return [False] * len(self.lower)
        still = [True] * len(self.lower)
        for variable in free:
            still[variable] = False
        for variable, inputs, _ in self.definitions:
            still[variable] = all(still[v] for v in inputs)
        return still

    def price(self, values: Sequence[int]) -> int:
        """Cost of the values; those left out at the end count as 0."""
        return self.constant + sum(c * v for c, v in zip(self.cost, values, strict=False) if c)

    def is_outside(self, values: Sequence[int], still: Sequence[bool]) -> bool:
        """Whether a variable that cannot change lies outside its bounds."""
        bounds = zip(self.lower, values, self.upper, still, strict=False)
        return any(fixed and not low <= value <= high for low, value, high, fixed in bounds)

    def allows(self, values: Sequence[int]) -> bool:
        """Whether the values keep all bounds and rows."""
        if self.contradictions or self.is_outside(values, [True] * len(values)):
            return False
        return all(row.holds_at(sum(c * values[v] for v, c in row.terms)) for row in self.rows)
