"""Today beyond its forecast, too few answered: what the page says, and what supervisors are told, once."""

import datetime as dt
from collections.abc import Callable, Iterable

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tests.web.browsing import logged_in
from tests.web.coverage.month import DAY, Month, stored_month
from tests.web.forecasts.centre import NOW
from tests.web.forecasts.test_today import HALF_HOUR, NOON, add_calls
from tests.web.forecasts.test_views import chart_data
from web.accounts.tables import Role, User
from web.calls.tables import CallSlot, CallSource
from web.database import Database, JsonObject
from web.forecasts.beyond import ANSWER_RATE_LOW, CALLS_BEYOND, EMERGENCY_PLAN
from web.forecasts.history import midnight
from web.forecasts.today import Today, read_today
from web.notices.tables import Notice
from web.people.tables import CalendarDay, CalendarDayKind, CalendarDayStatus
from web.policy.tables import PolicyVersion
from web.reminders.service import due_reminders

KINDS = (CALLS_BEYOND, EMERGENCY_PLAN, ANSWER_RATE_LOW)
EXPERTS_FIRST = [{"pool": "experts"}, {"pool": "outbound", "least": 2, "most": 3}]


def add_answered(
    session: Session, month: Month, offered: float, answered: float | None, abandoned: float | None
) -> None:
    """Store so many calls for each half-hour of the morning, and what became of them."""
    source = CallSource(
        department_id=month.department.id,
        file_name="answered.csv",
        content_hash="answered",
        rows=0,
        slot_minutes=30,
        imported_at=NOW,
    )
    session.add(source)
    session.flush()
    row = {
        "department_id": month.department.id,
        "source_id": source.id,
        "queue": "",
        "slot_minutes": 30,
        "offered": offered,
        "answered": answered,
        "abandoned": abandoned,
    }
    session.execute(insert(CallSlot), [{**row, "ds": midnight(DAY) + HALF_HOUR * slot} for slot in range(26)])


def add_colleague(session: Session, month: Month, role: str) -> None:
    session.add(
        User(
            department_id=month.department.id,
            employee_number=f"7{role}",
            name="同事",
            password=None,
            roles=list(session.scalars(select(Role).where(Role.name == role))),
            created_at=NOW,
        )
    )
    session.flush()


def make_special(session: Session, month: Month, seats: tuple[int, int] | None = None) -> None:
    """Make the day a special one; its policy holds so many emergency seats."""
    session.add(
        CalendarDay(
            department_id=month.department.id,
            date=DAY,
            kind=CalendarDayKind.SPECIAL_DAY,
            status=CalendarDayStatus.OFFICIAL,
        )
    )
    if seats is not None:
        held = {"reserve.holiday_seats": {"least": seats[0], "most": seats[1]}}
        add_policy_version(session, month, {**held, "surge.pools": EXPERTS_FIRST})
    session.flush()


def add_policy_version(session: Session, month: Month, overrides: JsonObject) -> None:
    """Put a version with further settings of the department in force."""
    before = session.scalars(
        select(PolicyVersion).where(PolicyVersion.department_id == month.department.id)
    ).one()
    session.add(
        PolicyVersion(
            department_id=month.department.id,
            number=before.number + 1,
            preset=before.preset,
            overrides={**before.overrides, **overrides},
            valid_from=before.valid_from,
            made_at=NOW,
        )
    )
    session.flush()


@pytest.fixture
def told(database: Database) -> Callable[..., list[tuple[str, int]]]:
    """Look for what is due, several times; return kind and account of each notice of today."""

    def look(now: dt.datetime = NOW, *, times: int = 2) -> list[tuple[str, int]]:
        for _ in range(times):
            with database.write() as session:
                due_reminders(session, now)
        with database.read() as session:
            found: Iterable[Notice] = session.scalars(
                select(Notice).where(Notice.kind.in_(KINDS)).order_by(Notice.id)
            )
            return [(notice.kind, notice.user_id) for notice in found]

    return look


def today_of(session: Session, month: Month) -> Today:
    found = read_today(session, month.department, now=NOON)
    assert found is not None
    return found


@pytest.mark.parametrize(("calls", "beyond"), [(11, False), (20, True)])
def test_more_than_the_forecast_allows_for_is_said_and_told_once(
    app: Flask, database: Database, told: Callable[..., list[tuple[str, int]]], calls: float, beyond: bool
) -> None:
    with database.write() as session:
        month = stored_month(session)
        add_calls(session, month.department, calls, until=NOON)
        found = today_of(session, month)
        who = logged_in(app, session, month.user)
        session.commit()
    assert found.so_far is not None
    assert (found.so_far.came, found.so_far.expected, found.beyond) == (24 * calls, 240, beyond)
    assert found.special is None
    html = who.get("/forecast/today").text
    assert ("话务量超出预测范围" in html) == beyond
    assert ("都在预测范围内" in html) != beyond
    assert "启动应急计划" not in html
    assert told() == ([(CALLS_BEYOND, month.user.id)] if beyond else [])
    if beyond:
        shown = who.get("/notices").text
        assert "截至 12:00 呼入 480 通，预测为 240 通" in shown
        assert "beyond the forecast" in who.get("/notices", headers={"Accept-Language": "en"}).text


