"""The forecast page: who sees what, what it says when something is missing, making it anew."""

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.web.browsing import Visitor, logged_in
from tests.web.forecasts.centre import MONTH, NOW, add_history, department_of, stored_user
from tests.web.forecasts.worker import work_off
from web.accounts.tables import User
from web.config import Config
from web.database import Database
from web.forecasts.service import make_need
from web.forecasts.tables import ForecastJob, Requirement
from web.planning.month import Targets

FORM = {
    "month": "2026-12",
    "service_level_share": "85",
    "service_level_seconds": "15",
    "aht_seconds": "240",
    "patience_seconds": "90",
    "shrinkage": "25",
    "max_occupancy": "",
}
Arrive = Callable[..., Visitor]


@pytest.fixture
def arrive(app: Flask, database: Database) -> Arrive:
    """Log somebody in: ``arrive(role, days=60, forecast=True)``; days of calls up to yesterday."""

    def one(
        role: str = "supervisor",
        *,
        days: int = 60,
        forecast: bool = True,
        policy: bool = True,
        moved_weeks: int = 0,
        attribution: str = "",
    ) -> Visitor:
        with database.write() as session:
            user = stored_user(session, role, policy=policy)
            department = department_of(session, user)
            if days:
                add_history(session, department, days=days, moved_weeks=moved_weeks, attribution=attribution)
            who = logged_in(app, session, user)
            session.commit()
            if forecast:
                make_need(session, department, MONTH, targets=Targets(), made_by=user.id, now=NOW)
        return who

    return one


def chart_data(html: str, name: str) -> dict[str, object]:
    found = re.search(rf'id="{name}-data"[^>]*>(.*?)</div>', html, re.DOTALL)
    assert found is not None
    data: dict[str, object] = json.loads(found.group(1))
    return data


@pytest.mark.parametrize("role", ["supervisor", "head", "auditor", "leader"])
def test_who_reads_the_forecast_sees_curve_month_history_and_need(arrive: Arrive, role: str) -> None:
    html = arrive(role).get("/forecast?day=2026-12-08").text
    assert len(chart_data(html, "slot-chart")["mean"]) == 48  # type: ignore[arg-type] # a list
    assert len(chart_data(html, "month-chart")["mean"]) == 31  # type: ignore[arg-type] # a list
    history = chart_data(html, "history-chart")
    assert history["begin"] == 60 + 9
    assert "全月需要" in html
    assert html.count("<summary>看数据</summary>") == 3
    assert ("重新生成预测" in html) == (role == "supervisor")


@pytest.mark.parametrize("role", ["agent", "hr", "security_desk", "admin"])
def test_others_do_not(arrive: Arrive, role: str) -> None:
    assert arrive(role, days=0, forecast=False).get("/forecast").status_code == 403


def test_the_page_says_how_far_off_it_was_and_how_the_baseline_does(arrive: Arrive) -> None:
    who = arrive(days=200)
    html = who.get("/forecast?month=2026-12").text
    assert "误差（提前 6–37 天，WAPE）" in html
    assert "基线（相同星期几的平均值）" in html
    assert "目标 80%，回测 4 次" in html
    english = who.get("/forecast?month=2026-12", headers={"Accept-Language": "en"}).text
    assert "Error 6–37 days ahead (WAPE)" in english
    assert "calls / 30 min" in english


def test_a_moved_history_is_said_to_be_moved_and_its_source_is_named(arrive: Arrive) -> None:
    html = arrive(moved_weeks=1417, attribution="A bank, 1999").get("/forecast?month=2026-12").text
    assert "真实的来电历史整体移动了 1417 周" in html
    assert "来源：A bank, 1999" in html


def test_own_calls_need_no_such_note(arrive: Arrive) -> None:
    assert "移动了" not in arrive().get("/forecast?month=2026-12").text


def test_under_eight_weeks_the_page_says_baseline_only(arrive: Arrive) -> None:
    html = arrive(days=40).get("/forecast?month=2026-12").text
    assert "来电历史不足 8 周，这里只有基线" in html
    assert "有 14 周来电才能测出" in html
    assert chart_data(html, "slot-chart")["baseline"] == []


