"""Who takes the book over reads item by item, signs, or refuses (R-9.19, R-9.39); what a superior decides."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.handovers.life import HandoverAct, HandoverState
from roster.handovers.occasions import Direction
from web.accounts.actor import Actor
from web.answer import Reason
from web.book.content import BookItem, FrozenBook, Section, read_book
from web.book.sides import SUPERIORS, managers, open_book, side_of
from web.book.steps import BookAnswer, done, hindrances, overtaken, record, refused, sign, take
from web.book.tables import BookHandover, BookReading
from web.book.telling import DECIDED, REFUSED, TAKEN, tell
from web.handovers.act_tables import Side
from web.handovers.content_tables import HandoverMatter
from web.handovers.signing import BY_ORDER
from web.handovers.signing import TAKEN as DECLARES
from web.policy.vocabulary.handover_content import HandoverCategory
from web.records.sealing import seal
from web.refusal import Refusal
from web.said import faults, kept

READABLE = frozenset({HandoverState.READY, HandoverState.RECEIVING, HandoverState.SIGNED_BY_OUTGOING})
"""Given and not yet taken over; the last where the takeover was ordered."""
MOST_TITLE = 120


def tick(
    session: Session,
    actor: Actor,
    book_id: int,
    number: int,
    *,
    version: int,
    goes_on: bool = True,
    now: dt.datetime,
) -> BookAnswer:
    """Say that one item is read, and whether customer service goes on with it; and commit.

    Ticking twice changes nothing; so an item that was ticked as done stays so.
    """
    book = open_book(session, actor, book_id, lock=True)
    reasons = _reading(actor, book, version)
    frozen = read_book(session, book_id, book.version)
    item = None if frozen is None else frozen.item(number)
    if item is None:
        reasons.append(Refusal(code="not_a_choice", field="item", measured=number))
    if reasons or item is None:
        return refused(session, actor, book_id, reasons)
    if number in {reading.item_number for reading in readings(session, book, actor.user_id)}:
        session.rollback()
        return done(open_book(session, actor, book_id))
    begun = book.state is not HandoverState.READY or take(
        session, book, HandoverAct.RECEIVE, seen=book.lock_version, now=now
    )
    if not begun:
        return overtaken(session, actor, book_id, HandoverAct.RECEIVE, seen=book.lock_version)
    session.add(
        BookReading(
            book_id=book.id,
            version=version,
            item_number=number,
            user_id=actor.user_id,
            at=now,
            goes_on=goes_on and item.goes_on and book.direction is Direction.FROM_DESK,
            # who takes the night over reaches its entries; the desk does not reach customer service's
            entry_id=item.ref
            if book.direction is Direction.FROM_DESK and item.section in (Section.COMPLAINTS, Section.LOG)
            else None,
        )
    )
    session.commit()
    return done(book)


def take_over(session: Session, actor: Actor, book_id: int, *, seen: int, now: dt.datetime) -> BookAnswer:
    """Sign as who takes over, and commit: every item read by the very person, who is not who gave it.

    What came in the night and goes on becomes a matter of who signs; somebody without a place in the roster
    cannot hold any (``book_needs_person``).
    """
    book = open_book(session, actor, book_id, lock=True)
    reasons = hindrances(
        actor,
        book,
        *(HandoverAct.RECEIVE, HandoverAct.CHECK, HandoverAct.SIGN_IN),
        seen=seen,
        side=Side.INCOMING,
    )
    frozen = read_book(session, book_id, book.version)
    mine = readings(session, book, actor.user_id)
    reasons += _unread(frozen, {reading.item_number for reading in mine})
    going = [reading.item_number for reading in mine if reading.goes_on]
    if book.outgoing_id == actor.user_id:
        reasons.append(Refusal(code="same_person"))
    if going and actor.person_id is None:
        reasons.append(Refusal(code="book_needs_person"))
    if reasons:
        return refused(session, actor, book_id, reasons)
    was_ordered = book.is_ordered
    for act in (HandoverAct.RECEIVE, HandoverAct.CHECK, HandoverAct.SIGN_IN):
        if not _is_next(book, act):
            continue
        last = act is HandoverAct.SIGN_IN
        values = {"receiver_id": actor.user_id, "completed_at": now} if last else {}
        if not take(session, book, act, seen=book.lock_version, now=now, **values):
            return overtaken(session, actor, book_id, act, seen=seen)
    signs = None if frozen is None else {"record": frozen.record.number, "hash": frozen.record.hash}
    content = {"signs": signs, "goes_on": sorted(going)}
    meaning = BY_ORDER if was_ordered else DECLARES
    sign(session, actor, book, Side.INCOMING, meaning=meaning, content=content, now=now)
    _open_matters(session, book, actor, [frozen.item(number) for number in going] if frozen else [], now)
    tell(session, book, TAKEN, [book.outgoing_id] if book.outgoing_id else [], now=now, by=actor.name)
    seal(session, book.department_id, now=now)
    session.commit()
    return done(book)


def refuse(
    session: Session, actor: Actor, book_id: int, *, reason: str, seen: int, now: dt.datetime
) -> BookAnswer:
    """Refuse the takeover with a reason, and commit: the superior decides (R-9.19, R-13.11)."""
    book = open_book(session, actor, book_id, lock=True)
    words = kept(reason)
    reasons = hindrances(actor, book, HandoverAct.RECEIVE, HandoverAct.REFUSE, seen=seen, side=Side.INCOMING)
    reasons += faults(words, missing="handover_reason_missing")
    if book.outgoing_id == actor.user_id:
        reasons.append(Refusal(code="same_person"))
    if book.is_ordered:  # what a superior has decided is not refused once more
        reasons.append(Refusal(code="wrong_handover_state", measured=book.state.value))
    if reasons:
        return refused(session, actor, book_id, reasons)
    for act in (HandoverAct.RECEIVE, HandoverAct.REFUSE):
        if act is HandoverAct.RECEIVE and book.state is not HandoverState.READY:
            continue
        values = {"receiver_id": actor.user_id} if act is HandoverAct.REFUSE else {}
        if not take(session, book, act, seen=book.lock_version, now=now, **values):
            return overtaken(session, actor, book_id, act, seen=seen)
    record(session, actor, book, HandoverAct.REFUSE, now=now, content={"reason": words})
    told = [*managers(session, book.department_id), *([book.outgoing_id] if book.outgoing_id else [])]
    tell(session, book, REFUSED, told, now=now, by=actor.name, reason=words)
    session.commit()
    return done(book)


def decide(
    session: Session,
    actor: Actor,
    book_id: int,
    *,
    order: bool,
    reason: str,
    seen: int,
    now: dt.datetime,
) -> BookAnswer:
    """Decide on a refusal with a reason, and commit: back to who gave it, or the takeover is ordered."""
    act = HandoverAct.ORDER if order else HandoverAct.SEND_BACK
    book = open_book(session, actor, book_id, lock=True)
    words = kept(reason)
    reasons = hindrances(actor, book, act, seen=seen)
    reasons += faults(words, missing="handover_reason_missing")
    if not actor.roles & set(SUPERIORS):
        reasons.append(Refusal(code="not_your_part", limit="superior"))
    if actor.user_id in (book.outgoing_id, book.receiver_id):
        reasons.append(Refusal(code="own_handover"))
    if reasons:
        return refused(session, actor, book_id, reasons)
    if not take(session, book, act, seen=seen, now=now):
        return overtaken(session, actor, book_id, act, seen=seen)
    record(session, actor, book, act, now=now, content={"reason": words})
    readers = session.scalars(select(BookReading.user_id).where(BookReading.book_id == book.id)).all()
    told = {*readers, *([book.outgoing_id] if book.outgoing_id else [])}
    tell(session, book, DECIDED, told, now=now, by=actor.name, reason=words, decision=act.value)
    session.commit()
    return done(book)


def readings(session: Session, book: BookHandover, user_id: int) -> list[BookReading]:
    """Return what somebody has ticked of the present version."""
    rows = session.scalars(
        select(BookReading)
        .where(
            BookReading.book_id == book.id,
            BookReading.version == book.version,
            BookReading.user_id == user_id,
        )
        .order_by(BookReading.id)
    )
    return list(rows)


def _reading(actor: Actor, book: BookHandover, version: int) -> list[Reason]:
    if book.version != version:
        details = {"state": book.state.value, "at": ""}
        return [Refusal(code="stale_handover", measured=book.version, limit=version, details=details)]
    reasons: list[Reason] = []
    if side_of(actor, book) is not Side.INCOMING:
        reasons.append(Refusal(code="not_your_part", limit="receiver"))
    if book.state not in READABLE:
        reasons.append(Refusal(code="wrong_handover_state", measured=book.state.value))
    return reasons


def _unread(frozen: FrozenBook | None, read: set[int]) -> list[Reason]:
    items = () if frozen is None else frozen.items
    return [
        Refusal(code="book_unread", measured=item.number, details={"item": item.number})
        for item in items
        if item.number not in read
    ]


def _is_next(book: BookHandover, act: HandoverAct) -> bool:
    """Whether the book still has to take this step: an ordered one is past reading."""
    first = {
        HandoverAct.RECEIVE: HandoverState.READY,
        HandoverAct.CHECK: HandoverState.RECEIVING,
        HandoverAct.SIGN_IN: HandoverState.SIGNED_BY_OUTGOING,
    }
    return book.state is first[act]


def _open_matters(
    session: Session,
    book: BookHandover,
    actor: Actor,
    items: Iterable[BookItem | None],
    now: dt.datetime,
) -> None:
    """Let what came in the night go on with who took it over (R-9.25)."""
    for item in items:
        if item is None or actor.person_id is None:
            continue
        is_complaint = item.section is Section.COMPLAINTS
        session.add(
            HandoverMatter(
                department_id=book.department_id,
                opened_in_book_id=book.id,
                opened_at=dt.datetime.fromisoformat(item.at) if item.at else now,
                title=f"#{item.entry} {item.title}"[:MOST_TITLE],
                category=HandoverCategory.AFTER_HOURS_COMPLAINTS.value if is_complaint else "",
                important=item.important,
                urgent=item.urgent,
                holder_id=actor.person_id,
                shifts=1,
                last_progress=item.handling,
            )
        )
