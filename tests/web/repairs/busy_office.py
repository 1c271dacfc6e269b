"""The office with a need: three people early and two in the middle on weekdays, and its roster in force."""

import datetime as dt

from tests.web.rosters.office import MONTH, NOW, Office
from web.forecasts.tables import Forecast, Requirement, RequirementSlot
from web.rosters.months import days_in

MONDAY = dt.date(2026, 12, 7)
"""Who was in the middle on Friday has rested by then: both of the second team's agents may come early."""


def publish_busy_month(office: Office) -> int:
    """Store the need and publish the legal month; return the version."""
    start = dt.datetime.combine(MONTH, dt.time())
    slots = [start + dt.timedelta(minutes=30 * number) for number in range(days_in(MONTH) * 48)]
    with office.database.write() as session:
        forecast = Forecast(
            department_id=office.department,
            first_day=MONTH,
            days=days_in(MONTH),
            cutoff=start - dt.timedelta(days=6),
            method="indices",
            slot_minutes=30,
            made_at=NOW,
        )
        requirement = Requirement(
            department_id=office.department,
            forecast=forecast,
            settings={},
            need_minutes=0,
            contract_minutes=0,
            made_at=NOW,
            slots=[RequirementSlot(ds=ds, required=need_at(ds)) for ds in slots],
        )
        session.add_all([forecast, requirement])
        session.commit()
    return office.published().act.version_id


def need_at(slot: dt.datetime) -> int:
    """People needed in a half-hour."""
    minute = slot.hour * 60 + slot.minute
    if slot.weekday() >= 5 or not 480 <= minute < 1380:
        return 0
    return 3 if minute < 930 else 2
