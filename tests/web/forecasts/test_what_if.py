"""Trying out targets and volume: what changes, what stays, and what the page says of it."""

import datetime as dt
import json
import math
import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.web.browsing import Visitor, logged_in
from tests.web.forecasts.centre import CALLS_BY_WEEKDAY, MONTH, NOW, add_history, department_of, stored_user
from web.database import Database
from web.forecasts.service import make_need
from web.forecasts.tables import Requirement
from web.forecasts.what_if import Change, as_typed, compare, read_change, targets_now
from web.people.tables import Department
from web.planning.month import Targets
from web.policy.tables import PolicyVersion

DAY = dt.date(2026, 12, 8)
NOW_TARGETS = Targets(patience_seconds=240.0)


@pytest.fixture
def centre(app: Flask, database: Database) -> tuple[Visitor, int]:
    """Somebody who may look, and the department, with a forecast for December."""
    with database.write() as session:
        user = stored_user(session)
        department = department_of(session, user)
        add_history(session, department, days=60)
        who = logged_in(app, session, user)
        session.commit()
        make_need(session, department, MONTH, targets=NOW_TARGETS, made_by=user.id, now=NOW)
        return who, department.id


def test_nothing_changed_is_the_need_that_is_stored(centre: tuple[Visitor, int], database: Database) -> None:
    with database.write() as session:
        department = session.get_one(Department, centre[1])
        assert targets_now(session, department, MONTH) == NOW_TARGETS
        found = compare(session, department, MONTH, DAY, Change(targets=NOW_TARGETS))
        stored = session.scalars(select(Requirement)).one()
        assert found is not None
        assert found.before == found.after
        assert found.before.minutes == stored.need_minutes
        of_day = [slot.required for slot in stored.slots if slot.ds.date() == DAY]
        assert found.before.of_day == of_day
        assert found.simulated is not None
        assert found.simulated.value > 0.8
        assert found.capacity is None  # this department has measured nothing
        nothing = compare(session, department, dt.date(2027, 3, 1), DAY, Change(targets=NOW_TARGETS))
        assert nothing is None


@pytest.mark.parametrize(
    ("typed", "more"),
    [
        ({"volume": "30"}, True),
        ({"volume": "-30"}, False),
        ({"share": "95"}, True),
        ({"aht": "240"}, True),
        ({"shrinkage": "10"}, False),
        ({"seconds": "90"}, False),
    ],
)
def test_each_slider_moves_the_need_the_way_it_must(
    centre: tuple[Visitor, int], database: Database, typed: dict[str, str], more: bool
) -> None:
    change = read_change(typed, NOW_TARGETS)
    assert isinstance(change, Change)
    with database.write() as session:
        found = compare(session, session.get_one(Department, centre[1]), MONTH, DAY, change)
    assert found is not None
    assert (found.more_minutes > 0) == more
    assert found.more_minutes != 0
    cost = found.after.cost(30.0)
    assert cost is not None
    assert cost == pytest.approx(found.after.minutes / 2)


def test_the_measured_capacity_gives_the_need_of_the_busy_hour_method(
    centre: tuple[Visitor, int], database: Database
) -> None:
    """36 calls a half-hour on Tuesdays are 72 an hour: 4 agents at 20 each, 6 people with 30 % shrinkage."""
    who, department_id = centre
    with database.write() as session:
        session.add(
            PolicyVersion(
                department_id=department_id,
                number=2,
                preset="S0g",
                valid_from=dt.date(2026, 11, 1),
                overrides={"forecast.agent_capacity": {"calls_per_hour": 20, "measured_on": "2026-10-15"}},
                made_at=NOW,
            )
        )
        session.commit()
        department = session.get_one(Department, department_id)
        found = compare(session, department, MONTH, DAY, Change(targets=NOW_TARGETS))
    assert found is not None
    assert found.capacity is not None
    assert found.capacity.measured_on == dt.date(2026, 10, 15)
    weekdays = [people_by_capacity(calls) for calls in CALLS_BY_WEEKDAY]
    # 1 December 2026 is a Tuesday; nobody calls at night; 8:00 to 20:00 are 24 half-hours
    month = sum(24 * weekdays[(1 + day) % 7] for day in range(31)) * 30
    assert found.by_capacity == pytest.approx(month, rel=0.02)
    assert "每员工每小时 20 通" in who.get("/forecast/what-if?day=2026-12-08").text


def people_by_capacity(calls: int) -> int:
    return math.ceil(math.ceil(calls * 2 / 20) / 0.7 - 1e-9)


def test_what_is_typed_is_read_and_what_is_not_stays() -> None:
    change = read_change({"share": "90", "volume": "-10", "rate": "36.5"}, NOW_TARGETS)
    assert isinstance(change, Change)
    assert change.targets == Targets(patience_seconds=240.0, service_level_share=0.9)
    assert (change.volume, change.rate) == (-0.1, 36.5)
    assert read_change({name: str(value) for name, value in as_typed(change).items()}, NOW_TARGETS) == change
    refused = read_change({"share": "100", "aht": "long"}, NOW_TARGETS)
    assert isinstance(refused, list)
    assert [refusal.field for refusal in refused] == ["share", "aht"]


def test_the_page_shows_before_and_after_and_stores_nothing(
    centre: tuple[Visitor, int], database: Database
) -> None:
    who, _ = centre
    html = who.get("/forecast/what-if?day=2026-12-08&volume=60&rate=30").text
    found = re.search(r'id="what-if-chart-data"[^>]*>(.*?)</div>', html, re.DOTALL)
    assert found is not None
    data = json.loads(found.group(1))
    assert len(data["before"]) == len(data["after"]) == 48
    assert sum(data["after"]) > sum(data["before"])
    assert "试算" in html
    assert "元" in html
    assert 'value="60"' in html
    with database.write() as session:
        assert session.scalar(select(func.count()).select_from(Requirement)) == 1


def test_the_page_says_what_cannot_be_tried_out(centre: tuple[Visitor, int]) -> None:
    who, _ = centre
    refused = who.get("/forecast/what-if?day=2026-12-08&share=100")
    assert refused.status_code == 422
    assert "1–99" in refused.text
    assert "还没有预测" in who.get("/forecast/what-if?month=2027-03").text


def test_the_forecast_page_leads_there(centre: tuple[Visitor, int]) -> None:
    assert "/forecast/what-if?day=2026-12-08" in centre[0].get("/forecast?day=2026-12-08").text


def test_targets_kept_since_stand_in_the_form_that_makes_the_forecast_anew(
    centre: tuple[Visitor, int], database: Database
) -> None:
    who, department_id = centre
    form = re.compile(r'name="service_level_share"[^>]*value="(\d+)"')
    changed = "这次预测之后部门的目标有改动"
    before = who.get("/forecast?day=2026-12-08").text
    assert changed not in before
    assert form.findall(before) == ["80"]
    with database.write() as session:
        department = session.get_one(Department, department_id)
        department.service_level_share = 0.9
        department.targets_set_at = NOW + dt.timedelta(hours=1)
        session.commit()
    after = who.get("/forecast?day=2026-12-08").text
    assert changed in after
    assert form.findall(after) == ["90"]
