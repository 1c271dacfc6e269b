"""A department that clocks: its December in force, early and middle shifts that follow each other."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy import select

from roster.attendance.events import ClockAct
from roster.problem import Roster as Shifts
from tests.support.kept import kept
from tests.web.rosters.office import MONTH, NOW
from tests.web.swaps.desk import Desk, stored_desk
from web.accounts.actor import Actor
from web.attendance.clocking import Clocked, Clocking, clock, store_event
from web.attendance.loading import Worked, load_worked
from web.attendance.tables import ClockEventRow, ClockSource
from web.database import Database
from web.policy.tables import PolicyVersion

LEADER, ANN, DAN, RELIEF, BEN = "00101", "00102", "00103", "00201", "00202"
"""The first three work early, the last two, of whom one leads, in the middle, on even dates."""
DAY = dt.date(2026, 12, 8)
CHINA = ZoneInfo("Asia/Shanghai")


def at(text: str, day: dt.date = DAY) -> dt.datetime:
    """An instant by the department's clock."""
    hours, minutes, seconds = (*(int(part) for part in text.split(":")), 0)[:3]
    return dt.datetime.combine(day, dt.time(hours, minutes, seconds), tzinfo=CHINA).astimezone(dt.UTC)


def shifts() -> Shifts:
    early, middle = (LEADER, ANN, DAN), (RELIEF, BEN)
    return Shifts(
        ((number, MONTH + dt.timedelta(days=day)), "E" if number in early else "M")
        for number in (*early, *middle)
        for day in range(1, 31, 2)
    )


@kept
def stored_shop(
    database: Database,
    *,
    preset: str = "S1a",
    overrides: Mapping[str, object] = MappingProxyType({}),
    roster: Shifts | None = None,
) -> Desk:
    return stored_desk(database, preset=preset, overrides=overrides, shifts=roster or shifts())


def under(desk: Desk, preset: str) -> None:
    """Let another regulation hold from the first of December on."""
    with desk.database.write() as session:
        session.add(
            PolicyVersion(
                department_id=desk.office.department,
                number=2,
                preset=preset,
                overrides={},
                valid_from=MONTH,
                made_at=NOW,
            )
        )
        session.commit()


def clocked(
    desk: Desk,
    number: str,
    act: str,
    when: dt.datetime,
    *,
    note: str = "",
    by: Actor | None = None,
) -> Clocked:
    """Let somebody clock on the page."""
    with desk.database.write() as session:
        asked = Clocking(person_id=desk.office.people[number], act=ClockAct(act), note=note)
        return clock(session, desk.office.department, asked, actor=by or desk.actor(number), now=when)


def stored(desk: Desk, number: str, *words: str, day: dt.date = DAY) -> None:
    """Store events as a file would bring them: ``in 7:52``."""
    with desk.database.write() as session:
        for act, when in (word.split() for word in words):
            store_event(
                session,
                desk.office.department,
                desk.office.people[number],
                ClockAct(act),
                at(when, day),
                source=ClockSource.IMPORT,
                by_id=None,
                now=at("23:59", day),
            )
        session.commit()


def events_of(desk: Desk, number: str) -> list[ClockEventRow]:
    with desk.database.read() as session:
        query = (
            select(ClockEventRow)
            .where(ClockEventRow.person_id == desk.office.people[number])
            .order_by(ClockEventRow.at)
        )
        return list(session.scalars(query))


def worked_of(desk: Desk, number: str, *, day: dt.date = DAY, now: dt.datetime | None = None) -> Worked:
    """The judged shift of a date."""
    with desk.database.read() as session:
        found = load_worked(
            session,
            desk.office.department,
            day,
            day,
            now=now or at("23:59", day + dt.timedelta(days=1)),
            people=[desk.office.people[number]],
        )
    return found[0]


def codes(worked: Worked) -> list[str]:
    return [finding.code.value for finding in worked.attendance.findings]
