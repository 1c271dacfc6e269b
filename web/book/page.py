"""What the pages of the book show."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from roster.handovers.life import FROM, HandoverAct, HandoverState
from roster.handovers.occasions import Occasion
from web.accounts.actor import Actor
from web.accounts.tables import User
from web.book.content import BookItem, FrozenBook, gathered, read_book
from web.book.occasions import GRACE, Times, book_times, known_books
from web.book.sides import SUPERIORS, desk_accounts, desk_manager, side_of
from web.book.steps import SUBJECT, newer_than
from web.book.tables import BookHandover, BookReading, BookSignature
from web.book.taking import READABLE, readings
from web.database import JsonObject
from web.handovers.act_tables import Side
from web.people.tables import Department
from web.records.store import of_subject
from web.records.tables import Record

LATEST = 20
GIVABLE = FROM[HandoverAct.SUBMIT]


@dataclass(frozen=True, kw_only=True)
class BookList:
    """The list: what stands now, what comes, what was.

    Parameters
    ----------
    times
        None where the policy knows no such handover; then there is nothing but what was.
    now_open
        The newest of each direction.
    manager, desk
        Of the desk, for who may name the manager.
    """

    times: Times | None
    now_open: tuple[BookHandover, ...]
    latest: Sequence[BookHandover]
    manager: User | None
    desk: Sequence[User]
    names_manager: bool

    @property
    def is_unmade(self) -> bool:
        """Whether an occasion has come of which the clock has not made the row yet."""
        if self.times is None:
            return False
        made = {(book.direction, book.date) for book in self.now_open}
        due = [each for each in self.times.last if self.times.now < each.due_at + GRACE]
        return any((each.direction, each.date) not in made for each in due)

    @property
    def coming(self) -> Occasion | None:
        """The next time at which the book changes hands."""
        return None if self.times is None else self.times.coming


@dataclass(frozen=True, kw_only=True)
class BookPage:
    """One time at which the book changes hands.

    Parameters
    ----------
    items
        As frozen; before it is handed over, as they stand now.
    mine
        What the actor has ticked.
    side
        On which the actor stands.
    records
        Every act with its content, the oldest first.
    is_passed
        A later one is due: this one is not given any more.
    """

    book: BookHandover
    frozen: FrozenBook | None
    items: tuple[BookItem, ...]
    mine: tuple[BookReading, ...]
    side: Side | None
    signatures: tuple[BookSignature, ...]
    records: tuple[tuple[Record, JsonObject], ...]
    is_passed: bool
    decides: bool

    @property
    def is_givable(self) -> bool:
        """Whether it has not been handed over, or came back."""
        return self.book.state in GIVABLE

    @property
    def gives(self) -> bool:
        """Whether the actor can hand it over."""
        return self.side is Side.OUTGOING and self.is_givable and not self.is_passed

    @property
    def takes(self) -> bool:
        """Whether the actor can read it to take it over."""
        return self.side is Side.INCOMING and self.book.state in READABLE

    @property
    def read(self) -> dict[int, BookReading]:
        """What the actor has ticked, by number of the item."""
        return {reading.item_number: reading for reading in self.mine}

    @property
    def unread(self) -> int:
        """How many items the actor has not ticked."""
        return len(self.items) - len(self.read)

    @property
    def refusal(self) -> JsonObject | None:
        """What was said when it was refused, or sent back, last; with ``name`` of who did."""
        said = (HandoverAct.REFUSE, HandoverAct.SEND_BACK, HandoverAct.ORDER)
        for record, content in reversed(self.records):
            if record.kind.removeprefix(f"{SUBJECT}.") in said:
                return {**content, "name": record.signer_name, "act": record.kind.rpartition(".")[2]}
        return None

    def signature(self, side: str) -> BookSignature | None:
        """Return the signature of a side under the present version."""
        return next((each for each in reversed(self.signatures) if each.side == side), None)


def read_books(session: Session, actor: Actor, *, now: dt.datetime) -> BookList:
    """Return the list; nothing is made by reading, see `web.book.giving.open_now`."""
    department = session.get_one(Department, actor.department_id)
    times = book_times(session, department, now=now)
    now_open = () if times is None else known_books(session, department.id, times)
    latest = session.scalars(
        select(BookHandover)
        .options(joinedload(BookHandover.outgoing), joinedload(BookHandover.receiver))
        .where(
            BookHandover.department_id == department.id,
            BookHandover.id.not_in([book.id for book in now_open]),
        )
        .order_by(BookHandover.due_at.desc())
        .limit(LATEST)
    ).all()
    return BookList(
        times=times,
        now_open=now_open,
        latest=latest,
        manager=desk_manager(session, department.id),
        desk=desk_accounts(session, department.id),
        names_manager=bool(actor.roles & set(SUPERIORS)),
    )


def read_page(session: Session, actor: Actor, book: BookHandover) -> BookPage:
    """Return one book as its page shows it."""
    is_givable = book.state in GIVABLE
    frozen = read_book(session, book.id, book.version) if book.version else None
    items = gathered(session, book) if is_givable else frozen.items if frozen else ()
    signatures = session.scalars(
        select(BookSignature)
        .options(joinedload(BookSignature.record))
        .where(BookSignature.book_id == book.id, BookSignature.version == book.version)
        .order_by(BookSignature.id)
    ).all()
    return BookPage(
        book=book,
        frozen=frozen,
        items=items,
        mine=tuple(readings(session, book, actor.user_id)) if not is_givable else (),
        side=side_of(actor, book),
        signatures=() if is_givable else tuple(signatures),
        records=tuple(of_subject(session, book.department_id, f"{SUBJECT}:{book.id}")),
        is_passed=is_givable and not book.version and bool(newer_than(session, book)),
        decides=book.state is HandoverState.REFUSED
        and bool(actor.roles & set(SUPERIORS))
        and actor.user_id not in (book.outgoing_id, book.receiver_id),
    )


def shown_books(session: Session, actor: Actor, *, now: dt.datetime) -> int | None:
    """Return how many books wait for the actor; None where the policy knows no such handover."""
    department = session.get_one(Department, actor.department_id)
    return None if book_times(session, department, now=now) is None else waiting(session, actor)


def waiting(session: Session, actor: Actor) -> int:
    """Return how many books wait for the actor: to be taken over, or to be decided on."""
    rows = session.scalars(
        select(BookHandover).where(
            BookHandover.department_id == actor.department_id,
            BookHandover.state.in_((*READABLE, HandoverState.REFUSED)),
        )
    )
    return sum(
        bool(actor.roles & set(SUPERIORS))
        if book.state is HandoverState.REFUSED
        else side_of(actor, book) is Side.INCOMING
        for book in rows
    )
