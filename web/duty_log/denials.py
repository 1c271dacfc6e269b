"""Whoever was denied the duty log is on record (G-39, R-11.5, R-18.3)."""

import datetime as dt

from sqlalchemy.orm import Session

from web.records import audit


def note_denial(
    session: Session,
    *,
    department_id: int,
    user_id: int,
    endpoint: str,
    entry_id: int | None,
    status: int,
    now: dt.datetime,
) -> None:
    """Note that somebody asked for what they may not see, or for what is not there, and commit.

    Parameters
    ----------
    department_id
        Of who asked; whose entry it was is not said.
    status
        403 for the role, 404 for an entry out of reach.
    """
    audit.note(
        session,
        action="duty_log.denied",
        object_type="duty_entry",
        object_id="" if entry_id is None else entry_id,
        now=now,
        department_id=department_id,
        actor_id=user_id,
        detail={"endpoint": endpoint, "status": status},
    )
    session.commit()
