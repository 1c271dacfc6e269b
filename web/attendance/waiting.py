"""Corrections that wait for somebody's decision, the earliest deadline first."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from web.accounts.actor import Actor
from web.attendance.tables import ClockCorrection, CorrectionState
from web.people.tables import Person

DECIDERS = frozenset({"leader", "supervisor"})
"""Roles that decide (`attendance.decide_correction` in access.csv)."""


def waiting_corrections(session: Session, actor: Actor) -> Sequence[ClockCorrection]:
    """Return the open corrections that the actor may decide; `due_at` is each one's deadline."""
    if actor.scope == "own" or not actor.roles & DECIDERS:
        return []
    query = (
        select(ClockCorrection)
        .join(Person, Person.id == ClockCorrection.person_id)
        .options(joinedload(ClockCorrection.person), joinedload(ClockCorrection.strikes))
        .where(
            ClockCorrection.department_id == actor.department_id,
            ClockCorrection.state == CorrectionState.OPEN,
        )
        .order_by(ClockCorrection.due_at, ClockCorrection.id)
    )
    return [
        row
        for row in session.scalars(query)
        if actor.reaches_team(row.person.team_id) and row.person_id != actor.person_id
    ]


def own_corrections(session: Session, person_id: int, *, most: int = 20) -> Sequence[ClockCorrection]:
    """Return a person's own corrections, the newest first."""
    return session.scalars(
        select(ClockCorrection)
        .options(joinedload(ClockCorrection.strikes))
        .where(ClockCorrection.person_id == person_id)
        .order_by(ClockCorrection.id.desc())
        .limit(most)
    ).all()