def test_without_calls_the_page_leads_to_the_import(arrive: Arrive) -> None:
    html = arrive(days=0, forecast=False).get("/forecast").text
    assert "先导入来电历史，再生成预测" in html
    assert 'data-chart="' not in html


def test_a_month_without_forecast_offers_to_make_it(arrive: Arrive) -> None:
    html = arrive(forecast=False).get("/forecast?month=2026-12").text
    assert "2026年12月 还没有预测" in html
    assert 'action="/forecast"' in html
    reader = arrive("leader", forecast=False).get("/forecast?month=2026-12").text
    assert 'action="/forecast"' not in reader


def test_the_page_opens_on_the_next_month_when_only_that_has_a_forecast(arrive: Arrive) -> None:
    assert "12月1日" in arrive().get("/forecast").text


def test_a_week_is_shown_as_one_curve(arrive: Arrive) -> None:
    data = chart_data(arrive().get("/forecast?day=2026-12-09&view=week").text, "slot-chart")
    assert data["labels"][0] == "周一 0:00"  # type: ignore[index] # a list
    assert len(data["mean"]) == 7 * 48  # type: ignore[arg-type] # a list


@pytest.mark.parametrize("query", ["month=2026-14", "day=yesterday", "month=0001-01"])
def test_an_unreadable_month_is_not_found(arrive: Arrive, query: str) -> None:
    assert arrive(forecast=False).get(f"/forecast?{query}").status_code == 404


def test_the_supervisor_makes_it_anew_with_other_targets(
    arrive: Arrive, database: Database, config: Config
) -> None:
    who = arrive()
    answer = who.post("/forecast", data={**FORM, "day": "2026-12-09"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/forecast?month=2026-12&day=2026-12-09&job=")
    assert work_off(database, config) == 1
    with database.read() as session:
        newest = session.scalars(select(Requirement).order_by(Requirement.id.desc())).first()
        assert newest is not None
        assert newest.settings["service_level_share"] == 0.85
        assert newest.settings["patience_seconds"] == 90
        assert newest.made_by_id == session.scalars(select(User.id).order_by(User.id)).first()
        assert session.scalar(select(func.count()).select_from(Requirement)) == 2
    html = who.get(answer.headers["Location"]).text
    assert "预测已重新生成" in html
    assert 'name="aht_seconds" type="text" value="240"' in html


def test_a_field_that_does_not_fit_keeps_what_was_typed(arrive: Arrive, database: Database) -> None:
    who = arrive()
    answer = who.post("/forecast", data={**FORM, "shrinkage": "130", "aht_seconds": "long"})
    assert answer.status_code == 422
    assert 'value="130"' in answer.text
    assert 'value="long"' in answer.text
    assert 'id="shrinkage-error"' in answer.text
    assert 'id="aht_seconds-error"' in answer.text
    assert "没有生成预测。" in answer.text
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Requirement)) == 1


def test_without_a_policy_nothing_is_set_off(arrive: Arrive, database: Database) -> None:
    lawless = arrive(policy=False, forecast=False).post("/forecast", data=FORM)
    assert lawless.status_code == 422
    assert "没有生成预测。" in lawless.text
    assert 'value="240"' in lawless.text
    with database.read() as session:
        assert session.scalars(select(ForecastJob)).all() == []


@pytest.mark.parametrize("role", ["leader", "head", "auditor"])
def test_only_the_supervisor_makes_forecasts(arrive: Arrive, role: str) -> None:
    assert arrive(role, days=0, forecast=False).post("/forecast", data=FORM).status_code == 403


def test_slots_beyond_the_seats_are_named_with_what_is_left(
    arrive: Arrive, database: Database, config: Config
) -> None:
    who = arrive(forecast=False)
    made = who.post("/forecast", data={**FORM, "seats": "6", "carry_over": "1"})
    assert made.status_code == 302
    assert work_off(database, config) == 1
    html = who.get("/forecast?day=2026-12-08").text
    assert "台席" in html
    named = re.findall(r"(12月\d+日[^：]*)：缺 (\d+) 个台席，服务水平只有 (\d+)", html)
    assert named
    missing = [int(seats) for _time, seats, _level in named]
    assert missing == sorted(missing, reverse=True)  # the worst first
    assert all(0 < int(level) < 85 for _time, _seats, level in named)
