"""The events that a forecast was made with, and whether others are known by now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from forecasting.calendar import Event
from web.database import JsonObject

PARAMETER, BILLING = "events", "billing_days"
"""Entries of `Forecast.parameters`."""


@dataclass(frozen=True, kw_only=True)
class EventsSince:
    """What differs between the events that a forecast knew and those that are known now."""

    new: Sequence[Event] = ()
    gone: Sequence[Event] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.new or self.gone)


def to_json(events: Sequence[Event], last_day: dt.date) -> list[JsonObject]:
    """Return the events that can matter to a forecast which ends on `last_day`, as plain values."""
    return [
        {
            "start": event.start.isoformat(),
            "end": event.end.isoformat(),
            "kind": event.kind,
            "name": event.name,
        }
        for event in events
        if event.start <= last_day
    ]


def from_json(parameters: JsonObject) -> list[Event]:
    """Return the events that a forecast was made with; forecasts of older versions knew none."""
    return [
        Event(
            start=dt.date.fromisoformat(event["start"]),
            end=dt.date.fromisoformat(event["end"]),
            kind=event["kind"],
            name=event["name"],
        )
        for event in parameters.get(PARAMETER, [])
    ]


def events_since(known: Sequence[Event], now: Sequence[Event], last_day: dt.date) -> EventsSince:
    """Return which events a forecast that ends on `last_day` does not know, and which it should not."""
    present = [event for event in now if event.start <= last_day]
    return EventsSince(
        new=[event for event in present if event not in known],
        gone=[event for event in known if event not in present],
    )


def known_billing_days(parameters: JsonObject) -> list[int]:
    """Return the billing days that a forecast was made with."""
    days: list[int] = parameters.get(BILLING, [])
    return days


def on_day(events: Sequence[Event], day: dt.date) -> list[Event]:
    """Return the events that last on a day."""
    return [event for event in events if event.start <= day <= event.end]
