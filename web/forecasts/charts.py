"""Charts of the forecast page as plain values: what static/js/forecast.js draws, and the table behind it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext
from markupsafe import Markup

from forecasting.calendar import DayKind, Event
from web.admin.event_words import event_title
from web.database import JsonObject
from web.forecasts.event_bands import event_bands, events_words
from web.forecasts.figures import Day, MonthForecast
from web.forecasts.judging import StrangeDay
from web.forecasts.known_events import on_day
from web.forecasts.suspicion_words import state_words
from web.forecasts.words import day_kind_mark
from web.i18n import RANGE, clock, day, day_weekday, number, weekday, weekday_letter

MISSING = RANGE
"""Stands in a table where a figure is not known."""


class Timed(Protocol):
    """A slot of a chart."""

    @property
    def ds(self) -> dt.datetime: ...  # noqa: D102 - a protocol member


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One chart: the values to draw, what it says in a sentence, and the table of its figures."""

    data: JsonObject
    sentence: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def slot_chart(found: MonthForecast, *, now: dt.datetime | None) -> Chart:
    """Return the curve of the chosen days, slot by slot.

    Parameters
    ----------
    now
        Present local time, to be marked when it lies within.
    """
    slots = found.slots
    several = len(found.chosen) > 1
    minutes = found.forecast.slot_minutes
    labels = [_slot_label(slot.ds, several=several) for slot in slots]
    dates = [slot.ds.date() for slot in slots]
    lasting = [event for date in found.chosen for event in on_day(found.events, date)]
    drawn_baseline = [slot.baseline for slot in slots] if not found.baseline_only else []
    return Chart(
        data={
            "labels": labels,
            "titles": [
                _title(label, on_day(found.events, date)) for label, date in zip(labels, dates, strict=True)
            ],
            # an event of a single day would hatch the whole chart; its heading names it
            "bands": event_bands(dates, found.events) if several else [],
            "every": (12 if several else 2) * 60 // minutes,
            "mean": rounded([slot.mean for slot in slots]),
            "lo": rounded([slot.lo80 for slot in slots]),
            "hi": rounded([slot.hi80 for slot in slots]),
            "actual": rounded([slot.actual for slot in slots]),
            "baseline": rounded(drawn_baseline),
            "now": place_of(now, slots, minutes),
            "words": {**_series_words(), "now": _("now"), "unit": _per_minutes(minutes)},
        },
        sentence=_(
            "Most calls are expected at %(time)s: %(calls)s, with a band from %(lo)s to %(hi)s.",
            time=_slot_label(found.busiest.ds, several=several),
            calls=number(found.busiest.mean),
            lo=number(found.busiest.lo80),
            hi=number(found.busiest.hi80),
        ),
        heads=[
            _("Time"),
            pgettext("figures", "Forecast"),
            _("%(share)s band", share="80%"),
            pgettext("figures", "Actual"),
            _("Baseline"),
            pgettext("figures", "People needed"),
            *([_("Events")] if lasting else []),
        ],
        rows=[
            (
                label,
                number(slot.mean, 1),
                band_words(slot.lo80, slot.hi80),
                known(slot.actual),
                known(slot.baseline),
                known(slot.required),
                *([events_words(found.events, slot.ds.date())] if lasting else []),
            )
            for label, slot in zip(labels, slots, strict=True)
        ],
    )


def month_chart(found: MonthForecast) -> Chart:
    """Return the days of the month as bars."""
    days = found.days
    busiest = max(days, key=lambda each: each.mean)
    return Chart(
        data={
            "labels": [f"{each.date.day}\n{_day_mark(each)}" for each in days],
            "titles": [_title(day_weekday(each.date), each.events) for each in days],
            "bands": event_bands([each.date for each in days], found.events),
            "kinds": [_colour(each, found) for each in days],
            "mean": rounded([each.mean for each in days]),
            "lo": rounded([each.lo80 for each in days]),
            "hi": rounded([each.hi80 for each in days]),
            "actual": rounded([each.actual for each in days]),
            "words": {**_series_words(), "unit": _("calls / day")},
        },
        sentence=_(
            "%(calls)s calls are expected in the month; the busiest day is %(day)s with %(most)s.",
            calls=number(sum(each.mean for each in days)),
            day=day_weekday(busiest.date),
            most=number(busiest.mean),
        ),
        heads=[
            pgettext("figures", "Day"),
            pgettext("figures", "Forecast"),
            _("%(share)s band", share="80%"),
            pgettext("figures", "Actual"),
            _("Need, person-hours"),
            _("Events"),
        ],
        rows=[
            (
                _link(each.date),
                number(each.mean),
                band_words(each.lo80, each.hi80),
                known(each.actual),
                number(each.need_minutes / 60),
                events_words(found.events, each.date),
            )
            for each in days
        ],
    )


