"""The hard rules as a CP-SAT model of what may change, with the goals of a repair as expressions.

Soft rules are left out, but for those on need: they decide between few equal changes, which the rules'
own judgement can price. Without them the model is small enough to be solved to its proof in a second.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from ortools.sat.python import cp_model

from roster.problem import Person, Problem
from roster.settings import soft
from roster.solver.cells import Cells
from roster.solver.constraints import program_of
from roster.solver.program import Row
from roster.torn_month import NEED_RULES, TornMonth

FAR = 10**12
MOST_CELLS, MOST_TOUCHED = 64, 16
"""Within these the weighted sum of goals is their order; a repair beyond them is not called proven."""

Expression = Any
"""A sum of variables or a number: OR-Tools' own annotations do not let the two be added up."""

Value = Callable[[Expression], int]
"""Reads an expression in a solution."""

Change = tuple[str, int, str]
"""Person, day and new code, empty for a day off: one changed cell."""


def bare(problem: Problem) -> Problem:
    """Return the problem with its hard rules, and those on need as prices.

    A hard rule on need costs one per person (and slot) missing, whatever the shift's own weight.
    """
    limits = {code: limit for code, limit in problem.rules.limits().items() if code in NEED_RULES}
    needs = {code: soft(limit.value, weight=1) if limit.hard else limit for code, limit in limits.items()}
    is_hard = "shift_shortage" in limits and limits["shift_shortage"].hard
    kept = problem.without_prices()
    return replace(
        kept,
        rules=replace(kept.rules, wish=None, **needs),  # type: ignore[arg-type]
        shift_needs=tuple(replace(need, under=1) if is_hard else need for need in problem.shift_needs),
    )


