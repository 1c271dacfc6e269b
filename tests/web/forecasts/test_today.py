"""Today so far: arrived against forecast, the rest anew, who is missing, and what the page says without."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from tests.web.browsing import Visitor, logged_in
from tests.web.coverage.month import DAY, stored_month
from tests.web.forecasts.centre import NOW
from tests.web.forecasts.test_views import chart_data
from web.calls.tables import CallSlot, CallSource
from web.database import Database
from web.forecasts.history import midnight
from web.forecasts.today import Today, read_today
from web.people.tables import Department

NOON = midnight(DAY) + dt.timedelta(hours=12)
HALF_HOUR = dt.timedelta(minutes=30)
Arrive = Callable[..., Visitor]


def add_calls(session: Session, department: Department, calls: float, *, until: dt.datetime) -> None:
    """Store so many calls for each half-hour of today that begins before a time."""
    source = CallSource(
        department_id=department.id,
        file_name="today.csv",
        content_hash=f"today-{calls}-{until}",
        rows=0,
        slot_minutes=30,
        imported_at=NOW,
    )
    session.add(source)
    session.flush()
    count = (until - midnight(DAY)) // HALF_HOUR
    rows = [
        {
            "department_id": department.id,
            "source_id": source.id,
            "queue": "",
            "ds": midnight(DAY) + HALF_HOUR * slot,
            "slot_minutes": 30,
            "offered": calls,
        }
        for slot in range(count)
    ]
    session.execute(insert(CallSlot), rows)


@pytest.fixture
def seen(database: Database) -> Callable[..., Today]:
    """Return what is read at noon: ``seen(calls=…, until=…, roster=True)``."""

    def one(*, calls: float | None = None, until: dt.datetime = NOON, roster: bool = True) -> Today:
        with database.write() as session:
            month = stored_month(session, roster=roster)
            if calls is not None:
                add_calls(session, month.department, calls, until=until)
            session.commit()
            found = read_today(session, month.department, now=NOON)
        assert found is not None
        return found

    return one


def test_a_busy_morning_raises_the_rest_and_the_need_of_it(seen: Callable[..., Today]) -> None:
    found = seen(calls=22)
    assert found.until == NOON
    assert (found.came, found.planned_so_far, found.planned) == (24 * 22, 240, 480)
    assert found.rest_planned == 240
    assert found.rest_expected > 260
    rest = [slot.mean for slot in found.rest]
    assert rest[0] > rest[-1] > 10, "the nearest hours move most"
    assert all(slot.needed >= slot.needed_before for slot in found.rest)
    assert max(slot.needed - slot.needed_before for slot in found.rest) >= 1
    assert all(slot.needed == slot.needed_before for slot in found.slots if slot.ds < NOON)


def test_who_is_missing_from_now_on_is_told_in_stretches(seen: Callable[..., Today]) -> None:
    found = seen(calls=16)
    assert found.rostered
    assert found.short[0].start == NOON
    assert found.short[-1].minutes[1] <= 1440
    assert all(one.end <= other.start for one, other in zip(found.short, found.short[1:], strict=False))
    for stretch in found.short:
        assert stretch.worst.on_duty is not None
        assert stretch.worst.missing == stretch.worst.needed - stretch.worst.on_duty > 0


def test_nothing_arrived_leaves_the_forecast_as_it_is(seen: Callable[..., Today]) -> None:
    found = seen()
    assert found.until is None
    assert found.came == 0
    assert [slot.mean for slot in found.slots] == [10.0] * 48
    assert [(slot.lo80, slot.hi80) for slot in found.slots] == [(5.0, 15.0)] * 48
    assert all(slot.needed == slot.needed_before for slot in found.slots)


def test_slots_that_have_not_ended_do_not_count_as_arrived(seen: Callable[..., Today]) -> None:
    found = seen(calls=0, until=midnight(DAY) + dt.timedelta(days=1))
    assert found.until == NOON, "an export holds zeros for the hours to come"
    assert found.rest_expected > 0


def test_without_a_roster_nobody_is_missing(seen: Callable[..., Today]) -> None:
    found = seen(calls=16, roster=False)
    assert not found.rostered
    assert not found.short
    assert {slot.on_duty for slot in found.slots} == {None}


@pytest.fixture
def arrive(app: Flask, database: Database) -> Arrive:
    """Log somebody in on the day: ``arrive(role, need=True, roster=True, calls=True)``."""

    def one(
        role: str = "supervisor", *, need: bool = True, roster: bool = True, calls: bool = True
    ) -> Visitor:
        with database.write() as session:
            month = stored_month(session, role, need=need, roster=roster)
            if calls:
                add_calls(session, month.department, 16, until=midnight(DAY) + 2 * HALF_HOUR)
            who = logged_in(app, session, month.user)
            session.commit()
        return who

    return one


@pytest.mark.parametrize("role", ["supervisor", "leader", "head", "auditor"])
def test_who_reads_the_forecast_sees_today(arrive: Arrive, role: str) -> None:
    html = arrive(role).get("/forecast/today").text
    data = chart_data(html, "today-chart")
    assert data["actual"][:3] == [16, 16, None]  # type: ignore[index] # a list
    assert data["baseline"] == [10] * 48
    assert "从现在起哪里缺人" in html
    assert ('href="/calls/import' in html) == (role == "supervisor")


def test_an_agent_does_not(arrive: Arrive) -> None:
    assert arrive("agent").get("/forecast/today").status_code == 403


def test_what_is_missing_says_what_to_do(arrive: Arrive) -> None:
    html = arrive(calls=False, roster=False).get("/forecast/today").text
    assert "今天的来电还没有导入" in html or "还没有来电数据" in html
    assert "/calls/import" in html
    assert "本月还没有班表" in html


def test_without_a_forecast_it_leads_to_one(arrive: Arrive) -> None:
    html = arrive(need=False, roster=False).get("/forecast/today").text
    assert "先生成预测" in html
    assert 'href="/forecast?day=2026-11-22"' in html


def test_the_forecast_page_leads_here(arrive: Arrive) -> None:
    assert 'href="/forecast/today"' in arrive().get("/forecast?day=2026-11-22").text
