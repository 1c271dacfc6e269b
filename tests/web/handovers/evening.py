"""A department under S0g: the first team hands the middle shift over to the second team's night."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.attendance.events import ClockAct
from roster.handovers.life import HandoverState
from roster.problem import Roster as Shifts
from tests.support.kept import kept
from tests.web.rosters.office import MONTH, NUMBERS, Office, stored_office
from tests.web.swaps.desk import every_day
from web.accounts.actor import Actor, actor_of
from web.accounts.tables import User
from web.attendance.clocking import Clocked, Clocking, clock
from web.attendance.loading import standing
from web.attendance.release import read_gate
from web.database import Database
from web.handovers import checking, preparing, receiving, sections, signing, submitting
from web.handovers.content_tables import HandoverItem, HandoverMatter
from web.handovers.steps import HandoverAnswer, open_handover
from web.handovers.tables import Handover, HandoverContainer
from web.notices.tables import Notice

T = TypeVar("T")
ANN, DAN, LEA = "00102", "00103", "00101"
"""Ann and Dan hand over; Lea leads them."""
NIA, NED = "00201", "00202"
"""Nia leads the night; Ned is an agent of it."""
DAY = dt.date(2026, 12, 8)
FULL: Mapping[str, str] = MappingProxyType(
    {
        "title": "支付接口超时",
        "category": "work",
        "detail": "21:40 起超时，等待增多",
        "disposition": "incoming",
    }
)


def at(hour: int, minute: int = 0, *, day: dt.date = DAY, second: int = 0) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True, kw_only=True)
class Evening:
    """The office with its month in force, and what people do at its end of the shift."""

    office: Office

    @property
    def database(self) -> Database:
        return self.office.database

    def actor(self, number: str) -> Actor:
        scope = "team" if number.endswith("01") else "own"
        with self.database.read() as session:
            return actor_of(session.get_one(User, self.office.users[number]), scope)

    def handover(self, who: str = ANN, day: dt.date = DAY) -> int:
        with self.database.read() as session:
            found = session.scalar(
                select(Handover.id)
                .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
                .where(Handover.outgoing_id == self.office.people[who], HandoverContainer.date == day)
            )
            assert found is not None
            return found

    def row(self, handover_id: int) -> Handover:
        with self.database.read() as session:
            return session.get_one(Handover, handover_id)

    def state(self, handover_id: int) -> HandoverState:
        return self.row(handover_id).state

    def do(self, act: Callable[..., T], actor: Actor | str, *args: object, **further: object) -> T:
        """Let somebody do something in a session of its own."""
        who = self.actor(actor) if isinstance(actor, str) else actor
        with self.database.write() as session:
            return act(session, who, *args, **further)

    def act(
        self, act: Callable[..., HandoverAnswer], actor: Actor | str, handover_id: int, **further: object
    ) -> HandoverAnswer:
        """Let somebody act on a handover as it stands."""
        seen = self.row(handover_id).lock_version
        return self.do(act, actor, handover_id, **{"seen": seen, **further})

    def begin(self, who: str = ANN, *, now: dt.datetime, day: dt.date = DAY) -> int:
        found = self.handover(who, day)
        answer = self.do(preparing.begin, who, found, now=now)
        assert answer.done, answer.reasons
        return found

    def write(self, handover_id: int, who: str = ANN, *, now: dt.datetime, **fields: str) -> int:
        """Add an item with everything that is needed, say that other sections are empty; return its id."""
        added = self.do(preparing.add_item, who, handover_id, now=now)
        assert added.done, added.reasons
        saved = self.do(
            preparing.save_item, who, added.item_id, {**FULL, **fields}, seen=added.lock_version, now=now
        )
        assert saved.done, saved.reasons
        with self.database.read() as session:
            required = open_handover(session, self.actor(who), handover_id).terms.required
        for code in sorted(required):
            assert self.do(sections.say_empty, who, handover_id, code, empty=True, now=now) == ()
        return added.item_id

    def submitted(self, who: str = ANN, *, now: dt.datetime, **fields: str) -> int:
        """Begin, write one item and submit."""
        handover = self.begin(who, now=now)
        self.write(handover, who, now=now, **fields)
        answer = self.act(submitting.submit, who, handover, now=now)
        assert answer.done, answer.reasons
        return handover

    def passed(self, who: str = ANN, *, now: dt.datetime, **fields: str) -> int:
        handover = self.submitted(who, now=now, **fields)
        answer = self.act(checking.pass_record, LEA, handover, now=now)
        assert answer.done, answer.reasons
        return handover

    def receiving(self, who: str = ANN, *, now: dt.datetime, **fields: str) -> int:
        handover = self.passed(who, now=now, **fields)
        answer = self.act(receiving.receive, NIA, handover, now=now)
        assert answer.done, answer.reasons
        return handover

    def checked(self, who: str = ANN, *, now: dt.datetime, **fields: str) -> int:
        handover = self.receiving(who, now=now, **fields)
        for number in self.numbers(handover):
            answer = self.do(receiving.tick, NIA, handover, number, version=1, now=now)
            assert answer.done, answer.reasons
        return handover

    def complete(self, who: str = ANN, *, now: dt.datetime, **fields: str) -> int:
        handover = self.checked(who, now=now, **fields)
        for side, number in ((signing.sign_out, who), (signing.sign_in, NIA)):
            answer = self.act(side, number, handover, now=now)
            assert answer.done, answer.reasons
        return handover

    def numbers(self, handover_id: int) -> list[int]:
        with self.database.read() as session:
            rows = session.scalars(select(HandoverItem.number).where(HandoverItem.handover_id == handover_id))
            return sorted(rows)

    def matters(self) -> list[HandoverMatter]:
        with self.database.read() as session:
            return list(session.scalars(select(HandoverMatter).order_by(HandoverMatter.id)))

    def holds(self, number: str, *, now: dt.datetime) -> list[str]:
        """What keeps somebody from clocking out."""
        department = self.office.department
        with self.database.read() as session:
            found = standing(session, department, self.office.people[number], now=now)
            return [hold.value for hold in read_gate(session, department, found, now=now).holds]

    def clock(self, number: str, act: ClockAct, *, now: dt.datetime) -> Clocked:
        """Let somebody clock on the page."""
        asked = Clocking(person_id=self.office.people[number], act=act)
        with self.database.write() as session:
            return clock(session, self.office.department, asked, actor=self.actor(number), now=now)

    def told(self, number: str) -> list[str]:
        with self.database.read() as session:
            rows = session.scalars(
                select(Notice.kind).where(Notice.user_id == self.office.users[number]).order_by(Notice.id)
            )
            return [kind for kind in rows if kind.startswith("handover")]


def even_days() -> Shifts:
    """The first team in the middle, the second at night, on even dates; a night in between is off."""
    return Shifts(
        ((number, MONTH.replace(day=day)), "M" if number < "002" else "N")
        for number in NUMBERS
        for day in range(2, 31, 2)
    )


@kept
def stored_evening(
    database: Database, /, *, preset: str = "S0g", overrides: Mapping[str, object] = MappingProxyType({})
) -> Evening:
    """Store the department and publish its December."""
    office = stored_office(database, preset=preset, overrides={**every_day(), **overrides})
    office.published(even_days())
    return Evening(office=office)


def codes(answer: HandoverAnswer) -> list[str]:
    return [reason.code for reason in answer.reasons]


def fresh(session: Session, handover_id: int) -> Handover:
    return session.get_one(Handover, handover_id, populate_existing=True)
