"""Who hands the book over freezes what it holds and signs (R-9.39); the desk's manager is named."""

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.handovers.life import HandoverAct
from web.accounts.actor import Actor
from web.answer import Reason
from web.book.content import frozen_items, gathered
from web.book.occasions import GRACE, ensure_books
from web.book.sides import desk_accounts, desk_manager, open_book
from web.book.steps import (
    BookAnswer,
    done,
    hindrances,
    newer_than,
    overtaken,
    record,
    refused,
    sign,
    take,
)
from web.book.tables import BookVersion, DeskManager
from web.book.telling import GIVEN, takers, tell, tell_urgent_items
from web.duty_log.tables import DutyEntry
from web.handovers.act_tables import Side
from web.handovers.signing import GIVEN as DECLARES
from web.people.tables import Department
from web.people.turns import one_at_a_time
from web.records.store import Entry, append, signer_of
from web.refusal import Refusal
from web.said import faults, kept


def hand_over(
    session: Session, actor: Actor, book_id: int, *, note: str, seen: int, now: dt.datetime
) -> BookAnswer:
    """Freeze what the book holds as the next version, sign it, and commit.

    The password was re-entered before (`web.handovers.signing.confirmed`). Both managers hear at once of what
    is urgent in it (R-9.40). A book of which a later one is due already is not given any more
    (``book_passed``): the later one holds everything.

    Parameters
    ----------
    note
        What the log does not say; may be empty.
    """
    book = open_book(session, actor, book_id, lock=True)
    words = kept(note)
    reasons = hindrances(actor, book, HandoverAct.SUBMIT, seen=seen, side=Side.OUTGOING)
    reasons += faults(words, needed=False, field="note")
    if not book.version:  # what one that came back holds is in no other
        reasons += newer_than(session, book)
    if reasons:
        return refused(session, actor, book_id, reasons)
    items = gathered(session, book, note=words)
    newest = session.scalar(
        select(func.max(DutyEntry.id)).where(DutyEntry.department_id == book.department_id)
    )
    values = {
        "outgoing_id": actor.user_id,
        "receiver_id": None,
        "submitted_at": now,
        "is_late": now >= book.due_at + GRACE,
        "upto_entry_id": newest,
    }
    if not take(session, book, HandoverAct.SUBMIT, seen=seen, now=now, **values):
        return overtaken(session, actor, book_id, HandoverAct.SUBMIT, seen=seen)
    content = {"items": frozen_items(items), "late": book.is_late, "due_at": book.due_at.isoformat()}
    frozen = record(session, actor, book, HandoverAct.SUBMIT, now=now, content=content)
    session.add(BookVersion(book_id=book.id, version=book.version, record_id=frozen.id))
    if not take(session, book, HandoverAct.SIGN_OUT, seen=book.lock_version, now=now):
        return overtaken(session, actor, book_id, HandoverAct.SIGN_OUT, seen=seen)
    signed = {"signs": {"record": frozen.number, "hash": frozen.hash}}
    sign(session, actor, book, Side.OUTGOING, meaning=DECLARES, content=signed, now=now)
    tell(session, book, GIVEN, takers(session, book), now=now, by=actor.name)
    tell_urgent_items(session, book, items, by=actor.name, now=now)
    session.commit()
    return done(book)


def name_manager(
    session: Session, actor: Actor, user_id: int | None, *, now: dt.datetime
) -> tuple[Reason, ...]:
    """Say who the desk's manager is, signed, and commit: an account of the desk (R-9.40, R-17.7)."""
    one_at_a_time(session, actor.department_id)
    known = {user.id: user for user in desk_accounts(session, actor.department_id)}
    if user_id not in known:
        session.rollback()
        return (Refusal(code="not_a_choice", field="manager"),)
    before = desk_manager(session, actor.department_id)
    if before is not None and before.id == user_id:
        session.rollback()
        return ()
    session.add(DeskManager(department_id=actor.department_id, user_id=user_id, at=now, by_id=actor.user_id))
    named = known[user_id]
    entry = Entry(
        kind="book.manager",
        subject=f"department:{actor.department_id}",
        meaning="named",
        content={"manager": named.name, "number": named.employee_number},
    )
    append(session, actor.department_id, entry, signer=signer_of(actor), now=now)
    session.commit()
    return ()


def open_now(session: Session, actor: Actor, *, now: dt.datetime) -> None:
    """Make the rows of the occasions that have come, and commit; otherwise the clock does so every minute."""
    ensure_books(session, session.get_one(Department, actor.department_id), now=now)
    session.commit()
