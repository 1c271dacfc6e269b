"""Asking for leave: judged by the regulation before it is stored, and sent to the first approver."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.leave.asking import Channel, LeaveAsk, LeaveKind
from roster.leave.chain import Chain, chain
from roster.leave.conditions import LeaveVerdict, judge_leave
from roster.leave.life import GRANTED, WAITING, LeaveAct, LeaveLife
from roster.leave.proof import needs_proof, proof_due
from roster.leave.terms import LADDER
from web.accounts.actor import Actor
from web.accounts.tables import Role, User
from web.answer import Reason
from web.leave.deciders import vacant_roles
from web.leave.file_content import certificate_faults
from web.leave.files import store_file
from web.leave.loading import deadline, duties, moment_of, terms_of
from web.leave.steps import MISSING, LeaveAnswer, done, person_in_reach, sign
from web.leave.tables import LeaveRequest
from web.leave.telling import tell_approvers, tell_asked_for
from web.people.tables import Department, Person, RoleInTeam
from web.people.turns import one_at_a_time
from web.policy.tables import PolicyVersion
from web.refusal import Refusal
from web.rosters.loading import policy_if_any
from web.said import faults, plain

LONGEST_DAYS = 366
MOST_NAME = 60


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What somebody asks for.

    Parameters
    ----------
    person_id
        Whose leave it is; another person than the actor where it is asked for on behalf.
    first, last
        None where the form had no date.
    channel, caller
        On behalf: the person called, or somebody of this name did; in person otherwise.
    token
        Made with the form.
    """

    person_id: int
    kind: str
    first: dt.date | None
    last: dt.date | None
    reason: str = ""
    channel: str = Channel.PHONE
    caller: str = ""
    is_special: bool = False
    certificate: bytes | None = None
    """A file that proves it, where one is handed in at once."""
    token: str = ""


def ask_leave(
    session: Session, actor: Actor, ask: Ask, *, now: dt.datetime, today: dt.date, secret_key: str = ""
) -> LeaveAnswer:
    """Store a leave that the regulation allows to be asked for, tell the first approver, and commit.

    What comes too late is stored as such and goes to management (R-5.4). A form that is sent twice is one
    request: the second time the first is answered.

    Parameters
    ----------
    secret_key
        Seals the certificate.

    Raises
    ------
    NotFound
        When the person is not within reach.
    """
    person = person_in_reach(session, actor, ask.person_id)
    department = session.get_one(Department, actor.department_id)
    one_at_a_time(session, department.id)
    twice = session.scalars(
        select(LeaveRequest).where(
            LeaveRequest.created_by_id == actor.user_id, LeaveRequest.token == ask.token
        )
    ).one_or_none()
    if twice is not None:
        return done(twice)
    asked, reasons = _read(ask, person, actor)
    if asked is None:
        session.rollback()
        return LeaveAnswer(leave_id=None, reasons=tuple(reasons))
    reasons += _asked_already(session, person, asked)
    row = _made(session, actor, ask, asked, person=person, now=now, today=today)
    if isinstance(row, LeaveRequest) and not reasons:
        if ask.certificate is not None:
            store_file(session, actor, row, ask.certificate, secret_key=secret_key, now=now)
        session.commit()
        return done(row)
    session.rollback()
    return LeaveAnswer(leave_id=None, reasons=(*reasons, *([] if isinstance(row, LeaveRequest) else row)))


def judge_now(
    session: Session,
    department: Department,
    person: Person,
    asked: LeaveAsk,
    policy_version_id: int,
    *,
    now: dt.datetime,
    today: dt.date,
) -> LeaveVerdict:
    """Judge a leave on the shifts in force now."""
    terms = terms_of(session.get_one(PolicyVersion, policy_version_id))
    shifts = duties(session, person.id, asked.first, asked.last)
    moment = moment_of(session, department, person, asked, shifts, now=now, today=today)
    return judge_leave(asked, terms=terms, moment=moment)


def approvers(
    session: Session,
    person: Person,
    asked: LeaveAsk,
    policy_version_id: int,
    *,
    on_holiday: bool,
    is_late: bool,
    entered_by: int | None = None,
) -> Chain:
    """Return who approves a person's leave under a version of the policy.

    Parameters
    ----------
    entered_by
        Account that entered it for the person, and therefore approves no step; None in person.
    """
    return chain(
        terms_of(session.get_one(PolicyVersion, policy_version_id)),
        asked.days,
        on_holiday=on_holiday,
        is_late=is_late,
        own_role=_own_role(session, person),
        vacant=vacant_roles(session, person, entered_by),
    )


def _own_role(session: Session, person: Person) -> str | None:
    """Return the highest role of the ladder that the person has."""
    has = select(Role.name).join(User.roles).where(User.person_id == person.id, User.active)
    roles = {*session.scalars(has)} & set(LADDER)
    if person.role_in_team is RoleInTeam.LEADER:
        roles.add("leader")
    return max(roles, key=LADDER.index, default=None)


