"""The variables of a roster: owned here, read by every constraint."""

from collections.abc import Callable, Iterable
from functools import cached_property

from roster.problem import Person, Problem, Roster, ShiftKind
from roster.solver.break_variables import BreakVariables
from roster.solver.program import Program, Sum, add_up

ONE_SHIFT_A_DAY = "one_shift_a_day"
"""Name of the rows that make cells a roster at all."""


class Cells:
    """One 0/1 variable per person, day and shift kind, with the sums that rules speak of.

    Days are numbers, 0 the first of the month. Negative days are history: their sums are constants.

    Parameters
    ----------
    problem
        The month.
    program
        An empty program to write to, when it is to be of a special kind.
    """

    def __init__(self, problem: Problem, program: Program | None = None) -> None:
        self.problem = problem
        self.program = Program() if program is None else program
        self.program.rule = ONE_SHIFT_A_DAY
        days, codes = range(problem.days), [kind.code for kind in problem.kinds]
        self._cell = {
            (person.id, day): {code: self.program.binary() for code in codes}
            for person in problem.people
            for day in days
        }
        self._works: dict[tuple[str, int], int] = {}
        for key, cell in self._cell.items():
            works = self.program.total(Sum(tuple((v, 1) for v in cell.values())))
            self.program.upper[works] = 1
            self._works[key] = works
        self._counts: dict[tuple[int, str], int] = {}
        self._weekends: dict[tuple[str, tuple[int, ...]], int] = {}
        self.short_runs: dict[tuple[str, str, int, int], int] = {}
        """Variables that price a run too short, by rule, person, first and last day, where that is soft."""

    def variable(self, person: Person, day: int, code: str) -> int:
        """Variable of a cell in the month."""
        return self._cell[person.id, day][code]

    def variables(self, person: Person, day: int) -> tuple[int, ...]:
        """Variables of all kinds of one cell."""
        return tuple(self._cell[person.id, day].values())

    @property
    def all_variables(self) -> list[int]:
        """Variables of all cells, ascending."""
        return [variable for cell in self._cell.values() for variable in cell.values()]

    @property
    def cell_count(self) -> int:
        """Number of all cells' variables."""
        return len(self._cell) * len(self.problem.kinds)

    def works_variable(self, person: Person, day: int) -> int:
        """Variable of working at all on a day of the month."""
        return self._works[person.id, day]

    def _past(self, person: Person, day: int) -> ShiftKind | None:
        code = self.problem.history.kind(person.id, self.problem.date_of(day))
        return None if code is None else self.problem.kind_by_code[code]

    def on(self, person: Person, day: int, codes: Iterable[str]) -> Sum:
        """1 when the person has one of the kinds on the day."""
        if day < 0:
            past = self._past(person, day)
            return Sum((), int(past is not None and past.code in set(codes)))
        cell = self._cell[person.id, day]
        return Sum(tuple((cell[code], 1) for code in codes))

    def works(self, person: Person, day: int) -> Sum:
        """1 when the person works on the day."""
        if day < 0:
            return Sum((), int(self._past(person, day) is not None))
        return Sum(((self._works[person.id, day], 1),))

    @cached_property
    def night_codes(self) -> tuple[str, ...]:
        """Codes of the kinds that count as nights."""
        return tuple(kind.code for kind in self.problem.kinds if kind.is_night)

    def night(self, person: Person, day: int) -> Sum:
        """1 when the person has a night on the day."""
        return self.on(person, day, self.night_codes)

    def weekend(self, person: Person, days: tuple[int, ...]) -> Sum:
        """1 when the person works on any of the days of a weekend."""
        key = person.id, days
        if key not in self._weekends:
            self._weekends[key] = self.program.maximum([self.works(person, day) for day in days])
        return Sum(((self._weekends[key], 1),))

    def weekends_of(self, person: Person) -> dict[tuple[int, ...], int]:
        """Variables of the person's weekends that a rule counts, by their days."""
        return {days: v for (who, days), v in self._weekends.items() if who == person.id}

    def minutes(self, person: Person, days: range | None = None) -> Sum:
        """Paid minutes of the days, by default of the month."""
        kinds = self.problem.kinds
        return Sum(
            tuple(
                (self._cell[person.id, day][kind.code], kind.paid_minutes)
                for day in days or range(self.problem.days)
                for kind in kinds
            )
        )

    def total(self, counts: Callable[[int], Sum]) -> Sum:
        """Sum of a daily expression over the month."""
        return add_up(counts(day) for day in range(self.problem.days))

    def count(self, day: int, code: str) -> Sum:
        """People on the kind on the day; one shared variable, so that interval rows stay short."""
        if day < 0:
            when = self.problem.date_of(day)
            return Sum((), sum(self.problem.history.kind(p.id, when) == code for p in self.problem.people))
        if (day, code) not in self._counts:
            people = add_up(self.on(person, day, (code,)) for person in self.problem.people)
            self._counts[day, code] = self.program.total(people)
        return Sum(((self._counts[day, code], 1),))

    @cached_property
    def breaks(self) -> BreakVariables:
        """Variables of the breaks that have to be placed; made where a rule first asks for them."""
        return BreakVariables(self.problem, self.program, self.count)

    def ones(self, roster: Roster) -> list[int]:
        """Return the variables that the roster sets to 1."""
        day_of = self.problem.day_of
        return [self._cell[person, day_of(when)][code] for (person, when), code in roster.items()]

    def roster(self, is_one: Callable[[int], bool]) -> Roster:
        """Read the roster back from the variables' values."""
        return Roster(
            ((person, self.problem.date_of(day)), code)
            for (person, day), cell in self._cell.items()
            for code, variable in cell.items()
            if is_one(variable)
        )
