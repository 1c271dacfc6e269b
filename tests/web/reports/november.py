"""November 2026 as planned and as it came: figures that can be worked out by hand.

One person early, one in the middle, one at night on every day: one seat at any time. Ten calls forecast in
every half-hour. What came repeats every week: on Mondays 40 calls in each half-hour from 8:00 to 20:00.
"""

import datetime as dt

from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.web.coverage.month import Month, stored_month
from tests.web.forecasts.centre import add_history
from web.calls.tables import CallSlot
from web.policy.tables import PolicyVersion
from web.rosters.tables import VersionState

MONTH = dt.date(2026, 11, 1)
NEXT = dt.date(2026, 12, 1)
BEFORE = dt.datetime(2026, 10, 25, 4, 0, tzinfo=dt.UTC)
MONDAY = 22
"""Place of 23 November among the days."""


def stored_november(
    session: Session,
    role: str = "supervisor",
    *,
    answered: bool = True,
    capacity: float | None = None,
    made_at: dt.datetime = BEFORE,
) -> Month:
    """Store roster, forecast and calls; nine of ten calls are answered. The caller commits."""
    month = stored_month(session, role)
    assert month.version is not None
    assert month.requirement is not None
    month.requirement.forecast.made_at = made_at
    month.version.state, month.version.published_at = VersionState.PUBLISHED, BEFORE
    add_history(session, month.department, days=30, before=NEXT)
    if answered:
        session.execute(
            update(CallSlot).values(answered=CallSlot.offered * 0.9, abandoned=CallSlot.offered * 0.1)
        )
    if capacity is not None:
        session.add(
            PolicyVersion(
                department_id=month.department.id,
                number=2,
                preset="S0g",
                valid_from=dt.date(2026, 10, 1),
                overrides={
                    "forecast.agent_capacity": {"calls_per_hour": capacity, "measured_on": "2026-10-01"}
                },
                made_at=BEFORE,
            )
        )
    session.flush()
    return month
