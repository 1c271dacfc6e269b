"""Where the events of a department lie on a chart: a band over their days, and a short name above it."""

import datetime as dt
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from flask_babel import gettext as _

from forecasting.calendar import Event
from web.admin.event_words import event_title
from web.database import JsonObject
from web.forecasts.known_events import on_day

LONGEST, LANES = 12, 3
"""Characters of a name on a chart, and rows of names above it; what finds no room is in tooltip and table."""
NARROWEST_PX, WIDE_PX, PLAIN_PX = 300, 12, 7
"""Pixels of a chart on a phone, and of a character: as wide as high, or not."""


def event_bands(dates: Sequence[dt.date], events: Sequence[Event]) -> list[JsonObject]:
    """Return the events that last on days of a chart, in order of their first place.

    Parameters
    ----------
    dates
        The day of each place of the chart, in order; several places may lie on one day.

    Returns
    -------
    list of JsonObject
        ``first`` and ``last`` place, ``label`` (empty where it would cover another one), its ``lane`` from
        below, and whether it ``ends`` at its place because it would not fit behind it.
    """
    free = [0.0] * LANES
    found: list[JsonObject] = []
    for event in sorted(events, key=lambda each: (each.start, each.end)):
        first, last = bisect_left(dates, event.start), bisect_right(dates, event.end) - 1
        if last < first:
            continue
        label = _shortened(event_title(event.kind, event.name))
        width, begin = _width(label), NARROWEST_PX * first / len(dates)
        ends = begin + width > NARROWEST_PX
        begin = begin - width if ends else begin
        lane = next((lane for lane in range(LANES) if free[lane] <= begin), None)
        if lane is not None:
            free[lane] = begin + width + PLAIN_PX
        found.append(
            {
                "first": first,
                "last": last,
                "label": "" if lane is None else label,
                "lane": lane or 0,
                "ends": ends,
            }
        )
    return found


def events_words(events: Sequence[Event], date: dt.date) -> str:
    """Return the events that last on a day, for a table."""
    return _(", ").join(event_title(event.kind, event.name) for event in on_day(events, date))


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST else title[: LONGEST - 1] + "…"


def _width(label: str) -> int:
    return sum(WIDE_PX if unicodedata.east_asian_width(sign) in "WF" else PLAIN_PX for sign in label)
