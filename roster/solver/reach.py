"""What a change of some cells can reach: found along the program's links, not by reading all of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from roster.solver.program import Program, Value

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Entries:
    """Rows of a program in full: terms as they stand, one row after the other.

    Attributes
    ----------
    rows
        Numbers of the rows, ascending.
    begin
        Where each row's terms begin, with their end, shape (rows + 1,).
    variable, coefficient
        Shape (terms,).
    """

    rows: Numbers
    begin: Numbers
    variable: Numbers
    coefficient: Numbers


class Reach:
    """Links from variables to the variables and rows that depend on them.

    A part of a month with 300 people touches a few per cent of the rows, one of a year less; this is what
    keeps the building of a part short.

    Parameters
    ----------
    program
        Read once; later changes to it are not seen.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        count = len(program.lower)
        self.lower, self.upper = np.array(program.lower), np.array(program.upper)
        self.cost = np.array(program.cost, dtype=np.int64)
        far = float("inf")
        self.low = np.array([-far if row.low is None else row.low for row in program.rows], dtype=np.float64)
        self.high = np.array(
            [far if row.high is None else row.high for row in program.rows], dtype=np.float64
        )
        self._begin = _ends([len(row.terms) for row in program.rows])
        size = int(self._begin[-1])
        variables = (v for row in program.rows for v, _ in row.terms)
        self._variable = np.fromiter(variables, dtype=np.int32, count=size)
        coefficients = (c for row in program.rows for _, c in row.terms)
        self._coefficient = np.fromiter(coefficients, dtype=np.int64, count=size)
        rows = np.repeat(np.arange(len(self.low)), np.diff(self._begin))
        self._of_variable = _Links.of(self._variable, rows, count)
        pairs = [(v, variable) for variable, inputs, _ in program.definitions for v in set(inputs)]
        table = np.array(pairs, dtype=np.int32).reshape(-1, 2)
        self._users = _Links.of(table[:, 0], table[:, 1], count)
        self._value_of: dict[int, Value] = {variable: value for variable, _, value in program.definitions}

    def variables(self, free: Collection[int]) -> Numbers:
        """Return the free cells and all variables whose value may follow them, ascending."""
        found = np.zeros(len(self.lower), dtype=bool)
        waiting = np.fromiter(free, dtype=np.int64, count=len(free))
        while waiting.size:
            found[waiting] = True
            users = np.unique(self._users.at(waiting))
            waiting = users[~found[users]].astype(np.int64)
        return np.flatnonzero(found)

    def entries(self, moving: Numbers) -> Entries:
        """Return the rows in which any of the variables appears, in the program's order."""
        rows = np.unique(self._of_variable.at(moving)).astype(np.int64)
        terms = _ranges(self._begin, rows)
        begin = _ends(self._begin[rows + 1] - self._begin[rows])
        return Entries(rows, begin, self._variable[terms].astype(np.int64), self._coefficient[terms])

    def value(self, variable: int, values: Sequence[int]) -> int:
        """Value of a variable of the program where the values of the cells' own program are given."""
        return values[variable] if variable < len(values) else self._value_of[variable](values)


@dataclass(frozen=True, eq=False)
class _Links:
    """Ends of links by where they start."""

    begin: Numbers
    end_of: npt.NDArray[np.int32]

    @classmethod
    def of(cls, start: npt.NDArray[np.integer], end: npt.NDArray[np.integer], count: int) -> "_Links":
        order = np.argsort(start, kind="stable")
        return cls(_ends(np.bincount(start, minlength=count)), end[order].astype(np.int32))

    def at(self, starts: Numbers) -> npt.NDArray[np.int32]:
        return self.end_of[_ranges(self.begin, starts)]


def _ends(sizes: Sequence[int] | Numbers) -> Numbers:
    """Return where each of so many things begins, and where the last ends."""
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))


def _ranges(begin: Numbers, chosen: Numbers) -> Numbers:
    """Return the positions of everything that the chosen ones hold, one after the other."""
    sizes = begin[chosen + 1] - begin[chosen]
    ends = _ends(sizes)
    return np.arange(ends[-1]) + np.repeat(begin[chosen] - ends[:-1], sizes)
