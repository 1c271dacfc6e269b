"""Six people over a fortnight, for the tests of swaps: June 2026, from a Monday on."""

from datetime import date, timedelta

from roster.problem import Person, Problem, hard
from roster.swaps.conditions import Moment
from roster.swaps.moves import Move, Swap
from tests.roster.small import month, only

PEOPLE = ("ann", "ben", "cai", "dan", "eva", "fay")


def june(day: int) -> date:
    return date(2026, 6, day)


def office(**others: object) -> Problem:
    """People who may do everything; the only rule asks for 11 hours between two shifts."""
    people = tuple(Person(id=name) for name in PEOPLE)
    return month(**({"people": people, "days": 14, "rules": only("rest_between", hard(660))} | others))  # type: ignore[arg-type]


def give(day: int, giver: str, taker: str) -> Move:
    return Move(date=june(day), giver=giver, taker=taker)


def exchange(day: int, one: str, two: str) -> Swap:
    return Swap(moves=(give(day, one, two), give(day, two, one)))


def stand_in(*days: int, giver: str = "ann", taker: str = "ben") -> Swap:
    return Swap(moves=tuple(give(day, giver, taker) for day in days))


def days_before(swap: Swap, days: int) -> Moment:
    """So many calendar days before the first shift, at eight in the morning; each shift starts at nine."""
    today = swap.dates[0] - timedelta(days=days)
    ahead = {(move.giver, move.date): (move.date - today).days * 1440 + 60 for move in swap.all_moves}
    return Moment(today=today, minutes_ahead=ahead)
