"""Question and answer of a repair as plain values: they travel between the site and its child process."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from roster.hindrance import hindrances
from roster.hours import hours
from roster.repair import Alternative, CellChange, Repair
from roster.violation import Violation
from web.database import JsonObject


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Who is absent from which published version.

    Parameters
    ----------
    person
        Employee number.
    first_change
        First date that may still change.
    begun
        Shifts of that date that have begun: (employee number, date).
    may_change
        Employee numbers of those who may be asked; None for everybody.
    """

    version_id: int
    person: str
    dates: tuple[date, ...]
    first_change: date
    begun: tuple[tuple[str, date], ...] = ()
    may_change: tuple[str, ...] | None = None

    def to_json(self) -> JsonObject:
        """Return plain values for ``json.dumps``."""
        return {
            "version_id": self.version_id,
            "person": self.person,
            "dates": [day.isoformat() for day in self.dates],
            "first_change": self.first_change.isoformat(),
            "begun": [[person, day.isoformat()] for person, day in self.begun],
            "may_change": None if self.may_change is None else list(self.may_change),
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Ask":
        """Read what ``to_json`` wrote."""
        return cls(
            version_id=plain["version_id"],
            person=plain["person"],
            dates=tuple(date.fromisoformat(day) for day in plain["dates"]),
            first_change=date.fromisoformat(plain["first_change"]),
            begun=tuple((person, date.fromisoformat(day)) for person, day in plain["begun"]),
            may_change=None if plain["may_change"] is None else tuple(plain["may_change"]),
        )


@dataclass(frozen=True, kw_only=True)
class Load:
    """By how much the month of one person changes; all may be negative."""

    person: str
    minutes: int
    nights: int
    weekend_days: int


@dataclass(frozen=True, kw_only=True)
class Option:
    """One alternative as the page needs it; the changes of the absence itself are left out."""

    changes: tuple[CellChange, ...]
    people: tuple[str, ...]
    left_open: tuple[Violation, ...]
    loads: tuple[Load, ...]
    cost: int
    proven: bool


@dataclass(frozen=True, kw_only=True)
class Hole:
    """A shift that stays open in the best alternative: how many people each reason keeps from it."""

    date: date
    kind: str
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Found:
    """The answer.

    Parameters
    ----------
    options
        The best first; one only when it is partial.
    is_partial
        A hard rule stays broken whatever is done.
    cost_published
        Cost before the absence.
    """

    options: tuple[Option, ...]
    is_partial: bool
    cost_published: int
    seconds: float
    holes: tuple[Hole, ...]

    def to_json(self) -> JsonObject:
        """Return plain values for ``json.dumps``."""
        return {
            "options": [_option_json(option) for option in self.options],
            "is_partial": self.is_partial,
            "cost_published": self.cost_published,
            "seconds": self.seconds,
            "holes": [
                {"date": hole.date.isoformat(), "kind": hole.kind, "reasons": [list(r) for r in hole.reasons]}
                for hole in self.holes
            ],
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Found":
        """Read what ``to_json`` wrote."""
        return cls(
            options=tuple(_option(each) for each in plain["options"]),
            is_partial=plain["is_partial"],
            cost_published=plain["cost_published"],
            seconds=plain["seconds"],
            holes=tuple(
                Hole(
                    date=date.fromisoformat(hole["date"]),
                    kind=hole["kind"],
                    reasons=tuple((code, count) for code, count in hole["reasons"]),
                )
                for hole in plain["holes"]
            ),
        )


def found_of(repair: Repair, ask: Ask) -> Found:
    """Return what the page needs of a repair."""
    options = repair.alternatives or (repair.best,)
    return Found(
        options=tuple(_option_of(repair, option) for option in options),
        is_partial=repair.partial is not None,
        cost_published=repair.cost_published,
        seconds=repair.seconds,
        holes=_holes(repair, ask),
    )


def _option_of(repair: Repair, option: Alternative) -> Option:
    month = repair.month
    loads = []
    for number in option.people:
        person = month.problem.person_by_id[number]
        before = hours(month.problem, month.published, person)
        after = hours(month.problem, option.roster, person)
        loads.append(
            Load(
                person=number,
                minutes=after.minutes - before.minutes,
                nights=after.nights - before.nights,
                weekend_days=after.weekend_days - before.weekend_days,
            )
        )
    return Option(
        changes=tuple(c for c in option.changes if c.date not in month.absent.get(c.person, ())),
        people=option.people,
        left_open=option.left_open,
        loads=tuple(loads),
        cost=option.cost,
        proven=option.proven,
    )


def _holes(repair: Repair, ask: Ask) -> tuple[Hole, ...]:
    """Return the absence's shifts on whose date something stays open, with why nobody takes them."""
    month = repair.month
    open_on = {found.dates[0] for found in repair.best.left_open}
    holes = []
    for when in ask.dates:
        kind = month.published.kind(ask.person, when)
        if kind is None or when not in open_on or when < ask.first_change:
            continue
        counts: dict[str, int] = {}
        for hindrance in hindrances(month, when, kind, may_change=ask.may_change):
            for code in hindrance.codes[:1]:
                counts[code] = counts.get(code, 0) + 1
        holes.append(Hole(date=when, kind=kind, reasons=tuple(sorted(counts.items(), key=lambda c: -c[1]))))
    return tuple(holes)


def _option_json(option: Option) -> JsonObject:
    return {
        "changes": [[c.person, c.date.isoformat(), c.before, c.after] for c in option.changes],
        "people": list(option.people),
        "left_open": [found.to_json() for found in option.left_open],
        "loads": [[load.person, load.minutes, load.nights, load.weekend_days] for load in option.loads],
        "cost": option.cost,
        "proven": option.proven,
    }


def _option(plain: Mapping[str, Any]) -> Option:
    return Option(
        changes=tuple(
            CellChange(person=person, date=date.fromisoformat(day), before=before, after=after)
            for person, day, before, after in plain["changes"]
        ),
        people=tuple(plain["people"]),
        left_open=tuple(Violation.from_json(found) for found in plain["left_open"]),
        loads=tuple(
            Load(person=person, minutes=minutes, nights=nights, weekend_days=weekend_days)
            for person, minutes, nights, weekend_days in plain["loads"]
        ),
        cost=plain["cost"],
        proven=plain["proven"],
    )
