"""Both sides sign (R-9.22); at the second signature responsibility passes, and what goes on with it."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from roster.handovers.content import Disposition, Item
from roster.handovers.gates import refusals
from roster.handovers.life import HandoverAct, HandoverState
from web.accounts.actor import Actor
from web.accounts.authentication import confirm_password
from web.answer import Reason
from web.handovers.act_tables import HandoverSignature, Side
from web.handovers.content_tables import HandoverMatter
from web.handovers.drafts import drafted
from web.handovers.facts import Progress, counted, facts_of, read_progress
from web.handovers.steps import (
    HandoverAnswer,
    Opened,
    Part,
    done,
    hindrances,
    open_handover,
    overtaken,
    refused,
    sign,
    take,
)
from web.handovers.tables import Handover
from web.handovers.telling import COMPLETED, INVALID, REDONE, tell_both, tell_heads, tell_superiors
from web.records.sealing import seal
from web.refusal import Refusal

GIVEN = "complete and true as submitted"
"""What the outgoing person declares."""
TAKEN = "read and understood; responsible from this signature on"
"""What the incoming person declares."""
GIVEN_FOR = "handed over by order in place of the outgoing person, who cannot; complete and true as known"
"""What somebody declares who hands over for another."""
BY_ORDER = "read; taken over by order of the superior, responsible from this signature on"
"""What the incoming person declares where the superior has ordered the takeover."""


def confirmed(session: Session, actor: Actor, password: str, *, now: dt.datetime) -> tuple[Reason, ...]:
    """Return why a signature cannot be made: the password was not entered again, or is not the right one.

    Called before anything else is changed; failures count like those of the log-in.
    """
    if password and confirm_password(session, actor.user_id, password, now=now):
        return ()
    return (Refusal(code="password_wrong", field="password"),)


def sign_out(
    session: Session, actor: Actor, handover_id: int, *, seen: int, now: dt.datetime
) -> HandoverAnswer:
    """Sign as who hands over, and commit.

    After the check; where the policy lets people go before the record is read (P-23), from the moment the
    leader has passed it.
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    reasons = hindrances(opened, HandoverAct.SIGN_OUT, seen=seen, part=Part.OUTGOING)
    if opened.row.signed_out:
        reasons.append(Refusal(code="signed_already"))
    early = opened.row.state in (HandoverState.READY, HandoverState.RECEIVING)
    if early and not opened.terms.leaves_before_reading:
        reasons.append(Refusal(code="sign_after_reading"))
    if reasons:
        return refused(session, actor, handover_id, reasons)
    if not take(session, opened, HandoverAct.SIGN_OUT, seen=seen, now=now):
        return overtaken(session, actor, handover_id, HandoverAct.SIGN_OUT, seen=seen)
    _sign(
        session,
        actor,
        opened,
        Side.OUTGOING,
        meaning=GIVEN_FOR if opened.row.acting_id else GIVEN,
        progress=read_progress(session, opened),
        now=now,
    )
    session.commit()
    return done(opened)


