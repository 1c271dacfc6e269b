"""What nobody decided before the first shift began is over, whoever looks first: the clock or a person."""

import datetime as dt

from sqlalchemy.orm import Session

from roster.leave.life import FROM, LeaveAct, LeaveState
from web.leave.loading import ask_of, deadline, duties, life_as_it_is
from web.leave.steps import sign, take
from web.leave.tables import LeaveRequest
from web.leave.telling import tell_expired, tell_unexcused
from web.people.tables import Department


def until_of(session: Session, row: LeaveRequest) -> dt.datetime:
    """Return until when it can be decided on the roster in force, which may have moved since it was asked."""
    ask = ask_of(row)
    zone = session.get_one(Department, row.department_id).time_zone
    shifts = duties(session, row.person_id, row.first_day, row.last_day)
    return deadline(shifts, ask, zone, is_emergency=ask.is_emergency)


def expire_if_due(session: Session, row: LeaveRequest, *, now: dt.datetime) -> int:
    """Take the step of a leave that nobody decided in time, and commit; return how many steps and notices.

    The caller holds the department's lock. Where nothing is due nothing is written, and 0 returned.
    """
    if row.state not in FROM[LeaveAct.EXPIRE] or now < until_of(session, row):
        return 0
    state = life_as_it_is(session, row, now=now).after(LeaveAct.EXPIRE).state
    states = FROM[LeaveAct.EXPIRE]
    if not take(session, row, seen=row.lock_version, states=states, now=now, state=state):
        session.rollback()
        return 0
    sign(session, None, row, LeaveAct.EXPIRE, now=now)
    tell = tell_unexcused if state is LeaveState.UNEXCUSED else tell_expired
    told = tell(session, row, now=now)
    session.commit()
    return 1 + told
