"""Yes and no to a leave: approvers level by level, the last with a cover for every shift; taking it back."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy.orm import Session

from roster.leave.chain import lengthened
from roster.leave.life import FROM, GRANTED, LeaveAct, LeaveState
from roster.leave.terms import LADDER
from web.accounts.actor import Actor
from web.answer import Reason
from web.database import JsonObject
from web.leave.asking import approvers, judge_now
from web.leave.deciders import entered_by, not_your_step
from web.leave.effecting import Cover, cover_faults, take_effect
from web.leave.expiring import expire_if_due
from web.leave.loading import ask_of, duties, holidays_of, life_as_it_is, life_of, local_date, midnight
from web.leave.returning import free_days
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
from web.leave.tables import LeaveConsent, LeaveRequest
from web.leave.telling import (
    tell_approved,
    tell_approvers,
    tell_rejected,
    tell_stays,
    tell_unexcused,
    tell_withdrawn,
)
from web.people.tables import Department
from web.people.turns import one_at_a_time
from web.refusal import Refusal
from web.said import faults, plain

OUTCOMES = ("absent", "worked")
NO_COVER: Mapping[dt.date, Cover] = MappingProxyType({})


def approve(
    session: Session,
    actor: Actor,
    leave_id: int,
    *,
    seen: int,
    covers: Mapping[dt.date, Cover] = NO_COVER,
    now: dt.datetime,
    today: dt.date,
) -> LeaveAnswer:
    """Give the approval whose turn it is (R-5.6, no level skipped), and commit; the last changes the roster.

    Who must sign is looked at once more, so that what is the last step is known on the roster in force.

    Parameters
    ----------
    covers
        By date, for every shift of the leave; asked for at the last step only (R-5.15).

    Raises
    ------
    NotFound
        When the leave is not within the actor's reach (so for every act here).
    """
    row, department = open_leave(session, actor, leave_id)
    one_at_a_time(session, department.id)
    if expire_if_due(session, row, now=now):
        return overtaken(session, actor, leave_id, LeaveAct.APPROVE, seen=seen)
    reasons = state_reasons(row, LeaveAct.APPROVE, seen=seen) or not_your_step(row, actor)
    if reasons:
        return refused(session, actor, leave_id, reasons)
    longer = _longer_chain(session, row, department)
    if not take(session, row, seen=seen, states=FROM[LeaveAct.APPROVE], now=now, **longer):
        return overtaken(session, actor, leave_id, LeaveAct.APPROVE, seen=seen)
    reasons = _still_possible(session, row, department, now=now, today=today)
    if reasons:
        return refused(session, actor, leave_id, reasons)
    life = life_of(row)
    role = life.next_role or ""
    session.add(
        LeaveConsent(leave_id=row.id, step=len(life.approved) + 1, role=role, user_id=actor.user_id, at=now)
    )
    session.flush()
    session.refresh(row)
    sign(session, actor, row, LeaveAct.APPROVE, now=now, content={"role": role, **longer})
    if life.after(LeaveAct.APPROVE, by=role).state is LeaveState.APPROVED:
        reasons = _grant(session, actor, row, covers, now=now, today=today)
        if reasons:
            return refused(session, actor, leave_id, reasons)
    else:
        tell_approvers(session, row, now=now)
    session.commit()
    return done(row)


def reject(
    session: Session, actor: Actor, leave_id: int, *, reason: str, seen: int, now: dt.datetime
) -> LeaveAnswer:
    """Return a leave with a reason in words, and commit.

    What management does not allow of a late one, and an emergency that is turned down once its first shift
    has begun, is proposed as absence without leave (R-5.5).
    """
    row, department = open_leave(session, actor, leave_id)
    one_at_a_time(session, department.id)
    if expire_if_due(session, row, now=now):
        return overtaken(session, actor, leave_id, LeaveAct.REJECT, seen=seen)
    words = plain(reason)
    reasons = state_reasons(row, LeaveAct.REJECT, seen=seen) or not_your_step(row, actor)
    reasons += faults(words, missing=MISSING)
    if reasons:
        return refused(session, actor, leave_id, reasons)
    after = life_as_it_is(session, row, now=now).after(LeaveAct.REJECT, by=life_of(row).next_role or "").state
    if not take(session, row, seen=seen, states=FROM[LeaveAct.REJECT], now=now, state=after):
        return overtaken(session, actor, leave_id, LeaveAct.REJECT, seen=seen)
    sign(session, actor, row, LeaveAct.REJECT, now=now, content={"reason": words})
    if after is LeaveState.UNEXCUSED:
        tell_unexcused(session, row, now=now, reason=words)
    else:
        tell_rejected(session, row, now=now, reason=words)
    session.commit()
    return done(row)


def withdraw(
    session: Session, actor: Actor, leave_id: int, *, seen: int, now: dt.datetime, reason: str = ""
) -> LeaveAnswer:
    """Take back a leave, and commit; by the person, or who asked on behalf.

    One that is granted can be taken back until its first day begins (销假). The roster stays as it is: see
    `web.leave.returning`.
    """
    row, department = open_leave(session, actor, leave_id)
    one_at_a_time(session, department.id)
    if expire_if_due(session, row, now=now):
        return overtaken(session, actor, leave_id, LeaveAct.WITHDRAW, seen=seen)
    words = plain(reason)
    reasons = state_reasons(row, LeaveAct.WITHDRAW, seen=seen) + faults(words, needed=False)
    if actor.person_id != row.person_id and actor.user_id != row.created_by_id:
        reasons.append(Refusal(code="leave_not_yours"))
    was_granted = row.state in GRANTED
    if was_granted and row.first_day <= local_date(now, department.time_zone):
        reasons.append(Refusal(code="leave_is_under_way"))
    if reasons:
        return refused(session, actor, leave_id, reasons)
    states = FROM[LeaveAct.WITHDRAW]
    if not take(session, row, seen=seen, states=states, now=now, state=LeaveState.WITHDRAWN):
        return overtaken(session, actor, leave_id, LeaveAct.WITHDRAW, seen=seen)
    sign(session, actor, row, LeaveAct.WITHDRAW, now=now, content={"reason": words})
    tell_withdrawn(session, row, now=now, reason=words)
    if was_granted:
        free_days(session, row, row.first_day)
        tell_stays(session, row, row.first_day, now=now)
    session.commit()
    return done(row)


def settle(
    session: Session, actor: Actor, leave_id: int, *, outcome: str, reason: str, seen: int, now: dt.datetime
) -> LeaveAnswer:
    """Decide on a proposed absence without leave, with a reason, and commit: ``absent``, or ``worked``.

    Proposed is what nobody allowed in time (R-5.5), and what no certificate came for (R-5.9); the latter is
    leave all the same where it is excused, and no leave where it is found to be absence. Not before the last
    shift is over: until then the person can still come.
    """
    row, department = open_leave(session, actor, leave_id)
    one_at_a_time(session, department.id)
    words = plain(reason)
    reasons = state_reasons(row, LeaveAct.SETTLE, seen=seen) + faults(words, missing=MISSING)
    if actor.person_id == row.person_id:
        reasons.append(Refusal(code="leave_own"))
    if outcome not in OUTCOMES:
        reasons.append(Refusal(code="leave_malformed", field="outcome"))
    reasons += _not_over(session, row, department, now=now)
    if reasons:
        return refused(session, actor, leave_id, reasons)
    states = FROM[LeaveAct.SETTLE]
    was_granted = row.state in GRANTED
    if not take(session, row, seen=seen, states=states, now=now, state=LeaveState.CLOSED, outcome=outcome):
        return overtaken(session, actor, leave_id, LeaveAct.SETTLE, seen=seen)
    if was_granted and outcome == "absent":
        free_days(session, row, row.first_day)
    sign(session, actor, row, LeaveAct.SETTLE, now=now, content={"reason": words, "outcome": outcome})
    session.commit()
    return done(row)


def _grant(
    session: Session,
    actor: Actor,
    row: LeaveRequest,
    covers: Mapping[dt.date, Cover],
    *,
    now: dt.datetime,
    today: dt.date,
) -> list[Reason]:
    shifts = duties(session, row.person_id, row.first_day, row.last_day)
    reasons = cover_faults(shifts, covers) or take_effect(
        session, actor, row, shifts, covers, now=now, today=today
    )
    if reasons:
        return reasons
    waited = (row.state,)
    state = LeaveState.COVER_ARRANGED
    if not take(session, row, seen=row.lock_version, states=waited, now=now, state=state):
        return [Refusal(code="try_again")]
    decided: JsonObject = {day.isoformat(): cover.to_json() for day, cover in sorted(covers.items())}
    sign(session, actor, row, LeaveAct.ARRANGE_COVER, now=now, content={"cover": decided})
    tell_approved(session, row, now=now)
    return []


def _still_possible(
    session: Session, row: LeaveRequest, department: Department, *, now: dt.datetime, today: dt.date
) -> list[Reason]:
    """Judge once more what may have changed: a shift that was swapped meanwhile, or has begun.

    Who asked, and how early, was judged when it was asked for. An emergency is decided afterwards as well.
    """
    verdict = judge_now(
        session, department, row.person, ask_of(row), row.policy_version_id, now=now, today=today
    )
    codes = {"leave_swapped"} if ask_of(row).is_emergency else {"leave_swapped", "leave_begun"}
    return [reason for reason in verdict.refused if reason.code in codes]


def _longer_chain(session: Session, row: LeaveRequest, department: Department) -> JsonObject:
    """Return chain and holiday duty as they are now where more must sign than when it was asked for (R-5.13).

    A roster published meanwhile, or a day that has become a holiday since, may ask for management.
    """
    asked = ask_of(row)
    shifts = duties(session, row.person_id, row.first_day, row.last_day)
    on_holiday = row.on_holiday or bool(holidays_of(session, department, asked, shifts))
    wanted = approvers(
        session,
        row.person,
        asked,
        row.policy_version_id,
        on_holiday=on_holiday,
        is_late=row.is_late,
        entered_by=entered_by(row),
    )
    # who was passed over because the only other one had entered it is not brought back by a new colleague
    lowest = LADDER.index(row.chain[0]) if entered_by(row) is not None else 0
    higher = tuple(role for role in wanted.roles if LADDER.index(role) >= lowest)
    roles = lengthened(tuple(row.chain), higher, signed=len(row.consents))
    changed = on_holiday != row.on_holiday or list(roles) != row.chain
    return {"chain": list(roles), "on_holiday": on_holiday} if changed else {}


def _not_over(
    session: Session, row: LeaveRequest, department: Department, *, now: dt.datetime
) -> list[Reason]:
    ends = [shift.ends_at for shift in duties(session, row.person_id, row.first_day, row.last_day)]
    until = max(ends, default=midnight(row.last_day + dt.timedelta(days=1), department.time_zone))
    return [] if until <= now else [Refusal(code="leave_not_over", details={"at": until.isoformat()})]
