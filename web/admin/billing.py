"""On which days of the month bills go out (R-1.11): chosen by the department, beside what forecasts learn."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.admin.tables import BillingDays
from web.records import audit


def billing_days(session: Session, department_id: int) -> list[int]:
    """Return the billing days in force, none where the department has named none."""
    newest = session.scalar(
        select(BillingDays)
        .where(BillingDays.department_id == department_id)
        .order_by(BillingDays.id.desc())
        .limit(1)
    )
    return [] if newest is None else newest.days


def set_billing_days(session: Session, actor: Actor, days: Collection[int], *, now: dt.datetime) -> None:
    """Store the billing days; what was chosen before stays beside."""
    wanted = sorted(days)
    if wanted == billing_days(session, actor.department_id):
        return
    row = BillingDays(department_id=actor.department_id, days=wanted, made_by_id=actor.user_id, made_at=now)
    session.add(row)
    session.flush()
    audit.note(
        session,
        action="billing_days.set",
        object_type="billing_days",
        object_id=row.id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
        detail={"days": wanted},
    )
    session.commit()
