"""What the page of a submitted record shows: the frozen content, how far it is received, who has signed."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from roster.handovers.conditions import Condition
from roster.handovers.content import TEXTS, Item
from roster.handovers.gates import refusals
from roster.handovers.life import OVER, HandoverAct, HandoverState
from roster.handovers.terms import FaceToFace, FaultRule
from roster.handovers.window import Timing, Window
from roster.violation import Violation
from web.accounts.actor import Actor
from web.database import JsonObject
from web.handovers.absence import Meanwhile, meanwhile
from web.handovers.act_tables import HandoverHold, HandoverQuestion, HandoverSignature, Side
from web.handovers.amending import Amendment, amendments_of
from web.handovers.content_tables import HandoverCheck
from web.handovers.facts import Progress, facts_of, read_progress
from web.handovers.frozen import Frozen, changed_since, read_frozen
from web.handovers.overview import to_sign
from web.handovers.reading_acts import acts_of
from web.handovers.stamp import record_stamp
from web.handovers.stand_ins import StandIns, stand_ins
from web.handovers.steps import SUBJECT, Opened, Part
from web.handovers.submitting import timing
from web.handovers.tables import Handover
from web.records.store import of_subject
from web.records.tables import Record


@dataclass(frozen=True, kw_only=True)
class RecordPage:
    """One submitted record.

    Parameters
    ----------
    signatures
        Under the present version, in order of time; name, number, time and meaning stand on the record.
    lacks
        What is missing before both can sign.
    records
        Every act with its content, the oldest first.
    acts
        What the actor can do, see `web.handovers.reading_acts`.
    fields
        Fields of an item that are written in words, in the policy's order.
    meanwhile
        For the receiver: what has changed since the last shift.
    stand_ins
        For who may appoint somebody else to receive.
    ready
        Other records that the actor can sign in the same act.
    amendments
        What was added after both had signed, the oldest first.
    now
        When the page was made.
    stamp
        Changes with every act on the record (`web.handovers.stamp`).
    changed
        Numbers of the items that are other than in the version before.
    """

    opened: Opened
    progress: Progress
    signatures: tuple[HandoverSignature, ...]
    lacks: tuple[Violation, ...]
    records: tuple[tuple[Record, JsonObject], ...]
    window: Window | None
    timing: Timing
    acts: frozenset[str]
    fields: tuple[str, ...]
    meanwhile: Meanwhile | None
    stand_ins: StandIns | None
    ready: tuple[Handover, ...]
    amendments: tuple[Amendment, ...]
    now: dt.datetime
    stamp: str
    changed: frozenset[int]

    @property
    def frozen(self) -> Frozen | None:
        """The present version; None where nothing was submitted yet."""
        return self.progress.frozen

    @property
    def first(self) -> tuple[Item, ...]:
        """What is read first: overdue ones on top, then what matters or has changed since it came back."""
        items = () if self.frozen is None else self.frozen.items
        chosen = [
            item for item in items if item.important or self.is_overdue(item) or item.number in self.changed
        ]
        return tuple(sorted(chosen, key=lambda item: (not self.is_overdue(item), item.rank)))

    @property
    def others(self) -> tuple[Item, ...]:
        """Every other item; what was carried longest comes first within its rank."""
        items = () if self.frozen is None else self.frozen.items
        rest = [item for item in items if item not in self.first]
        return tuple(sorted(rest, key=lambda item: (*item.rank[:2], -item.shifts, item.number)))

    def is_overdue(self, item: Item) -> bool:
        """Tell whether something was promised for a time that has passed, and is not done."""
        return item.promised_at is not None and item.promised_at < self.now and not item.is_done

    def questions_on(self, number: int | None, check_id: int | None = None) -> tuple[HandoverQuestion, ...]:
        """Return what was asked about an item, about a check, or (both None) about the whole record."""
        return tuple(
            each
            for each in self.progress.questions
            if each.item_number == number and each.check_id == check_id
        )

    def check_of(self, lack: Violation) -> HandoverCheck | None:
        """Return the check that something missing is about."""
        said = lack.details.get("check")
        return next((check for check in self.progress.checks if said in (check.label, check.code)), None)

    def signature_of(self, side: str) -> HandoverSignature | None:
        """Return the signature of a side that counts now; those of an invalid handover are made anew."""
        row = self.opened.row
        counts = {
            Side.OUTGOING: row.signed_out,
            Side.INCOMING: row.state in OVER or row.state in (HandoverState.INVALID, HandoverState.REOPENED),
        }
        found = [each for each in self.signatures if each.side == side]
        return found[-1] if found and counts.get(Side(side), True) else None

    @property
    def refusal(self) -> JsonObject | None:
        """What was said when the takeover was refused last; with ``name`` of who did.

        Once the content is deleted nothing is said, and no breach is held against anybody.
        """
        for record, content in reversed(self.records):
            if record.kind.endswith(f".{HandoverAct.REFUSE}"):
                return {"reason": "", "breach": False, **content, "name": record.signer_name}
        return None

    @property
    def conditions(self) -> tuple[str, ...]:
        """Conditions of P-29 that somebody can set by hand."""
        return tuple(each.value for each in Condition if each.value in self.opened.terms.forbidden)

    @property
    def asks_to_meet(self) -> bool:
        """Whether both say that they meet face to face (P-22)."""
        return self.opened.terms.face_to_face is not FaceToFace.NOT_REQUIRED

    @property
    def asks_effect(self) -> bool:
        """Whether a fault stops the handover only if business suffers (P-30)."""
        return self.opened.terms.fault is FaultRule.STOP_IF_AFFECTED

    @property
    def is_receiver(self) -> bool:
        """Whether the actor receives."""
        return Part.RECEIVER in self.opened.parts

    @property
    def is_outgoing(self) -> bool:
        """Whether the actor hands over."""
        return Part.OUTGOING in self.opened.parts

    @property
    def standing(self) -> tuple[HandoverHold, ...]:
        """What stands in the way now."""
        return self.opened.standing


def read_record(session: Session, opened: Opened, actor: Actor, *, now: dt.datetime) -> RecordPage:
    """Return the record as its page shows it."""
    row = opened.row
    progress = read_progress(session, opened)
    signatures = session.scalars(
        select(HandoverSignature)
        .options(joinedload(HandoverSignature.record))
        .where(HandoverSignature.handover_id == row.id, HandoverSignature.version == row.version)
        .order_by(HandoverSignature.id)
    ).all()
    acts = acts_of(opened)
    is_receiver = Part.RECEIVER in opened.parts and actor.person_id is not None
    lacks = refusals(HandoverAct.CHECK, opened.life, opened.terms, facts_of(opened, progress))
    return RecordPage(
        opened=opened,
        progress=progress,
        signatures=tuple(signatures),
        lacks=tuple(lacks),
        records=tuple(of_subject(session, opened.department.id, f"{SUBJECT}:{row.id}")),
        window=opened.window,
        timing=timing(opened, now),
        acts=acts,
        fields=tuple(name for name in opened.terms.fields if name in TEXTS),
        meanwhile=meanwhile(session, opened, actor.person_id or 0) if is_receiver else None,
        stand_ins=stand_ins(session, opened) if "appoint" in acts else None,
        ready=tuple(each for each in to_sign(session, actor) if each.id != row.id) if is_receiver else (),
        amendments=amendments_of(session, opened),
        now=now,
        stamp=record_stamp(session, opened),
        changed=_changed(session, opened, progress.frozen),
    )


def _changed(session: Session, opened: Opened, frozen: Frozen | None) -> frozenset[int]:
    if frozen is None or frozen.version < 2:
        return frozenset()
    return changed_since(frozen, read_frozen(session, opened.row.id, frozen.version - 1))
