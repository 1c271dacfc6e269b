"""What a change of some cells can reach: found along the program's links, not by reading all of it."""

from collections.abc import Collection, Sequence

from roster.solver.program import Program, Row, Value


class Reach:
    """Links from variables to the variables and rows that depend on them.

    A part of a month with 300 people touches a few per cent of the rows; this is what keeps the
    building of a part short.

    Parameters
    ----------
    program
        Read once; later changes to it are not seen.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._rows_of: list[list[int]] = [[] for _ in program.lower]
        for number, row in enumerate(program.rows):
            for variable, _ in row.terms:
                self._rows_of[variable].append(number)
        self._users_of: list[list[int]] = [[] for _ in program.lower]
        self._value_of: dict[int, Value] = {}
        for variable, inputs, value in program.definitions:
            self._value_of[variable] = value
            for v in set(inputs):
                self._users_of[v].append(variable)

    def variables(self, free: Collection[int]) -> list[int]:
        """Return the free cells and all variables whose value may follow them, ascending."""
        found = set(free)
        waiting = list(found)
        while waiting:
            for user in self._users_of[waiting.pop()]:
                if user not in found:
                    found.add(user)
                    waiting.append(user)
        return sorted(found)

    def value(self, variable: int, values: Sequence[int]) -> int:
        """Value of a variable of the program where the values of the cells' own program are given."""
        return values[variable] if variable < len(values) else self._value_of[variable](values)

    def rows(self, moving: Collection[int]) -> list[Row]:
        """Return the rows in which any of the variables appears, in the program's order."""
        return [self.program.rows[n] for n in sorted({n for v in moving for n in self._rows_of[v]})]
