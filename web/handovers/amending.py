"""After both signatures a record is changed by an amendment alone: signed, noted by the other side."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from roster.handovers.life import OVER
from web.accounts.actor import Actor
from web.answer import Reason
from web.database import JsonObject
from web.errors import NotFound
from web.handovers.act_tables import Side
from web.handovers.amendment_tables import AmendmentNote, HandoverAmendment
from web.handovers.frozen import read_frozen
from web.handovers.steps import SUBJECT, HandoverAnswer, Opened, Part, done, open_handover, refused, sign
from web.handovers.telling import AMENDED, tell_once
from web.records.sealing import seal
from web.records.store import of_subject
from web.refusal import Refusal
from web.said import faults, kept

MOST_TEXT = 2000
SIDES = {Side.OUTGOING: Part.OUTGOING, Side.INCOMING: Part.RECEIVER}
WHO_AMENDS = frozenset({Part.OUTGOING, Part.RECEIVER, Part.CHECKER, Part.SUPERIOR})
"""Both sides, their leader, the supervisor; nobody else, whatever they can read."""


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """One amendment as the pages show it.

    Parameters
    ----------
    content
        Of its record: ``text`` and ``reason``; empty once it was deleted when its time was over.
    """

    row: HandoverAmendment
    content: JsonObject

    def waits_for(self, person_id: int | None) -> AmendmentNote | None:
        """Return what somebody has not taken note of yet."""
        return next(
            (note for note in self.row.notes if note.person_id == person_id and note.noted_at is None), None
        )


def amend(
    session: Session,
    actor: Actor,
    handover_id: int,
    *,
    text: str,
    reason: str,
    token: str,
    now: dt.datetime,
) -> HandoverAnswer:
    """Add an amendment to a completed record, signed, and commit; the record itself stays as it is.

    The password was re-entered before (`web.handovers.signing.confirmed`). The side that did not write it is
    told and takes note; of a leader's or superior's both sides are.

    Parameters
    ----------
    token
        Of the form; one that was used already adds nothing.
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    said, why = kept(text), kept(reason)
    reasons = _not_amendable(opened)
    if not said:
        reasons.append(Refusal(code="amendment_missing", field="text"))
    if len(said) > MOST_TEXT:
        reasons.append(Refusal(code="too_long", field="text", measured=len(said), limit=MOST_TEXT))
    reasons += faults(why, missing="handover_reason_missing")
    if not token:
        reasons.append(Refusal(code="try_again"))
    if reasons:
        return refused(session, actor, handover_id, reasons)
    before = session.scalars(
        select(HandoverAmendment.id).where(
            HandoverAmendment.by_id == actor.user_id, HandoverAmendment.token == token
        )
    ).first()
    if before is not None:
        session.rollback()
        return done(open_handover(session, actor, handover_id))
    frozen = read_frozen(session, handover_id, opened.row.version)
    amends = None if frozen is None else {"record": frozen.record.number, "hash": frozen.record.hash}
    content = {"text": said, "reason": why, "amends": amends}
    record = sign(session, actor, opened, "amend", now=now, content=content)
    row = HandoverAmendment(
        handover_id=handover_id, record_id=record.id, by_id=actor.user_id, at=now, token=token
    )
    session.add(row)
    session.flush()
    others = _others(opened)
    session.add_all(
        AmendmentNote(amendment_id=row.id, side=side, person_id=person) for side, person in others.items()
    )
    tell_once(
        session, opened, AMENDED, others.values(), now=now, by=actor.name, reason=why, asked=f"a{row.id}"
    )
    seal(session, opened.department.id, now=now)
    session.commit()
    return done(opened)


def take_note(
    session: Session, actor: Actor, handover_id: int, amendment_id: int, *, now: dt.datetime
) -> HandoverAnswer:
    """Say that one has taken note of an amendment, on record, and commit; twice changes nothing.

    Raises
    ------
    NotFound
        When the handover is out of reach, or has no such amendment.
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    amendment = session.get(HandoverAmendment, amendment_id)
    if amendment is None or amendment.handover_id != handover_id:
        raise NotFound(f"no amendment {amendment_id} of handover {handover_id}")
    note = session.scalars(
        select(AmendmentNote).where(
            AmendmentNote.amendment_id == amendment_id, AmendmentNote.person_id == (actor.person_id or 0)
        )
    ).first()
    if note is None:
        reason = Refusal(code="not_your_part", limit="|".join((Part.OUTGOING.value, Part.RECEIVER.value)))
        return refused(session, actor, handover_id, [reason])
    result = session.execute(
        update(AmendmentNote)
        .where(AmendmentNote.id == note.id, AmendmentNote.noted_at.is_(None))
        .values(noted_at=now)
        .execution_options(synchronize_session=False)
    )
    if not (isinstance(result, CursorResult) and result.rowcount == 1):
        session.rollback()
        return done(open_handover(session, actor, handover_id))
    session.refresh(note)
    content = {"amendment": amendment.record.number, "side": note.side.value}
    note.record_id = sign(session, actor, opened, "take_note", now=now, content=content).id
    session.commit()
    return done(opened)


def amendments_of(session: Session, opened: Opened) -> tuple[Amendment, ...]:
    """Return the amendments of a handover with their words, the oldest first."""
    handover_id = opened.row.id
    rows: Sequence[HandoverAmendment] = session.scalars(
        select(HandoverAmendment)
        .options(joinedload(HandoverAmendment.record), selectinload(HandoverAmendment.notes))
        .where(HandoverAmendment.handover_id == handover_id)
        .order_by(HandoverAmendment.id)
        .execution_options(populate_existing=True)
    ).all()
    if not rows:
        return ()
    records = of_subject(session, opened.department.id, f"{SUBJECT}:{handover_id}")
    contents = {record.id: content for record, content in records}
    return tuple(Amendment(row=row, content=contents.get(row.record_id, {})) for row in rows)


def can_amend(opened: Opened) -> bool:
    """Tell whether the actor can add an amendment now."""
    return not _not_amendable(opened)


def _not_amendable(opened: Opened) -> list[Reason]:
    reasons: list[Reason] = []
    if opened.row.state not in OVER:
        needed = "|".join(sorted(state.value for state in OVER))
        reasons.append(Refusal(code="wrong_handover_state", measured=opened.row.state.value, limit=needed))
    if not WHO_AMENDS & opened.parts:
        parts = "|".join((Part.OUTGOING.value, Part.RECEIVER.value, Part.CHECKER.value))
        reasons.append(Refusal(code="not_your_part", limit=parts))
    return reasons


def _others(opened: Opened) -> dict[Side, int]:
    """Return who signed on the sides that did not write it."""
    row = opened.row
    people = {Side.OUTGOING: row.outgoing_id, Side.INCOMING: row.receiver_id}
    return {
        side: person
        for side, person in people.items()
        if person is not None and SIDES[side] not in opened.parts
    }
