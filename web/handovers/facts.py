"""What has been read, asked and counted of a submitted record, as the gates want to know it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from roster.handovers.conditions import Condition, of_checks
from roster.handovers.content import unanswered
from roster.handovers.gates import Facts
from roster.handovers.life import Hold
from web.database import JsonObject
from web.handovers.act_tables import HandoverQuestion, HandoverReadBack, HandoverReading
from web.handovers.content_tables import HandoverCheck
from web.handovers.drafts import checks_of, core_check
from web.handovers.frozen import Frozen, read_frozen
from web.handovers.steps import Opened


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far the present version has been received.

    Parameters
    ----------
    readings
        Of the present receiver only: who receives in place of another reads everything anew.
    confirmed
        Ids of the readings whose read-back was said to be right.
    """

    frozen: Frozen | None
    readings: tuple[HandoverReading, ...]
    confirmed: frozenset[int]
    questions: tuple[HandoverQuestion, ...]
    checks: tuple[HandoverCheck, ...]

    @property
    def read(self) -> frozenset[int]:
        """Numbers of the items that were ticked."""
        return frozenset(reading.item_number for reading in self.readings)

    @property
    def unread(self) -> tuple[int, ...]:
        """Numbers of the items that were not, in order of reading."""
        items = () if self.frozen is None else self.frozen.items
        return tuple(item.number for item in items if item.number not in self.read)

    @property
    def unconfirmed(self) -> tuple[int, ...]:
        """Numbers of the items to be read back of which no read-back has been said to be right."""
        right = {reading.item_number for reading in self.readings if reading.id in self.confirmed}
        items = () if self.frozen is None else self.frozen.items
        return tuple(item.number for item in items if item.is_read_back and item.number not in right)

    @property
    def doubts(self) -> tuple[HandoverQuestion, ...]:
        """Questions that the receiver has not cleared."""
        return tuple(question for question in self.questions if question.cleared_at is None)

    def said_back(self, number: int) -> HandoverReading | None:
        """Return the last read-back of an item."""
        found = [reading for reading in self.readings if reading.item_number == number and reading.said_back]
        return found[-1] if found else None


def read_progress(session: Session, opened: Opened) -> Progress:
    """Return how far the present version has been received."""
    row = opened.row
    readings = session.scalars(
        select(HandoverReading)
        .where(
            HandoverReading.handover_id == row.id,
            HandoverReading.version == row.version,
            HandoverReading.person_id == (row.receiver_id or 0),
        )
        .order_by(HandoverReading.id)
    ).all()
    confirmed = session.scalars(
        select(HandoverReadBack.reading_id).where(
            HandoverReadBack.reading_id.in_([reading.id for reading in readings])
        )
    )
    questions = session.scalars(
        select(HandoverQuestion)
        .options(joinedload(HandoverQuestion.asked_by))
        .where(HandoverQuestion.handover_id == row.id, HandoverQuestion.version == row.version)
        .order_by(HandoverQuestion.id)
    )
    return Progress(
        frozen=read_frozen(session, row.id, row.version),
        readings=tuple(readings),
        confirmed=frozenset(confirmed),
        questions=tuple(questions),
        checks=tuple(checks_of(session, opened.container)),
    )


def facts_of(
    opened: Opened, progress: Progress, *, met: bool = False, has_reason: bool = True, is_here: bool = True
) -> Facts:
    """Return what the gates ask for.

    Parameters
    ----------
    met
        Both say that they met face to face.
    is_here
        Whether the receiver is on post.
    """
    return Facts(
        unread=progress.unread,
        unconfirmed=progress.unconfirmed,
        doubts=tuple(question.item_number or 0 for question in progress.doubts),
        unanswered=tuple(unanswered(tuple(core_check(row) for row in progress.checks))),
        unverified=_unverified(progress.checks),
        conditions=conditions_of(opened, progress.checks),
        receiver_present=is_here,
        has_reason=has_reason,
        met=met,
    )


def conditions_of(opened: Opened, checks: Sequence[HandoverCheck]) -> frozenset[Condition]:
    """Return forbidden conditions that follow from the count, and those that somebody has set."""
    held = {
        Condition(hold.code)
        for hold in opened.standing
        if hold.kind is Hold.BLOCKED and hold.code in set(Condition)
    }
    return of_checks([core_check(row) for row in checks], opened.terms) | held


def _unverified(checks: Sequence[HandoverCheck]) -> tuple[str, ...]:
    return tuple(row.label for row in checks if row.mark is not None and row.verified_at is None)


def counted(checks: Sequence[HandoverCheck]) -> list[JsonObject]:
    """Return the joint count as it stands, for the record of whoever signs or settles it."""
    return [
        {
            "label": row.label,
            "expected": row.expected,
            "unit": row.unit,
            "counted": row.counted,
            "mark": None if row.mark is None else row.mark.value,
            "note": row.note,
            "verified": row.verified_at is not None,
        }
        for row in checks
    ]
