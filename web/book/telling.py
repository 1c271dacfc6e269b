"""Notices about the book: to whom, once each; what is urgent goes to both managers at once (R-9.40)."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.handovers.occasions import Direction
from web.accounts.actor import Actor
from web.accounts.tables import User
from web.book.content import BookItem
from web.book.occasions import book_times
from web.book.sides import DESK, SUPERIORS, accounts_of, desk_accounts, managers
from web.book.tables import BookHandover
from web.duty_log.tables import DutyEntry
from web.notices.sending import send
from web.people.tables import Department, Person
from web.rosters.tables import AssignmentInForce

GIVEN, TAKEN = "book_given", "book_taken"
"""To the other side: the book is there to be read; to who gave it: signed. Payload: book, direction, date."""
REFUSED, DECIDED = "book_refused", "book_decided"
"""To both managers and who gave it, with the reason; what was decided, to both sides."""
DUE, OVERDUE = "book_due", "book_overdue"
"""By the clock, once each: to who gives it; to both managers. Payload: step (give or take)."""
URGENT = "book_urgent"
"""To both managers, once for each matter. Payload: title, by, and entry (number) or book."""


def tell(
    session: Session, book: BookHandover, kind: str, users: Iterable[int], *, now: dt.datetime, **facts: str
) -> int:
    """Tell accounts about a book, once for each version; return how many notices are new."""
    payload = {"book": book.id, "direction": book.direction.value, "date": book.date.isoformat(), **facts}
    key = f"{book.id}-{book.version}-{facts.get('step', '')}{facts.get('decision', '')}"
    return send(session, kind, dict.fromkeys(users, payload), key=key, now=now)


def givers(session: Session, book: BookHandover) -> list[int]:
    """Return who is to give the book: the desk, or who of customer service is on shift at its time."""
    return _of_side(session, book, is_desk=book.direction is Direction.FROM_DESK)


def takers(session: Session, book: BookHandover) -> list[int]:
    """Return who is to take it over."""
    return _of_side(session, book, is_desk=book.direction is Direction.TO_DESK)


def tell_urgent_items(
    session: Session, book: BookHandover, items: Iterable[BookItem], *, by: str, now: dt.datetime
) -> int:
    """Tell both managers of every urgent item of which they have not been told (R-9.40)."""
    urgent = [item for item in items if item.is_urgent]
    if not urgent:
        return 0
    told = managers(session, book.department_id)
    count = 0
    for item in urgent:
        payload = {"book": book.id, "title": item.title[:120], "by": item.by or by}
        # an entry of the log may have been told of when it was written, a matter the evening before
        ref = f"{'matter' if item.section.value == 'matters' else 'entry'}-{item.ref}"
        key = f"{book.department_id}-{ref}"
        count += send(session, URGENT, dict.fromkeys(told, payload), key=key, now=now)
    return count


def tell_urgent_entry(session: Session, actor: Actor, entry: DutyEntry, *, now: dt.datetime) -> int:
    """Tell both managers at once of what the desk writes into the log as important and urgent."""
    if not (entry.important and entry.urgent and entry.to_handover and DESK in actor.roles):
        return 0
    department = session.get_one(Department, actor.department_id)
    if book_times(session, department, now=now) is None:
        return 0
    payload = {"entry": entry.id, "title": entry.body[:120], "by": actor.name}
    key = f"{department.id}-entry-{entry.root_id or entry.id}"
    return send(session, URGENT, dict.fromkeys(managers(session, department.id), payload), key=key, now=now)


def _of_side(session: Session, book: BookHandover, *, is_desk: bool) -> list[int]:
    if is_desk:
        return [user.id for user in desk_accounts(session, book.department_id)]
    on_shift = session.scalars(
        select(User.id)
        .join(Person, Person.id == User.person_id)
        .where(
            User.active,
            Person.department_id == book.department_id,
            Person.id.in_(
                select(AssignmentInForce.person_id).where(
                    AssignmentInForce.starts_at <= book.due_at, AssignmentInForce.ends_at >= book.due_at
                )
            ),
        )
    ).all()
    if on_shift:
        return list(on_shift)
    leaders = accounts_of(session, book.department_id, ("leader", *SUPERIORS))
    return [user.id for user in leaders]
