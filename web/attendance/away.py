"""Leaving the post: who allows it by the policy of the day, and the permission it is left on (R-7.9)."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.attendance.away import FROM, OPEN, AwayAct, AwayState, approver_of, longest
from web.accounts.actor import Actor
from web.accounts.tables import User
from web.attendance.tables import PostLeaving
from web.attendance.terms import attendance_terms, policies
from web.database.seen import change_if_seen
from web.people.tables import Department, Person, ShiftFamily
from web.people.turns import one_at_a_time
from web.records.signing import sign_act
from web.rosters.loading import load_calendar, policy_if_any
from web.rosters.tables import AssignmentInForce

SUBJECT = "post-leaving"
"""What its records are about."""
DUTY = "值班"
"""A shift whose name has this word is duty; so are nights and statutory holidays (A-50)."""


@dataclass(frozen=True, kw_only=True)
class AwayRule:
    """What the regulation says of leaving the post in one shift.

    Parameters
    ----------
    approver
        Role that allows it to this person (P-75).
    most
        Minutes at a time (P-74).
    """

    approver: str
    most: int


def away_rule(session: Session, person: Person, shift: AssignmentInForce) -> AwayRule | None:
    """Return the rule for a person's shift; None where the regulation asks for nobody's consent."""
    policy = policies(session, person.department_id)(shift.date)
    if policy is None or not policy.binds("attendance.away_approver"):
        return None
    approver = policy.values.attendance_away_approver
    ordinary = None if approver is None else approver.ordinary.account_role
    if approver is None or ordinary is None:
        return None
    on_duty = None if approver.on_duty is None else approver.on_duty.account_role
    return AwayRule(
        approver=approver_of(
            ordinary.value,
            None if on_duty is None else on_duty.value,
            is_duty=_is_duty(session, person.department_id, shift),
            own_roles=_roles_of(session, person.id),
        ),
        most=longest(attendance_terms(policy).away_most),
    )


def open_leaving(session: Session, person_id: int, now: dt.datetime) -> PostLeaving | None:
    """Return what a person has asked for and not used yet, or left on before it was decided."""
    return session.scalars(
        select(PostLeaving)
        .where(
            PostLeaving.person_id == person_id,
            PostLeaving.state.in_(tuple(OPEN)),
            PostLeaving.expires_at > now,
        )
        .order_by(PostLeaving.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).first()


def leaving_of_event(session: Session, event_id: int) -> PostLeaving | None:
    """Return on what somebody left the post with an event; None where nobody was asked."""
    return session.scalars(select(PostLeaving).where(PostLeaving.event_id == event_id)).first()


def use(session: Session, row: PostLeaving, event_id: int, *, now: dt.datetime) -> bool:
    """Mark a permission as the one that an event was clocked on; the caller commits."""
    return change_if_seen(
        session,
        row,
        seen=row.lock_version,
        states=FROM[AwayAct.USE],
        now=now,
        state=AwayState.USED,
        event_id=event_id,
    )


def expire_leaving(session: Session, now: dt.datetime) -> int:
    """End what was not decided or not used before the shift was over, and commit; return how many.

    Who left before being asked still gets an answer: that is not ended.
    """
    rows = session.scalars(
        select(PostLeaving).where(
            PostLeaving.state.in_(tuple(FROM[AwayAct.EXPIRE])),
            PostLeaving.expires_at <= now,
            PostLeaving.event_id.is_(None),
        )
    ).all()
    count = 0
    for row in rows:
        one_at_a_time(session, row.department_id)
        states = FROM[AwayAct.EXPIRE]
        if change_if_seen(
            session, row, seen=row.lock_version, states=states, now=now, state=AwayState.EXPIRED
        ):
            sign_leaving(session, None, row, AwayAct.EXPIRE.value, now=now)
            session.commit()
            count += 1
        else:
            session.rollback()
    return count


def sign_leaving(
    session: Session, actor: Actor | None, row: PostLeaving, act: str, *, now: dt.datetime, answer: str = ""
) -> None:
    """Write an act as a signed record under the policy of the shift's day; the caller commits."""
    version = policy_if_any(session, row.department_id, row.date)
    sign_act(
        session,
        actor,
        row,
        act,
        of=SUBJECT,
        table=PostLeaving.__tablename__,
        policy_version_id=None if version is None else version.id,
        content={
            "person": row.person_id,
            "date": row.date.isoformat(),
            "minutes": row.minutes,
            "reason": row.reason,
            "approver": row.approver,
            "urgent": row.urgent,
            "answer": answer,
        },
        now=now,
    )


def _is_duty(session: Session, department_id: int, shift: AssignmentInForce) -> bool:
    kind = shift.shift_kind
    if kind.family is ShiftFamily.NIGHT or DUTY in kind.name:
        return True
    return load_calendar(session, session.get_one(Department, department_id)).is_holiday(shift.date)


def _roles_of(session: Session, person_id: int) -> frozenset[str]:
    users = session.scalars(select(User).where(User.person_id == person_id, User.active))
    return frozenset().union(*(user.role_names for user in users))
