"""One person's month with the days before it, as the rules on people read it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from roster.problem import HISTORY_DAYS, Limit, Person, Problem, Roster, ShiftKind
from roster.violation import Unit, Violation


@dataclass(frozen=True)
class Line:
    """What one person works, day by day.

    Days are numbers: 0 is the first of the month, -1 the day before, down to -``HISTORY_DAYS``.
    """

    person: Person
    cells: tuple[ShiftKind | None, ...]

    @classmethod
    def of(cls, problem: Problem, roster: Roster, person: Person) -> "Line":
        """Read the person's line from history and roster."""
        row, past, kinds = (
            roster.of_person(person.id),
            problem.history.of_person(person.id),
            problem.kind_by_code,
        )
        codes = [past.get(day) for day in problem.dates[:HISTORY_DAYS]]
        codes += [row.get(day) for day in problem.dates[HISTORY_DAYS:]]
        return cls(person, tuple(None if code is None else kinds[code] for code in codes))

    def on(self, day: int) -> ShiftKind | None:
        """Shift kind of the day, None when off."""
        return self.cells[day + HISTORY_DAYS]

    def works(self, day: int) -> bool:
        """Whether the person works on the day."""
        return self.cells[day + HISTORY_DAYS] is not None

    def is_night(self, day: int) -> bool:
        """Whether the person has a night on the day."""
        kind = self.cells[day + HISTORY_DAYS]
        return kind is not None and kind.is_night

    @property
    def month(self) -> tuple[ShiftKind | None, ...]:
        """The days of the month alone."""
        return self.cells[HISTORY_DAYS:]

    @property
    def minutes(self) -> int:
        """Paid minutes of the shifts that start in the month."""
        return self.minutes_between(0, len(self.month) - 1)

    def minutes_between(self, first: int, last: int) -> int:
        """Paid minutes of the shifts that start between two days of the month, both included."""
        return sum(kind.paid_minutes for kind in self.month[first : last + 1] if kind is not None)


def runs(line: Line, counts: Callable[[int], bool], *, since: int = 0) -> list[tuple[int, int]]:
    """Return maximal runs of days on which ``counts`` holds and that reach the day ``since`` or a later one.

    Returns
    -------
    list of (first, last)
        Day numbers, both included.
    """
    found: list[tuple[int, int]] = []
    start: int | None = None
    end = len(line.cells) - HISTORY_DAYS
    for day in range(-HISTORY_DAYS, end + 1):
        if day < end and counts(day):
            start = day if start is None else start
        elif start is not None:
            if day - 1 >= since:
                found.append((start, day - 1))
            start = None
    return found


def days_between(problem: Problem, first: int, last: int) -> tuple[date, ...]:
    """Return the dates of the day numbers, both included."""
    return problem.dates[first + HISTORY_DAYS : last + HISTORY_DAYS + 1]


def runs_beyond(
    problem: Problem, line: Line, counts: Callable[[int], bool], *, code: str, limit: Limit, unit: Unit
) -> list[Violation]:
    """One violation per run longer than the limit; each day of the month beyond it costs."""
    found: list[Violation] = []
    for first, last in runs(line, counts):
        beyond = last + 1 - max(first + limit.value, 0)
        if beyond > 0:
            found.append(
                Violation(
                    code=code,
                    person=line.person.id,
                    dates=days_between(problem, first, last),
                    measured=last - first + 1,
                    limit=limit.value,
                    unit=unit,
                    hard=limit.hard,
                    cost=limit.cost(beyond),
                )
            )
    return found


def short_runs(
    problem: Problem, line: Line, counts: Callable[[int], bool], *, code: str, limit: Limit
) -> list[Violation]:
    """One violation per run shorter than the limit; each day missing costs.

    A run is judged in the month that ends it, when both of its ends are known: not while it may go on
    after the month, nor where nothing is known of the days before the month.
    """
    found: list[Violation] = []
    for first, last in runs(line, counts, since=-1):
        missing = limit.value - (last - first + 1)
        if missing > 0 and last < problem.days - 1 and (first > 0 or problem.knows_past):
            found.append(
                Violation(
                    code=code,
                    person=line.person.id,
                    dates=days_between(problem, first, last),
                    measured=last - first + 1,
                    limit=limit.value,
                    unit="days",
                    hard=limit.hard,
                    cost=limit.cost(missing),
                )
            )
    return found


def count_beyond(
    problem: Problem, line: Line, days: list[int], *, code: str, limit: Limit, unit: Unit, measured: int
) -> list[Violation]:
    """One violation when the month holds more than the limit; each unit beyond costs."""
    if measured <= limit.value:
        return []
    return [
        Violation(
            code=code,
            person=line.person.id,
            dates=tuple(problem.date_of(day) for day in days),
            measured=measured,
            limit=limit.value,
            unit=unit,
            hard=limit.hard,
            cost=limit.cost(measured - limit.value),
        )
    ]


def minutes_beyond(
    line: Line, most: int, *, code: str, limit: Limit, extra: tuple[tuple[str, str | int], ...] = ()
) -> list[Violation]:
    """One violation when the month holds more than ``most`` minutes; each started hour beyond costs."""
    beyond = line.minutes - most
    if beyond <= 0:
        return []
    return [
        Violation(
            code=code,
            person=line.person.id,
            measured=line.minutes,
            limit=most,
            unit="minutes",
            hard=limit.hard,
            cost=limit.cost(-(-beyond // 60)),
            extra=extra,
        )
    ]


LineCheck = Callable[[Problem, Line], list[Violation]]


def over_lines(check_line: LineCheck) -> Callable[[Problem, Roster], list[Violation]]:
    """Return the check of a whole roster: the check of each person's line, one after the other."""

    def check(problem: Problem, roster: Roster) -> list[Violation]:
        found: list[Violation] = []
        for person in problem.people:
            found += check_line(problem, Line.of(problem, roster, person))
        return found

    check.__doc__ = f"Check every person: {check_line.__doc__}"
    return check
