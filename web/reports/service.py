"""The five tables of a month: two look at it, three at the month before (R-1.4)."""

import datetime as dt
from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from forecasting.calendar import Calendar
from web.forecasts.history import call_calendar
from web.people.tables import Department
from web.reports.past import Past, read_past
from web.reports.past_sheets import accuracy_sheet, handled_sheet, per_person_sheet
from web.reports.plan import Plan, read_plan
from web.reports.planned_sheets import bearing_sheet, seats_sheet
from web.reports.sheet import Sheet
from web.rosters.months import previous_month

PLANNED: Mapping[str, Callable[[Plan, Calendar], Sheet]] = {
    "seats": seats_sheet,
    "bearing": bearing_sheet,
}
PAST: Mapping[str, Callable[[Past, Calendar], Sheet]] = {
    "handled": handled_sheet,
    "accuracy": accuracy_sheet,
    "per-person": per_person_sheet,
}
KEYS = (*PLANNED, *PAST)


def read_sheet(session: Session, department: Department, month: dt.date, key: str) -> Sheet:
    """Return one of the five tables of a month.

    Parameters
    ----------
    key
        One of `KEYS`.
    """
    calendar = call_calendar(session, department)
    if key in PLANNED:
        return PLANNED[key](read_plan(session, department, month), calendar)
    return PAST[key](read_past(session, department, previous_month(month)), calendar)


def read_all(session: Session, department: Department, month: dt.date) -> list[Sheet]:
    """Return all five, in order."""
    calendar = call_calendar(session, department)
    plan = read_plan(session, department, month)
    past = read_past(session, department, previous_month(month))
    return [
        *(build(plan, calendar) for build in PLANNED.values()),
        *(build_past(past, calendar) for build_past in PAST.values()),
    ]
