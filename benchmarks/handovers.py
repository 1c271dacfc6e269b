"""100,000 handovers read over HTTP: listed, searched, opened, counted."""

import datetime as dt
import itertools
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmarks.chained import Chain
from benchmarks.reading import KEPT, database_of, look_over, told
from roster.handovers.life import HandoverState
from tests.support.databases import POSTGRESQL, SQLITE
from tests.support.site import running_site
from tests.web.attendance.shop import LEADER, stored_shop
from tests.web.swaps.crowd import SETTINGS, logged_in
from tests.web.swaps.desk import Desk, with_password
from web.database import Database
from web.handovers.act_tables import HandoverSignature, HandoverVersion, Side
from web.handovers.tables import Handover, HandoverContainer
from web.people.tables import Person, ShiftKind, Team
from web.records.chain import Signer
from web.records.store import verify
from web.rosters.tables import Assignment, Roster, RosterVersion, VersionState
from web.search.indexing import handover_row
from web.search.pieces import pieces
from web.search.tables import SearchText

HANDOVERS, PEOPLE, TEAMS = 100_000, 40, 5
DAYS = HANDOVERS // PEOPLE
FIRST = dt.date(2019, 1, 7)
RARE = "锅炉"
"""Stands on the very first record only."""
WORDS = (
    "空调", "断网", "投诉扣费", "接通慢", "系统升级", "来电咨询", "设备巡视", "钥匙交接", "快递签收", "停车",
    "退款", "漏水", "支付接口超时", "发票", "账户冻结",
)  # fmt: skip


def reading_figures() -> str:
    """Measure 100,000 handovers on both databases."""
    return "; ".join(f"{kind}: {_read(kind)}" for kind in (SQLITE, POSTGRESQL))


