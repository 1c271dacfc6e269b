"""What a roster costs in money (R-1.17): paid hours at each person's rate, with premiums.

Money is whole fen (0.01 yuan). Each shift is priced by itself, so premiums are those that a shift shows:
night work and statutory holidays. Pay for overtime of the month depends on all shifts together and is not
in it, nor is what contracts guarantee without work.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from roster.calendar import DayType
from roster.problem import Person, Problem, Roster, ShiftKind
from roster.shifts import MINUTES_PER_DAY

PER_CENT_MINUTES = 6000
"""Minutes of an hour times the hundred of a per cent."""


@dataclass(frozen=True, kw_only=True)
class LabourCost:
    """Money that a month costs.

    Parameters
    ----------
    total
        Fen, of those whose rate is known.
    by_person
        Fen by employee number; who has no known rate is left out.
    without_rate
        Employee numbers of people with shifts and no known rate, ascending.
    """

    total: int
    by_person: dict[str, int]
    without_rate: tuple[str, ...]


def shift_cost(problem: Problem, person: Person, kind: ShiftKind, when: date) -> int:
    """Fen that the person's shift on the date costs, rounded to the nearest; 0 without a known rate."""
    if person.hourly_rate is None:
        return 0
    rules = problem.rules
    at_night = min(kind.minutes_between(rules.night_from, rules.night_to), kind.paid_minutes)
    on_holiday = min(_holiday_minutes(problem, kind, when), kind.paid_minutes)
    minutes = 100 * kind.paid_minutes + rules.night_premium * at_night + rules.holiday_premium * on_holiday
    return (person.hourly_rate * minutes + PER_CENT_MINUTES // 2) // PER_CENT_MINUTES


def labour_cost(problem: Problem, roster: Roster) -> LabourCost:
    """Return what the shifts that start in the month cost."""
    by_person = {person.id: 0 for person in problem.people if person.hourly_rate is not None}
    without: set[str] = set()
    for (number, when), code in roster.items():
        person = problem.person_by_id[number]
        if person.hourly_rate is None:
            without.add(number)
        elif problem.first_day <= when <= problem.last_day:
            by_person[number] += shift_cost(problem, person, problem.kind_by_code[code], when)
    return LabourCost(total=sum(by_person.values()), by_person=by_person, without_rate=tuple(sorted(without)))


def paid_minutes(problem: Problem, roster: Roster) -> int:
    """Return the paid minutes of the shifts that start in the month, whatever anybody's rate."""
    return sum(
        problem.kind_by_code[code].paid_minutes
        for (_person, when), code in roster.items()
        if problem.first_day <= when <= problem.last_day and code in problem.kind_by_code
    )


def _holiday_minutes(problem: Problem, kind: ShiftKind, when: date) -> int:
    """Minutes of the shift on statutory holidays, on either side of midnight."""
    parts = (
        (when, min(kind.end_minute, MINUTES_PER_DAY) - kind.start_minute),
        (when + timedelta(days=1), max(0, kind.end_minute - MINUTES_PER_DAY)),
    )
    return sum(m for day, m in parts if problem.calendar.day_type(day) is DayType.STATUTORY)
