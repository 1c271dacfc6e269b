"""An act on a roster version: who may, was the version still the one that was seen, what is recorded.

Every act names the `lock_version` that the person saw. It succeeds by one conditional UPDATE that
also counts `lock_version` up, so that of two people who act on the same sight exactly one succeeds.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.violation import Violation
from web.accounts.actor import Actor
from web.accounts.tables import User
from web.database import JsonObject
from web.database.seen import change_if_seen
from web.errors import NotFound
from web.people.tables import Department
from web.records import audit
from web.records.tables import AuditEvent
from web.refusal import Refusal
from web.rosters.tables import Roster, RosterEvent, RosterVersion, VersionState

Reason = Refusal | Violation
"""Why an act was refused: a broken rule, or anything else."""

EDITABLE = (VersionState.DRAFT, VersionState.RETURNED)
OBJECT_TYPE = "roster_version"
DEPARTMENT_SCOPE = "department"


@dataclass(frozen=True, kw_only=True)
class Act:
    """What came of an act.

    Parameters
    ----------
    version_id, state, lock_version
        The version as it stands now; the next act names this `lock_version`.
    reasons
        All reasons why nothing was done; empty when it was.
    late
        Submitted after the due day (R-2.7).
    """

    version_id: int
    state: VersionState
    lock_version: int
    reasons: tuple[Reason, ...] = ()
    late: bool = False

    @property
    def done(self) -> bool:
        """Whether the act has taken place."""
        return not self.reasons

    @property
    def is_stale(self) -> bool:
        """Whether it was refused because the version had changed meanwhile (HTTP 409)."""
        return _has(self.reasons, "stale_version")

    @property
    def is_out_of_reach(self) -> bool:
        """Whether it was refused because the actor may not (HTTP 403)."""
        return _has(self.reasons, "out_of_reach")


def open_version(session: Session, actor: Actor, version_id: int) -> tuple[RosterVersion, Department]:
    """Return a version of the actor's own department, as the database has it now.

    Raises
    ------
    NotFound
        When there is none, or it belongs to another department.
    """
    found = session.get(RosterVersion, version_id, populate_existing=True)
    roster = None if found is None else session.get_one(Roster, found.roster_id)
    if found is None or roster is None or roster.department_id != actor.department_id:
        raise NotFound(f"no roster version {version_id} in the department")
    return found, session.get_one(Department, roster.department_id)


def state_reasons(
    session: Session, version: RosterVersion, *, seen: int, states: Collection[VersionState]
) -> list[Reason]:
    """Return why an act that needs one of `states` and saw `seen` cannot be; empty when it can."""
    if version.lock_version != seen:
        return [stale(session, version, seen)]
    if version.state not in states:
        needed = "|".join(state.value for state in states)
        return [Refusal(code="wrong_state", measured=version.state.value, limit=needed)]
    return []


def reach_reasons(actor: Actor) -> list[Reason]:
    """Return a refusal when the actor reaches less than the whole department."""
    return [] if actor.scope == DEPARTMENT_SCOPE else [Refusal(code="out_of_reach", measured=actor.scope)]


def stale(session: Session, version: RosterVersion, seen: int) -> Refusal:
    """Return the refusal of an act on an old sight: who changed what last, when, how often since."""
    since = changes_since(session, version.id, seen)
    last, name = since[0] if since else (None, None)
    return Refusal(
        code="stale_version",
        measured=version.lock_version,
        limit=seen,
        details={
            "changes": version.lock_version - seen,
            "by": name or "",
            "at": (version.changed_at if last is None else last.at).isoformat(),
            "action": None if last is None else last.action,
            "state": version.state.value,
        },
    )


def changes_since(
    session: Session, version_id: int, seen: int, *, limit: int = 50
) -> list[tuple[AuditEvent, str | None]]:
    """Return the recorded acts on a version after `seen`, newest first, each with the actor's name."""
    rows = session.execute(
        select(AuditEvent, User.name)
        .outerjoin(User, User.id == AuditEvent.actor_id)
        .where(AuditEvent.object_type == OBJECT_TYPE, AuditEvent.object_id == str(version_id))
        .order_by(AuditEvent.id.desc())
        .limit(limit)
    )
    return [(event, name) for event, name in rows if event.detail.get("lock_version", 0) > seen]


def take(
    session: Session,
    version: RosterVersion,
    *,
    seen: int,
    states: Collection[VersionState],
    now: dt.datetime,
    **values: Any,
) -> bool:
    """Change a version if it is still the one that was seen; tell whether it was.

    The only place that writes `state` and `lock_version` of an existing version.
    """
    return change_if_seen(session, version, seen=seen, states=states, now=now, **values)


def record(
    session: Session,
    actor: Actor,
    version: RosterVersion,
    *,
    action: str,
    now: dt.datetime,
    detail: JsonObject | None = None,
) -> None:
    """Write the act into the audit trail, in the same transaction."""
    audit.note(
        session,
        action=f"roster.{action}",
        object_type=OBJECT_TYPE,
        object_id=version.id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
        detail={"lock_version": version.lock_version, **(detail or {})},
    )


def add_event(
    session: Session,
    actor: Actor,
    version: RosterVersion,
    *,
    came_from: VersionState,
    now: dt.datetime,
    note: str = "",
    late: bool = False,
) -> None:
    """Write the change of state into the version's history."""
    session.add(
        RosterEvent(
            roster_version_id=version.id,
            at=now,
            actor_id=actor.user_id,
            from_state=came_from,
            to_state=version.state,
            note=note,
            late=late,
        )
    )


def refused(session: Session, actor: Actor, version_id: int, reasons: Iterable[Reason]) -> Act:
    """Undo what the transaction did and return the refusal.

    Without a reason (what stood in the way is gone again) the answer is to try once more.
    """
    session.rollback()
    version, _ = open_version(session, actor, version_id)
    return Act(
        version_id=version.id,
        state=version.state,
        lock_version=version.lock_version,
        reasons=tuple(reasons) or (Refusal(code="try_again"),),
    )


def overtaken(
    session: Session, actor: Actor, version_id: int, *, seen: int, states: Collection[VersionState]
) -> Act:
    """Return the refusal of an act whose conditional UPDATE found nothing: somebody was faster."""
    session.rollback()
    version, _ = open_version(session, actor, version_id)
    reasons = state_reasons(session, version, seen=seen, states=states)
    return refused(session, actor, version_id, reasons)


def done(version: RosterVersion, *, late: bool = False) -> Act:
    """Return the answer of an act that took place."""
    return Act(version_id=version.id, state=version.state, lock_version=version.lock_version, late=late)


def _has(reasons: Iterable[Reason], code: str) -> bool:
    return any(reason.code == code for reason in reasons)
