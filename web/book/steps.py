"""What every act on the book shares: why it cannot be, the conditional write, the record, the answer."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.handovers.life import FROM, HandoverAct, HandoverLife, HandoverState
from roster.handovers.terms import Gate, HandoverTerms
from web.accounts.actor import Actor
from web.answer import Answer, Reason
from web.book.sides import open_book, side_of
from web.book.tables import BookHandover, BookSignature
from web.database import JsonObject
from web.database.seen import change_if_seen
from web.handovers.act_tables import Side
from web.records.signing import sign_act
from web.records.tables import Record
from web.refusal import Refusal

SUBJECT = "book"
"""What its records are about."""
TERMS = HandoverTerms(gate=Gate.LEADER_PASSED)
"""Who gives the book signs first and goes; nobody checks it before."""


@dataclass(frozen=True, kw_only=True)
class BookAnswer(Answer[HandoverState]):
    """What came of an act on the book."""

    STALE: ClassVar = frozenset({"stale_handover"})

    book_id: int


def life_of(book: BookHandover) -> HandoverLife:
    """Return the state as the core knows it."""
    return HandoverLife(
        state=book.state,
        version=book.version,
        signed_out=book.signed_out,
        is_leaders=True,
        is_ordered=book.is_ordered,
    )


def hindrances(
    actor: Actor, book: BookHandover, *acts: HandoverAct, seen: int, side: Side | None = None
) -> list[Reason]:
    """Return why none of the acts can be, by state and side, for who saw `seen`; empty when one can."""
    if book.lock_version != seen:
        at = book.changed_at.isoformat() if book.changed_at else ""
        details = {"state": book.state.value, "at": at}
        return [Refusal(code="stale_handover", measured=book.lock_version, limit=seen, details=details)]
    reasons: list[Reason] = []
    if not any(book.state in FROM[act] for act in acts):
        needed = "|".join(sorted({state.value for act in acts for state in FROM[act]}))
        reasons.append(Refusal(code="wrong_handover_state", measured=book.state.value, limit=needed))
    if side is not None and side_of(actor, book) is not side:
        reasons.append(
            Refusal(code="not_your_part", limit="outgoing" if side is Side.OUTGOING else "receiver")
        )
    return reasons


def newer_than(session: Session, book: BookHandover) -> list[Reason]:
    """Return why it is too late to give this one: a later one of the same direction holds everything."""
    later = session.scalar(
        select(BookHandover.due_at)
        .where(
            BookHandover.department_id == book.department_id,
            BookHandover.direction == book.direction,
            BookHandover.due_at > book.due_at,
        )
        .order_by(BookHandover.due_at)
        .limit(1)
    )
    return [] if later is None else [Refusal(code="book_passed", details={"at": later.isoformat()})]


def take(
    session: Session, book: BookHandover, act: HandoverAct, *, now: dt.datetime, seen: int, **values: Any
) -> bool:
    """Move the book if it is still the one that was seen; tell whether it was. Only this writes `state`."""
    life = life_of(book).after(act, TERMS)
    return change_if_seen(
        session,
        book,
        seen=seen,
        states=FROM[act],
        now=now,
        state=life.state,
        version=life.version,
        signed_out=life.signed_out,
        is_ordered=life.is_ordered,
        **values,
    )


def record(
    session: Session,
    actor: Actor,
    book: BookHandover,
    act: str,
    *,
    now: dt.datetime,
    content: JsonObject | None = None,
) -> Record:
    """Write the act as a signed record and into the audit trail, in the same transaction."""
    return sign_act(
        session,
        actor,
        book,
        act,
        of=SUBJECT,
        table=BookHandover.__tablename__,
        policy_version_id=book.policy_version_id,
        content={"version": book.version, "direction": book.direction.value, **(content or {})},
        now=now,
    )


def sign(
    session: Session,
    actor: Actor,
    book: BookHandover,
    side: Side,
    *,
    meaning: str,
    content: JsonObject,
    now: dt.datetime,
) -> None:
    """Add a signature: its record names number and hash of the record that it signs."""
    made = record(
        session, actor, book, f"sign_{side.value}", now=now, content={"declares": meaning, **content}
    )
    session.add(
        BookSignature(
            book_id=book.id,
            version=book.version,
            side=side,
            user_id=actor.user_id,
            record_id=made.id,
            at=now,
        )
    )


def refused(session: Session, actor: Actor, book_id: int, reasons: Iterable[Reason]) -> BookAnswer:
    """Undo what the transaction did and return the refusal."""
    session.rollback()
    book = open_book(session, actor, book_id)
    return BookAnswer(
        book_id=book.id,
        state=book.state,
        lock_version=book.lock_version,
        reasons=tuple(reasons) or (Refusal(code="try_again"),),
    )


def overtaken(session: Session, actor: Actor, book_id: int, act: HandoverAct, *, seen: int) -> BookAnswer:
    """Return the refusal of an act whose conditional UPDATE found nothing: somebody was faster."""
    session.rollback()
    return refused(
        session, actor, book_id, hindrances(actor, open_book(session, actor, book_id), act, seen=seen)
    )


def done(book: BookHandover) -> BookAnswer:
    """Return the answer of an act that took place."""
    return BookAnswer(book_id=book.id, state=book.state, lock_version=book.lock_version)