def history_chart(found: MonthForecast, strange: Sequence[StrangeDay] = ()) -> Chart:
    """Return the weeks before the month, by day, and the month's forecast behind them.

    Parameters
    ----------
    strange
        Days that look suspicious or were judged, to be marked.
    """
    past, days = found.past, found.days
    states = {each.date: each.state for each in strange}
    gap = [days[0].date - dt.timedelta(days=back) for back in range(_days_between(found), 0, -1)]
    before = len(past) + len(gap)
    none: list[float | None] = [None] * before
    missing = sum(1 for calls in past.values() if calls is None)
    dates = [*past, *gap, *(each.date for each in days)]
    return Chart(
        data={
            "labels": [day(date) for date in dates],
            "titles": [_title(day_weekday(date), on_day(found.events, date)) for date in dates],
            "bands": event_bands(dates, found.events),
            "actual": rounded([*past.values(), *([None] * len(gap)), *(each.actual for each in days)]),
            "mean": [*none, *rounded([each.mean for each in days])],
            "lo": [*none, *rounded([each.lo80 for each in days])],
            "hi": [*none, *rounded([each.hi80 for each in days])],
            "begin": before,
            "marks": [_mark(date, calls, states) for date, calls in past.items()],
            "words": {
                **_series_words(),
                "unit": _("calls / day"),
                "begin": _("forecast begins"),
                "states": state_words(),
            },
        },
        sentence=_("Calls per day of the last twelve weeks and the forecast of the month.")
        + (
            " " + ngettext("%(num)s day is not recorded.", "%(num)s days are not recorded.", missing)
            if missing
            else ""
        ),
        heads=[
            pgettext("figures", "Day"),
            pgettext("figures", "Actual"),
            pgettext("figures", "Forecast"),
            _("%(share)s band", share="80%"),
            _("Suspicious days"),
            _("Events"),
        ],
        rows=[
            *(
                (
                    day_weekday(date),
                    known(calls),
                    MISSING,
                    MISSING,
                    state_words().get(states.get(date), ""),
                    events_words(found.events, date),
                )
                for date, calls in past.items()
            ),
            *(
                (
                    day_weekday(each.date),
                    known(each.actual),
                    number(each.mean),
                    band_words(each.lo80, each.hi80),
                    "",
                    events_words(found.events, each.date),
                )
                for each in days
            ),
        ],
    )


def _mark(date: dt.date, calls: float | None, states: Mapping[dt.date, str]) -> JsonObject | None:
    """Return where a strange day is marked on the chart, None for all others."""
    state = states.get(date)
    return None if state is None else {"state": state, "calls": round(calls or 0.0, 1)}


def _days_between(found: MonthForecast) -> int:
    """Return the days between the last known call and the month."""
    last = max(found.past, default=None)
    return 0 if last is None else (found.days[0].date - last).days - 1


def place_of(now: dt.datetime | None, slots: Sequence[Timed], minutes: int) -> int | None:
    """Return the place of the slot that holds the present time, if one does."""
    if now is None:
        return None
    for index, slot in enumerate(slots):
        if slot.ds <= now < slot.ds + dt.timedelta(minutes=minutes):
            return index
    return None


def _slot_label(ds: dt.datetime, *, several: bool) -> str:
    time = clock(ds.hour * 60 + ds.minute)
    return f"{weekday(ds.date())} {time}" if several else time


def _title(when: str, events: Sequence[Event]) -> str:
    """Return what stands over the figures of a place: when it is, and the events that last then."""
    return "\n".join([when, *(event_title(event.kind, event.name) for event in events)])


def _day_mark(each: Day) -> str:
    return day_kind_mark(each.kind) or weekday_letter(each.date)


def _colour(each: Day, found: MonthForecast) -> str:
    if each.date in found.chosen:
        return "chosen"
    if each.kind in {DayKind.STATUTORY, DayKind.ADJUSTED_REST}:
        return "holiday"
    return "weekend" if each.kind is DayKind.WEEKEND else "ordinary"


def _series_words() -> dict[str, str]:
    return {
        "mean": pgettext("figures", "Forecast"),
        "band": _("%(share)s band", share="80%"),
        "actual": pgettext("figures", "Actual"),
        "baseline": _("Baseline"),
    }


def _per_minutes(minutes: int) -> str:
    return _("calls / %(minutes)s min", minutes=minutes)


def rounded(values: Sequence[float | None]) -> list[float | None]:
    """Return values as a chart draws them."""
    return [None if value is None else round(value, 1) for value in values]


def known(value: float | None) -> str:
    """Return a figure for a table, or the sign for one that is not known."""
    return MISSING if value is None else number(value, 0 if value == int(value) else 1)


def band_words(lo: float, hi: float) -> str:
    """Return a band for a table."""
    return f"{number(lo)}{RANGE}{number(hi)}"


def _link(date: dt.date) -> Markup:
    address = url_for("forecasts.index", day=date.isoformat())
    return Markup('<a href="{}">{}</a>').format(address, day_weekday(date))
