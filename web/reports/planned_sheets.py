"""Tables ① and ② of the present month: the seats of every interval, and what they can bear."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd
from flask_babel import gettext as _
from flask_babel import pgettext

from forecasting.calendar import Calendar
from forecasting.reports.bearing import bearing_by_day
from forecasting.reports.seats import seats_by_day, seats_by_interval
from web.i18n import clock, day_time, full_date, number, percent
from web.reports.plan import Plan
from web.reports.sheet import Column, Line, Sheet, Value
from web.reports.words import cause, day_type_words, known_events, roster_words


def first_columns() -> list[Column]:
    """Return the columns with which every table begins."""
    return [
        Column(head=pgettext("figures", "Day"), form="day"),
        Column(head=_("Weekday"), form="weekday"),
        Column(head=_("Type of day"), form="text"),
    ]


def first_values(date: dt.date, calendar: Calendar) -> list[Value]:
    """Return the values of `first_columns`."""
    return [date, date, day_type_words(date, calendar)]


def seats_sheet(plan: Plan, calendar: Calendar) -> Sheet:
    """Return table ① (R-1.5)."""
    laid = seats_by_interval(plan.slots)
    days = seats_by_day(plan.slots, slot_minutes=plan.slot_minutes)
    known = plan.version is not None
    rows: list[Sequence[Value]] = [
        [
            *first_values(date, calendar),
            *seats,
            *(sums if known else [None] * len(sums)),
            plan.reserve.get(date, 0) if known else None,
            plan.emergency.get(date, 0) if known else None,
        ]
        for date, seats, sums in zip(
            dates_in(days), laid.to_numpy().tolist(), days.to_numpy().tolist(), strict=True
        )
    ]
    return Sheet(
        key="seats",
        mark="①",
        title=_("Seats of every interval and each day's average"),
        month=plan.month,
        columns=[
            *first_columns(),
            *(Column(head=clock(int(minute)), form="count") for minute in laid.columns),
            Column(head=_("Seat-hours"), form="decimal"),
            Column(head=_("Daily average"), form="decimal"),
            Column(head=pgettext("seats", "Most"), form="count"),
            Column(head=pgettext("seats", "Fewest"), form="count"),
            Column(head=_("Reserve staff"), form="count"),
            Column(head=_("Emergency seats"), form="count"),
        ],
        rows=rows,
        facts=[
            *roster_facts(plan),
            _(
                "The daily average is the sum of the seats ÷ the intervals in service, of %(minutes)s "
                "minutes each. An interval belongs to the day on which it begins.",
                minutes=plan.slot_minutes,
            ),
        ],
        missing=[*no_roster(plan), *known_events(calendar)],
    )


def bearing_sheet(plan: Plan, calendar: Calendar) -> Sheet:
    """Return table ② (R-1.6)."""
    capacity = plan.capacity
    days = bearing_by_day(
        plan.slots,
        peak_calls_per_agent_hour=None if capacity is None else capacity.calls_per_hour,
        slot_minutes=plan.slot_minutes,
        shrinkage=plan.shrinkage,
    )
    names = ["forecast", "bearable", "surplus", "load", "seats_needed", "seats_planned"]
    rows: list[Sequence[Value]] = [
        [*first_values(date, calendar), *figures, cause(date, calendar)]
        for date, figures in zip(dates_in(days), days[names].to_numpy().tolist(), strict=True)
    ]
    short = int((days["surplus"] < 0).sum())
    return Sheet(
        key="bearing",
        mark="②",
        title=_("Forecast calls and bearable calls of each day"),
        month=plan.month,
        columns=[
            *first_columns(),
            Column(head=_("Forecast calls"), form="count"),
            Column(head=_("Bearable calls"), form="count"),
            Column(head=_("Surplus or shortage"), form="surplus"),
            Column(head=_("Load"), form="percent"),
            Column(head=_("Seats needed, average"), form="decimal"),
            Column(head=_("Seats planned, average"), form="decimal"),
            Column(head=_("Cause"), form="text"),
        ],
        rows=rows,
        facts=[*roster_facts(plan), *_forecast_facts(plan), *_capacity_facts(plan)],
        missing=[
            *no_roster(plan),
            *_no_forecast(plan),
            *_no_capacity(plan),
            *known_events(calendar),
            _(
                "Comments on a cause cannot be written yet; the column shows what the calendar "
                "and the events say."
            ),
        ],
        lines=[
            Line(name=_("Forecast calls"), column=3),
            Line(name=_("Bearable calls"), column=4, dashed=True),
        ],
        unit=_("calls / day"),
        sentence=_(
            "Forecast and bearable calls of each day; more calls than can be borne on %(days)s days.",
            days=short,
        )
        if days["surplus"].notna().any()
        else _("Forecast calls of each day; the bearable calls are not known."),
    )


def dates_in(days: pd.DataFrame) -> list[dt.date]:
    """Return the dates of a table's rows."""
    return [stamp.date() for stamp in pd.DatetimeIndex(days.index)]


def roster_facts(plan: Plan) -> list[str]:
    """Say which roster the seats come from."""
    return [] if plan.version is None else [roster_words(plan.version)]


def no_roster(plan: Plan) -> list[str]:
    """Say that there is no roster where there is none."""
    if plan.version is not None:
        return []
    return [_("This month has no roster yet, so no seats are known; they come from the roster page.")]


def _forecast_facts(plan: Plan) -> list[str]:
    if plan.requirement is None:
        return []
    return [_("Forecast of %(time)s.", time=day_time(plan.requirement.forecast.made_at))]


def _no_forecast(plan: Plan) -> list[str]:
    if plan.requirement is not None:
        return []
    return [_("This month has no forecast yet; it comes from the forecast page.")]


def _capacity_facts(plan: Plan) -> list[str]:
    if plan.capacity is None:
        return []
    return [
        _(
            "Bearable calls are seats × %(calls)s calls per agent and busy hour (measured on %(day)s) × "
            "hours × (1 − shrinkage of %(share)s).",
            calls=number(plan.capacity.calls_per_hour, 1),
            day=full_date(plan.capacity.measured_on),
            share=percent(plan.shrinkage),
        )
    ]


def _no_capacity(plan: Plan) -> list[str]:
    if plan.capacity is not None:
        return []
    return [
        _(
            "Bearable calls need the calls that one agent connects in a busy hour: measure them (table ③ "
            "helps) and enter them with their date under Set-up, Busy-hour productivity."
        )
    ]
