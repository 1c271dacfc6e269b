"""What the time makes due of the book: made, reminded, escalated to both managers; each once."""

import datetime as dt
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.handovers.life import HandoverState
from web.book.occasions import GRACE, ensure_books
from web.book.sides import managers
from web.book.tables import BookHandover
from web.book.telling import DUE, OVERDUE, givers, tell
from web.people.tables import Department

UNGIVEN: Final = (HandoverState.PREPARING, HandoverState.RETURNED)


def books_due(session: Session, now: dt.datetime) -> int:
    """Make the occasions of all departments, remind and escalate; commit each department's.

    Returns
    -------
    int
        How many notices are new.
    """
    count = 0
    for department in session.scalars(select(Department).order_by(Department.id)).all():
        books = ensure_books(session, department, now=now)
        count += sum(_told(session, book, now) for book in books)
        session.commit()
    return count


def _told(session: Session, book: BookHandover, now: dt.datetime) -> int:
    told = 0
    if book.state in UNGIVEN:
        told += tell(session, book, DUE, givers(session, book), now=now)
    if now < book.due_at + GRACE or book.state is HandoverState.COMPLETE:
        return told
    step = "give" if book.state in UNGIVEN else "take"
    return told + tell(session, book, OVERDUE, managers(session, book.department_id), now=now, step=step)
