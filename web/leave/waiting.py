"""What waits for somebody's decision: the inbox asks here."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from roster.leave.life import WAITING
from web.accounts.actor import Actor
from web.leave.deciders import not_your_step
from web.leave.loading import life_of
from web.leave.tables import LeaveRequest


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One leave whose next approval is the actor's to give.

    Parameters
    ----------
    deadline
        Until when it can be decided; afterwards it is over.
    role
        In which the actor decides.
    decides_cover
        It is the last step, at which every shift gets a stand-in or stays open (R-5.15).
    """

    row: LeaveRequest
    deadline: dt.datetime
    role: str
    decides_cover: bool


def waiting(session: Session, actor: Actor) -> list[Waiting]:
    """Return the leave that waits for the actor's decision, the soonest deadline first, then the oldest.

    A leader decides for the own team, nobody on what is their own or was entered by them.
    """
    rows = session.scalars(
        select(LeaveRequest)
        .options(joinedload(LeaveRequest.person), selectinload(LeaveRequest.consents))
        .where(LeaveRequest.department_id == actor.department_id, LeaveRequest.state.in_(tuple(WAITING)))
        .order_by(LeaveRequest.expires_at, LeaveRequest.id)
    )
    found = []
    for row in rows:
        life = life_of(row)
        role = life.next_role
        if role is not None and actor.reaches_team(row.person.team_id) and not not_your_step(row, actor):
            found.append(
                Waiting(row=row, deadline=row.expires_at, role=role, decides_cover=life.is_last_step)
            )
    return found
