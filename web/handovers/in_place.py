"""Who cannot hand over, as after falling ill, is handed over for by a leader or superior, by order."""

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from roster.handovers.life import EDITABLE, HandoverState
from web.accounts.actor import Actor
from web.answer import Reason
from web.database.seen import change_if_seen
from web.handovers.steps import HandoverAnswer, Opened, Part, done, open_handover, refused, sign
from web.handovers.telling import IN_PLACE, accounts, tell_once
from web.refusal import Refusal
from web.said import faults, kept

POSSIBLE: Final = frozenset(
    {
        HandoverState.PLANNED,
        HandoverState.SUBMITTED,
        HandoverState.READY,
        HandoverState.RECEIVING,
        HandoverState.CHECKED,
        *EDITABLE,
    }
)
"""As long as the outgoing side has something to write, to answer or to sign."""


def act_for(
    session: Session, actor: Actor, handover_id: int, *, reason: str, seen: int, now: dt.datetime
) -> HandoverAnswer:
    """Take the outgoing person's place by order, with a reason, and commit; the password was re-entered.

    Whoever does so writes, answers and signs as handing over, marked as acting for another, and checks that
    record no more. The person's open matters come along; responsibility passes at the second signature.
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    words = kept(reason)
    reasons = _hindering(opened)
    if opened.row.lock_version != seen:
        at = opened.row.changed_at.isoformat() if opened.row.changed_at else ""
        details = {"state": opened.life.shown.value, "at": at}
        reasons = [
            Refusal(code="stale_handover", measured=opened.row.lock_version, limit=seen, details=details)
        ]
    reasons += faults(words, missing="handover_reason_missing")
    if reasons:
        return refused(session, actor, handover_id, reasons)
    row = opened.row
    if not change_if_seen(session, row, seen=seen, states=POSSIBLE, now=now, acting_id=actor.user_id):
        return refused(session, actor, handover_id, [Refusal(code="try_again")])
    sign(session, actor, opened, "act_for", now=now, content={"reason": words, "for": row.outgoing.name})
    both = accounts(session, row.outgoing_id, row.receiving_id)
    tell_once(session, opened, IN_PLACE, both, now=now, by=actor.name, reason=words)
    session.commit()
    return done(opened)


def can_act_for(opened: Opened) -> bool:
    """Tell whether the actor can take the outgoing person's place now."""
    return not _hindering(opened)


def _hindering(opened: Opened) -> list[Reason]:
    row = opened.row
    reasons: list[Reason] = []
    # a record that came back is to be written anew, whoever signed the version before
    if row.state not in POSSIBLE or (row.signed_out and row.state not in EDITABLE):
        reasons.append(Refusal(code="wrong_handover_state", measured=row.state.value))
    if not {Part.CHECKER, Part.SUPERIOR} & opened.parts:
        reasons.append(Refusal(code="not_your_part", limit=f"{Part.CHECKER.value}|{Part.SUPERIOR.value}"))
    return reasons
