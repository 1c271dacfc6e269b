"""Who keeps the record of a shift (R-11.6, P-43): named by the leader, the newest naming counts.

Where a policy demands it, what others write is accepted all the same and marked: a matter that nobody wrote
down is worse than one that the wrong person did.
"""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.duty_log.shifts import team_shifts
from web.duty_log.tables import DutyRecorder
from web.duty_log.terms import log_terms
from web.errors import NotFound
from web.people.tables import Team
from web.people.turns import one_at_a_time
from web.records.store import Entry, append, signer_of
from web.refusal import Refusal


def recorder_of(session: Session, team_id: int, kind_id: int, date: dt.date) -> DutyRecorder | None:
    """Return who keeps the record of a shift; None where nobody is named."""
    return session.scalars(
        select(DutyRecorder)
        .where(
            DutyRecorder.team_id == team_id,
            DutyRecorder.shift_kind_id == kind_id,
            DutyRecorder.date == date,
        )
        .order_by(DutyRecorder.id.desc())
        .limit(1)
    ).first()


def designate(
    session: Session,
    actor: Actor,
    *,
    team_id: int,
    kind_id: int,
    date: dt.date,
    person_id: int,
    now: dt.datetime,
) -> tuple[Refusal, ...]:
    """Name who keeps the record of a running or coming shift, signed, and commit.

    Raises
    ------
    NotFound
        When the team is not within the actor's reach.
    """
    team = session.get(Team, team_id)
    if team is None or team.department_id != actor.department_id or not actor.reaches_team(team.id):
        raise NotFound(f"no team {team_id} within reach")
    one_at_a_time(session, actor.department_id)
    shifts = team_shifts(session, [team.id], now)
    shift = next((each for each in shifts if (each.kind.id, each.date) == (kind_id, date)), None)
    if shift is None:
        session.rollback()
        return (Refusal(code="duty_no_shift", field="shift"),)
    if person_id not in {person.id for person in shift.people}:
        session.rollback()
        return (Refusal(code="duty_not_on_shift", field="person"),)
    named = recorder_of(session, team.id, kind_id, date)
    if named is not None and named.person_id == person_id:
        session.rollback()
        return ()
    session.add(
        DutyRecorder(
            team_id=team.id,
            shift_kind_id=kind_id,
            date=date,
            person_id=person_id,
            at=now,
            by_id=actor.user_id,
        )
    )
    entry = Entry(
        kind="duty.recorder",
        subject=f"duty-recorder:{team.id}:{kind_id}:{date.isoformat()}",
        meaning="designated",
        content={"team": team.id, "shift_kind": kind_id, "date": date.isoformat(), "person": person_id},
        policy_version_id=log_terms(session, actor.department_id, now).policy_version_id,
    )
    append(session, actor.department_id, entry, signer=signer_of(actor), now=now)
    session.commit()
    return ()
