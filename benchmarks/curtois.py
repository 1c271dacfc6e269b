"""The public format of Curtois and Qu (2014) for shift scheduling: instances in, rosters out.

Conventions that the files do not state: day 0 is a Monday; nothing is known of the days before and after,
so runs that touch an end of the horizon are never too short.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from roster.problem import (
    Demand,
    Person,
    PersonalLimits,
    Problem,
    Roster,
    RuleSettings,
    ShiftKind,
    ShiftNeed,
    Wish,
    hard,
    soft,
)

FIRST_DAY = date(2024, 1, 1)
"""Some Monday."""
OFF = "-"
RULES = RuleSettings(
    no_night=None,
    closed_day=None,
    rest_between=None,
    weekly_days_off=None,
    night_run=None,
    night_rest=None,
    average_week=None,
    leader_present=None,
    shortage=None,
    surplus=None,
    night_fairness=None,
    weekend_fairness=None,
    working_run=hard(1),
    shortest_working_run=hard(1),
    shortest_days_off=hard(1),
    weekends_in_month=hard(),
    kinds_in_month=hard(),
    contract_max=hard(),
    contract_min=hard(),
    shift_shortage=soft(weight=1),
    shift_surplus=soft(weight=1),
    wish=soft(weight=1),
)
"""The rules of the format; their numbers come from the people."""


def read_instance(file: Path) -> Problem:
    """Read an instance.

    Raises
    ------
    ValueError
        When a line does not have the parts that its section wants.
    """
    sections: dict[str, list[list[str]]] = {}
    for name, line in _lines(file):
        sections.setdefault(name, []).append(line.split(","))
    days = int(sections["HORIZON"][0][0])
    forbidden = {
        (code, after)
        for code, _, follows in (_padded(row, 3) for row in sections["SHIFTS"])
        for after in follows.split("|")
        if after
    }
    return Problem(
        people=tuple(_people(sections)),
        kinds=tuple(_kind(row[0], int(row[1])) for row in sections["SHIFTS"]),
        first_day=FIRST_DAY,
        days=days,
        demand=Demand.none(FIRST_DAY, days, slot_minutes=60),
        shift_needs=tuple(
            ShiftNeed(date=_date(day), kind=kind, people=int(need), under=int(under), over=int(over))
            for day, kind, need, under, over in sections.get("COVER", [])
        ),
        wishes=tuple(
            Wish(person=person, date=_date(day), kind=kind, weight=int(weight), avoid=avoid)
            for section, avoid in (("SHIFT_ON_REQUESTS", False), ("SHIFT_OFF_REQUESTS", True))
            for person, day, kind, weight in sections.get(section, [])
            if int(weight)
        ),
        rules=replace(RULES, forbidden_successions=frozenset(forbidden)),
    )


def write_roster(problem: Problem, roster: Roster, file: Path) -> None:
    """Write one line per person: ``ID: D - N ...``."""
    dates = [problem.date_of(day) for day in range(problem.days)]
    with file.open("w", encoding="utf-8") as out:
        for person in problem.people:
            shifts = " ".join(roster.kind(person.id, when) or OFF for when in dates)
            out.write(f"{person.id}: {shifts}\n")


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the section and the text of each line that holds data."""
    section = ""
    for raw in file.read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("SECTION_"):
            section = line.removeprefix("SECTION_")
        elif line and not line.startswith("#"):
            yield section, line


def _padded(row: list[str], length: int) -> list[str]:
    return (row + [""] * length)[:length]


def _date(day: str) -> date:
    return FIRST_DAY + timedelta(days=int(day))


def _kind(code: str, minutes: int) -> ShiftKind:
    return ShiftKind(code=code, family="D", start_minute=0, end_minute=minutes, paid_minutes=minutes)


def _people(sections: dict[str, list[list[str]]]) -> Iterator[Person]:
    days_off = {row[0]: frozenset(map(_date, row[1:])) for row in sections.get("DAYS_OFF", [])}
    for person, kinds, *numbers in sections["STAFF"]:
        most_minutes, least_minutes, longest, shortest, rest, weekends = map(int, numbers)
        most_of = [(code, int(most)) for code, _, most in (part.partition("=") for part in kinds.split("|"))]
        yield Person(
            id=person,
            days_off=days_off.get(person, frozenset()),
            forbidden_kinds=frozenset(code for code, most in most_of if not most),
            limits=PersonalLimits(
                working_run=longest,
                shortest_working_run=shortest,
                shortest_days_off=rest,
                weekends_in_month=weekends,
                most_minutes=most_minutes,
                least_minutes=least_minutes,
                most_of_kind=tuple((code, most) for code, most in most_of if most),
            ),
        )
