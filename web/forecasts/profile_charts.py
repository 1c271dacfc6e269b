"""Handling time and patience by time of day, as charts of the forecast page, with the calls behind them."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from web.forecasts.charts import Chart
from web.i18n import clock, number, weekday
from web.planning.profiles import Figure, Profiles

FEW_CALLS = 50
"""Of one weekday in the half-year: with fewer, its figures are those of the other weekdays all but alone."""


@dataclass(frozen=True, kw_only=True)
class ProfileChart:
    """One of the two: heading, chart, what it rests on, and what is said of a weekday with few calls."""

    name: str
    title: str
    chart: Chart
    rests_on: str
    few: str


def profile_charts(profiles: Profiles, day: dt.date) -> list[ProfileChart]:
    """Return the charts of what a need was staffed by, for the weekday of a day; none without."""
    found = []
    if profiles.handling is not None:
        figure = profiles.handling
        found.append(
            ProfileChart(
                name="handling",
                title=_("Handling time on %(day)s", day=weekday(day)),
                chart=_chart(figure, day, counted=_("Calls answered")),
                rests_on=_(
                    "Measured on %(calls)s calls answered, %(mean)s s on average.",
                    calls=number(_calls(figure)),
                    mean=number(figure.mean_s),
                ),
                few=_few(figure, day),
            )
        )
    if profiles.patience is not None:
        figure = profiles.patience
        found.append(
            ProfileChart(
                name="patience",
                title=_("Patience on %(day)s", day=weekday(day)),
                chart=_chart(figure, day, counted=_("Callers who gave up")),
                rests_on=_(
                    "Measured on %(calls)s callers who gave up and the waits of all others, %(mean)s s on"
                    " average.",
                    calls=number(_calls(figure)),
                    mean=number(figure.mean_s),
                ),
                few=_few(figure, day),
            )
        )
    return found


def _chart(figure: Figure, day: dt.date, *, counted: str) -> Chart:
    row, every = day.weekday(), np.array(figure.calls).sum(axis=0)
    seconds, calls = figure.seconds[row], figure.calls[row]
    labels = [clock(figure.slot_minutes * slot) for slot in range(len(seconds))]
    used = [slot for slot in range(len(seconds)) if every[slot]] or list(range(len(seconds)))
    most, least = max(used, key=lambda slot: seconds[slot]), min(used, key=lambda slot: seconds[slot])
    return Chart(
        data={
            "labels": labels,
            "every": 3 * 60 // figure.slot_minutes,
            "seconds": [value if slot in used else None for slot, value in enumerate(seconds)],
            "mean": figure.mean_s,
            "calls": calls,
            "words": {
                "unit": pgettext("figures", "seconds"),
                "mean": pgettext("figures", "Mean"),
                "counted": counted,
            },
        },
        sentence=_(
            "Between %(least)s s at %(early)s and %(most)s s at %(late)s.",
            least=number(seconds[least]),
            early=labels[least],
            most=number(seconds[most]),
            late=labels[most],
        ),
        heads=[_("Time"), pgettext("figures", "seconds"), counted, _("of all weekdays")],
        rows=[
            (labels[slot], number(seconds[slot]), number(calls[slot]), number(int(every[slot])))
            for slot in used
        ],
    )


def _few(figure: Figure, day: dt.date) -> str:
    """Return where the figures of a weekday with hardly any call come from; "" where it has its own."""
    own = sum(figure.calls[day.weekday()])
    if own >= FEW_CALLS:
        return ""
    if not own:
        return _(
            "Of a %(day)s none was counted in the half-year: the curve is that of the same time on other"
            " weekdays, drawn towards the mean of %(mean)s s.",
            day=weekday(day),
            mean=number(figure.mean_s),
        )
    return ngettext(
        "Of a %(day)s only %(num)s of them was counted in the half-year, too few for figures of its own: the"
        " curve is that of the same time on other weekdays, drawn towards the mean of %(mean)s s.",
        "Of a %(day)s only %(num)s of them were counted in the half-year, too few for figures of its own: the"
        " curve is that of the same time on other weekdays, drawn towards the mean of %(mean)s s.",
        own,
        day=weekday(day),
        mean=number(figure.mean_s),
    )


def _calls(figure: Figure) -> int:
    return sum(map(sum, figure.calls))
