"""Back from leave before its last day, or without having gone (销假): what becomes of days and shifts.

The roster stays as it is: whoever stands in has been told so, may have made room for it, and keeps the
shift; a shift that was left open stays open. The person's days are free for the roster again, so that the
team leader can give them a shift, by a call-in or the next version.
"""

import datetime as dt

from sqlalchemy import delete
from sqlalchemy.orm import Session

from roster.leave.asking import LeaveAsk
from roster.leave.life import FROM, LeaveAct
from roster.leave.proof import needs_proof
from web.accounts.actor import Actor
from web.answer import Reason
from web.leave.loading import ask_of, terms_of
from web.leave.steps import (
    MISSING,
    LeaveAnswer,
    done,
    open_leave,
    overtaken,
    refused,
    sign,
    state_reasons,
    take,
)
from web.leave.tables import LeaveRequest
from web.leave.telling import tell_cut_short, tell_stays
from web.people.tables import DayOff
from web.people.turns import one_at_a_time
from web.policy.tables import PolicyVersion
from web.refusal import Refusal
from web.said import faults, plain

RECORDS = frozenset({"leader", "supervisor", "hr"})
"""Who may record that somebody is back."""


def cut_short(
    session: Session,
    actor: Actor,
    leave_id: int,
    *,
    back_on: dt.date | None,
    reason: str,
    seen: int,
    now: dt.datetime,
) -> LeaveAnswer:
    """Record that a person on leave is back early, with a reason, and commit.

    Days from then on are no leave: they do not count in balance and register, and need no certificate.

    Parameters
    ----------
    back_on
        First day at work, after the first and up to the last day of the leave.

    Raises
    ------
    NotFound
        When the leave is not within the actor's reach.
    """
    row, department = open_leave(session, actor, leave_id)
    one_at_a_time(session, department.id)
    words = plain(reason)
    reasons = state_reasons(row, LeaveAct.CUT_SHORT, seen=seen)
    reasons += [*_not_recorder(row, actor), *faults(words, missing=MISSING)]
    if back_on is None or not row.first_day < back_on <= row.until:
        reasons.append(Refusal(code="leave_back_on", field="back_on"))
        return refused(session, actor, leave_id, reasons)
    if reasons:
        return refused(session, actor, leave_id, reasons)
    ended_on = back_on - dt.timedelta(days=1)
    proven = _needs_proof(session, row, ended_on)
    states = FROM[LeaveAct.CUT_SHORT]
    if not take(
        session,
        row,
        seen=seen,
        states=states,
        now=now,
        ended_on=ended_on,
        needs_proof=proven,
        proof_due=back_on if proven and row.proof_due is not None else None,
    ):
        return overtaken(session, actor, leave_id, LeaveAct.CUT_SHORT, seen=seen)
    free_days(session, row, back_on)
    content = {"back_on": back_on.isoformat(), "reason": words}
    sign(session, actor, row, LeaveAct.CUT_SHORT, now=now, content=content)
    tell_cut_short(session, row, back_on, now=now, reason=words)
    tell_stays(session, row, back_on, now=now)
    session.commit()
    return done(row)


def free_days(session: Session, row: LeaveRequest, first: dt.date) -> None:
    """Give the days of a leave from ``first`` on back to the roster; the caller commits.

    Only what the grant itself put there, at its instant and by its signer: a day off that the person had
    anyway stays.
    """
    granted = row.consents[-1]
    session.execute(
        delete(DayOff).where(
            DayOff.person_id == row.person_id,
            DayOff.date.between(first, row.last_day),
            DayOff.recorded_at == granted.at,
            DayOff.recorded_by_id == granted.user_id,
        )
    )


def _needs_proof(session: Session, row: LeaveRequest, last: dt.date) -> bool:
    if not row.needs_proof:
        return False
    asked = ask_of(row)
    shorter = LeaveAsk(
        person=asked.person,
        kind=asked.kind,
        first=asked.first,
        last=last,
        channel=asked.channel,
        is_special=asked.is_special,
    )
    return needs_proof(shorter, terms_of(session.get_one(PolicyVersion, row.policy_version_id)))


def _not_recorder(row: LeaveRequest, actor: Actor) -> list[Reason]:
    if actor.person_id == row.person_id:
        return [Refusal(code="leave_own")]
    return [] if actor.roles & RECORDS else [Refusal(code="leave_not_yours")]
