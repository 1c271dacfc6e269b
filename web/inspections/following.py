"""What is done about a finding, step by step, until it is closed with a result (R-12.3, R-12.12)."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.answer import Answer, Reason
from web.database import JsonObject
from web.database.seen import change_if_seen
from web.inspections.reach import get_finding
from web.inspections.tables import FindingState, FindingStep, InspectionFinding
from web.inspections.telling import tell_closed
from web.inspections.terms import inspection_terms
from web.people.turns import one_at_a_time
from web.records.signing import sign_act
from web.refusal import Refusal
from web.said import faults, kept
from web.search.indexing import index_step


@dataclass(frozen=True, kw_only=True)
class FindingAnswer(Answer[FindingState]):
    """What came of a step on a finding."""

    STALE: ClassVar = frozenset({"stale_finding", "finding_closed"})


def follow_up(
    session: Session, actor: Actor, finding_id: int, *, words: str, token: str, now: dt.datetime
) -> FindingAnswer:
    """Write down what was done about an open finding, and commit; a form sent twice is one step."""
    return _step(session, actor, finding_id, words=words, token=token, closes=False, seen=None, now=now)


def close(
    session: Session,
    actor: Actor,
    finding_id: int,
    *,
    words: str,
    token: str,
    seen: int,
    now: dt.datetime,
) -> FindingAnswer:
    """Close a finding with its result, and commit: by whoever inspects, not by who is to mend it alone."""
    return _step(session, actor, finding_id, words=words, token=token, closes=True, seen=seen, now=now)


def _step(
    session: Session,
    actor: Actor,
    finding_id: int,
    *,
    words: str,
    token: str,
    closes: bool,
    seen: int | None,
    now: dt.datetime,
) -> FindingAnswer:
    one_at_a_time(session, actor.department_id)
    row = get_finding(session, actor, finding_id)
    said = kept(words)
    before = session.scalars(
        select(FindingStep).where(FindingStep.by_id == actor.user_id, FindingStep.token == token)
    ).first()
    if before is not None:
        is_same = (before.finding_id, before.closes, before.words) == (finding_id, closes, said)
        session.rollback()
        # one form has two buttons: what was sent by the other one is not what is asked now
        return _answer(
            get_finding(session, actor, finding_id), [] if is_same else [Refusal(code="stale_finding")]
        )
    reasons: list[Reason] = [*faults(said, field="words", missing="step_missing")]
    if row.state is FindingState.CLOSED:
        reasons.append(Refusal(code="finding_closed"))
    elif seen is not None and row.lock_version != seen:
        reasons.append(Refusal(code="stale_finding", measured=row.lock_version, limit=seen))
    if closes and _mends_alone(actor, row):
        reasons.append(Refusal(code="own_finding"))
    # each step counts the version up: who closes has seen every step
    change = {"state": FindingState.CLOSED, "closed_at": now} if closes else {}
    if not reasons and not change_if_seen(
        session,
        row,
        seen=row.lock_version if seen is None else seen,
        states=(FindingState.OPEN,),
        now=now,
        **change,
    ):
        reasons.append(Refusal(code="stale_finding"))
    if reasons:
        session.rollback()
        return _answer(get_finding(session, actor, finding_id), reasons)
    act = "close" if closes else "follow_up"
    terms = inspection_terms(session, actor.department_id, now)
    content: JsonObject = {
        "inspection": row.inspection_id,
        "what": row.what,
        "due_on": None if row.due_on is None else row.due_on.isoformat(),
        "responsible": None if row.responsible is None else row.responsible.employee_number,
        "words": said,
    }
    record = sign_act(
        session,
        actor,
        row,
        act,
        of="finding",
        table=InspectionFinding.__tablename__,
        policy_version_id=terms.policy_version_id,
        content=content,
        now=now,
    )
    index_step(session, row, record, content)
    session.add(
        FindingStep(
            finding_id=row.id,
            record_id=record.id,
            at=now,
            by_id=actor.user_id,
            by_name=actor.name,
            by_number=actor.employee_number,
            words=said,
            closes=closes,
            token=token,
        )
    )
    if closes:
        tell_closed(session, row, by=actor.name, by_id=actor.user_id, now=now)
    session.commit()
    return _answer(row)


def _mends_alone(actor: Actor, row: InspectionFinding) -> bool:
    """Nobody closes what another found of them."""
    return (
        row.responsible_id is not None
        and row.responsible_id == actor.person_id
        and row.by_id != actor.user_id
    )


def _answer(row: InspectionFinding, reasons: list[Reason] | None = None) -> FindingAnswer:
    return FindingAnswer(state=row.state, lock_version=row.lock_version, reasons=tuple(reasons or ()))
