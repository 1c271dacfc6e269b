"""Scenarios G-01 and G-02 as they are written down: whose month each table shows, and what seats can bear."""

import dataclasses
import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from flask import Flask
from flask_babel import force_locale

from forecasting.calendar import Calendar
from tests.web.browsing import Visitor, logged_in
from tests.web.coverage.month import add_need, people_of, shifts_of
from tests.web.forecasts.centre import add_history, department_of, stored_user
from web.config import Config
from web.database import Database
from web.policy.kinds import AgentCapacity
from web.policy.tables import PolicyVersion
from web.reports.plan import Plan
from web.reports.planned_sheets import bearing_sheet
from web.reports.service import KEYS
from web.rosters.drafts import Draft, store_draft
from web.rosters.tables import VersionState

MAY, JUNE = dt.date(2026, 5, 1), dt.date(2026, 6, 1)
TODAY = dt.date(2026, 6, 15)
BEFORE_MAY = dt.datetime(2026, 4, 26, 4, 0, tzinfo=dt.UTC)


@pytest.fixture
def config(config: Config) -> Config:
    """Settings of a site whose present month is June."""
    return replace(config, today=TODAY)


@pytest.fixture
def supervisor(app: Flask, database: Database) -> Visitor:
    """Of a department under S4f with calls, forecast and published roster of May and June."""
    with database.write() as session:
        user = stored_user(session)
        department = department_of(session, user)
        policy = PolicyVersion(
            department_id=department.id,
            number=2,
            preset="S4f",
            overrides={"forecast.agent_capacity": {"calls_per_hour": 20, "measured_on": "2026-04-15"}},
            valid_from=dt.date(2026, 1, 1),
            made_at=BEFORE_MAY,
        )
        session.add(policy)
        session.flush()
        add_history(session, department, days=60, before=TODAY)
        for month in (MAY, JUNE):
            requirement = add_need(session, department, month)
            requirement.forecast.made_at = BEFORE_MAY
            shifts = shifts_of(people_of(session, department), month)
            draft = Draft(month=month, shifts=shifts, requirement_id=requirement.id)
            version = store_draft(session, department, draft, made_by=user.id, now=BEFORE_MAY)
            version.state, version.published_at = VersionState.PUBLISHED, BEFORE_MAY
        who = logged_in(app, session, user)
        session.commit()
    return who


def test_g01_the_five_tables_show_this_month_and_the_month_before(supervisor: Visitor) -> None:
    """June is the present month under S4f: ① and ② show June, ③ ④ ⑤ May; ②–⑤ have charts."""
    pages = {key: supervisor.get(f"/reports?table={key}").text for key in KEYS}
    months = ["2026年6月"] * 2 + ["2026年5月"] * 3
    titles = [f"{mark} {month}每天" for mark, month in zip("①②③④⑤", months, strict=True)]
    assert all(title in pages[key] for title, key in zip(titles, KEYS, strict=True))
    assert ">23:30<" in pages["seats"]
    assert pages["seats"].count(":30<") >= 24  # a column per half-hour
    assert "日平均" in pages["seats"]
    charts = [key for key in KEYS if 'data-chart="report-lines"' in pages[key]]
    assert charts == list(KEYS[1:])


def test_g02_thirty_seats_bear_six_hundred_calls_and_seven_hundred_are_a_hundred_too_many(
    app: Flask,
) -> None:
    """20 calls per agent-hour, slots of an hour, 30 seats in the one hour that is in service."""
    starts = pd.date_range(JUNE, periods=24, freq="60min", unit="us")
    at_ten = starts.hour == 10
    plan = Plan(
        month=JUNE,
        slot_minutes=60,
        version=None,
        requirement=None,
        slots=pd.DataFrame(
            {
                "ds": starts,
                "seats": np.where(at_ten, 30.0, 0.0),
                "needed": np.where(at_ten, 35.0, 0.0),
                "in_service": at_ten,
                "forecast": np.where(at_ten, 700.0, 0.0),
            }
        ),
        reserve={},
        emergency={},
        capacity=AgentCapacity(calls_per_hour=20, measured_on=dt.date(2026, 5, 20)),
    )
    with app.test_request_context(), force_locale("en"):
        sheet = bearing_sheet(plan, Calendar(country=None))
    first = dict(zip([column.head for column in sheet.columns], sheet.rows[0], strict=True))
    assert (first["Forecast calls"], first["Bearable calls"]) == (700, 600)
    assert first["Surplus or shortage"] == -100
    enough = dataclasses.replace(plan, slots=plan.slots.assign(forecast=np.where(at_ten, 600.0, 0.0)))
    with app.test_request_context(), force_locale("en"):
        assert bearing_sheet(enough, Calendar(country=None)).rows[0][5] == 0
