"""Notices about rosters: to whom, once each. The words are made from kind and payload when shown."""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from web.accounts.tables import Role, User
from web.database import JsonObject
from web.notices.sending import send
from web.people.tables import Person
from web.rosters.comparing import CellChange
from web.rosters.tables import RosterVersion

PUBLISHED = "roster_published"
"""First publication of a month, to everybody. Payload: month, version, version_id."""
CHANGED = "roster_changed"
"""A later publication, to whom it changes. Payload as above, and changes: list of {date, old, new}."""
SUBMITTED = "roster_submitted"
"""The next step is the reader's. Payload: month, version, version_id, role."""
RETURNED = "roster_returned"
"""To who submitted. Payload: month, version, version_id, reason."""


def out_of_reach(session: Session, department_id: int) -> Sequence[str]:
    """Return the names of the active people whom no notice reaches, by number: without an open account."""
    return session.scalars(
        select(Person.name)
        .outerjoin(User, and_(User.person_id == Person.id, User.active))
        .where(Person.department_id == department_id, Person.active, User.id.is_(None))
        .order_by(Person.employee_number)
    ).all()


def tell_published(session: Session, version: RosterVersion, department_id: int, *, now: dt.datetime) -> int:
    """Tell every active rostered person with an account; return how many."""
    users = session.scalars(
        select(User.id)
        .join(Person, Person.id == User.person_id)
        .where(Person.department_id == department_id, Person.active, User.active)
    )
    return _send(session, version, PUBLISHED, {user: {} for user in users}, now)


def tell_changed(
    session: Session,
    version: RosterVersion,
    department_id: int,
    changes: Mapping[str, tuple[CellChange, ...]],
    *,
    now: dt.datetime,
) -> int:
    """Tell those whose shifts differ from the version before, each their own days; return how many."""
    users = session.execute(
        select(User.id, Person.employee_number)
        .join(Person, Person.id == User.person_id)
        .where(Person.department_id == department_id, User.active)
    )
    payloads: dict[int, JsonObject] = {
        user: {"changes": [_plain(change) for change in changes[number]]}
        for user, number in users
        if number in changes
    }
    return _send(session, version, CHANGED, payloads, now)


def tell_step(
    session: Session, version: RosterVersion, role: str, *, now: dt.datetime, except_user: int
) -> int:
    """Tell who can take the next step of the chain, other than who has just acted; return how many."""
    users = session.scalars(
        select(User.id)
        .join(User.roles)
        .where(
            User.department_id == version.roster.department_id,
            User.active,
            Role.name == role,
            User.id != except_user,
        )
    )
    key = f"{version.submissions}-{role}-{version.id}"
    return _send(session, version, SUBMITTED, {user: {"role": role} for user in users}, now, key=key)


def tell_returned(session: Session, version: RosterVersion, reason: str, *, now: dt.datetime) -> int:
    """Tell who submitted the version that it came back, with the reason; return how many."""
    users = [] if version.submitted_by_id is None else [version.submitted_by_id]
    key = f"{version.submissions}-{version.id}"
    return _send(session, version, RETURNED, {user: {"reason": reason} for user in users}, now, key=key)


def _send(
    session: Session,
    version: RosterVersion,
    kind: str,
    payloads: Mapping[int, JsonObject],
    now: dt.datetime,
    *,
    key: str | None = None,
) -> int:
    """Write one notice per account about a version, each once for `key` (the version's id by default)."""
    shared: JsonObject = {
        "month": version.roster.month.isoformat(),
        "version": version.number,
        "version_id": version.id,
    }
    whole = {user: shared | payload for user, payload in payloads.items()}
    return send(session, kind, whole, key=key or str(version.id), now=now)


def _plain(change: CellChange) -> JsonObject:
    return {"date": change.date.isoformat(), "old": change.old, "new": change.new}