def test_on_a_special_day_the_emergency_plan_applies_and_its_first_step_is_named(
    app: Flask, database: Database, told: Callable[..., list[tuple[str, int]]]
) -> None:
    with database.write() as session:
        month = stored_month(session)
        make_special(session, month, (5, 7))
        add_calls(session, month.department, 20, until=NOON)
        who = logged_in(app, session, month.user)
        session.commit()
    html = who.get("/forecast/today").text
    assert "今天是特殊日，话务量超出预测范围：启动应急计划" in html
    assert "第一步：启用 5–7 个应急台席" in html
    assert "流动专家组" in html
    assert f'href="/coverage?day={DAY}"' in html
    assert told() == [(EMERGENCY_PLAN, month.user.id)]
    assert "第一步：启用 5–7 个应急台席" in who.get("/notices").text
    english = who.get("/notices", headers={"Accept-Language": "en"}).text
    assert "First step: call in the 5 to 7 emergency seats." in english


@pytest.mark.parametrize(
    ("pools", "said"),
    [
        (
            EXPERTS_FIRST,
            "第一步：呼入等待人数大于 5 人、不超过 10 人并持续 5 分钟以上时，现场主管增加：流动专家组。",
        ),
        ([], "规定没有列出应急步骤"),
    ],
)
def test_without_seats_held_the_first_step_is_the_policys_first_pool(
    app: Flask, database: Database, pools: list[JsonObject], said: str
) -> None:
    with database.write() as session:
        month = stored_month(session)
        make_special(session, month)
        add_policy_version(session, month, {"surge.pools": pools})
        add_calls(session, month.department, 20, until=NOON)
        who = logged_in(app, session, month.user)
        session.commit()
    html = who.get("/forecast/today").text
    assert said in html
    assert "个应急台席" not in html


def test_a_special_day_within_its_forecast_and_a_policy_that_names_none_call_for_no_plan(
    app: Flask, database: Database, told: Callable[..., list[tuple[str, int]]]
) -> None:
    with database.write() as session:
        month = stored_month(session)
        make_special(session, month)
        add_calls(session, month.department, 11, until=NOON)
        assert today_of(session, month).special is not None
        assert not today_of(session, month).beyond
        add_policy_version(session, month, {"forecast.special_days": []})
        assert today_of(session, month).special is None
        session.commit()
    assert told() == []


def test_the_answer_rate_is_held_against_the_target(
    app: Flask, database: Database, told: Callable[..., list[tuple[str, int]]]
) -> None:
    with database.write() as session:
        month = stored_month(session)
        month.department.min_answer_rate = 0.9
        add_answered(session, month, 10, 8, 2)
        found = today_of(session, month)
        who = logged_in(app, session, month.user)
        session.commit()
    assert found.answered is not None
    so_far = found.answered.so_far
    assert (so_far.offered, so_far.answered, so_far.abandoned) == (240, 192, 48), "until noon, not later"
    assert (so_far.rate, found.answered.abandoned_share) == (0.8, 0.2)
    assert found.answered.under
    html = who.get("/forecast/today").text
    data = chart_data(html, "answered-chart")
    assert (data["levels"][:24], data["levels"][26:]) == ([80.0] * 24, [None] * 22)  # type: ignore[index] # a list
    assert data["target"] == 90.0
    assert "放弃量就是重复呼入的来源" in html
    assert "系统不保存号码" in html
    assert told() == [(ANSWER_RATE_LOW, month.user.id)]
    assert "240 通来电中接通 192 通：接通率 80%，目标 90%" in who.get("/notices").text


@pytest.mark.parametrize(
    ("target", "answered", "under"), [(0.8, 7.9, False), (0.8, 7.0, True), (None, 1.0, False)]
)
def test_a_rate_is_under_the_target_only_by_more_than_chance(
    database: Database, target: float | None, answered: float, under: bool
) -> None:
    with database.write() as session:
        month = stored_month(session)
        month.department.min_answer_rate = target
        add_answered(session, month, 10, answered, None)
        found = today_of(session, month).answered
    assert found is not None
    assert (found.under, found.abandoned_share) == (under, None)


def test_without_answered_counts_the_page_says_what_to_import(app: Flask, database: Database) -> None:
    with database.write() as session:
        month = stored_month(session)
        add_answered(session, month, 10, None, None)
        assert today_of(session, month).answered is None
        who = logged_in(app, session, month.user)
        session.commit()
    html = who.get("/forecast/today").text
    assert "导入时请包含" in html
    assert "answered-chart" not in html


def test_only_supervisors_are_told_and_the_next_day_anew(
    database: Database, told: Callable[..., list[tuple[str, int]]]
) -> None:
    with database.write() as session:
        month = stored_month(session)
        add_colleague(session, month, "supervisor")
        add_colleague(session, month, "leader")
        add_calls(session, month.department, 20, until=NOON)
        session.commit()
    assert len(told()) == 2
    assert len(told(NOW + dt.timedelta(minutes=30))) == 2
    assert len(told(NOW + dt.timedelta(days=1))) == 2, "nothing has come in of the next day"