def _read(kind: str) -> str:
    with tempfile.TemporaryDirectory() as name, database_of(kind, Path(name)) as urls:
        database = Database(urls.app)
        shop = stored_shop(database, overrides=KEPT)
        with_password(shop, LEADER)
        _Filling(shop).fill()
        look_over(urls)
        with running_site(Path(name), {"LUNBAN_DATABASE_URL": urls.app, **SETTINGS}) as site:
            browser = logged_in(site, f"CS{LEADER}").browser
            middle = dt.datetime.combine(FIRST + dt.timedelta(days=DAYS // 2), dt.time(), tzinfo=dt.UTC)
            return told(
                browser,
                site.url,
                {
                    "own list": "/handovers",
                    "list": "/handovers/past",
                    "deep page": f"/handovers/past?before={middle.timestamp():.0f}-1",
                    "search": f"/search?q={quote('退款')}",
                    "two words": f"/search?q={quote('退款 漏水')}",
                    "order number": "/search?q=20191107",
                    "rare word": f"/search?q={quote(RARE)}",
                    "no such word": f"/search?q={quote('没有这样的词')}",
                    "frequent word, nothing of these days": f"/search?q={quote('处理')}&first=2035-01-01",
                    "open ones": "/search?open=1",
                    "open": f"/handovers/{HANDOVERS // 2 + 1}",
                },
            )


@dataclass
class _Filling:
    """Years of shifts of one department, each handed over and signed by both."""

    shop: Desk

    def __post_init__(self) -> None:
        self.chain = Chain(department_id=self.shop.office.department)
        self.random = random.Random(1)  # noqa: S311 - not for secrets

    def fill(self) -> None:
        """Store everything month by month; the chain is verified at the end."""
        database, department = self.shop.database, self.shop.office.department
        with database.write() as session:
            counted, _fault = verify(session, department)
            if counted:
                raise RuntimeError("the chain has begun already")
            self.teams = self._people(session)
            kind = session.scalars(
                select(ShiftKind).where(ShiftKind.department_id == department, ShiftKind.code == "E")
            ).one()
            self.kind_id = kind.id
            self.policy_id = session.scalars(select(RosterVersion.policy_version_id)).first()
            self.container_id = session.query(HandoverContainer).count() + 1_000_000
            self.assignment_id = session.query(Assignment).count() + 1_000_000
            self.handover_id = 0
            session.query(Handover).delete()
            session.query(HandoverContainer).delete()
            session.commit()
        days = [FIRST + dt.timedelta(days=number) for number in range(DAYS)]
        for _month, group in itertools.groupby(days, key=lambda day: day.replace(day=1)):
            with database.write() as session:
                self._month(session, list(group))
                session.commit()
        with database.read() as session:
            found = verify(session, department)
        if found != (3 * HANDOVERS, None):
            raise RuntimeError(f"records and fault: {found}")

    def _people(self, session: Session) -> list[tuple[int, list[Person]]]:
        department = self.shop.office.department
        leader = session.scalars(select(Person).where(Person.employee_number == LEADER)).one()
        teams = [leader.team_id]
        for number in range(TEAMS - 1):
            team = Team(department_id=department, name=f"第{number}队", position=10 + number)
            session.add(team)
            session.flush()
            teams.append(team.id)
        found = []
        for team_id in teams:
            people = [
                Person(
                    department_id=department,
                    team_id=team_id,
                    employee_number=f"7{team_id:03}{number}",
                    name=f"员工{team_id}-{number}",
                )
                for number in range(PEOPLE // TEAMS)
            ]
            session.add_all(people)
            session.flush()
            found.append((team_id, people))
        session.flush()
        for _, people in found:
            for person in people:
                session.refresh(person)
                session.expunge(person)
        return found

    def _month(self, session: Session, days: Sequence[dt.date]) -> None:
        at = dt.datetime.combine(days[0], dt.time(), tzinfo=dt.UTC)
        roster = Roster(
            department_id=self.shop.office.department, month=days[0].replace(day=1), created_at=at
        )
        session.add(roster)
        session.flush()
        version = RosterVersion(
            roster_id=roster.id,
            number=1,
            state=VersionState.PUBLISHED,
            policy_version_id=self.policy_id,
            created_at=at,
            changed_at=at,
            published_at=at,
        )
        session.add(version)
        session.flush()
        rows: dict[Any, list[dict[str, Any]]] = {
            table: []
            for table in (
                HandoverContainer, Assignment, Handover, HandoverVersion, HandoverSignature, SearchText,
            )
        }  # fmt: skip
        for day in days:
            for place, (team_id, people) in enumerate(self.teams):
                receivers = self.teams[(place + 1) % TEAMS][1]
                container = self._container(rows, day, team_id)
                for person, receiver in zip(people, receivers, strict=True):
                    self._handover(rows, version.id, container, person, receiver)
        for table in (HandoverContainer, Assignment, Handover):
            session.execute(insert(table), rows[table])
        self.chain.store(session)
        for later in (HandoverVersion, HandoverSignature, SearchText):
            session.execute(insert(later), rows[later])

    def _container(
        self, rows: dict[Any, list[dict[str, Any]]], day: dt.date, team_id: int
    ) -> HandoverContainer:
        starts_at = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
        ends_at = starts_at + dt.timedelta(hours=8)
        self.container_id += 1
        container = {
            "id": self.container_id,
            "team_id": team_id,
            "shift_kind_id": self.kind_id,
            "date": day,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "policy_version_id": self.policy_id,
            "created_at": starts_at,
        }
        rows[HandoverContainer].append(container)
        return HandoverContainer(**container)

    def _handover(
        self,
        rows: dict[Any, list[dict[str, Any]]],
        version_id: int,
        container: HandoverContainer,
        person: Person,
        receiver: Person,
    ) -> None:
        self.handover_id += 1
        self.assignment_id += 1
        at = container.ends_at
        rows[Assignment].append(
            {
                "id": self.assignment_id,
                "roster_version_id": version_id,
                "person_id": person.id,
                "date": container.date,
                "shift_kind_id": self.kind_id,
                "starts_at": container.starts_at,
                "ends_at": at,
                "locked": False,
            }
        )
        is_open = self.handover_id > HANDOVERS - PEOPLE
        handover = {
            "id": self.handover_id,
            "container_id": container.id,
            "assignment_id": self.assignment_id,
            "outgoing_id": person.id,
            "planned_receiver_id": receiver.id,
            "receiver_id": receiver.id,
            "state": HandoverState.READY if is_open else HandoverState.COMPLETE,
            "lock_version": 9,
            "changed_at": at,
            "version": 1,
            "submitted_at": at,
            "is_late": self.handover_id % 20 == 0,
            "signed_out": not is_open,
            "face_to_face": not is_open,
            "completed_at": None if is_open else at,
            "created_at": container.starts_at,
        }
        rows[Handover].append(handover)
        content = {
            "version": 1,
            "items": list(self._items()),
            "nothing_to_report": False,
            "late": handover["is_late"],
            "brought": {"swaps": [], "people": {"planned": 8, "missing": []}, "log": []},
        }
        subject = f"handover:{self.handover_id}"
        giver = Signer(user_id=None, name=person.name, number=person.employee_number)
        taker = Signer(user_id=None, name=receiver.name, number=receiver.employee_number)
        record = self.chain.add("handover.submit", subject, content, signer=giver, at=at)
        rows[HandoverVersion].append({"handover_id": self.handover_id, "version": 1, "record_id": record.id})
        row = Handover(**handover)
        row.container = container
        rows[SearchText] += [handover_row(row, record, piece) for piece in pieces(record.kind, content)]
        for side, signer, who in ((Side.OUTGOING, giver, person), (Side.INCOMING, taker, receiver)):
            signs = {"side": side.value, "signs": {"record": record.number, "hash": record.hash}}
            signed = self.chain.add(f"handover.sign_{side.value}", subject, signs, signer=signer, at=at)
            rows[HandoverSignature].append(
                {
                    "handover_id": self.handover_id,
                    "version": 1,
                    "side": side,
                    "person_id": who.id,
                    "record_id": signed.id,
                    "at": at,
                }
            )

    def _items(self) -> Iterator[dict[str, Any]]:
        """One item or two, in turn."""
        for number in range(1, 2 + self.handover_id % 2):
            said = "，".join(self.random.sample(WORDS, 4))
            rare = RARE if self.handover_id == 1 else ""
            yield {
                "number": number,
                "title": self.random.choice(WORDS),
                "category": "work",
                "important": self.random.random() < 0.1,
                "urgent": self.random.random() < 0.05,
                "texts": {"detail": f"{said}{rare}，已按流程处理，订单 2019110{self.handover_id:07}"},
                "disposition": "done",
                "promised_at": None,
                "shifts": 0,
                "since": None,
                "progress": "",
                "closed_because": "",
            }
