"""The life of a roster version up to publication: submit, return, withdraw, approve (R-2.7, P-10).

draft → submitted → approved → published → superseded; submitted → returned → (edited) draft;
submitted or approved → withdrawn. Publication has a module of its own (`web.rosters.publishing`).
"""

import datetime as dt

from sqlalchemy.orm import Session

from roster.rules import judge
from roster.violation import Violation
from web.accounts.actor import Actor
from web.people.tables import Department
from web.refusal import Refusal
from web.rosters.acts import (
    EDITABLE,
    Act,
    Reason,
    add_event,
    done,
    open_version,
    overtaken,
    reach_reasons,
    record,
    refused,
    state_reasons,
    take,
)
from web.rosters.approvals import chain_of, open_step, step_reasons
from web.rosters.due import is_late
from web.rosters.loading import load_problem, load_roster
from web.rosters.overtaken import overtaken_cells
from web.rosters.tables import Approval, RosterVersion, VersionState
from web.rosters.telling import tell_returned, tell_step

UNDER_REVIEW = (VersionState.SUBMITTED,)
TAKEN_BACK_FROM = (VersionState.SUBMITTED, VersionState.APPROVED)


def submit(session: Session, actor: Actor, version_id: int, *, seen: int, now: dt.datetime) -> Act:
    """Submit a draft for review, and commit.

    Refused with every hard violation. After the due day it is taken all the same and marked late.

    Parameters
    ----------
    seen
        The `lock_version` that the person saw.

    Raises
    ------
    NotFound
        When the version is not of the actor's department (so for every act here).
    """
    version, department = open_version(session, actor, version_id)
    before = version.state
    reasons = [*reach_reasons(actor), *state_reasons(session, version, seen=seen, states=EDITABLE)]
    reasons = reasons or [
        *overtaken_cells(session, version),
        *hard_violations(session, department, version),
    ]
    if reasons:
        return refused(session, actor, version_id, reasons)
    late = is_late(session, department, version.roster.month, now)
    taken = take(
        session,
        version,
        seen=seen,
        states=EDITABLE,
        now=now,
        state=VersionState.SUBMITTED,
        submissions=RosterVersion.submissions + 1,
        submitted_by_id=actor.user_id,
        submitted_at=now,
        approved_by_id=None,
        approved_at=None,
    )
    if not taken:
        return overtaken(session, actor, version_id, seen=seen, states=EDITABLE)
    add_event(session, actor, version, came_from=before, now=now, late=late)
    record(session, actor, version, action="submit", now=now, detail={"late": late})
    tell_step(session, version, chain_of(session, version)[0], now=now, except_user=actor.user_id)
    session.commit()
    return done(version, late=late)


def return_version(
    session: Session, actor: Actor, version_id: int, *, reason: str, seen: int, now: dt.datetime
) -> Act:
    """Return a submitted version with a reason in words, and commit; whoever is in the chain may."""
    version, _ = open_version(session, actor, version_id)
    reason = reason.strip()
    reasons: list[Reason] = [*reach_reasons(actor)]
    reasons += state_reasons(session, version, seen=seen, states=UNDER_REVIEW)
    chain = chain_of(session, version)
    if not actor.roles & set(chain):
        reasons.append(Refusal(code="not_your_step", limit="|".join(chain)))
    if not reason:
        reasons.append(Refusal(code="reason_missing", field="reason"))
    if reasons:
        return refused(session, actor, version_id, reasons)
    if not take(session, version, seen=seen, states=UNDER_REVIEW, now=now, state=VersionState.RETURNED):
        return overtaken(session, actor, version_id, seen=seen, states=UNDER_REVIEW)
    add_event(session, actor, version, came_from=VersionState.SUBMITTED, now=now, note=reason)
    record(session, actor, version, action="return", now=now)
    tell_returned(session, version, reason, now=now)
    session.commit()
    return done(version)


def withdraw(
    session: Session, actor: Actor, version_id: int, *, seen: int, now: dt.datetime, note: str = ""
) -> Act:
    """Take a submitted or approved version back for good, and commit; a new draft may be made from it."""
    return _give_up(
        session, actor, version_id, seen=seen, now=now, states=TAKEN_BACK_FROM, action="withdraw", note=note
    )


def discard(session: Session, actor: Actor, version_id: int, *, seen: int, now: dt.datetime) -> Act:
    """Put a draft aside for good, and commit. Its content and history stay readable."""
    return _give_up(
        session, actor, version_id, seen=seen, now=now, states=EDITABLE, action="discard", note="discarded"
    )


def approve(session: Session, actor: Actor, version_id: int, *, seen: int, now: dt.datetime) -> Act:
    """Take the next step of the chain, and commit; the last one makes the version approved.

    Each step is an act of its own, also where one person has the roles of two (A-1). The rules are
    checked again: a day off granted since the submission counts.
    """
    version, department = open_version(session, actor, version_id)
    reasons: list[Reason] = [*reach_reasons(actor)]
    reasons += state_reasons(session, version, seen=seen, states=UNDER_REVIEW)
    step = open_step(session, version)
    reasons += step_reasons(step, actor)
    reasons = reasons or [*hard_violations(session, department, version)]
    if step is None or reasons:
        return refused(session, actor, version_id, reasons)
    chain = chain_of(session, version)
    is_last = step.number == len(chain)
    values = (
        {"state": VersionState.APPROVED, "approved_by_id": actor.user_id, "approved_at": now}
        if is_last
        else {}
    )
    if not take(session, version, seen=seen, states=UNDER_REVIEW, now=now, **values):
        return overtaken(session, actor, version_id, seen=seen, states=UNDER_REVIEW)
    session.add(
        Approval(
            roster_version_id=version.id,
            submission=version.submissions,
            step=step.number,
            role=step.role,
            approved_by_id=actor.user_id,
            approved_at=now,
        )
    )
    if is_last:
        add_event(session, actor, version, came_from=VersionState.SUBMITTED, now=now)
    else:
        tell_step(session, version, chain[step.number], now=now, except_user=actor.user_id)
    record(
        session, actor, version, action="approve", now=now, detail={"step": step.number, "role": step.role}
    )
    session.commit()
    return done(version)


def hard_violations(
    session: Session, department: Department, version: RosterVersion
) -> tuple[Violation, ...]:
    """Return every hard violation of a version, by today's people, days off and policy of the version."""
    problem = load_problem(session, department, version.roster.month, version=version)
    return judge(problem, load_roster(session, version)).hard


def _give_up(
    session: Session,
    actor: Actor,
    version_id: int,
    *,
    seen: int,
    now: dt.datetime,
    states: tuple[VersionState, ...],
    action: str,
    note: str,
) -> Act:
    version, _ = open_version(session, actor, version_id)
    before = version.state
    reasons = [*reach_reasons(actor), *state_reasons(session, version, seen=seen, states=states)]
    if reasons:
        return refused(session, actor, version_id, reasons)
    if not take(session, version, seen=seen, states=states, now=now, state=VersionState.WITHDRAWN):
        return overtaken(session, actor, version_id, seen=seen, states=states)
    add_event(session, actor, version, came_from=before, now=now, note=note)
    record(session, actor, version, action=action, now=now)
    session.commit()
    return done(version)
