"""Reopening a record that both have signed: concealment is proven (R-9.27)."""

import datetime as dt

from sqlalchemy.orm import Session

from roster.handovers.life import HandoverAct
from web.accounts.actor import Actor
from web.answer import Reason
from web.handovers.steps import (
    HandoverAnswer,
    Part,
    done,
    hindrances,
    open_handover,
    overtaken,
    refused,
    sign,
    take,
)
from web.handovers.telling import REOPENED, tell_both
from web.said import faults, kept


def reopen(
    session: Session,
    actor: Actor,
    handover_id: int,
    *,
    reason: str,
    evidence: str,
    seen: int,
    now: dt.datetime,
) -> HandoverAnswer:
    """Reopen a complete or reviewed record with what was concealed and what proves it, and commit.

    Responsibility is the outgoing person's again, and the record says so. That person submits the next
    version, which goes the whole way once more; the signatures under this one stay as they are. What the
    receiver has in hand stays in hand: the work goes on while the responsibility is settled. The password
    was re-entered before (`web.handovers.signing.confirmed`).
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    words, proof = kept(reason), kept(evidence)
    reasons: list[Reason] = hindrances(opened, HandoverAct.REOPEN, seen=seen, part=Part.SUPERIOR)
    reasons += faults(words, missing="handover_reason_missing")
    reasons += faults(proof, field="evidence", missing="evidence_missing")
    if reasons:
        return refused(session, actor, handover_id, reasons)
    passed = opened.row.completed_at
    if not take(session, opened, HandoverAct.REOPEN, seen=seen, now=now, completed_at=None):
        return overtaken(session, actor, handover_id, HandoverAct.REOPEN, seen=seen)
    outgoing = opened.row.outgoing
    content = {
        "reason": words,
        "evidence": proof,
        "responsible": {"name": outgoing.name, "number": outgoing.employee_number},
        "passed_at": None if passed is None else passed.isoformat(),
    }
    sign(session, actor, opened, HandoverAct.REOPEN, now=now, content=content)
    tell_both(session, opened, REOPENED, now=now, reason=words, by=actor.name)
    session.commit()
    return done(opened)
