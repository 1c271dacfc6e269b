"""Medical proof: certificates accepted or refused by the supervisor (R-5.9 to R-5.11).

Their dates are registered (`web.leave.registering`); a file, where one is handed in, is sealed.
"""

import datetime as dt

from sqlalchemy.orm import Session

from roster.leave.life import FROM, LeaveAct, LeaveState
from roster.leave.proof import proof_faults
from roster.violation import Violation
from web.accounts.actor import Actor
from web.answer import Reason
from web.leave.loading import certificates_of, terms_of
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
from web.leave.telling import PROOF_ACCEPTED, PROOF_REFUSED, tell_proof
from web.people.turns import one_at_a_time
from web.policy.tables import PolicyVersion
from web.refusal import Refusal
from web.said import faults, plain

OPEN = frozenset(
    {
        LeaveState.COVER_ARRANGED,
        LeaveState.ON_LEAVE,
        LeaveState.RETURNED,
        LeaveState.PROOF_DUE,
        LeaveState.UNPROVEN,
    }
)
"""Once it is granted, a certificate can be registered: before the leave is over, and after it was due."""


def accept(session: Session, actor: Actor, leave_id: int, *, seen: int, now: dt.datetime) -> LeaveAnswer:
    """Accept the certificates when their dates join and reach from first to last day; commit.

    Raises
    ------
    NotFound
        When the leave is not within the actor's reach (so for every act here).
    """
    row, department = open_leave(session, actor, leave_id)
    one_at_a_time(session, department.id)
    reasons: list[Reason] = [*state_reasons(row, LeaveAct.ACCEPT_PROOF, seen=seen), *_own(row, actor)]
    reasons = reasons or [*faults_of(session, row)]
    if reasons:
        return refused(session, actor, leave_id, reasons)
    states = FROM[LeaveAct.ACCEPT_PROOF]
    if not take(session, row, seen=seen, states=states, now=now, state=LeaveState.PROOF_ACCEPTED):
        return overtaken(session, actor, leave_id, LeaveAct.ACCEPT_PROOF, seen=seen)
    sign(session, actor, row, LeaveAct.ACCEPT_PROOF, now=now)
    accepted = (LeaveState.PROOF_ACCEPTED,)
    take(session, row, seen=row.lock_version, states=accepted, now=now, state=LeaveState.CLOSED)
    sign(session, actor, row, LeaveAct.CLOSE, now=now)
    tell_proof(session, row, PROOF_ACCEPTED, now=now)
    session.commit()
    return done(row)


def refuse(
    session: Session, actor: Actor, leave_id: int, *, reason: str, seen: int, now: dt.datetime
) -> LeaveAnswer:
    """Refuse the certificates with a reason, and commit: others are to be handed in."""
    row, department = open_leave(session, actor, leave_id)
    one_at_a_time(session, department.id)
    words = plain(reason)
    reasons = [*not_open(row, seen), *_own(row, actor), *faults(words, missing=MISSING)]
    if not certificates_of(row):
        reasons.append(Refusal(code="leave_no_proof"))
    if reasons:
        return refused(session, actor, leave_id, reasons)
    if not take(session, row, seen=seen, states=OPEN, now=now):
        return refused(session, actor, leave_id, [])
    for proof in row.proofs:
        proof.refused_at = proof.refused_at or now
    sign(session, actor, row, "refuse_proof", now=now, content={"reason": words})
    tell_proof(session, row, PROOF_REFUSED, now=now, reason=words)
    session.commit()
    return done(row)


def faults_of(session: Session, row: LeaveRequest) -> tuple[Violation, ...]:
    """Return what is wrong with the certificates as they stand."""
    proof = terms_of(session.get_one(PolicyVersion, row.policy_version_id)).proof
    continuous = proof is not None and proof.dates_continuous
    return proof_faults(row.first_day, row.until, certificates_of(row), continuous=continuous)


def not_open(row: LeaveRequest, seen: int) -> list[Reason]:
    """Return why no certificate can be registered or refused now, empty when it can."""
    if not row.needs_proof:
        return [Refusal(code="leave_needs_no_proof")]
    if row.state not in OPEN:
        return [Refusal(code="wrong_leave_state", measured=row.state.value)]
    return [
        each for each in state_reasons(row, LeaveAct.ACCEPT_PROOF, seen=seen) if each.code == "stale_leave"
    ]


def _own(row: LeaveRequest, actor: Actor) -> list[Reason]:
    return [Refusal(code="leave_own")] if actor.person_id == row.person_id else []
