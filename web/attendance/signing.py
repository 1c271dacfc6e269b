"""Records of attendance: each names the policy in force on the day it is about."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.people.tables import Department
from web.records.store import Entry, append, signer_of
from web.rosters.loading import policy_if_any


def sign(
    session: Session,
    actor: Actor,
    department_id: int,
    entry: Entry,
    *,
    now: dt.datetime,
    day: dt.date | None = None,
) -> None:
    """Add a record signed by the actor; the caller commits it together with the act.

    Parameters
    ----------
    day
        What it is about; None for the department's present date.
    """
    zone = ZoneInfo(session.get_one(Department, department_id).time_zone)
    version = policy_if_any(session, department_id, day or now.astimezone(zone).date())
    whole = replace(entry, policy_version_id=None if version is None else version.id)
    append(session, department_id, whole, signer=signer_of(actor), now=now)
