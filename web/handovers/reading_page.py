"""What the page of a submitted record shows: the frozen content, how far it is received, who has signed."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from roster.handovers.gates import refusals
from roster.handovers.life import HandoverAct
from roster.handovers.window import Timing, Window
from roster.violation import Violation
from web.database import JsonObject
from web.handovers.act_tables import HandoverHold, HandoverSignature
from web.handovers.facts import Progress, facts_of, read_progress
from web.handovers.frozen import Frozen
from web.handovers.steps import SUBJECT, Opened
from web.handovers.submitting import timing
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
    """

    opened: Opened
    progress: Progress
    signatures: tuple[HandoverSignature, ...]
    lacks: tuple[Violation, ...]
    records: tuple[tuple[Record, JsonObject], ...]
    window: Window | None
    timing: Timing

    @property
    def frozen(self) -> Frozen | None:
        """The present version; None where nothing was submitted yet."""
        return self.progress.frozen

    @property
    def standing(self) -> tuple[HandoverHold, ...]:
        """What stands in the way now."""
        return self.opened.standing


def read_record(session: Session, opened: Opened, *, now: dt.datetime) -> RecordPage:
    """Return the record as its page shows it."""
    row = opened.row
    progress = read_progress(session, opened)
    signatures = session.scalars(
        select(HandoverSignature)
        .options(joinedload(HandoverSignature.record))
        .where(HandoverSignature.handover_id == row.id, HandoverSignature.version == row.version)
        .order_by(HandoverSignature.id)
    ).all()
    lacks = refusals(HandoverAct.CHECK, opened.life, opened.terms, facts_of(opened, progress))
    return RecordPage(
        opened=opened,
        progress=progress,
        signatures=tuple(signatures),
        lacks=tuple(lacks),
        records=tuple(of_subject(session, opened.department.id, f"{SUBJECT}:{row.id}")),
        window=opened.window,
        timing=timing(opened, now),
    )
