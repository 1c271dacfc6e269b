"""Writing a handover: begun by who hands over, saved field by field, never lost, not evidence yet."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from roster.handovers.content import TEXTS, Disposition
from roster.handovers.life import HandoverAct, HandoverState
from web.accounts.actor import Actor
from web.answer import Reason
from web.errors import NotFound
from web.handovers.brought import log_entries
from web.handovers.carrying import carry, highest
from web.handovers.content_tables import HandoverItem
from web.handovers.drafts import lay_out_checks
from web.handovers.item_files import take_off
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
from web.people.tables import RoleInTeam
from web.refusal import Refusal
from web.said import kept

MOST_TITLE: Final = 120
MOST_TEXT: Final = 2000
MOST_ITEMS: Final = 60
EARLIEST_YEAR: Final = 2000
"""What is promised lies ahead; far earlier years are a slip of the hand that no clock can turn into UTC."""
WORDS: Final = ("title", "progress", "closed_because")
"""Columns of an item that are written in words, beside `TEXTS`."""
FLAGS: Final = ("important", "urgent")


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What came of saving a piece of a draft.

    Parameters
    ----------
    lock_version
        The next save of the item names it.
    overtaken_by
        Where somebody else, or the same person in another window, saved meanwhile: what stands there now.
    """

    item_id: int
    lock_version: int
    reasons: tuple[Reason, ...] = ()
    overtaken_by: HandoverItem | None = None

    @property
    def done(self) -> bool:
        """Whether it was saved."""
        return not self.reasons and self.overtaken_by is None


def begin(session: Session, actor: Actor, handover_id: int, *, now: dt.datetime) -> HandoverAnswer:
    """Begin to write, and commit: what the person still has in hand from earlier shifts comes along.

    Possible from the start of the shift: notes are taken while things happen. Whose shift has not begun
    is refused (``handover_not_begun``). Beginning twice changes nothing.

    Raises
    ------
    NotFound
        When the handover is none of the actor's business (so for every act on handovers).
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    if opened.row.state is not HandoverState.PLANNED and Part.OUTGOING in opened.parts:
        carry(session, opened, now=now)
        session.commit()
        return done(opened)
    reasons = hindrances(opened, HandoverAct.BEGIN, seen=opened.row.lock_version, part=Part.OUTGOING)
    starts_at = opened.container.starts_at
    if starts_at > now:
        reasons.append(Refusal(code="handover_not_begun", details={"at": starts_at.isoformat()}))
    if reasons:
        return refused(session, actor, handover_id, reasons)
    is_leaders = opened.row.outgoing.role_in_team is RoleInTeam.LEADER
    if not take(session, opened, HandoverAct.BEGIN, now=now, is_leaders=is_leaders):
        return overtaken(session, actor, handover_id, HandoverAct.BEGIN, seen=opened.row.lock_version)
    carry(session, opened, now=now)
    lay_out_checks(session, opened)
    sign(session, actor, opened, HandoverAct.BEGIN, now=now)
    session.commit()
    return done(opened)


def add_item(
    session: Session,
    actor: Actor,
    handover_id: int,
    *,
    category: str = "",
    token: str = "",
    now: dt.datetime,
) -> Saved:
    """Add an empty item at the end, and commit; "nothing to report" falls away.

    Parameters
    ----------
    category
        The section it is written into; empty, or one that the policy does not name: chosen later.
    token
        Of the form: sent twice, it is one item.
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    reasons = not_writable(opened)
    same = select(HandoverItem).where(HandoverItem.handover_id == handover_id, HandoverItem.token == token)
    known = session.scalars(same).first() if token and not reasons else None
    if known is not None:
        session.rollback()
        return Saved(item_id=known.id, lock_version=known.lock_version)
    number = highest(session, handover_id) + 1
    if number > MOST_ITEMS:
        reasons.append(Refusal(code="too_many_items", measured=number, limit=MOST_ITEMS))
    if reasons:
        session.rollback()
        return Saved(item_id=0, lock_version=0, reasons=tuple(reasons))
    item = HandoverItem(
        handover_id=handover_id,
        number=number,
        category=category if category in opened.terms.categories else "",
        changed_at=now,
        token=token or None,
    )
    session.add(item)
    opened.row.nothing_to_report = False
    session.commit()
    return Saved(item_id=item.id, lock_version=item.lock_version)


