"""The leader's check (R-9.7 to R-9.9): passed with a signature, returned with a defect, or recalled."""

import datetime as dt
from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from roster.handovers.life import HandoverAct
from roster.handovers.terms import Defect
from web.accounts.actor import Actor
from web.answer import Reason
from web.handovers.act_tables import HandoverSignature, Side
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
from web.handovers.telling import PASSED, RETURNED, tell_outgoing, tell_receiver
from web.refusal import Refusal
from web.said import faults, kept

NO_DEFECT = "checked: no defect"
"""What the leader declares by passing a record."""


def pass_record(
    session: Session, actor: Actor, handover_id: int, *, seen: int, now: dt.datetime
) -> HandoverAnswer:
    """Pass a record, and commit: it can be received, and where P-23 says so the person may go (R-9.9).

    The password was re-entered before (`web.handovers.signing.confirmed`).
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    reasons = hindrances(opened, HandoverAct.PASS, seen=seen, part=Part.CHECKER)
    if reasons:
        return refused(session, actor, handover_id, reasons)
    if not take(session, opened, HandoverAct.PASS, seen=seen, now=now):
        return overtaken(session, actor, handover_id, HandoverAct.PASS, seen=seen)
    record = sign(session, actor, opened, HandoverAct.PASS, now=now, content={"declares": NO_DEFECT})
    session.add(
        HandoverSignature(
            handover_id=opened.row.id,
            version=opened.row.version,
            side=Side.LEADER,
            person_id=actor.person_id,
            record_id=record.id,
            at=now,
        )
    )
    tell_outgoing(session, opened, PASSED, now=now)
    tell_receiver(session, opened, now=now)
    session.commit()
    return done(opened)


def pass_several(
    session: Session, actor: Actor, seen: Iterable[tuple[int, int]], *, now: dt.datetime
) -> tuple[HandoverAnswer, ...]:
    """Pass several records, each in a transaction of its own; what one lacks does not stop another.

    Parameters
    ----------
    seen
        Ids of handovers, each with the `lock_version` that the page had.
    """
    return tuple(
        pass_record(session, actor, handover_id, seen=version, now=now) for handover_id, version in seen
    )


def return_record(
    session: Session,
    actor: Actor,
    handover_id: int,
    *,
    defects: Collection[str],
    reason: str,
    seen: int,
    now: dt.datetime,
) -> HandoverAnswer:
    """Return a record with at least one of the policy's defects and a reason in words, and commit (R-9.8).

    What was submitted stays on record; the next submission is the next version.
    """
    return _back(
        session,
        actor,
        handover_id,
        HandoverAct.RETURN,
        defects=defects,
        reason=reason,
        seen=seen,
        now=now,
    )


def recall_record(
    session: Session, actor: Actor, handover_id: int, *, reason: str, seen: int, now: dt.datetime
) -> HandoverAnswer:
    """Take back a record that was passed, with a reason, and commit: a question showed what it lacks.

    Where the outgoing person has gone already, the next version is theirs all the same.
    """
    return _back(
        session, actor, handover_id, HandoverAct.RECALL, defects=(), reason=reason, seen=seen, now=now
    )


def _back(
    session: Session,
    actor: Actor,
    handover_id: int,
    act: HandoverAct,
    *,
    defects: Collection[str],
    reason: str,
    seen: int,
    now: dt.datetime,
) -> HandoverAnswer:
    opened = open_handover(session, actor, handover_id, lock=True)
    words = kept(reason)
    reasons: list[Reason] = hindrances(opened, act, seen=seen, part=Part.CHECKER)
    reasons += faults(words, missing="handover_reason_missing")
    if act is HandoverAct.RETURN:
        reasons += _no_defect(defects, opened.terms.defects)
    if reasons:
        return refused(session, actor, handover_id, reasons)
    if not take(session, opened, act, seen=seen, now=now):
        return overtaken(session, actor, handover_id, act, seen=seen)
    found = sorted(set(defects))
    sign(session, actor, opened, act, now=now, content={"reason": words, "defects": found})
    tell_outgoing(session, opened, RETURNED, now=now, reason=words, defects=found)
    session.commit()
    return done(opened)


def _no_defect(defects: Collection[str], known: Collection[Defect]) -> list[Reason]:
    if not defects or not set(defects) <= {defect.value for defect in known}:
        return [Refusal(code="defect_missing", field="defects")]
    return []
