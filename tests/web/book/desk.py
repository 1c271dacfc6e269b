"""A department under S0i, its security desk, and the book between them on Tuesday evening (G-40)."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select

from roster.handovers.life import HandoverState
from roster.handovers.occasions import Direction
from tests.support.kept import kept
from tests.web.rosters.office import NOW, Office, stored_office
from web.accounts.actor import Actor, actor_of
from web.accounts.sessions import new_token
from web.accounts.tables import Role, User
from web.book import giving, taking
from web.book.content import BookItem, read_book
from web.book.due import books_due
from web.book.steps import BookAnswer
from web.book.tables import BookHandover
from web.database import Database
from web.duty_log.entered import Entered
from web.duty_log.tables import EntryKind
from web.duty_log.writing import write
from web.notices.tables import Notice
from web.people.tables import CalendarDay, CalendarDayKind

T = TypeVar("T")
TUESDAY, WEDNESDAY = dt.date(2026, 12, 8), dt.date(2026, 12, 9)
ANN, DAN = "00102", "00103"
QIN, FAN = "S1", "S2"
"""Qin and Fan sit at the desk; Fan manages it once somebody says so."""


def at(hour: int, minute: int = 0, *, day: dt.date = TUESDAY) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The department and what its people and the desk do."""

    office: Office

    @property
    def database(self) -> Database:
        return self.office.database

    def actor(self, who: str) -> Actor:
        with self.database.read() as session:
            return replace(actor_of(session.get_one(User, self.office.users[who]), "own"))

    def wait(self, now: dt.datetime) -> int:
        """Let the clock look."""
        with self.database.write() as session:
            return books_due(session, now)

    def books(self, direction: Direction | None = None) -> list[BookHandover]:
        with self.database.read() as session:
            rows = session.scalars(select(BookHandover).order_by(BookHandover.due_at)).all()
            return [row for row in rows if direction in (None, row.direction)]

    def book(self, direction: Direction) -> int:
        return self.books(direction)[-1].id

    def row(self, book_id: int) -> BookHandover:
        with self.database.read() as session:
            return session.get_one(BookHandover, book_id)

    def state(self, book_id: int) -> HandoverState:
        return self.row(book_id).state

    def items(self, book_id: int) -> tuple[BookItem, ...]:
        """What was handed over."""
        with self.database.read() as session:
            found = read_book(session, book_id, session.get_one(BookHandover, book_id).version)
            assert found is not None
            return found.items

    def do(self, act: Callable[..., T], who: str | Actor, *args: object, **further: object) -> T:
        actor = self.actor(who) if isinstance(who, str) else who
        with self.database.write() as session:
            return act(session, actor, *args, **further)

    def act(
        self, act: Callable[..., BookAnswer], who: str | Actor, book_id: int, **further: object
    ) -> BookAnswer:
        """Let somebody act on the book as it stands."""
        return self.do(act, who, book_id, **{"seen": self.row(book_id).lock_version, **further})

    def log(self, who: str | Actor, body: str, *, now: dt.datetime, **fields: Any) -> int:
        """Write into the duty log, a complaint unless said otherwise, and return the entry's id."""
        entered = Entered(**{"kind": EntryKind.COMPLAINT, "body": body, "token": new_token(), **fields})
        written = self.do(write, who, entered, secret_key="only-for-tests", now=now)
        assert written.entry_id is not None, written.reasons
        return written.entry_id

    def given(self, who: str, direction: Direction, *, now: dt.datetime, note: str = "") -> int:
        """Let the clock make the book and somebody hand it over."""
        self.wait(now)
        book = self.book(direction)
        answer = self.act(giving.hand_over, who, book, note=note, now=now)
        assert answer.done, answer.reasons
        return book

    def ticked(self, who: str, book_id: int, *, now: dt.datetime, goes_on: bool = True) -> None:
        for item in self.items(book_id):
            answer = self.do(
                taking.tick,
                who,
                book_id,
                item.number,
                version=self.row(book_id).version,
                goes_on=goes_on,
                now=now,
            )
            assert answer.done, answer.reasons

    def taken(self, who: str, book_id: int, *, now: dt.datetime) -> BookAnswer:
        """Tick everything and sign."""
        self.ticked(who, book_id, now=now)
        answer = self.act(taking.take_over, who, book_id, now=now)
        assert answer.done, answer.reasons
        return answer

    def told(self, who: str | int) -> list[str]:
        """Kinds of somebody's notices about the book, in order."""
        user_id = self.office.users[who] if isinstance(who, str) else who
        with self.database.read() as session:
            rows = session.scalars(select(Notice.kind).where(Notice.user_id == user_id).order_by(Notice.id))
            return [kind.removeprefix("book_") for kind in rows if kind.startswith("book_")]

    def rest(self, day: dt.date, kind: CalendarDayKind = CalendarDayKind.STATUTORY_HOLIDAY) -> None:
        """Let a day be special."""
        with self.database.write() as session:
            session.add(CalendarDay(department_id=self.office.department, date=day, kind=kind, name="节"))
            session.commit()


@kept
def stored_desk(database: Database, /, *, overrides: Mapping[str, object] = MappingProxyType({})) -> Desk:
    """Store the department and two accounts of the desk."""
    office = stored_office(database, preset="S0i", overrides=dict(overrides))
    users = dict(office.users)
    with database.write() as session:
        for number in (QIN, FAN):
            user = User(
                department_id=office.department,
                employee_number=number,
                name=f"保安{number}",
                password=None,
                roles=list(session.scalars(select(Role).where(Role.name == "security_desk"))),
                created_at=NOW,
            )
            session.add(user)
            session.flush()
            users[number] = user.id
        session.commit()
    return Desk(office=replace(office, users=users))