class RepairModel:
    """The model and its goals, each to be minimised.

    Rules that are broken already (`TornMonth.accepted`) have no rows here for whom they are broken: so
    the model allows too much, and what it finds is judged before it counts.

    Parameters
    ----------
    month
        What to repair.
    may_change
        People whose cells may change beside the absent, None for all.

    Attributes
    ----------
    torn_must
        ``must`` as the absence leaves it.
    must, need, people, cells, nearness
        What is missing by hard rules, by soft rules at their prices; people touched; cells changed;
        days from each change to the end of the month.
    """

    def __init__(self, month: TornMonth, may_change: Collection[str] | None = None) -> None:
        self._month = month
        self._problem = problem = bare(month.problem)
        self._cells = cells = program_of(problem, spared=month.torn)
        self._program = cells.program
        self._first = max(0, problem.day_of(month.first_change))
        self._who = [
            person
            for person in problem.people
            if may_change is None or person.id in may_change or person.id in month.absent
        ]
        self._torn = self._program.complete(cells.ones(month.torn))
        self._published = self._program.complete(cells.ones(month.published))
        free = [
            variable
            for person in self._who
            for day in self._days_of(person)
            for variable in cells.variables(person, day)
        ]
        self.model = cp_model.CpModel()
        self._x: dict[int, cp_model.IntVar] = {}
        self._add_variables(free)
        self._add_rows()
        self._add_need()
        self._add_people()

    def _days_of(self, person: Person) -> list[int]:
        """Return the days on which the person's cell may change."""
        date_of = self._problem.date_of
        days = range(self._first, self._problem.days)
        return [day for day in days if self._month.may_change((person.id, date_of(day)))]

    def _add_variables(self, free: list[int]) -> None:
        """Make the variables that can move; what is accepted may stay as it is."""
        program = self._program
        still = program.still(free)
        for v in range(len(program.lower)):
            if not still[v]:
                low, high = min(program.lower[v], self._torn[v]), max(program.upper[v], self._torn[v])
                if program.cost[v]:
                    # what was missing in the published roster is free
                    low, high = self._published[v], max(high, self._published[v])
                self._x[v] = self.model.new_int_var(low, high, "")

    def _sum(self, terms: Sequence[tuple[int, int]]) -> Expression:
        """Return the sum of what can move, with what cannot at its value."""
        moving = [(self._x[v], c) for v, c in terms if v in self._x]
        settled = sum(c * self._torn[v] for v, c in terms if v not in self._x)
        return cp_model.LinearExpr.weighted_sum([v for v, _ in moving], [c for _, c in moving]) + settled

    def _add_rows(self) -> None:
        """Add the rows that can move, but for those of rules that are broken already."""
        owners = _Owners(self._cells)
        broken = {
            (row.rule, owners.of(row))
            for row in self._program.rows
            if not row.holds_at(sum(c * self._torn[v] for v, c in row.terms))
        }
        for row in self._program.rows:
            if (row.rule, owners.of(row)) not in broken and any(v in self._x for v, _ in row.terms):
                self.model.add_linear_constraint(
                    self._sum(row.terms),
                    -FAR if row.low is None else row.low,
                    FAR if row.high is None else row.high,
                )

    def _add_need(self) -> None:
        """Measure what is missing beyond the published roster, in the units that its rules price."""
        hard = {code for code, limit in self._month.problem.rules.limits().items() if limit.hard}
        must: list[tuple[int, int]] = []
        need: list[tuple[int, int]] = []
        for v, cost in enumerate(self._program.cost):
            if cost and v in self._x:
                (must if self._program.rule_of[v] in hard else need).append((v, cost))
        self._has_must = bool(must)
        self.torn_must = sum(
            c * max(0, self._torn[v] - self._published[v])
            for v, c in enumerate(self._program.cost)
            if c and v in self._x and self._program.rule_of[v] in hard
        )
        self.must: Expression
        self.need: Expression
        self.must, self.need = (
            self._sum(group) - sum(c * self._published[v] for v, c in group) for group in (must, need)
        )

    def _add_people(self) -> None:
        """Count changed cells, their days to the end of the month, and the people who have some."""
        problem = self._problem
        self._touched: dict[str, cp_model.IntVar] = {}
        self._changed: dict[tuple[str, int], Expression] = {}
        for person in self._who:
            touched = self.model.new_bool_var("")
            self.model.add_hint(touched, 0)
            if person.id not in self._month.absent:
                self._touched[person.id] = touched
            for day in self._days_of(person):
                code = self._month.torn.kind(person.id, problem.date_of(day))
                v = self._cells.works_variable(person, day)
                changed = self._x[v] if code is None else 1 - self._x[self._cells.variable(person, day, code)]
                self.model.add(changed <= touched)
                self._changed[person.id, day] = changed
        self.people = cp_model.LinearExpr.sum(list(self._touched.values()))
        self.cells = cp_model.LinearExpr.sum(list(self._changed.values()))
        self.nearness = cp_model.LinearExpr.weighted_sum(
            list(self._changed.values()), [problem.days - day for _, day in self._changed]
        )
        for v, variable in self._x.items():
            self.model.add_hint(
                variable, max(self._torn[v], self._published[v] if self._program.cost[v] else 0)
            )

    @property
    def absent_count(self) -> int:
        """People who are absent."""
        return len(self._month.absent)

    @property
    def order(self) -> Expression:
        """The goals but for ``must`` as one sum: equal to their order up to `MOST_CELLS`, `MOST_TOUCHED`."""
        need, people, cells = self._weights()
        return self.need * need + self.people * people + self.cells * cells + self.nearness

    def order_at(self, need: int, people: int, cells: int, nearness: int) -> int:
        """Value of ``order`` at given goals."""
        per_need, per_person, per_cell = self._weights()
        return need * per_need + people * per_person + cells * per_cell + nearness

    def _weights(self) -> tuple[int, int, int]:
        """Return what a unit of need, a person, a cell weigh: more than all that comes after them."""
        days, everybody = self._problem.days, len(self._who)
        per_cell = days * MOST_CELLS + 1
        per_person = (per_cell + days) * days * MOST_TOUCHED
        return (per_person + (per_cell + days) * days) * everybody + 1, per_person, per_cell

    def at(self, need: int, people: int, cells: int, nearness: int) -> cp_model.CpModel:
        """Return a copy of the model, without a goal, in which the goals have these values."""
        self.model.clear_objective()  # type: ignore[no-untyped-call]
        copy = self.model.clone()
        for goal, value in (
            (self.need, need),
            (self.people, people),
            (self.cells, cells),
            (self.nearness, nearness),
        ):
            copy.add(goal == value)
        return copy

    def changes(self, value: Value) -> tuple[Change, ...]:
        """Read the changed cells of a solution."""
        kinds = self._problem.kinds
        asked = {person for person, touched in self._touched.items() if value(touched)}
        asked.update(self._month.absent)
        found = []
        for (person_id, day), changed in self._changed.items():
            if person_id in asked and value(changed):
                person = self._problem.person_by_id[person_id]
                codes = [k.code for k in kinds if value(self._x[self._cells.variable(person, day, k.code)])]
                found.append((person_id, day, codes[0] if codes else ""))
        return tuple(sorted(found))

    def keep_must(self, least: int, most: int) -> None:
        """Keep what is missing by hard rules between two numbers."""
        if self._has_must:
            self.model.add_linear_constraint(self.must, least, most)

    def forbid_asking(self, people: Collection[str]) -> None:
        """Refuse solutions that ask all these people."""
        self.model.add(cp_model.LinearExpr.sum([self._touched[person] for person in people]) < len(people))


class _Owners:
    """Whose variables a row is about."""

    def __init__(self, cells: Cells) -> None:
        self._owner: list[str | None] = [None] * len(cells.program.lower)
        for person in cells.problem.people:
            for day in range(cells.problem.days):
                for v in (*cells.variables(person, day), cells.works_variable(person, day)):
                    self._owner[v] = person.id
        for variable, inputs, _ in cells.program.definitions:
            self._owner[variable] = self._common(inputs)

    def of(self, row: Row) -> str | None:
        """Return the one person that the row is about, None for a row on several."""
        return self._common([v for v, _ in row.terms])

    def _common(self, variables: Sequence[int]) -> str | None:
        owners = {self._owner[v] for v in variables}
        return owners.pop() if len(owners) == 1 else None