def _made(
    session: Session,
    actor: Actor,
    ask: Ask,
    asked: LeaveAsk,
    *,
    person: Person,
    now: dt.datetime,
    today: dt.date,
) -> LeaveRequest | list[Reason]:
    department = session.get_one(Department, actor.department_id)
    policy = policy_if_any(session, department.id, asked.first)
    if policy is None:
        return [Refusal(code="leave_no_policy")]
    terms = terms_of(policy)
    shifts = duties(session, person.id, asked.first, asked.last)
    moment = moment_of(session, department, person, asked, shifts, now=now, today=today)
    verdict = judge_leave(asked, terms=terms, moment=moment)
    if verdict.refused:
        return list(verdict.refused)
    signers = approvers(
        session,
        person,
        asked,
        policy.id,
        on_holiday=bool(moment.on_holiday),
        is_late=bool(verdict.late),
        entered_by=None if asked.channel is Channel.IN_PERSON else actor.user_id,
    )
    begun = LeaveLife(chain=signers.roles, is_late=bool(verdict.late), is_emergency=asked.is_emergency).after(
        LeaveAct.SUBMIT
    )
    row = LeaveRequest(
        department_id=department.id,
        person_id=person.id,
        created_by_id=actor.user_id,
        channel=asked.channel,
        caller=plain(ask.caller) if asked.channel is Channel.PROXY else "",
        token=ask.token,
        kind=asked.kind,
        is_special=asked.is_special,
        first_day=asked.first,
        last_day=asked.last,
        reason=plain(ask.reason),
        state=begun.state,
        policy_version_id=policy.id,
        chain=list(signers.roles),
        is_late=bool(verdict.late),
        on_holiday=bool(moment.on_holiday),
        is_regulated=signers.is_regulated,
        needs_proof=needs_proof(asked, terms),
        proof_due=proof_due(asked, terms),
        expires_at=deadline(shifts, asked, department.time_zone, is_emergency=asked.is_emergency),
        created_at=now,
        changed_at=now,
        person=person,
        consents=[],
        covers=[],
        proofs=[],
    )
    session.add(row)
    session.flush()
    content = {
        "person": asked.person,
        "kind": row.kind.value,
        "is_special": row.is_special,
        "chain": row.chain,
        "on_holiday": row.on_holiday,
        "first": asked.first.isoformat(),
        "last": asked.last.isoformat(),
        "reason": row.reason,
        "channel": row.channel.value,
        "caller": row.caller,
        "late": [each.to_json() for each in verdict.late],
    }
    sign(session, actor, row, LeaveAct.SUBMIT, now=now, content=content)
    tell_approvers(session, row, now=now)
    tell_asked_for(session, row, now=now)
    return row


def _read(ask: Ask, person: Person, actor: Actor) -> tuple[LeaveAsk | None, list[Reason]]:
    """Return what is asked for, or every reason why the form does not say."""
    reasons: list[Reason] = [*faults(ask.reason, missing=MISSING)]
    if not ask.token or ask.kind not in set(LeaveKind):
        reasons.append(Refusal(code="leave_malformed", field="kind"))
    if ask.first is None:
        reasons.append(Refusal(code="leave_day_missing", field="first"))
    if ask.last is None:
        reasons.append(Refusal(code="leave_day_missing", field="last"))
    reasons += _by_whom(ask, person, actor)
    if ask.certificate is not None:
        reasons += certificate_faults(ask.certificate)
    if ask.first is None or ask.last is None:
        return None, reasons
    days = (ask.last - ask.first).days + 1
    if days < 1:
        reasons.append(Refusal(code="end_before_start", field="last"))
    elif days > LONGEST_DAYS:
        reasons.append(Refusal(code="leave_too_long", field="last", measured=days, limit=LONGEST_DAYS))
    if reasons:
        return None, reasons
    asked = LeaveAsk(
        person=person.employee_number,
        kind=LeaveKind(ask.kind),
        first=ask.first,
        last=ask.last,
        channel=Channel.IN_PERSON if actor.person_id == person.id else Channel(ask.channel),
        is_special=ask.is_special,
    )
    return asked, reasons


def _by_whom(ask: Ask, person: Person, actor: Actor) -> list[Reason]:
    """On behalf it is said who called: nobody else asks in person."""
    if actor.person_id == person.id:
        return []
    if ask.channel not in (Channel.PHONE, Channel.PROXY):
        return [Refusal(code="leave_malformed", field="channel")]
    caller = plain(ask.caller)
    if ask.channel == Channel.PROXY and not caller:
        return [Refusal(code="leave_caller_missing", field="caller")]
    if len(caller) > MOST_NAME:
        return [Refusal(code="too_long", field="caller", measured=len(caller), limit=MOST_NAME)]
    return []


def _asked_already(session: Session, person: Person, asked: LeaveAsk) -> list[Reason]:
    """One request for each day: whoever wants another takes the first one back."""
    other = session.scalars(
        select(LeaveRequest.id).where(
            LeaveRequest.person_id == person.id,
            LeaveRequest.state.in_(tuple(WAITING | GRANTED)),
            LeaveRequest.first_day <= asked.last,
            LeaveRequest.until >= asked.first,
        )
    ).first()
    return [] if other is None else [Refusal(code="leave_asked_already", measured=other)]
