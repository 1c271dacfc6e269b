"""The run formulation: a person's month as a path of whole working runs and days off.

Arcs say "work exactly the days s..e" or "be off"; the cells of a day sum up to the arcs over it.
The work/off part of the polytope is then integral, which lifts the relaxation's bound. It adds
nothing to what a roster may be, so its variables need not be whole.
"""

from dataclasses import dataclass, field

from roster.problem import HISTORY_DAYS, Person
from roster.solver.cells import Cells
from roster.solver.program import Program, Sum

PATH = "path"
"""Name of the path rows, which are no rule of their own."""


@dataclass
class _Node:
    """A point in a person's path: arcs that come in and that go out."""

    into: list[int] = field(default_factory=list)
    out: list[int] = field(default_factory=list)


def tightened(cells: Cells) -> Program:
    """Return the program with the run formulation of every person added."""
    program = cells.program.copy()
    program.whole_count = len(program.lower)
    program.rule = PATH
    for person in cells.problem.people:
        _Path(cells, program, person).add()
    return program


class _Path:
    """The path of one person.

    On a day one is free (may start a run, or stay off), resting (the day after a run: off today),
    or starting (a run begins today). A single day off leads from resting to starting.
    """

    def __init__(self, cells: Cells, program: Program, person: Person) -> None:
        rules, self._days = cells.problem.rules, cells.problem.days
        self._cells, self._program, self._person = cells, program, person
        limit = rules.working_run
        # without a hard limit even the longest run of history may go on to the end
        self._longest = limit.value if limit is not None and limit.hard else HISTORY_DAYS + self._days
        self._may_rest_once = rules.isolated_day_off is None or not rules.isolated_day_off.hard
        self._free, self._resting, self._starting = (
            [_Node() for _ in range(self._days + 1)] for _ in range(3)
        )
        self._over: list[list[int]] = [[] for _ in range(self._days)]
        # a path is settled exactly when all the person's days are
        works = [cells.works(person, day) for day in range(self._days)]
        self._settled_by = works

    def add(self) -> None:
        """Write variables and rows."""
        for day in range(self._days):
            self._leave(day)
        source = self._source()
        self._program.row(_sum(source.out, 1), 1, 1)
        for nodes in (self._free, self._resting, self._starting):
            for node in nodes[: self._days]:
                if node is not source:
                    self._program.row(_sum(node.into, 1) + _sum(node.out, -1), 0, 0)
        for day, covering in enumerate(self._over):
            works = self._cells.works(self._person, day)
            self._program.row(_sum(covering, 1) - works, 0, 0)

    def _arc(self, source: _Node, target: _Node) -> int:
        variable = self._program.defined(0, 1, self._settled_by, lambda _: 0)
        source.out.append(variable)
        target.into.append(variable)
        return variable

    def _run(self, source: _Node, first: int, most: int) -> None:
        """Add the runs from ``first`` on, of up to ``most`` days."""
        for last in range(first, min(self._days, first + most)):
            variable = self._arc(source, self._resting[last + 1])
            for day in range(first, last + 1):
                self._over[day].append(variable)

    def _leave(self, day: int) -> None:
        """Add what may happen on a day, from each of its three nodes."""
        self._arc(self._free[day], self._free[day + 1])
        self._arc(self._free[day], self._starting[day])
        self._run(self._starting[day], day, self._longest)
        self._arc(self._resting[day], self._free[min(day + 2, self._days)])
        if day + 1 < self._days and self._may_rest_once:
            single = self._arc(self._resting[day], self._starting[day + 1])
            paid = self._cells.isolated.get((self._person.id, day))
            if paid is not None:
                self._program.row(Sum(((paid, 1), (single, -1))), 0, None)

    def _source(self) -> _Node:
        """Return where the path begins: free, or in the middle of the run that history left."""
        behind = 0
        while (
            behind < min(self._longest, HISTORY_DAYS)
            and self._cells.works(self._person, -1 - behind).constant
        ):
            behind += 1
        if not behind:
            return self._free[0]
        source = _Node()
        self._arc(source, self._resting[0])
        self._run(source, 0, self._longest - behind)
        return source


def _sum(variables: list[int], factor: int) -> Sum:
    return Sum(tuple((variable, factor) for variable in variables))
