"""Who is on which side of the book, who leads each side, and finding a book that somebody may see."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.handovers.occasions import Direction
from web.accounts.actor import Actor
from web.accounts.tables import Role, RoleName, User
from web.book.tables import BookHandover, DeskManager
from web.errors import NotFound
from web.handovers.act_tables import Side
from web.people.turns import one_at_a_time

DESK: Final = RoleName.SECURITY_DESK.value
CUSTOMER_SERVICE: Final = frozenset({"agent", "leader", "supervisor", "head"})
SUPERIORS: Final = ("supervisor", "head")
"""Managers of customer service, who decide on a refusal as well (R-13.11)."""


def open_book(session: Session, actor: Actor, book_id: int, *, lock: bool = False) -> BookHandover:
    """Return a book of the actor's department.

    Parameters
    ----------
    lock
        Whether it will be changed: who comes second waits until the first has committed.

    Raises
    ------
    NotFound
        When there is none.
    """
    if lock:
        one_at_a_time(session, actor.department_id)
    book = session.get(BookHandover, book_id, populate_existing=True)
    if book is None or book.department_id != actor.department_id:
        raise NotFound(f"no book {book_id} within reach")
    return book


def side_of(actor: Actor, book: BookHandover) -> Side | None:
    """Return on which side of this book somebody stands; None for who only reads.

    Who is of both departments counts as the desk's.
    """
    if DESK in actor.roles:
        is_giving = book.direction is Direction.FROM_DESK
    elif actor.roles & CUSTOMER_SERVICE:
        is_giving = book.direction is Direction.TO_DESK
    else:
        return None
    return Side.OUTGOING if is_giving else Side.INCOMING


def desk_manager(session: Session, department_id: int) -> User | None:
    """Return the desk's manager; None where nobody is named, or the account is closed."""
    named = session.scalars(
        select(DeskManager)
        .where(DeskManager.department_id == department_id)
        .order_by(DeskManager.id.desc())
        .limit(1)
    ).first()
    return named.user if named is not None and named.user.active else None


def desk_accounts(session: Session, department_id: int) -> list[User]:
    """Return the desk's accounts, by employee number."""
    return accounts_of(session, department_id, (DESK,))


def managers(session: Session, department_id: int) -> list[int]:
    """Return the managers of both sides; where the desk's is not named, all of the desk."""
    own = [user.id for user in accounts_of(session, department_id, SUPERIORS)]
    named = desk_manager(session, department_id)
    desk = desk_accounts(session, department_id) if named is None else [named]
    return [*own, *(user.id for user in desk)]


def accounts_of(session: Session, department_id: int, roles: Iterable[str]) -> list[User]:
    """Return the active accounts of a department that have one of the roles, by employee number."""
    rows = session.scalars(
        select(User)
        .where(
            User.department_id == department_id,
            User.active,
            User.roles.any(Role.name.in_(list(roles))),
        )
        .order_by(User.employee_number)
    )
    return list(rows)
