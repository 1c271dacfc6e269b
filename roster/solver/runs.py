"""The run formulation: a person's month as a path of whole working runs and days off.

Arcs say "work exactly the days s..e" or "be off"; the cells of a day sum up to the arcs over it.
The work/off part of the polytope is then integral, which lifts the relaxation's bound. It adds
nothing to what a roster may be, so its variables need not be whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from roster.problem import HISTORY_DAYS, Limit, Person, hard
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
    or starting (a run begins today). Days off too few to be free lead from resting to starting.
    """

    def __init__(self, cells: Cells, program: Program, person: Person) -> None:
        problem, rules, self._days = cells.problem, cells.problem.rules, cells.problem.days
        self._cells, self._program, self._person = cells, program, person
        self._knows_past = problem.knows_past
        longest = _own(rules.working_run, person.limits.working_run)
        # without a hard limit even the longest run of history may go on to the end
        self._longest = longest.value if longest is not None and longest.hard else HISTORY_DAYS + self._days
        self._short = _own(rules.shortest_working_run, person.limits.shortest_working_run) or hard(1)
        self._rest = _own(rules.shortest_days_off, person.limits.shortest_days_off) or hard(1)
        self._free, self._resting, self._starting = (
            [_Node() for _ in range(self._days + 1)] for _ in range(3)
        )
        self._over: list[list[int]] = [[] for _ in range(self._days)]

    def add(self) -> None:
        """Write variables and rows."""
        enough = self._rest.value
        for day in range(self._days):
            self._arc(self._free[day], self._free[day + 1], off=range(day - enough, day + 1))
            self._arc(
                self._free[day], self._starting[day], off=range(day - enough, day), on=range(day, day + 1)
            )
            self._run(self._starting[day], day, day)
            self._pause(self._resting[day], day, day)
        source = self._source()
        self._program.row(_sum(source.out, 1), 1, 1)
        for nodes in (self._free, self._resting, self._starting):
            for node in nodes[: self._days]:
                if node is not source:
                    self._program.row(_sum(node.into, 1) + _sum(node.out, -1), 0, 0)
        for day, covering in enumerate(self._over):
            works = self._cells.works(self._person, day)
            self._program.row(_sum(covering, 1) - works, 0, 0)
        self._weekends()

    def _arc(self, source: _Node, target: _Node, *, off: Iterable[int], on: Iterable[int] = ()) -> int:
        """Add an arc that is taken exactly when the person is off on some days and works on others.

        So a change of some days reaches the arcs near them alone. What lies beyond the month does not matter.
        """
        wanted = [(day, 0) for day in off] + [(day, 1) for day in on]
        worked = [(self._cells.works(self._person, day), value) for day, value in wanted if day < self._days]
        is_possible = all(works.terms or works.constant == value for works, value in worked)
        pattern = [(works.terms[0][0], value) for works, value in worked if works.terms]
        variable = self._program.defined(
            0,
            1,
            [works for works, _ in worked],
            lambda values: int(is_possible and all(values[v] == value for v, value in pattern)),
        )
        source.out.append(variable)
        target.into.append(variable)
        return variable

    def _priced(self, variable: int, rule: str, first: int, last: int) -> None:
        """Tie an arc that is a run too short to the variable that prices it."""
        paid = self._cells.short_runs.get((rule, self._person.id, first, last))
        if paid is not None:
            self._program.row(Sum(((paid, 1), (variable, -1))), 0, None)

    def _run(self, source: _Node, first: int, begun: int) -> None:
        """Add the working days from ``first`` on; they began on the day ``begun``, maybe before the month."""
        for last in range(max(first, 0) - (begun < first), min(self._days, begun + self._longest)):
            is_short = last - begun + 1 < self._short.value and last < self._days - 1
            if is_short and self._short.hard and (begun > 0 or self._knows_past):
                continue
            # what began before the month is what its history says
            around = (last + 1,) if begun < 0 else (begun - 1, last + 1)
            variable = self._arc(source, self._resting[last + 1], off=around, on=range(first, last + 1))
            self._priced(variable, "shortest_working_run", begun, last)
            for day in range(first, last + 1):
                self._over[day].append(variable)

    def _weekends(self) -> None:
        """Bind each weekend that is counted to all runs that touch it: no two can touch one of two days."""
        for days, worked in self._cells.weekends_of(self._person).items():
            if len(days) <= 2:
                touching = sorted({variable for day in days for variable in self._over[day]})
                self._program.row(Sum(((worked, 1),)) - _sum(touching, 1), 0, None)

    def _pause(self, source: _Node, first: int, begun: int) -> None:
        """Add the days off from ``first`` on; they began on the day ``begun``, maybe before the month."""
        enough = begun + self._rest.value
        free = min(max(enough, first), self._days)
        before = () if begun < 0 else (begun - 1,)
        self._arc(source, self._free[free], off=range(first, free), on=before)
        if not self._rest.hard:
            for start in range(max(begun + 1, first), min(enough, self._days)):
                pause = range(first, start)
                single = self._arc(source, self._starting[start], off=pause, on=(*before, start))
                self._priced(single, "shortest_days_off", begun, start - 1)

    def _source(self) -> _Node:
        """Return where the path begins: free, or in the middle of what history left."""
        worked = min(self._behind(working=True), self._longest)
        off = self._behind(working=False)
        if not self._knows_past or off >= self._rest.value:
            return self._free[0]
        source = _Node()
        if worked:
            self._run(source, 0, -worked)
        else:
            self._pause(source, 0, -off)
        return source

    def _behind(self, *, working: bool) -> int:
        """Return how many days before the month are all worked, or all off."""
        behind = 0
        while behind < HISTORY_DAYS and self._cells.works(self._person, -1 - behind).constant == working:
            behind += 1
        return behind


def _own(limit: Limit | None, value: int | None) -> Limit | None:
    return None if limit is None else limit.with_own(value)


def _sum(variables: list[int], factor: int) -> Sum:
    return Sum(tuple((variable, factor) for variable in variables))
