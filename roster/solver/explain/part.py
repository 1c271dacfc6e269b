"""The part of a month's program that some atoms speak of: bounds, rows, and which atom each comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from roster.solver.explain.atoms import OF_PERSON, Demands
from roster.solver.program import Row


@dataclass
class Part:
    """What some atoms ask for.

    Attributes
    ----------
    low, high
        Bounds of the variables that the atoms look at, and of those that define them.
    set_by
        The atom that gave an upper bound, where one did.
    rows
        Rows with the number of their atom, None for those that hold always.
    atoms, over_people
        All atoms, and those of them whose rules look at more than one person.
    clash
        Atoms that no roster at all keeps.
    """

    low: dict[int, int] = field(default_factory=dict)
    high: dict[int, int] = field(default_factory=dict)
    set_by: dict[int, int] = field(default_factory=dict)
    rows: list[tuple[Row, int | None]] = field(default_factory=list)
    atoms: set[int] = field(default_factory=set)
    over_people: set[int] = field(default_factory=set)
    clash: set[int] = field(default_factory=set)


class Parts:
    """Cuts parts out of a month.

    Parameters
    ----------
    demands
        The month.
    """

    def __init__(self, demands: Demands) -> None:
        self._demands, program, cells = demands, demands.program, demands.cells
        self._needs: dict[int, tuple[int, ...]] = {
            variable: inputs for variable, inputs, _ in program.definitions
        }
        for person in demands.problem.people:
            for day in range(demands.problem.days):
                for variable in cells.variables(person, day):
                    # one shift a day holds always
                    self._needs[variable] = (cells.works_variable(person, day),)

    def of(self, atoms: Iterable[int], bent: Mapping[int, int] | None = None) -> Part:
        """Return the part of these atoms; the rows of those in `bent` hold by so many units less."""
        program, part, bent = self._demands.program, Part(), bent or {}
        forbidden: list[tuple[int, int]] = []
        for atom in atoms:
            part.atoms.add(atom)
            if self._demands.atoms[atom].rule not in OF_PERSON:
                part.over_people.add(atom)
            for number in self._demands.rows_of[atom]:
                row = program.rows[number]
                if atom in bent:
                    row = _bent(row, bent[atom])
                if not row.terms:
                    part.clash |= set() if row.holds_at(0) else {atom}
                elif len(row.terms) == 1 and row.terms[0][1] > 0 and row.low is None and row.high == 0:
                    forbidden.append((row.terms[0][0], atom))
                else:
                    part.rows.append((row, atom))
        self._reach(part, [variable for row, _ in part.rows for variable, _ in row.terms])
        self._reach(part, [variable for variable, _ in forbidden])
        for variable, atom in forbidden:
            # as a bound it is cheaper than as a row, and 0 everywhere keeps all that holds always
            part.high[variable] = 0
            part.set_by.setdefault(variable, atom)
        return part

    def _reach(self, part: Part, waiting: list[int]) -> None:
        """Add the variables, those that they are defined by, and the rows that say so."""
        program = self._demands.program
        while waiting:
            variable = waiting.pop()
            if variable in part.low:
                continue
            part.low[variable], part.high[variable] = program.lower[variable], program.upper[variable]
            part.rows += [(program.rows[number], None) for number in program.defining.get(variable, ())]
            waiting += self._needs.get(variable, ())


def _bent(row: Row, units: int) -> Row:
    return replace(
        row,
        low=None if row.low is None else row.low - units,
        high=None if row.high is None else row.high + units,
    )
