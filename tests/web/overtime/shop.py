"""A department at work whose overtime is asked for, ordered, offered and booked."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from sqlalchemy import select

from roster.overtime.life import OvertimeState
from roster.overtime.origins import Origin
from tests.support.kept import kept
from tests.web.rosters.office import NOW
from tests.web.swaps.desk import ANN, Desk, december, stored_desk
from web.accounts.actor import Actor
from web.database import Database
from web.notices.tables import Notice
from web.overtime import asking, deciding
from web.overtime.asking import Form
from web.overtime.booking import Booking, book
from web.overtime.offers import OfferAnswer, OfferForm, open_offer
from web.overtime.steps import OvertimeAnswer
from web.overtime.tables import OvertimeEntry, OvertimeOffer
from web.overtime.taking import take_offer
from web.people.tables import Person
from web.rosters.tables import AssignmentInForce

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def local(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A time of December, past 24 o'clock too."""
    midnight = dt.datetime(2026, 12, day, tzinfo=SHANGHAI)
    return (midnight + dt.timedelta(hours=hour, minutes=minute)).astimezone(dt.UTC)


@dataclass(frozen=True, kw_only=True)
class Shop:
    """The desk with its overtime: Ann works early on even days' neighbours, see `tests.web.swaps.desk`."""

    desk: Desk

    @property
    def database(self) -> Database:
        return self.desk.database

    @property
    def supervisor(self) -> Actor:
        return self.desk.office.supervisor

    def agent(self, number: str = ANN) -> Actor:
        return self.desk.actor(number)

    def ask(
        self,
        number: str = ANN,
        day: int = 8,
        until: int = 17 * 60,
        *,
        start: int | None = None,
        by: Actor | None = None,
        now: dt.datetime = NOW,
        order: bool = False,
        **further: object,
    ) -> OvertimeAnswer:
        """Ask for overtime after the shift, or from a time of the day; or order it."""
        whole = {"reason": "当日工单未处理完", "token": f"{number} {day} {until} {start} {order}"} | further
        form = Form(
            person_id=self.desk.office.people[number],
            date=december(day),
            from_minute=start,
            until_minute=until,
            **whole,  # type: ignore[arg-type]
        )
        actor = by or (self.supervisor if order else self.agent(number))
        with self.database.write() as session:
            return (asking.order if order else asking.ask)(session, actor, form, now=now)

    def act(
        self,
        act: Callable[..., OvertimeAnswer],
        actor: Actor,
        answer: OvertimeAnswer,
        *,
        now: dt.datetime = NOW,
        **further: object,
    ) -> OvertimeAnswer:
        with self.database.write() as session:
            return act(session, actor, answer.entry_id, seen=answer.lock_version, now=now, **further)

    def approved(self, **further: object) -> OvertimeAnswer:
        asked = self.ask(**further)  # type: ignore[arg-type]
        assert asked.done, asked.reasons
        done = self.act(deciding.approve, self.supervisor, asked)
        assert done.done, done.reasons
        return done

    def leaves(
        self,
        left_at: dt.datetime,
        *,
        number: str = ANN,
        day: int = 8,
        origin: Origin = Origin.REQUESTED,
        now: dt.datetime | None = None,
    ) -> Booking:
        """Somebody leaves after the shift of a day."""
        with self.database.write() as session:
            person = session.get_one(Person, self.desk.office.people[number])
            shift = session.scalars(
                select(AssignmentInForce).where(
                    AssignmentInForce.person_id == person.id, AssignmentInForce.date == december(day)
                )
            ).one()
            booked = book(session, person, shift, left_at=left_at, origin=origin, now=now or left_at)
            session.commit()
            for row in booked.entries:
                session.refresh(row)
                session.expunge(row)
            return booked

    def offer(self, day: int = 8, *, now: dt.datetime = NOW, **further: object) -> OfferAnswer:
        """Offer two places of an evening of three hours, or what is said otherwise."""
        whole = {
            "shift_kind_id": None,
            "from_minute": 18 * 60,
            "until_minute": 21 * 60,
            "skill_id": None,
            "wanted": 2,
            "deadline": local(day - 1, 12),
            "reason": "促销",
            "token": f"offer {day} {further}",
        } | further
        with self.database.write() as session:
            return open_offer(
                session,
                self.supervisor,
                OfferForm(date=december(day), **whole),  # type: ignore[arg-type]
                now=now,
            )

    def takes(self, number: str, answer: OfferAnswer, *, now: dt.datetime = NOW) -> OfferAnswer:
        with self.database.write() as session:
            return take_offer(session, self.agent(number), answer.offer_id or 0, now=now)

    def entry(self, entry_id: int | None) -> OvertimeEntry:
        with self.database.read() as session:
            row = session.get_one(OvertimeEntry, entry_id)
            session.expunge(row)
            return row

    def state(self, answer: OvertimeAnswer) -> OvertimeState:
        return self.entry(answer.entry_id).state

    def stored_offer(self, answer: OfferAnswer) -> OvertimeOffer:
        with self.database.read() as session:
            row = session.get_one(OvertimeOffer, answer.offer_id)
            session.expunge(row)
            return row

    def entries(self) -> list[OvertimeEntry]:
        with self.database.read() as session:
            rows = list(session.scalars(select(OvertimeEntry).order_by(OvertimeEntry.id)))
            for row in rows:
                session.expunge(row)
            return rows

    def told(self, kind: str) -> int:
        """How many notices of a kind there are."""
        with self.database.read() as session:
            return len(session.scalars(select(Notice.id).where(Notice.kind == kind)).all())


@kept
def stored_shop(
    database: Database,
    *,
    preset: str = "S4f",
    overrides: Mapping[str, object] = MappingProxyType({}),
    further: tuple[str, ...] = (),
) -> Shop:
    """Store the department and its December under a preset."""
    return Shop(desk=stored_desk(database, preset=preset, overrides=overrides, further=further))


def as_leader(shop: Shop) -> Actor:
    """The leader of Ann's team."""
    return replace(shop.desk.leader, scope="team")


def codes(answer: OvertimeAnswer | OfferAnswer) -> list[str]:
    return [reason.code for reason in answer.reasons]
