"""Wishes rounds for the walk through the access matrix."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.web.access_world import NOW, Owner, Sample, of_department
from web.rosters.tables import WishRound


def departments_round(session: Session, owner: Owner) -> Mapping[str, object]:
    """Return the open round of the owner's department, stored when there is none yet."""
    found = session.scalar(select(WishRound).where(WishRound.department_id == owner.department.id))
    if found is None:
        found = WishRound(
            department_id=owner.department.id,
            month=dt.date(2026, 12, 1),
            opens_at=NOW - dt.timedelta(days=1),
            closes_at=NOW + dt.timedelta(days=1),
            quota=3,
            created_at=NOW,
        )
        session.add(found)
        session.flush()
    return {"round_id": found.id, "date": "2026-12-09", "choice": "off", "closes_at": "2026-11-24T18:00"}


WISH_SAMPLES: dict[str, Sample] = {
    endpoint: of_department(departments_round)
    for endpoint in (
        "wishes.state",
        "wishes.none",
        "wishes.show",
        "wishes.close",
        "wishes.reopen",
        "wishes.remind",
    )
}
