"""The measured calls per agent and busy hour (R-1.2): a history that only grows, and what counts when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.errors import NotFound
from web.forecasts.tables import Productivity
from web.policy.kinds import AgentCapacity
from web.records.audit import note
from web.rosters.loading import effective, policy_on

MOST_CALLS = 600
"""Per agent and hour; one call every six seconds is no conversation."""


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """What was measured, when, by whom and how."""

    calls_per_hour: float
    measured_on: dt.date
    measured_by: str
    remark: str = ""


def add_measurement(
    session: Session,
    department_id: int,
    found: Measurement,
    *,
    recorded_by: int | None,
    now: dt.datetime,
) -> Productivity:
    """Write a measurement down beside all earlier ones, and commit."""
    row = Productivity(
        department_id=department_id,
        calls_per_hour=found.calls_per_hour,
        measured_on=found.measured_on,
        measured_by=found.measured_by,
        remark=found.remark,
        recorded_by_id=recorded_by,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    note(
        session,
        action="productivity.measured",
        object_type="productivity",
        object_id=row.id,
        now=now,
        department_id=department_id,
        actor_id=recorded_by,
        detail={"calls_per_hour": found.calls_per_hour, "measured_on": found.measured_on.isoformat()},
    )
    session.commit()
    return row


def measurements(session: Session, department_id: int) -> Sequence[Productivity]:
    """Return all measurements, the newest first; of one date the one written down last comes first."""
    found = session.scalars(
        select(Productivity)
        .where(Productivity.department_id == department_id)
        .order_by(Productivity.measured_on.desc(), Productivity.id.desc())
    )
    return found.all()


def productivity_on(session: Session, department_id: int, day: dt.date) -> AgentCapacity | None:
    """Return the value in force on a day, None where nothing was measured by then.

    The newest measurement up to that day counts, be it written down by itself or in the policy (P-16).
    """
    written = session.scalars(
        select(Productivity)
        .where(Productivity.department_id == department_id, Productivity.measured_on <= day)
        .order_by(Productivity.measured_on.desc(), Productivity.id.desc())
        .limit(1)
    ).first()
    own = (
        None
        if written is None
        else AgentCapacity(calls_per_hour=written.calls_per_hour, measured_on=written.measured_on)
    )
    try:
        stated = effective(policy_on(session, department_id, day)).values.forecast_agent_capacity
    except NotFound:
        stated = None
    if own is None or (stated is not None and stated.measured_on > own.measured_on):
        return stated
    return own
