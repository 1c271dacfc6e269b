"""The card of all queues on the forecast page: setting off, watching, stopping, in two languages."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.browsing import Visitor, logged_in
from tests.web.forecasts.centre import MONTH, NOW, add_history, department_of, stored_user
from tests.web.forecasts.test_queue_jobs import QUEUES
from web.database import Database
from web.forecasts.queue_jobs import end_job, end_queue
from web.forecasts.tables import ForecastJob, ForecastJobQueue
from web.jobs import claims
from web.jobs.job import JobState
from web.refusal import Refusal

PAGE = "/forecast?month=2026-12"


@pytest.fixture
def visitor(app: Flask, database: Database) -> Visitor:
    """The supervisor of a department with four queues."""
    return arrived(app, database, "supervisor")


def arrived(app: Flask, database: Database, role: str, queues: tuple[str, ...] = QUEUES) -> Visitor:
    with database.write() as session:
        user = stored_user(session, role)
        add_history(session, department_of(session, user), days=20, queues=queues)
        who = logged_in(app, session, user)
        session.commit()
    return who


def set_off(visitor: Visitor) -> None:
    answer = visitor.post("/forecast/queues", data={"month": "2026-12"})
    assert answer.status_code == 302
    assert answer.location.endswith("/forecast?month=2026-12#queues")


def the_job(database: Database) -> ForecastJob:
    with database.read() as session:
        return session.scalars(select(ForecastJob)).one()


def refuse_one(database: Database, state: JobState | None) -> None:
    """Let a worker find that one queue has too short a history, and end the job, or not yet."""
    claim = claims.claim_next(database, ForecastJob, "test", NOW)
    assert claim is not None
    refusal = Refusal(code="history_too_short", measured=5, limit=14)
    with database.write() as session:
        assert end_queue(session, claim, "faults", refusal, NOW)
        session.commit()
    if state is not None:
        assert end_job(database, claim, state, NOW)


def test_the_supervisor_sets_it_off_once_and_sees_how_far_it_is(visitor: Visitor, database: Database) -> None:
    assert "预测 4 个队列" in visitor.get(PAGE).text
    set_off(visitor)
    set_off(visitor)
    job = the_job(database)
    assert (job.month, job.parameters) == (MONTH, {"queues": sorted(QUEUES)})
    page = visitor.get(PAGE).text
    assert "本月的队列已在预测中，进度如下。" in page
    assert "0 / 4" in page
    assert "几秒内开始" in page
    assert f'hx-get="/forecast/queues/{job.id}/live"' in page
    refuse_one(database, None)
    live = visitor.get(f"/forecast/queues/{job.id}/live").text
    assert "1 / 4" in live
    assert "<html" not in live


def test_a_queue_without_forecast_is_named_with_its_reason(visitor: Visitor, database: Database) -> None:
    set_off(visitor)
    refuse_one(database, JobState.DONE)
    live = visitor.get(f"/forecast/queues/{the_job(database).id}/live").text
    assert "data-live" not in live  # it asks no more
    assert "4 个队列中已预测 0 个" in live
    assert "faults" in live
    assert "历史数据只有 5 天" in live or "5 天" in live
    assert "预测 4 个队列" in live
    assert "各队列的预测已完成" in visitor.get("/notices").text


def test_it_is_stopped_from_the_page(visitor: Visitor, database: Database) -> None:
    set_off(visitor)
    job = the_job(database)
    assert visitor.post(f"/forecast/queues/{job.id}/stop").status_code == 302
    assert the_job(database).state is JobState.CANCELLED
    assert "停止，4 个队列中已预测 0 个，这些预测保留。" in visitor.get(PAGE).text
    visitor.post(f"/forecast/queues/{job.id}/stop")
    assert "预测已经结束，没有停止任何任务。" in visitor.get(PAGE).text


def test_while_it_stops_there_is_no_second_stop(visitor: Visitor, database: Database) -> None:
    set_off(visitor)
    claims.claim_next(database, ForecastJob, "test", NOW)
    address = f"/forecast/queues/{the_job(database).id}"
    visitor.post(f"{address}/stop")
    live = visitor.get(f"{address}/live").text
    assert "正在停止。已完成的预测保留。" in live
    assert f"{address}/stop" not in live


def test_in_english(visitor: Visitor, database: Database) -> None:
    visitor.post("/language", data={"language": "en", "next": "/"})
    set_off(visitor)
    refuse_one(database, None)
    page = visitor.get(PAGE).text
    assert "1 of 4" in page
    assert "5 days of calls are too few: at least 14. Import a longer history." in page


def test_a_job_that_died_says_so(visitor: Visitor, database: Database) -> None:
    set_off(visitor)
    at = NOW
    for _ in range(claims.MOST_ATTEMPTS + 1):
        claims.claim_next(database, ForecastJob, "mortal", at)
        at += claims.STALE_AFTER + dt.timedelta(seconds=1)
    assert "多次中断，4 个队列中已预测 0 个" in visitor.get(PAGE).text


def test_one_queue_needs_no_such_card(app: Flask, database: Database) -> None:
    visitor = arrived(app, database, "supervisor", queues=("",))
    assert 'id="queues"' not in visitor.get(PAGE).text
    visitor.post("/forecast/queues", data={"month": "2026-12"})
    assert "话务没有队列名称" in visitor.get(PAGE).text


def test_who_may_only_read_sees_no_button(app: Flask, database: Database) -> None:
    head = arrived(app, database, "head")
    page = head.get(PAGE).text
    assert 'id="queues"' in page
    assert "预测 4 个队列" not in page
    assert head.post("/forecast/queues", data={"month": "2026-12"}).status_code == 403


def test_another_departments_job_is_not_found(app: Flask, database: Database, visitor: Visitor) -> None:
    set_off(visitor)
    stranger = arrived(app, database, "supervisor")
    assert stranger.get(f"/forecast/queues/{the_job(database).id}/live").status_code == 404
    with database.read() as session:
        assert session.scalars(select(ForecastJobQueue)).all() == []