def sign_in(
    session: Session, actor: Actor, handover_id: int, *, seen: int, met: bool = False, now: dt.datetime
) -> HandoverAnswer:
    """Sign as who receives, and commit: responsibility passes with it, and the items that are incoming.

    Parameters
    ----------
    met
        Both say that they met face to face (P-22). Where that is demanded and not said the handover is
        refused, or invalid and punishable (R-9.24), as the policy has it.
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    progress = read_progress(session, opened)
    reasons = hindrances(opened, HandoverAct.SIGN_IN, seen=seen, part=Part.RECEIVER)
    facts = facts_of(opened, progress, met=met)
    reasons += refusals(HandoverAct.SIGN_IN, opened.life, opened.terms, facts)
    if reasons:
        return refused(session, actor, handover_id, reasons)
    if not take(session, opened, HandoverAct.SIGN_IN, seen=seen, now=now, met=met, completed_at=now):
        return overtaken(session, actor, handover_id, HandoverAct.SIGN_IN, seen=seen)
    _sign(
        session,
        actor,
        opened,
        Side.INCOMING,
        meaning=BY_ORDER if opened.row.is_ordered else TAKEN,
        progress=progress,
        now=now,
        met=met,
    )
    if opened.row.state is HandoverState.INVALID:
        opened.row.completed_at = None
        tell_both(session, opened, INVALID, now=now)
        tell_superiors(session, opened, INVALID, now=now)
        tell_heads(session, opened, INVALID, now=now)
    else:
        pass_on(session, opened, progress.frozen.items if progress.frozen else (), now=now)
        tell_both(session, opened, COMPLETED, now=now)
        seal(session, opened.department.id, now=now)
    session.commit()
    return done(opened)


def sign_in_several(
    session: Session, actor: Actor, seen: Iterable[tuple[int, int]], *, met: bool = False, now: dt.datetime
) -> tuple[HandoverAnswer, ...]:
    """Sign several as who receives, each in a transaction of its own; what one lacks does not stop another.

    Parameters
    ----------
    seen
        Ids of handovers, each with the `lock_version` that the page had.
    """
    return tuple(
        sign_in(session, actor, handover_id, seen=version, met=met, now=now) for handover_id, version in seen
    )


def redo(session: Session, actor: Actor, handover_id: int, *, seen: int, now: dt.datetime) -> HandoverAnswer:
    """Take up an invalid handover again, and commit: both sign anew, face to face (R-9.24).

    The invalid signatures stay on record.
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    sides = frozenset({Part.OUTGOING, Part.RECEIVER})
    reasons = hindrances(opened, HandoverAct.REDO, seen=seen, part=sides)
    if reasons:
        return refused(session, actor, handover_id, reasons)
    if not take(session, opened, HandoverAct.REDO, seen=seen, now=now):
        return overtaken(session, actor, handover_id, HandoverAct.REDO, seen=seen)
    sign(session, actor, opened, HandoverAct.REDO, now=now)
    tell_both(session, opened, REDONE, now=now)
    session.commit()
    return done(opened)


def pass_on(session: Session, opened: Opened, items: Sequence[Item], *, now: dt.datetime) -> None:
    """Let every item go where its disposition says: on with the receiver, on with the outgoing, or closed."""
    row = opened.row
    receiver = row.receiver_id
    drafts = {draft.number: draft for draft, _ in drafted(session, row.id)}
    for item in items:
        draft = drafts.get(item.number)
        matter = None if draft is None else draft.matter
        if matter is not None and not _in_hand(matter, row):
            continue  # closed, or handed on by another record, since this one was frozen
        if item.disposition is Disposition.DONE:
            if matter is not None:
                matter.closed_at, matter.closed_in_id = now, row.id
                matter.closed_because = item.closed_because
            continue
        goes_to = receiver if item.disposition is Disposition.INCOMING else row.outgoing_id
        if goes_to is None:
            continue
        if matter is None:
            matter = HandoverMatter(
                department_id=opened.department.id,
                opened_in_id=row.id,
                opened_at=row.submitted_at or now,
                title=item.title,
                category=item.category,
                important=item.important,
                urgent=item.urgent,
                promised_at=item.promised_at,
                shifts=0,
                holder_id=goes_to,
            )
            session.add(matter)
            if draft is not None:  # should it be handed over anew, the matter is the same
                draft.matter = matter
        matter.holder_id = goes_to
        matter.shifts += 1
        matter.last_progress = item.progress or item.texts.get("result", "") or item.texts.get("detail", "")
    session.flush()


def _in_hand(matter: HandoverMatter, row: Handover) -> bool:
    return matter.closed_at is None and matter.holder_id == row.outgoing_id


def _sign(
    session: Session,
    actor: Actor,
    opened: Opened,
    side: Side,
    *,
    meaning: str,
    progress: Progress,
    now: dt.datetime,
    met: bool = False,
) -> None:
    """Bind a signature to the very content: number and hash of its record stand in the signature's own."""
    frozen = progress.frozen
    content = {
        "side": side.value,
        "declares": meaning,
        "signs": None if frozen is None else {"record": frozen.record.number, "hash": frozen.record.hash},
        "face_to_face": met,
        "counted": counted(progress.checks),
    }
    record = sign(session, actor, opened, f"sign_{side.value}", now=now, content=content)
    session.add(
        HandoverSignature(
            handover_id=opened.row.id,
            version=opened.row.version,
            side=side,
            person_id=actor.person_id,
            record_id=record.id,
            at=now,
        )
    )
