"""The page on which the volume is analysed down to year, month and day (R-1.3)."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from flask import Blueprint, make_response, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forecasting.volume import COLUMNS, by_day_of_month, by_month, by_weekday, by_year, day_frame
from web import access, database
from web.admin.words import weekdays
from web.forecasts.history import day_totals, load_calls
from web.i18n import month as month_words
from web.i18n import number, percent
from web.people.tables import Department

blueprint = Blueprint("volume", __name__, template_folder="templates")

BUSY, SLACK = 1.05, 0.95
"""From and up to which share of the usual calls a row is called busy or slack."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of a table, in words; `kind` is busy, slack or usual."""

    label: str
    days: str
    calls: str
    per_day: str
    share: str
    kind: str


@blueprint.get("/forecast/volume")
def index() -> Response:
    """Show years, months, days of the month and weekdays."""
    session = database.session()
    department = session.get_one(Department, access.actor().department_id)
    days = day_frame(day_totals(load_calls(session, department)))
    names = dict(weekdays())
    page = render_template(
        "forecasts/volume.html",
        known=not days.empty,
        tables=[
            (_("By month"), _("Month"), _lines(by_month(days), _month)),
            (_("By weekday"), _("Weekday"), _lines(by_weekday(days), lambda key: names[key[0] + 1])),
            (_("By day of the month"), _("Day"), _lines(by_day_of_month(days), lambda key: str(key[0]))),
            (_("By year"), _("Year"), _lines(by_year(days), lambda key: str(key[0]))),
        ],
    )
    return make_response(page)


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
