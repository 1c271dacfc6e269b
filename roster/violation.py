"""What a rule reports. Words are made from the code elsewhere, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Unit = Literal[
    "minutes",
    "days",
    "nights",
    "people",
    "person_slots",
    "shifts",
    "weekend_days",
    "weekends",
    "wish",
    "fen",
    "items",
]


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One departure from one rule.

    Parameters
    ----------
    code
        Name of the rule, equal to the module in ``roster.rules``.
    person
        Employee number, None when it concerns a day or a group.
    dates
        Dates concerned, ascending; empty when the whole month is.
    measured, limit, unit
        What was found, what is allowed, in which unit.
    hard
        True: the roster may not be used so. False: it costs ``cost``.
    cost
        Part of the roster's cost, 0 when hard.
    extra
        Further facts for the words, as pairs of name and text or whole number.
    """

    code: str
    person: str | None = None
    dates: tuple[date, ...] = ()
    measured: int = 0
    limit: int = 0
    unit: Unit = "days"
    hard: bool = True
    cost: int = 0
    extra: tuple[tuple[str, str | int], ...] = ()

    @property
    def details(self) -> Mapping[str, str | int]:
        """The further facts by name."""
        return dict(self.extra)

    def to_json(self) -> dict[str, Any]:
        """Return plain values for ``json.dumps``; ``from_json`` reads them back."""
        return {
            "code": self.code,
            "person": self.person,
            "dates": [day.isoformat() for day in self.dates],
            "measured": self.measured,
            "limit": self.limit,
            "unit": self.unit,
            "hard": self.hard,
            "cost": self.cost,
            "extra": [list(pair) for pair in self.extra],
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Violation":
        """Read what ``to_json`` wrote.

        Raises
        ------
        KeyError
            When a field is missing.
        """
        return cls(
            code=plain["code"],
            person=plain["person"],
            dates=tuple(date.fromisoformat(day) for day in plain["dates"]),
            measured=plain["measured"],
            limit=plain["limit"],
            unit=plain["unit"],
            hard=plain["hard"],
            cost=plain["cost"],
            extra=tuple((name, value) for name, value in plain["extra"]),
        )
