"""A month's hard rules as atoms: the rows of the linear program, grouped by what one would call one demand.

Which rows belong together follows from the rows themselves (rule, people, days), so that a new rule
is explained without a word here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from roster.explanation import Atom
from roster.problem import Problem
from roster.rules import RULES
from roster.solver.constraints import program_of
from roster.solver.program import Place, Program, Row, Sum

OF_PERSON = frozenset(rule.code for rule in RULES if rule.scope == "person")
BY_KIND = frozenset({"kind_allowed", "kinds_in_month"})
"""Rules on a person of which the kind is a part of the demand."""


@dataclass
class Recorder(Program):
    """A program that keeps every demand as a row: cells are forbidden by rows, not by bounds.

    Attributes
    ----------
    places
        What each row speaks of, where its rule said so.
    defining
        Numbers of the rows that only say what a variable is, by that variable.
    """

    places: list[Place | None] = field(default_factory=list)
    defining: dict[int, range] = field(default_factory=dict)

    def row(self, amount: Sum, low: int | None, high: int | None) -> None:
        """Require ``low <= amount <= high``; what no roster keeps stays, if need be without variables."""
        count, broken = len(self.rows), len(self.contradictions)
        super().row(amount, low, high)
        if len(self.rows) == count and len(self.contradictions) > broken:
            least, most = (None if end is None else end - amount.constant for end in (low, high))
            self.rows.append(Row((), least, most, self.rule))
        if len(self.rows) > count:
            self.places.append(self.place)

    def forbid(self, variable: int) -> None:
        """Keep a cell's variable at 0."""
        self.row(Sum(((variable, 1),)), None, 0)

    def total(self, amount: Sum) -> int:
        """Add a variable equal to the expression."""
        first = len(self.rows)
        return self._defined_by(first, super().total(amount))

    def maximum(self, amounts: Sequence[Sum], unit: int = 1) -> int:
        """Add a variable at least each expression / ``unit``."""
        first = len(self.rows)
        return self._defined_by(first, super().maximum(amounts, unit))

    def minimum(self, amounts: Sequence[Sum]) -> int:
        """Add a variable at most each expression."""
        first = len(self.rows)
        return self._defined_by(first, super().minimum(amounts))

    def _defined_by(self, first: int, variable: int) -> int:
        self.defining[variable] = range(first, len(self.rows))
        return variable


class _Reach(NamedTuple):
    """Cells that a variable or a row looks at: people by number, days, kinds."""

    people: frozenset[int]
    days: frozenset[int]
    kinds: frozenset[str]


_NOTHING = _Reach(frozenset(), frozenset(), frozenset())


class Demands:
    """The hard rules of a month, atom by atom.

    Attributes
    ----------
    program
        The rows; `background` of them hold always.
    atoms, rows_of
        Each atom, and the numbers of its rows.

    Parameters
    ----------
    problem
        The month; its soft rules do not matter.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem.without_prices()
        self.program = Recorder()
        self.cells = program_of(self.problem, self.program)
        self._reach = self._reach_of_cells()
        defining = {row for rows in self.program.defining.values() for row in rows}
        grouped: dict[object, list[int]] = {}
        for number in range(len(self.program.rows)):
            if number not in defining:
                grouped.setdefault(self._key(number), []).append(number)
        self.rows_of = [tuple(rows) for rows in grouped.values()]
        self.atoms = [self._atom(rows[0]) for rows in self.rows_of]

    def of_person(self, person: str) -> list[int]:
        """Return the numbers of the atoms that speak of this person alone."""
        return [number for number, atom in enumerate(self.atoms) if atom.people == (person,)]

    def _reach_of_cells(self) -> dict[int, _Reach]:
        found, cells = {}, self.cells
        for number, person in enumerate(self.problem.people):
            who = frozenset({number})
            for day in range(self.problem.days):
                when, kinds = frozenset({day}), [kind.code for kind in self.problem.kinds]
                for code in kinds:
                    found[cells.variable(person, day, code)] = _Reach(who, when, frozenset({code}))
                found[cells.works_variable(person, day)] = _Reach(who, when, frozenset(kinds))
        for variable, inputs, _ in self.program.definitions:
            if variable not in found:
                found[variable] = _joined([found[one] for one in inputs])
        return found

    def _reach_of(self, number: int) -> _Reach:
        return _joined([self._reach[variable] for variable, _ in self.program.rows[number].terms])

    def _key(self, number: int) -> object:
        row, place = self.program.rows[number], self.program.places[number]
        reach = self._reach_of(number)
        if row.rule not in OF_PERSON:
            return row.rule, place, reach
        return row.rule, reach.people, reach.days, reach.kinds if row.rule in BY_KIND else None

    def _atom(self, number: int) -> Atom:
        row, place, problem = self.program.rows[number], self.program.places[number], self.problem
        reach = self._reach_of(number)
        if row.rule in OF_PERSON:
            people = tuple(problem.people[one].id for one in sorted(reach.people))
            kinds = tuple(sorted(reach.kinds)) if row.rule in BY_KIND else ()
            return Atom(rule=row.rule, people=people, dates=self._dates(reach.days), kinds=kinds)
        some = reach.kinds if len(reach.kinds) < len(problem.kinds) else frozenset()
        if place is None:
            return Atom(rule=row.rule, dates=self._dates(reach.days), kinds=tuple(sorted(some)))
        length, slots = problem.demand.slot_minutes, sorted(place.slots)
        starts = [slot for slot in slots if slot - 1 not in slots]
        ends = [slot + 1 for slot in slots if slot + 1 not in slots]
        return Atom(
            rule=row.rule,
            dates=(problem.date_of(place.day),),
            kinds=(place.kind,) if place.kind else () if slots else tuple(sorted(some)),
            times=tuple((start * length, end * length) for start, end in zip(starts, ends, strict=True)),
            amount=self._people_asked_for(row.rule, place),
        )

    def _people_asked_for(self, rule: str, place: Place) -> int:
        problem = self.problem
        if place.slots:
            return problem.demand.of_day(place.day)[place.slots[0]]
        if rule == "leader_present" and problem.rules.leader_present is not None:
            return problem.rules.leader_present.value
        when = problem.date_of(place.day)
        return sum(
            need.people for need in problem.shift_needs if (need.date, need.kind) == (when, place.kind)
        )

    def _dates(self, days: frozenset[int]) -> tuple[date, ...]:
        return tuple(self.problem.date_of(day) for day in sorted(days))


def _joined(parts: list[_Reach]) -> _Reach:
    if len(parts) == 1:
        return parts[0]
    return _Reach(*(frozenset().union(*sets) for sets in zip(*parts, strict=True))) if parts else _NOTHING
