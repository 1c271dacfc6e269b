"""Writing the audit trail: one line in the same commit as the act itself."""

from datetime import datetime

from sqlalchemy.orm import Session

from web.database import JsonObject
from web.records.tables import AuditEvent


def note(
    session: Session,
    *,
    action: str,
    object_type: str,
    object_id: int | str,
    now: datetime,
    department_id: int | None,
    actor_id: int | None,
    detail: JsonObject | None = None,
) -> None:
    """Add who did what to which object; the caller commits both together.

    Parameters
    ----------
    action
        Dotted verb, for example ``login.locked``.
    actor_id
        The acting account; None where the system acts, or somebody who is not logged in.
    detail
        Further facts. Never customer data, never a secret.
    """
    session.add(
        AuditEvent(
            action=action,
            object_type=object_type,
            object_id=str(object_id),
            at=now,
            department_id=department_id,
            actor_id=actor_id,
            detail=detail or {},
        )
    )
