"""The page on which the volume is analysed down to year, month and day (R-1.3)."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from flask import Blueprint, make_response, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forecasting.calendar import Event
from forecasting.volume import COLUMNS, by_day_of_month, by_event, by_month, by_weekday, by_year, day_frame
from web import access, database
from web.admin.event_words import event_days, event_title
from web.admin.words import weekdays
from web.forecasts.history import call_calendar, day_totals, load_calls
from web.i18n import RANGE, day, number, percent
from web.i18n import month as month_words
from web.people.tables import Department

blueprint = Blueprint("volume", __name__, template_folder="templates")

BUSY, SLACK = 1.05, 0.95
"""From and up to which share of the usual calls a row is called busy or slack."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of a table, in words; `kind` is busy, slack or usual, `events` what lasted in its days."""

    label: str
    days: str
    calls: str
    per_day: str
    share: str
    kind: str
    events: Sequence[str] = ()


@blueprint.get("/forecast/volume")
def index() -> Response:
    """Show years, months, days of the month, weekdays and events."""
    session = database.session()
    department = session.get_one(Department, access.actor().department_id)
    days = day_frame(day_totals(load_calls(session, department)))
    names = dict(weekdays())
    events = call_calendar(session, department).events
    happened = [_event_line(event, figures) for event, figures in by_event(days, events)]
    page = render_template(
        "forecasts/volume.html",
        known=not days.empty,
        tables=[
            (_("By month"), _("Month"), [_with_events(line, key, events) for key, line in _months(days)]),
            (_("By weekday"), _("Weekday"), _lines(by_weekday(days), lambda key: names[key[0] + 1])),
            (_("By day of the month"), _("Day"), _lines(by_day_of_month(days), lambda key: str(key[0]))),
            (_("By year"), _("Year"), _lines(by_year(days), lambda key: str(key[0]))),
            *([(_("By event"), _("Event"), happened)] if happened else []),
        ],
    )
    return make_response(page)


def _months(days: pd.DataFrame) -> list[tuple[tuple[int, ...], Line]]:
    found = by_month(days)
    return list(zip(found.index, _lines(found, _month), strict=True))


def _with_events(line: Line, month: tuple[int, ...], events: Sequence[Event]) -> Line:
    """Add the events that last in a month, each with its days."""
    year, number_of_month = month
    lasting = [
        event
        for event in events
        if (event.start.year, event.start.month)
        <= (year, number_of_month)
        <= (event.end.year, event.end.month)
    ]
    words = [f"{event_title(event.kind, event.name)} ({_short_days(event)})" for event in lasting]
    return replace(line, events=words)


def _event_line(event: Event, figures: pd.DataFrame) -> Line:
    title = event_title(event.kind, event.name)
    return _lines(figures, lambda _key: f"{title}, {event_days(event.start, event.end)}")[0]


def _short_days(event: Event) -> str:
    first, last = day(event.start), day(event.end)
    return first if first == last else f"{first} {RANGE} {last}"


def _month(key: tuple[int, ...]) -> str:
    return month_words(pd.Timestamp(key[0], key[1], 1).date())


def _lines(found: pd.DataFrame, name: Callable[[tuple[int, ...]], str]) -> list[Line]:
    return [
        Line(
            label=name(key),
            days=number(days),
            calls=number(calls),
            per_day=number(per_day),
            share="–" if math.isnan(busy) else percent(busy),
            kind="busy" if busy >= BUSY else "slack" if busy <= SLACK else "usual",
        )
        for key, days, calls, per_day, busy in zip(
            found.index, *(found[column] for column in COLUMNS), strict=True
        )
    ]
