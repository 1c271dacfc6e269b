"""The handover book for the walk through the access matrix."""

import datetime as dt
from collections.abc import Mapping
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.handovers.life import HandoverState
from roster.handovers.occasions import Direction
from tests.web.access_own import published
from tests.web.access_world import NOW, Owner, Sample, of_department, plain
from web.book.tables import BookHandover
from web.policy.tables import PolicyVersion
from web.rosters.tables import RosterVersion

_days = count(1)


def book(session: Session, owner: Owner) -> Mapping[str, object]:
    """A book of the owner's department that waits to be taken over."""
    policy = session.scalar(
        select(PolicyVersion.id).where(PolicyVersion.department_id == owner.department.id)
    )
    if policy is None:
        version = session.get_one(RosterVersion, published(session, owner)["version_id"])
        policy = version.policy_version_id
    due = NOW + dt.timedelta(days=next(_days))
    row = BookHandover(
        department_id=owner.department.id,
        direction=Direction.TO_DESK,
        date=due.date(),
        due_at=due,
        policy_version_id=policy,
        state=HandoverState.READY,
        created_at=NOW,
    )
    session.add(row)
    session.flush()
    return {"book_id": row.id, "number": 1, "seen": 1, "reason": "缺页"}


BOOK_SAMPLES: dict[str, Sample] = {
    **{f"book.{name}": of_department(book) for name in ("show", "give", "tick", "take", "refuse", "decide")},
    "book.name_manager": plain(manager="1"),
}
