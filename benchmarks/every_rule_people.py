"""People of the month with every rule on: what makes some of them particular, and what they worked before."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from roster.ledger import Ledger
from roster.problem import DateRange, Person, PersonalLimits, Roster

SKILL: Final = "complaints"
HOURLY_RATE, LEADER_RATE = 3000, 4200
"""Fen."""


def particular(number: int, person: Person, first_day: date) -> Person:
    """Give the person of this number what the rules look at; most have some of it, few have much."""
    is_leader = person.role == "leader"
    person = replace(
        person,
        hourly_rate=LEADER_RATE if is_leader else HOURLY_RATE,
        carried=Ledger(nights=number % 4, weekend_days=number % 3, holidays=number % 2, turns=number % 3),
        busy_start=number % 3 == 0,
    )
    if number % 17 == 3:
        person = replace(person, no_night=(DateRange(first=first_day + timedelta(days=9)),))
    if number % 19 == 11:
        person = replace(person, no_overtime=(DateRange(first=first_day),))
    if number % 10 == 8:
        person = replace(person, booked_overtime_minutes=1800)
    if number % 9 == 4:
        person = replace(person, weekly_minutes=1800)
    if number % 4 == 0:
        person = replace(person, skills=frozenset({SKILL}))
    if number % 13 == 6:
        person = replace(person, probation_until=first_day + timedelta(days=16))
    if number % 15 == 9:
        person = replace(person, training=((first_day + timedelta(days=13), "T"),))
    if number % 12 == 7:
        own = PersonalLimits(working_run=5, weekends_in_month=2, most_of_kind=(("N", 2),))
        person = replace(person, limits=own)
    return person


def pattern(people: tuple[Person, ...], dates: Iterable[date]) -> Roster:
    """Return five days of seven on one kind for most, three nights and three days off for the others."""
    return Roster(
        ((person.id, when), "N" if number % 7 == 2 else "EMD"[number % 3])
        for when in dates
        for number, person in enumerate(people)
        if _works(number, when.toordinal())
    )


def _works(number: int, day: int) -> bool:
    return (day + number) % 6 < 3 if number % 7 == 2 else (day + 2 * number) % 7 < 5
