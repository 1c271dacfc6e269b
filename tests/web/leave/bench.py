"""The desk of the swaps, where somebody cannot come."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.leave.life import LeaveState
from roster.problem import Roster as Shifts
from tests.support.kept import kept
from tests.web.rosters.office import MONTH, NOW
from tests.web.swaps.desk import ANN, BEN, CAI, DAN, Desk, december, stored_desk
from web.accounts.actor import Actor, actor_of
from web.accounts.tables import Role, User
from web.database import Database
from web.leave import deciding
from web.leave.asking import Ask, ask_leave
from web.leave.due import leave_due
from web.leave.effecting import Cover
from web.leave.steps import LeaveAnswer
from web.leave.tables import LeaveRequest
from web.notices.tables import Notice
from web.people.tables import CalendarDay, CalendarDayKind, CalendarDayStatus
from web.rosters.alive import in_force
from web.rosters.loading import load_roster

__all__ = ["ANN", "BEN", "CAI", "DAN", "MONTH", "NOW", "Bench", "december", "stored_bench"]

OPEN = Cover(reason="当天话务少")


@dataclass(frozen=True, kw_only=True)
class Bench:
    """The desk, and HR beside it."""

    desk: Desk
    hr: Actor

    @property
    def database(self) -> Database:
        return self.desk.database

    def actor(self, number: str) -> Actor:
        return self.desk.actor(number)

    @property
    def chain(self) -> Mapping[str, Actor]:
        """Who approves Ann's leave, by role."""
        office = self.desk.office
        return {"leader": office.leader, "supervisor": office.supervisor, "head": office.head, "hr": self.hr}

    def ask(
        self,
        first: int | dt.date = 8,
        last: int | dt.date | None = None,
        *,
        kind: str = "personal",
        who: str = ANN,
        by: Actor | None = None,
        now: dt.datetime = NOW,
        **further: object,
    ) -> LeaveAnswer:
        begins = december(first) if isinstance(first, int) else first
        ends = december(last) if isinstance(last, int) else last or begins
        whole: dict[str, object] = {
            "person_id": self.desk.office.people[who],
            "kind": kind,
            "first": begins,
            "last": ends,
            "reason": "家里有事",
            "token": sha256(f"{who} {begins} {now} {further}".encode()).hexdigest(),
        }
        with self.database.write() as session:
            ask = Ask(**(whole | further))  # type: ignore[arg-type]
            return ask_leave(session, by or self.actor(who), ask, now=now, today=Desk.date(now))

    def act(
        self,
        act: Callable[..., LeaveAnswer],
        actor: Actor,
        answer: LeaveAnswer,
        *,
        now: dt.datetime = NOW,
        **further: object,
    ) -> LeaveAnswer:
        """Let somebody act on a leave as they saw it."""
        if act is deciding.approve:
            further["today"] = Desk.date(now)
        with self.database.write() as session:
            return act(session, actor, answer.leave_id, seen=answer.lock_version, now=now, **further)

    def approve(
        self,
        answer: LeaveAnswer,
        covers: Mapping[dt.date, Cover] = MappingProxyType({}),
        *,
        now: dt.datetime = NOW,
    ) -> LeaveAnswer:
        """Let everybody of the chain approve, the last with the covers."""
        roles = self.row(answer).chain
        for role in roles:
            further = {"covers": covers} if role == roles[-1] else {}
            answer = self.act(deciding.approve, self.chain[role], answer, now=now, **further)
            assert answer.done, answer.reasons
        return answer

    def row(self, answer: LeaveAnswer) -> LeaveRequest:
        with self.database.read() as session:
            row = session.get_one(LeaveRequest, answer.leave_id)
            _ = (row.person.name, list(row.consents), list(row.covers), list(row.proofs))
            return row

    def state(self, answer: LeaveAnswer) -> LeaveState:
        return self.row(answer).state

    def wait(self, now: dt.datetime) -> int:
        """Let the clock do what is due."""
        with self.database.write() as session:
            return leave_due(session, now)

    def roster(self, month: dt.date = MONTH) -> Shifts:
        with self.database.read() as session:
            version = in_force(session, self.desk.office.department, month)
            assert version is not None
            return load_roster(session, version)

    def told(self, user_id: int) -> list[str]:
        with self.database.read() as session:
            rows = session.scalars(select(Notice.kind).where(Notice.user_id == user_id).order_by(Notice.id))
            return [kind for kind in rows if kind.startswith("leave") or kind == "roster_changed"]

    def holiday(self, day: dt.date) -> None:
        with self.database.write() as session:
            session.add(
                CalendarDay(
                    department_id=self.desk.office.department,
                    date=day,
                    kind=CalendarDayKind.STATUTORY_HOLIDAY,
                    name="元旦",
                    status=CalendarDayStatus.OFFICIAL,
                )
            )
            session.commit()


@kept
def stored_bench(database: Database, /, **further: object) -> Bench:
    """Store the desk with somebody in HR."""
    desk = stored_desk(database, **further)  # type: ignore[arg-type]
    return Bench(desk=desk, hr=new_hr(database, desk.office.department))


def new_hr(database: Database, department: int) -> Actor:
    """Store somebody in HR."""
    with database.write() as session:
        hr = _hr(session, department)
        session.commit()
        return replace(actor_of(hr, "department"), person_id=None)


def _hr(session: Session, department: int) -> User:
    user = User(
        department_id=department,
        person_id=None,
        employee_number="CS09003",
        name="人事",
        password=None,
        roles=list(session.scalars(select(Role).where(Role.name == "hr"))),
        created_at=NOW,
    )
    session.add(user)
    session.flush()
    return user
