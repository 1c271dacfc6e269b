"""The month as most people first write it, beside the engine: one yes or no per person, day and kind.

Runs are windows in which not every day may be work, sums are sums, every slot has a count of people missing
and too many; CP-SAT does the rest. Neither bound nor search knows anything of rosters.
"""

import math
import time
from collections.abc import Callable, Iterable

from ortools.sat.python import cp_model

from roster.problem import Person, Problem, Roster, RuleSettings
from roster.rules.contract_max import ceiling
from roster.rules.contract_min import floor
from roster.rules.kind_allowed import may_work
from roster.rules.overlap import REACH_DAYS, rest_minutes
from roster.solver.outcome import Outcome, Progress, Status

HARD = {
    "rest_between",
    "working_run",
    "shortest_working_run",
    "night_run",
    "nights_in_month",
    "contract_max",
    "contract_min",
}
SOFT = {"shortage", "surplus", "wish"}
STATUS: dict[cp_model.CpSolverStatus, Status] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
}
Cell = cp_model.IntVar


def unknown_rules(rules: RuleSettings) -> list[str]:
    """Return the rules that are on and that the plain model does not hold."""
    return sorted(
        name
        for name, limit in rules.limits().items()
        if not (limit.hard and name in HARD)
        and not (not limit.hard and name in SOFT)
        # a rule on pairs without any pair says nothing
        and not (name == "succession" and not rules.forbidden_successions)
    )


def solve_plainly(
    problem: Problem,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
) -> Outcome:
    """Solve within the limit, model building included.

    Raises
    ------
    ValueError
        When the month has a rule, a history or locked cells that the model does not hold.
    """
    unknown = unknown_rules(problem.rules)
    if unknown or problem.knows_past or problem.locked:
        raise ValueError(f"the plain model does not hold {unknown or 'a past or locked cells'}")
    watch = _Watch(on_progress)
    month = _Month(problem)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.1, seconds - watch.elapsed)
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    status = solver.solve(month.model, watch)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Outcome(
        status=STATUS.get(status, "unknown"),
        roster=month.roster(solver) if found else None,
        cost=round(solver.objective_value) if found else None,
        bound=max(0, math.ceil(solver.best_objective_bound - 1e-6)),
        seconds=watch.elapsed,
    )


def total(parts: Iterable[cp_model.LinearExprT]) -> cp_model.LinearExpr:
    """Return a sum that stays an expression when there is nothing to add."""
    return cp_model.LinearExpr.sum(list(parts))


class _Watch(cp_model.CpSolverSolutionCallback):
    """Tells of every better roster, without the roster itself."""

    def __init__(self, on_progress: Callable[[Progress], None] | None) -> None:
        super().__init__()
        self._tell = on_progress
        self._started = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    def on_solution_callback(self) -> None:
        """Called by the solver."""
        if self._tell is not None:
            bound = max(0, math.ceil(self.best_objective_bound - 1e-6))
            self._tell(
                Progress(
                    seconds=self.elapsed,
                    phase="search",
                    cost=round(self.objective_value),
                    bound=bound,
                    roster=None,
                )
            )


