"""One forecast as a job: set off by the form, watched, stopped, refused, broken off, made."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests.web.browsing import Visitor, logged_in
from tests.web.forecasts.centre import MONTH, NOW, add_history, department_of, stored_user
from tests.web.forecasts.test_views import FORM
from tests.web.forecasts.worker import work_off
from web.accounts.tables import User
from web.calls.tables import CallSlot
from web.config import Config
from web.database import Database
from web.forecasts import queue_jobs
from web.forecasts.asking import ask_for_need, ask_for_queue
from web.forecasts.basis import read_basis
from web.forecasts.queue_jobs import begin_stage, request_forecasts
from web.forecasts.queues import forecast_of
from web.forecasts.service import need_of, read_need
from web.forecasts.stages import Stage
from web.forecasts.tables import Forecast, ForecastJob, Requirement
from web.forecasts.working import work_on
from web.jobs import claims
from web.jobs.claims import Claim
from web.jobs.job import ASIDE, JobState
from web.notices.tables import Notice
from web.planning.month import Targets

PAGE = "/forecast?month=2026-12"
LATER = NOW + claims.STALE_AFTER + dt.timedelta(seconds=1)


def arrived(
    app: Flask,
    database: Database,
    role: str = "supervisor",
    *,
    days: int = 60,
    queues: tuple[str, ...] = ("",),
) -> Visitor:
    with database.write() as session:
        user = stored_user(session, role)
        add_history(session, department_of(session, user), days=days, queues=queues)
        who = logged_in(app, session, user)
        session.commit()
    return who


@pytest.fixture
def who(app: Flask, database: Database) -> Visitor:
    """The supervisor of a department with sixty days of calls and no forecast yet."""
    return arrived(app, database)


def set_off(who: Visitor, **typed: str) -> str:
    answer = who.post("/forecast", data={**FORM, **typed})
    assert answer.status_code == 302
    return answer.location


def the_job(database: Database) -> ForecastJob:
    with database.read() as session:
        return session.scalars(select(ForecastJob)).one()


def claimed(database: Database, now: dt.datetime = NOW) -> Claim:
    claim = claims.claim_next(database, ForecastJob, "test", now, aside=True)
    assert claim is not None
    return claim


def first_user(session: Session) -> User:
    return session.scalars(select(User).order_by(User.id).limit(1)).one()


def count(database: Database, table: type[Forecast | Requirement]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_form_is_answered_at_once_and_the_page_tells_the_steps(who: Visitor, database: Database) -> None:
    address = set_off(who)
    job = the_job(database)
    assert address == f"/forecast?month=2026-12&day=2026-12-01&job={job.id}"
    assert (job.month, job.parameters["queues"], job.priority) == (MONTH, [""], ASIDE)
    assert count(database, Forecast) == 0
    page = who.get(address).text
    assert "正在生成预测" in page
    assert "几秒内开始" in page
    assert f'hx-get="/forecast/queues/{job.id}/live?day=2026-12-01"' in page
    assert 'hx-trigger="every 2s, visible-again"' in page
    assert 'action="/forecast"' not in page  # nothing to be sent twice
    claim = claimed(database)
    for stage, words in zip(
        Stage, ("读取历史", "选择预测方法", "预测", "人力需求", "用过去检验"), strict=True
    ):
        begin_stage(database, claim, stage, NOW)
        live = who.get(f"/forecast/queues/{job.id}/live?day=2026-12-01").text
        step = live[live.index('aria-current="step"') :]
        assert words in step[: step.index("</li>")]
    assert "<html" not in live


def test_when_it_is_done_the_page_is_loaded_with_the_new_forecast(
    who: Visitor, database: Database, config: Config
) -> None:
    address = set_off(who, day="2026-12-09")
    assert work_off(database, config) == 1
    live = who.get(f"/forecast/queues/{the_job(database).id}/live?day=2026-12-09")
    assert live.headers["HX-Redirect"] == address
    assert "data-live" not in live.text
    page = who.get(address).text
    assert "预测已重新生成" in page
    assert "全月需要" in page
    assert "预测已重新生成" not in who.get(PAGE).text  # said to whoever set it off, and once
    assert "2026年12月 的预测已就绪" in who.get("/notices").text


def test_a_double_click_is_one_job_and_other_targets_wait_without_being_lost(
    who: Visitor, database: Database
) -> None:
    assert set_off(who) == set_off(who)
    other = who.post("/forecast", data={**FORM, "aht_seconds": "199"})
    assert other.status_code == 422
    assert "已在按其他目标生成" in other.text
    assert 'value="199"' in other.text
    job = the_job(database)
    watching = f"/forecast/queues/{job.id}/live?day=2026-12-01&amp;unsent=1"
    assert watching in other.text
    queue_jobs.end_job(database, claimed(database), JobState.DONE, NOW)
    live = who.get(watching.replace("&amp;", "&"))
    assert "HX-Redirect" not in live.headers  # what is typed on the page stays there
    assert "已经结束" in live.text


def test_what_the_calls_do_not_allow_stands_beside_the_form_with_what_was_typed(
    app: Flask, database: Database, config: Config
) -> None:
    who = arrived(app, database, days=5)
    address = set_off(who, aht_seconds="247", seats="31")
    work_off(database, config)
    page = who.get(address).text
    assert "没有生成预测。" in page
    assert "只有 5 天来电，至少要 7 天" in page
    assert 'value="247"' in page
    assert 'value="31"' in page
    later = who.get(PAGE).text
    assert "上次尝试" in later
    assert "只有 5 天来电，至少要 7 天" in later
    assert 'value="247"' in later
    assert "2026年12月 的预测未能生成" in who.get("/notices").text


def test_all_zero_and_a_month_too_far_ahead_are_refused_by_the_job(
    who: Visitor, database: Database, config: Config
) -> None:
    far = set_off(who, month="2028-12", day="2028-12-01")
    work_off(database, config)
    assert "最多 400 天。导入更新的来电" in who.get(far).text
    with database.write() as session:
        session.execute(update(CallSlot).values(offered=0))
        session.commit()
    zero = set_off(who)
    work_off(database, config)
    assert "本月之前 60 天的呼入量全部为 0" in who.get(zero).text
    assert count(database, Forecast) == 0


def test_after_a_later_forecast_the_vain_try_is_forgotten(
    app: Flask, database: Database, config: Config
) -> None:
    who = arrived(app, database, days=5)
    set_off(who)
    work_off(database, config)
    with database.write() as session:
        department = department_of(session, first_user(session))
        add_history(session, department, days=60, before=dt.date(2026, 11, 17))
        session.commit()
    set_off(who)
    assert work_off(database, config) == 1
    assert "上次尝试" not in who.get(PAGE).text


def test_it_is_stopped_from_the_page_and_can_be_set_off_again(
    who: Visitor, database: Database, config: Config
) -> None:
    set_off(who, aht_seconds="251")
    job = the_job(database)
    answer = who.post(f"/forecast/queues/{job.id}/stop")
    assert answer.location == f"/forecast?month=2026-12&job={job.id}"
    assert the_job(database).state is JobState.CANCELLED
    page = who.get(answer.location).text
    assert "已停止，没有生成预测" in page
    assert 'value="251"' in page
    assert 'action="/forecast"' in page
    set_off(who)
    assert work_off(database, config) == 1
    assert count(database, Requirement) == 1


def test_a_stopped_worker_stores_nothing(who: Visitor, database: Database, config: Config) -> None:
    set_off(who)
    claim = claimed(database)
    job = the_job(database)
    who.post(f"/forecast/queues/{job.id}/stop")
    live = who.get(f"/forecast/queues/{job.id}/live").text
    assert "正在停止" in live
    assert f"/forecast/queues/{job.id}/stop" not in live
    queue_jobs.end_stopped(database, config, claim)
    work_on(database, config, claim, "")  # what was under way comes to nothing
    assert (count(database, Forecast), count(database, Requirement)) == (0, 0)
    assert the_job(database).state is JobState.CANCELLED


def test_a_job_whose_processes_died_says_so_and_can_be_set_off_again(
    who: Visitor, database: Database, config: Config
) -> None:
    address = set_off(who, aht_seconds="253")
    at = NOW
    for _ in range(2):
        begin_stage(database, claimed(database, at), Stage.CHOOSING, at)
        at += claims.STALE_AFTER + dt.timedelta(seconds=1)
    live = who.get(f"/forecast/queues/{the_job(database).id}/live").text
    assert "第 2 次" in live
    for _ in range(2):
        claims.claim_next(database, ForecastJob, "mortal", at, aside=True)
        at += claims.STALE_AFTER + dt.timedelta(seconds=1)
    assert the_job(database).state is JobState.FAILED
    page = who.get(address).text
    assert "多次中断" in page
    assert 'value="253"' in page
    set_off(who)
    assert work_off(database, config) == 1


def test_what_a_dead_worker_had_done_is_begun_anew(who: Visitor, database: Database, config: Config) -> None:
    set_off(who)
    slow = claimed(database)
    begin_stage(database, slow, Stage.JUDGING, NOW)
    next_one = claimed(database, LATER)
    assert the_job(database).stage is None
    work_on(database, config, slow, "")
    assert count(database, Forecast) == 0
    work_on(database, config, next_one, "")
    assert (count(database, Forecast), count(database, Requirement)) == (1, 1)


def test_the_steps_are_told_in_their_order(who: Visitor, database: Database) -> None:
    told: list[Stage] = []
    with database.read() as session:
        department = department_of(session, first_user(session))
        need = read_need(session, department, MONTH, Targets())
        queue = read_basis(session, department, MONTH, queue="")
    need_of(need, made_by=None, now=NOW, on_stage=told.append)
    assert told == list(Stage)[1:]
    told.clear()
    forecast_of(queue, made_by=None, now=NOW, on_stage=told.append)
    assert told == [Stage.CHOOSING, Stage.FORECASTING, Stage.JUDGING]


def test_each_queue_the_need_and_all_queues_are_jobs_beside_each_other(
    app: Flask, database: Database
) -> None:
    arrived(app, database, days=20, queues=("cards", "loans"))
    with database.write() as session:
        department = department_of(session, first_user(session))
        need = ask_for_need(session, department, MONTH, targets=Targets(), requested_by=None, now=NOW)
        cards, again, loans = (
            ask_for_queue(session, department, MONTH, queue=queue, requested_by=None, now=NOW)
            for queue in ("cards", "cards", "loans")
        )
        every = request_forecasts(
            session, department_id=department.id, month=MONTH, requested_by=None, now=NOW
        )
        jobs = [job.id for job in (need, cards, again, loans, every) if isinstance(job, ForecastJob)]
    assert len(jobs) == 5
    assert jobs[1] == jobs[2]
    assert len(set(jobs)) == 4


def test_one_forecast_is_made_beside_the_other_jobs(app: Flask, database: Database) -> None:
    arrived(app, database, days=20, queues=("cards", "loans"))
    with database.write() as session:
        department = department_of(session, first_user(session))
        one = ask_for_queue(session, department, MONTH, queue="cards", requested_by=None, now=NOW)
        every = request_forecasts(
            session, department_id=department.id, month=MONTH, requested_by=None, now=NOW
        )
        assert isinstance(one, ForecastJob)
        assert isinstance(every, ForecastJob)
    long = [claims.claim_next(database, ForecastJob, "test", NOW) for _ in range(2)]
    short = [claims.claim_next(database, ForecastJob, "test", NOW, aside=True) for _ in range(2)]
    assert [claim and claim.job_id for claim in long + short] == [every.id, None, one.id, None]


def test_readers_see_it_being_made_and_cannot_stop_it(app: Flask, database: Database) -> None:
    who = arrived(app, database, "head")
    with database.write() as session:
        department = department_of(session, first_user(session))
        ask_for_need(session, department, MONTH, targets=Targets(), requested_by=None, now=NOW)
    address = f"/forecast/queues/{the_job(database).id}"
    page = who.get(PAGE).text
    assert f"{address}/live" in page
    assert f"{address}/stop" not in page
    assert who.post(f"{address}/stop").status_code == 403


def test_the_notice_goes_to_whoever_asked(who: Visitor, database: Database, config: Config) -> None:
    set_off(who)
    work_off(database, config)
    with database.read() as session:
        notice = session.scalars(select(Notice)).one()
        asked = (first_user(session).id, "forecast_ended", 1)
        assert (notice.user_id, notice.kind, notice.payload["made"]) == asked
