"""The calendar that a forecast was made with, and whether it is another one by now."""

import datetime as dt

from forecasting.calendar import Calendar, DayKind
from web.database import JsonObject

CALENDAR = "calendar"
"""Entry of `Forecast.parameters`; forecasts of older versions have none."""


def to_json(calendar: Calendar, last_day: dt.date) -> JsonObject:
    """Return what a forecast that ends on `last_day` knows of its dates, as plain values.

    The country names the holidays that are in the product; every date that the department keeps itself is
    written out, so that the forecast can be made again after the department has taken another country.
    """
    return {
        "country": calendar.country,
        "weekend": sorted(calendar.weekend),
        "days": {day.isoformat(): kind.value for day, kind in _kept(calendar, last_day)},
        "special": [day.isoformat() for day in sorted(calendar.special) if day <= last_day],
    }


def from_json(parameters: JsonObject) -> Calendar | None:
    """Return the calendar that a forecast was made with, without events; None where it is not recorded."""
    kept = parameters.get(CALENDAR)
    if kept is None:
        return None
    return Calendar(
        country=kept["country"],
        weekend=frozenset(kept["weekend"]),
        overrides={dt.date.fromisoformat(day): DayKind(kind) for day, kind in kept["days"].items()},
        special=frozenset(dt.date.fromisoformat(day) for day in kept["special"]),
    )


def is_other_calendar(parameters: JsonObject, now: Calendar, last_day: dt.date) -> bool:
    """Tell whether the dates up to `last_day` are others by now than when a forecast was made."""
    kept = parameters.get(CALENDAR)
    return kept is not None and kept != to_json(now, last_day)


def _kept(calendar: Calendar, last_day: dt.date) -> list[tuple[dt.date, DayKind]]:
    return sorted((day, kind) for day, kind in calendar.overrides.items() if day <= last_day)