def take_entry(session: Session, actor: Actor, handover_id: int, number: int, *, now: dt.datetime) -> Saved:
    """Make an item of an entry of the duty log, and commit; its words and weight come along.

    An entry whose number already stands in the heading of an item is not taken twice.
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    reasons = not_writable(opened)
    entry = next((each for each in log_entries(session, opened) if each.number == number), None)
    if entry is None:
        raise NotFound(f"no entry {number} of the duty log for handover {handover_id}")
    if reasons:
        session.rollback()
        return Saved(item_id=0, lock_version=0, reasons=tuple(reasons))
    title = f"#{number} {entry.body}"[:MOST_TITLE]
    known = session.scalars(
        select(HandoverItem).where(HandoverItem.handover_id == handover_id, HandoverItem.title == title)
    ).first()
    if known is not None:
        session.rollback()
        return Saved(item_id=known.id, lock_version=known.lock_version)
    texts = {name: text for name, text in (("detail", entry.body), ("course", entry.handling)) if text}
    item = HandoverItem(
        handover_id=handover_id,
        number=highest(session, handover_id) + 1,
        title=title,
        important=entry.important,
        urgent=entry.urgent,
        texts={name: text for name, text in texts.items() if name in opened.terms.fields},
        changed_at=now,
    )
    session.add(item)
    opened.row.nothing_to_report = False
    session.commit()
    return Saved(item_id=item.id, lock_version=item.lock_version)


def save_item(
    session: Session, actor: Actor, item_id: int, fields: Mapping[str, str], *, seen: int, now: dt.datetime
) -> Saved:
    """Save what was written in some fields of an item, and commit; what others wrote is never overwritten.

    Parameters
    ----------
    fields
        By name: ``title``, ``progress``, ``closed_because``, one of `TEXTS`, ``category``,
        ``disposition``, ``important`` and ``urgent`` (``1`` or empty), ``promised_at`` (ISO local time).
    seen
        The item's `lock_version` that the page had.
    """
    item, opened = open_item(session, actor, item_id)
    reasons = not_writable(opened)
    values = _values(item, fields, opened, reasons)
    if reasons:
        session.rollback()
        return Saved(item_id=item_id, lock_version=item.lock_version, reasons=tuple(reasons))
    if seen != item.lock_version:  # what was sent may be no number of the column
        session.rollback()
        return Saved(item_id=item_id, lock_version=item.lock_version, overtaken_by=item)
    result = session.execute(
        update(HandoverItem)
        .where(HandoverItem.id == item_id, HandoverItem.lock_version == seen)
        .values(lock_version=HandoverItem.lock_version + 1, changed_at=now, **values)
        .execution_options(synchronize_session=False)
    )
    if not (isinstance(result, CursorResult) and result.rowcount == 1):
        session.rollback()
        theirs = session.get_one(HandoverItem, item_id, populate_existing=True)
        return Saved(item_id=item_id, lock_version=theirs.lock_version, overtaken_by=theirs)
    session.commit()
    return Saved(item_id=item_id, lock_version=seen + 1)


def remove_item(session: Session, actor: Actor, item_id: int) -> tuple[Reason, ...]:
    """Take an item of this shift off the draft, and commit; a carried one is closed with a reason instead."""
    item, opened = open_item(session, actor, item_id)
    reasons = not_writable(opened)
    if item.matter_id is not None:
        reasons.append(Refusal(code="item_is_carried"))
    if reasons:
        session.rollback()
        return tuple(reasons)
    take_off(session, [item_id])
    session.execute(delete(HandoverItem).where(HandoverItem.id == item_id))
    session.commit()
    return ()


def say_nothing(
    session: Session, actor: Actor, handover_id: int, *, nothing: bool, now: dt.datetime
) -> tuple[Reason, ...]:
    """Say expressly that there is nothing to report of this shift, or take it back; and commit."""
    opened = open_handover(session, actor, handover_id, lock=True)
    reasons = not_writable(opened)
    if reasons:
        session.rollback()
        return tuple(reasons)
    opened.row.nothing_to_report = nothing
    opened.row.changed_at = now
    session.commit()
    return ()


def not_writable(opened: Opened) -> list[Reason]:
    """Return why the actor cannot write on a draft; empty when they can."""
    reasons: list[Reason] = []
    if Part.OUTGOING not in opened.parts:
        reasons.append(Refusal(code="not_your_part", limit=Part.OUTGOING.value))
    if not opened.life.is_editable:
        reasons.append(Refusal(code="handover_frozen", measured=opened.life.shown.value))
    return reasons


def open_item(session: Session, actor: Actor, item_id: int) -> tuple[HandoverItem, Opened]:
    """Return an item of a draft that will be changed, and its handover.

    Raises
    ------
    NotFound
        When there is none, or it is none of the actor's business.
    """
    item = session.get(HandoverItem, item_id)
    if item is None:
        raise NotFound(f"no item {item_id} within reach")
    opened = open_handover(session, actor, item.handover_id, lock=True)
    item = session.get(HandoverItem, item_id, populate_existing=True)
    if item is None:  # taken off in another window while this one waited
        raise NotFound(f"no item {item_id} within reach")
    return item, opened


def _values(
    item: HandoverItem, fields: Mapping[str, str], opened: Opened, reasons: list[Reason]
) -> dict[str, object]:
    """Return columns to change; what does not fit goes to `reasons`, and nothing is saved then."""
    values: dict[str, object] = {}
    texts = dict(item.texts)
    for name, raw in fields.items():
        text = kept(raw)
        most = MOST_TITLE if name == "title" else MOST_TEXT
        if len(text) > most:
            reasons.append(Refusal(code="too_long", field=name, measured=len(text), limit=most))
        elif name in WORDS:
            values[name] = text
        elif name in TEXTS:
            texts[name] = text
            values["texts"] = texts
        elif name in FLAGS:
            values[name] = bool(text)
        else:
            values |= _choice(name, text, opened, reasons)
    return values


def _choice(name: str, text: str, opened: Opened, reasons: list[Reason]) -> dict[str, object]:
    if name == "disposition" and text in {*Disposition, ""}:
        return {name: Disposition(text) if text else None}
    if name == "category" and (not text or text in opened.terms.categories):
        return {name: text}
    if name == "promised_at":
        found = _instant(text, opened)
        if found is not None or not text:
            return {name: found}
    reasons.append(Refusal(code="not_a_choice", field=name, measured=text[:80]))
    return {}


def _instant(text: str, opened: Opened) -> dt.datetime | None:
    """Read a local time as the browser's field writes it."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.year < EARLIEST_YEAR:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=ZoneInfo(opened.department.time_zone))
    return found.astimezone(dt.UTC)


def handover_of_item(session: Session, item_id: int) -> int:
    """Return the handover on whose draft an item stands.

    Raises
    ------
    NotFound
        When there is no such item.
    """
    item = session.get(HandoverItem, item_id)
    if item is None:
        raise NotFound(f"no item {item_id}")
    return item.handover_id
