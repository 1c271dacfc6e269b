"""Tables ③, ④ and ⑤ of the month before: what came, how good the forecast was, calls per person."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from flask_babel import gettext as _

from forecasting.calendar import Calendar
from forecasting.reports.accuracy import accuracy_by_day
from forecasting.reports.days import day_sums
from forecasting.reports.handled import handled_by_day, staff_by_day
from forecasting.reports.per_person import per_person_by_day
from web.reports.past import Past
from web.reports.past_facts import (
    duty_facts,
    error_facts,
    forecast_facts,
    no_attendance,
    no_calls,
    no_forecast,
    no_outcomes,
    sample,
    staff_facts,
    torn,
)
from web.reports.planned_sheets import dates_in, first_columns, first_values
from web.reports.sheet import Column, Line, Sheet, Value
from web.reports.words import cause, known_events


def handled_sheet(past: Past, calendar: Calendar) -> Sheet:
    """Return table ③ (R-1.7)."""
    days = handled_by_day(past.calls, past.duty, slot_minutes=past.duty_minutes).reindex(past.days)
    names = [
        "offered",
        "answered",
        "abandoned",
        "connection_rate",
        "handled",
        "staff",
        "per_person",
        "per_hour",
    ]
    return Sheet(
        key="handled",
        mark="③",
        title=_("Actual calls and calls handled by staff of each day"),
        month=past.month,
        columns=[
            *first_columns(),
            Column(head=_("Calls offered"), form="count"),
            Column(head=_("Answered"), form="count"),
            Column(head=_("Abandoned"), form="count"),
            Column(head=_("Answer rate"), form="percent"),
            Column(head=_("Handled by staff"), form="count"),
            Column(head=_("Staff on duty"), form="count"),
            Column(head=_("Calls per person"), form="decimal"),
            Column(head=_("Calls per person-hour"), form="decimal"),
            Column(head=_("Busiest hour"), form="hour"),
            Column(head=_("Calls per agent in it"), form="decimal"),
        ],
        rows=_rows(days[[*names, "busy_hour", "busy_per_agent"]], calendar),
        facts=[*duty_facts(past), *sample(days)],
        missing=[*no_calls(past), *no_outcomes(past), *no_attendance(past), *torn(past)],
        lines=[
            Line(name=_("Calls offered"), column=3),
            Line(name=_("Handled by staff"), column=7, dashed=True),
        ],
        unit=_("calls / day"),
        sentence=_("Calls offered and handled by staff on each day of the month."),
    )


def accuracy_sheet(past: Past, calendar: Calendar) -> Sheet:
    """Return table ④ (R-1.8)."""
    came = day_sums(past.calls, ["offered"])["offered"]
    known = pd.DataFrame({"forecast": past.forecast_days, "actual": came}).reindex(past.days)
    days = accuracy_by_day(known)
    rows = [
        [*row, cause(date, calendar)] for row, date in zip(_rows(days, calendar), dates_in(days), strict=True)
    ]
    return Sheet(
        key="accuracy",
        mark="④",
        title=_("Actual calls against the forecast of each day"),
        month=past.month,
        columns=[
            *first_columns(),
            Column(head=_("Forecast calls"), form="count"),
            Column(head=_("Actual calls"), form="count"),
            Column(head=_("Difference"), form="signed"),
            Column(head=_("Difference in percent"), form="signed_percent"),
            Column(head=_("Event"), form="text"),
        ],
        rows=rows,
        facts=[*forecast_facts(past), *error_facts(days)],
        missing=[*no_calls(past), *no_forecast(past), *torn(past), *known_events(calendar)],
        lines=[
            Line(name=_("Actual calls"), column=4),
            Line(name=_("Forecast calls"), column=3, dashed=True),
        ],
        unit=_("calls / day"),
        sentence=_("Actual and forecast calls of each day of the month."),
    )


def per_person_sheet(past: Past, calendar: Calendar) -> Sheet:
    """Return table ⑤ (R-1.9)."""
    known = pd.DataFrame(
        {
            "predicted_total": past.forecast_days,
            "actual_total": day_sums(past.calls, ["answered"])["answered"],
            "predicted_staff": staff_by_day(past.planned_duty, slot_minutes=past.duty_minutes)["staff"],
            "actual_staff": staff_by_day(past.duty, slot_minutes=past.duty_minutes)["staff"],
        }
    ).reindex(past.days)
    days = per_person_by_day(known)
    names = ["predicted", "actual", "difference", "error", "predicted_staff", "actual_staff"]
    return Sheet(
        key="per-person",
        mark="⑤",
        title=_("Actual against predicted calls of the staff of each day"),
        month=past.month,
        columns=[
            *first_columns(),
            Column(head=_("Predicted per person"), form="decimal"),
            Column(head=_("Actual per person"), form="decimal"),
            Column(head=_("Difference"), form="signed"),
            Column(head=_("Difference in percent"), form="signed_percent"),
            Column(head=_("Predicted staff"), form="count"),
            Column(head=_("Actual staff"), form="count"),
            Column(head=_("Predicted total"), form="count"),
            Column(head=_("Actual total"), form="count"),
        ],
        rows=_rows(days[[*names, "predicted_total", "actual_total"]], calendar),
        facts=[*forecast_facts(past), *duty_facts(past), *staff_facts(past)],
        missing=[
            *no_calls(past),
            *no_forecast(past),
            *no_outcomes(past),
            *no_attendance(past),
            *torn(past),
        ],
        lines=[
            Line(name=_("Actual per person"), column=4),
            Line(name=_("Predicted per person"), column=3, dashed=True),
        ],
        unit=_("calls / person"),
        sentence=_("Actual and predicted calls per person on each day of the month."),
    )


def _rows(days: pd.DataFrame, calendar: Calendar) -> list[Sequence[Value]]:
    return [
        [*first_values(date, calendar), *figures]
        for date, figures in zip(dates_in(days), days.to_numpy(dtype=np.float64).tolist(), strict=True)
    ]
