"""Cells of a roster as plain values, for the JSON columns of a job: by employee number, by ISO date."""

import datetime as dt
from collections.abc import Mapping

from roster.problem import Cell, Roster
from web.database import JsonObject


def to_json(cells: Mapping[Cell, str | None]) -> JsonObject:
    """Return a roster, or locked cells (None: rest), as plain values."""
    plain: dict[str, dict[str, str | None]] = {}
    for (person, day), code in cells.items():
        plain.setdefault(person, {})[day.isoformat()] = code
    return plain


def cells_from_json(plain: JsonObject) -> dict[Cell, str | None]:
    """Read what `to_json` wrote."""
    return {
        (person, dt.date.fromisoformat(day)): code
        for person, row in plain.items()
        for day, code in row.items()
    }


def roster_from_json(plain: JsonObject) -> Roster:
    """Read what `to_json` wrote of a roster."""
    return Roster((cell, code) for cell, code in cells_from_json(plain).items() if code is not None)