class _Month:
    """The model of a month: ``cells[person][day][code]``, kinds that cannot be left out."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.model = problem, cp_model.CpModel()
        self.days = range(problem.days)
        self.costs: list[cp_model.LinearExpr] = []
        self.cells = [[self._day(person, day) for day in self.days] for person in problem.people]
        for person, row in zip(problem.people, self.cells, strict=True):
            self._rest(row)
            self._runs(person, row)
            self._sums(person, row)
            self._wishes(person, row)
        self._cover()
        self.model.minimize(total(self.costs))

    def roster(self, solver: cp_model.CpSolver) -> Roster:
        """Read the roster of an ended solve."""
        return Roster(
            ((person.id, self.problem.date_of(day)), code)
            for person, row in zip(self.problem.people, self.cells, strict=True)
            for day in self.days
            for code, cell in row[day].items()
            if solver.boolean_value(cell)
        )

    def _day(self, person: Person, day: int) -> dict[str, Cell]:
        """At most one kind, of those that the person may work on the day."""
        when = self.problem.date_of(day)
        there = person.is_employed(when) and not person.is_fixed_off(when)
        kinds = [kind for kind in self.problem.kinds if there and may_work(self.problem, person, kind, when)]
        cells = {kind.code: self.model.new_bool_var(f"{person.id} {day} {kind.code}") for kind in kinds}
        self.model.add_at_most_one(cells.values())
        return cells

    def _rest(self, row: list[dict[str, Cell]]) -> None:
        """No two shifts with too little rest between them."""
        limit, kinds = self.problem.rules.rest_between, self.problem.kind_by_code
        least = 0 if limit is None else limit.value
        for day in self.days:
            for later in range(day + 1, min(day + REACH_DAYS, self.problem.days - 1) + 1):
                for first, cell in row[day].items():
                    for second, other in row[later].items():
                        if rest_minutes(kinds[first], kinds[second], later - day) < least:
                            self.model.add_bool_or(cell.negated(), other.negated())

    def _runs(self, person: Person, row: list[dict[str, Cell]]) -> None:
        """Longest runs: not all of a window; shortest: no work between two days off that are too near."""
        rules = self.problem.rules
        works = [total(cells.values()) for cells in row]
        nights = [total(cell for code, cell in cells.items() if self._is_night(code)) for cells in row]
        for limit, marks, own in (
            (rules.working_run, works, person.limits.working_run),
            (rules.night_run, nights, None),
        ):
            if limit is not None:
                longest = limit.with_own(own).value
                for first in range(self.problem.days - longest):
                    self.model.add(total(marks[first : first + longest + 1]) <= longest)
        shortest = rules.shortest_working_run
        if shortest is not None:
            least = shortest.with_own(person.limits.shortest_working_run).value
            for length in range(1, least):
                # off, so many days of work, off: neither end of the month closes a run
                for before in range(self.problem.days - length - 1):
                    inside, after = works[before + 1 : before + 1 + length], works[before + 1 + length]
                    self.model.add(works[before] + after + length >= total(inside) + 1)

    def _is_night(self, code: str) -> bool:
        return self.problem.kind_by_code[code].is_night

    def _sums(self, person: Person, row: list[dict[str, Cell]]) -> None:
        """Nights and paid minutes of the month."""
        rules, kinds = self.problem.rules, self.problem.kind_by_code
        worked = [(code, cell) for cells in row for code, cell in cells.items()]
        if rules.nights_in_month is not None:
            nights = total(cell for code, cell in worked if self._is_night(code))
            self.model.add(nights <= rules.nights_in_month.value)
        minutes = total(kinds[code].paid_minutes * cell for code, cell in worked)
        if rules.contract_max is not None:
            self.model.add(minutes <= ceiling(self.problem, person, rules.contract_max.value))
        if rules.contract_min is not None:
            self.model.add(minutes >= floor(self.problem, person, rules.contract_min.value))

    def _wishes(self, person: Person, row: list[dict[str, Cell]]) -> None:
        """Each refused wish costs."""
        limit = self.problem.rules.wish
        if limit is None:
            return
        for wish in self.problem.wishes_by_person.get(person.id, ()):
            cells = row[self.problem.day_of(wish.date)]
            having = (
                1 - total(cells.values())
                if wish.kind is None
                else total(cells[c] for c in cells if c == wish.kind)
            )
            refused = having if wish.avoid else 1 - having
            self.costs.append(limit.weight * wish.weight * refused)

    def _cover(self) -> None:
        """Count people in every slot: each missing and each too many costs."""
        problem, on = self.problem, self._on_duty()
        short, over = problem.rules.shortage, problem.rules.surplus
        for day in self.days:
            for slot, need in enumerate(problem.demand.of_day(day)):
                people = total(on.get((day, slot), ()))
                if short is not None:
                    missing = self.model.new_int_var(0, need, "")
                    self.model.add(missing >= need - short.value - people)
                    self.costs.append(short.weight * missing)
                if over is not None:
                    beyond = self.model.new_int_var(0, len(problem.people), "")
                    self.model.add(beyond >= people - need - over.value)
                    self.costs.append(over.weight * beyond)

    def _on_duty(self) -> dict[tuple[int, int], list[Cell]]:
        """Cells by the day and slot that they cover, where the day answers for the slot."""
        demand, found = self.problem.demand, dict[tuple[int, int], list[Cell]]()
        for row in self.cells:
            for day in self.days:
                for code, cell in row[day].items():
                    for slot in self._slots(code):
                        last = day == self.problem.days - 1
                        later, rest = (0, slot) if last else divmod(slot, demand.slots_per_day)
                        found.setdefault((day + later, rest), []).append(cell)
        return found

    def _slots(self, code: str) -> range:
        kind = self.problem.kind_by_code[code]
        return kind.slots(self.problem.demand.slot_minutes) if kind.covers else range(0)
