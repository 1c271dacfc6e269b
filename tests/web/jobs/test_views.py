"""The pages of a solve: what is shown in each state, who may stop it, what a form may ask."""

import datetime as dt
import re

import pytest
from flask import Flask
from sqlalchemy import select

from roster.problem import Roster
from tests.web.browsing import Visitor, logged_in
from tests.web.jobs.month import MONTH, NOW, Ids, job_of, store_month
from web.accounts import service as accounts
from web.accounts.tables import User
from web.clock import utc_now
from web.database import Database
from web.jobs import claims, service
from web.jobs.claims import Claim
from web.jobs.ending import Ending, end_job
from web.jobs.figures import Figures
from web.jobs.given import read_month
from web.jobs.plain import to_json
from web.jobs.tables import JobState, SolveJob, SolveProgress
from web.people.tables import Person, RoleInTeam
from web.policy.tables import PolicyVersion


@pytest.fixture
def ids(database: Database) -> Ids:
    return store_month(database, people=8, need=1)


def visit(app: Flask, database: Database, ids: Ids, role: str) -> Visitor:
    with database.write() as session:
        person_id = None
        if role == "leader":
            leaders = select(Person).where(Person.active, Person.role_in_team == RoleInTeam.LEADER)
            person_id = session.scalars(leaders).first().id  # type: ignore[union-attr]
        made = accounts.create_user(
            session,
            by=None,
            department_id=ids.department,
            employee_number=f"77{role}",
            name=role,
            roles=[role],
            person_id=person_id,
            now=NOW,
        )
        assert isinstance(made, User)
        visitor = logged_in(app, session, made)
        session.commit()
    return visitor


def queue(database: Database, ids: Ids, **parameters: object) -> int:
    with database.write() as session:
        job = service.request_solve(
            session,
            department_id=ids.department,
            month=MONTH,
            parameters={"seconds": 60, "seed": 0, "requirement": ids.requirement, **parameters},
            requested_by=None,
            now=NOW,
        )
    assert isinstance(job, SolveJob)
    return job.id


def run_until_first_roster(database: Database, job_id: int) -> Claim:
    """Bring the job to where a first and a better roster are known."""
    claim = claims.claim_by_id(database, SolveJob, job_id, "test", NOW)
    assert claim is not None
    with database.write() as session:
        number = session.scalars(select(Person.employee_number).where(Person.active)).first()
        assert number is not None
        best = Roster({(number, MONTH): "E"})
        problem, _ = read_month(session, session.get_one(SolveJob, job_id))
        values = {"best_roster": to_json(best), "best_figures": Figures.of(problem, best).to_json()}
        values |= {"first_figures": Figures.of(problem, Roster()).to_json()}
        assert claims.own(session, claim, phase="search", cost=900, bound=800, gap=1 / 9, **values)
        for seconds, cost, bound in ((2.0, 5000, 100), (4.0, 900, 800)):
            session.add(
                SolveProgress(
                    solve_job_id=job_id,
                    at=NOW,
                    seconds=seconds,
                    attempt=claim.attempt,
                    phase="search",
                    cost=cost,
                    bound=bound,
                )
            )
        session.commit()
    return claim


def test_starting_makes_one_job_however_often_it_is_clicked(app: Flask, database: Database, ids: Ids) -> None:
    supervisor = visit(app, database, ids, "supervisor")
    first = supervisor.post("/rosters/2026-12/solve", data={"seconds": "120", "based_on": ""})
    second = supervisor.post("/rosters/2026-12/solve", data={"seconds": "120", "based_on": ""})
    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    with database.read() as session:
        job = session.scalars(select(SolveJob)).one()
    assert job.parameters["seconds"] == 120
    assert job.requested_by_id is not None


def test_a_month_of_duty_in_turn_is_solved_without_a_forecast(
    app: Flask, database: Database, ids: Ids
) -> None:
    supervisor = visit(app, database, ids, "supervisor")
    with database.write() as session:
        policy = {"department_id": ids.department, "number": 2, "preset": "S3c", "made_at": NOW}
        session.add(PolicyVersion(**policy, valid_from=dt.date(2027, 3, 1)))
        session.commit()
    assert "每个开放日一人值班，轮流" in supervisor.get("/rosters/2027-03/solve").text
    assert supervisor.post("/rosters/2027-03/solve", data={"seconds": "60"}).status_code == 302
    with database.read() as session:
        job = session.scalars(select(SolveJob)).one()
        problem, given = read_month(session, job)
    assert (job.parameters["requirement"], given.requirement_id) == (None, None)
    assert len(problem.shift_needs) == 31


def test_without_a_need_the_page_leads_to_the_forecast(app: Flask, database: Database, ids: Ids) -> None:
    supervisor = visit(app, database, ids, "supervisor")
    page = supervisor.get("/rosters/2027-03/solve")
    assert page.status_code == 200
    assert "先做话务预测" in page.text
    assert supervisor.post("/rosters/2027-03/solve", data={"seconds": "60"}).status_code == 302
    with database.read() as session:
        assert session.scalars(select(SolveJob)).first() is None


def test_a_time_that_is_not_offered_becomes_the_default(app: Flask, database: Database, ids: Ids) -> None:
    supervisor = visit(app, database, ids, "supervisor")
    supervisor.post("/rosters/2026-12/solve", data={"seconds": "999999", "based_on": ""})
    with database.read() as session:
        assert session.scalars(select(SolveJob)).one().parameters["seconds"] == 60


@pytest.mark.parametrize("month", ["2026-13", "26-12", "december"])
def test_a_month_that_is_none_is_not_found(app: Flask, database: Database, ids: Ids, month: str) -> None:
    supervisor = visit(app, database, ids, "supervisor")
    assert supervisor.get(f"/rosters/{month}/solve").status_code == 404


def test_the_running_page_shows_figures_and_offers_to_stop(app: Flask, database: Database, ids: Ids) -> None:
    supervisor = visit(app, database, ids, "supervisor")
    job_id = queue(database, ids)
    assert "排队中" in supervisor.get(f"/solves/{job_id}").text
    run_until_first_roster(database, job_id)
    text = supervisor.get(f"/solves/{job_id}").text
    for shown in (
        "停止并保留最好结果",
        "放弃，不保留",
        "900",
        "800",
        "首个班表 5,000",
        "首个班表 → 现在",
        "；全月 1,488 个时段",
        "11.1%",
        "最近的改进",
    ):
        assert shown in text
    live = supervisor.get(f"/solves/{job_id}/live")
    assert "HX-Redirect" not in live.headers
    state = re.search(r'id="solve-state" hx-swap-oob="true">(.*?)</span>', live.text, re.DOTALL)
    assert state is not None
    assert "正在改进" in state[1]  # the heading must not go on saying that the solve waits


def test_stopping_marks_the_job_and_an_ended_job_reloads_the_page(
    app: Flask, database: Database, ids: Ids
) -> None:
    supervisor = visit(app, database, ids, "supervisor")
    job_id = queue(database, ids)
    run_until_first_roster(database, job_id)
    assert supervisor.post(f"/solves/{job_id}/stop").status_code == 302
    assert job_of(database, job_id).cancel_requested_at is not None
    assert "正在停止" in supervisor.get(f"/solves/{job_id}").text
    with database.write() as session:
        session.get_one(SolveJob, job_id).state = JobState.CANCELLED
        session.get_one(SolveJob, job_id).finished_at = NOW + dt.timedelta(seconds=9)
        session.commit()
    assert supervisor.get(f"/solves/{job_id}/live").headers["HX-Redirect"] == f"/solves/{job_id}"
    again = supervisor.post(f"/solves/{job_id}/stop")
    assert "已经结束" in supervisor.get(again.location).text


def test_discarding_takes_a_second_step_that_says_what_is_lost(
    app: Flask, database: Database, ids: Ids
) -> None:
    supervisor = visit(app, database, ids, "supervisor")
    job_id = queue(database, ids)
    assert "还没有班表" in supervisor.get(f"/solves/{job_id}/discard").text
    run_until_first_roster(database, job_id)
    page = supervisor.get(f"/solves/{job_id}").text
    assert f'<a class="btn d" href="/solves/{job_id}/discard">' in page
    assert f'action="/solves/{job_id}/discard"' not in page
    asked = supervisor.get(f"/solves/{job_id}/discard").text
    assert "目前最好的班表不保留" in asked
    assert "11.1%" in asked
    assert f'action="/solves/{job_id}/discard"' in asked
    assert job_of(database, job_id).cancel_requested_at is None
    supervisor.post(f"/solves/{job_id}/discard")
    job = job_of(database, job_id)
    assert (job.cancel_requested_at is None, job.keep_best) == (False, False)
    again = supervisor.get(f"/solves/{job_id}/discard")
    assert again.location == f"/solves/{job_id}"
    stopping = supervisor.get(again.location).text
    assert "正在停止" in stopping
    assert "已经结束" not in stopping
    with database.write() as session:
        session.get_one(SolveJob, job_id).state = JobState.DISCARDED
        session.commit()
    assert "已经结束" in supervisor.get(supervisor.get(f"/solves/{job_id}/discard").location).text


@pytest.mark.parametrize("role", ["head", "auditor"])
def test_who_only_looks_on_is_offered_nothing_to_press(
    app: Flask, database: Database, ids: Ids, role: str
) -> None:
    onlooker = visit(app, database, ids, role)
    job_id = queue(database, ids)
    run_until_first_roster(database, job_id)
    for state in (JobState.RUNNING, JobState.CANCELLED):
        with database.write() as session:
            session.get_one(SolveJob, job_id).state = state
            session.commit()
        page = onlooker.get(f"/solves/{job_id}")
        assert page.status_code == 200
        assert 'class="tools"' not in page.text


@pytest.mark.parametrize(
    ("error", "words"),
    [("infeasible", "已证明无解"), ("nothing_found", "没有找到班表"), ("worker_died", "意外结束")],
)
def test_a_solve_without_result_says_why(
    app: Flask, database: Database, ids: Ids, error: str, words: str
) -> None:
    supervisor = visit(app, database, ids, "supervisor")
    job_id = queue(database, ids)
    with database.write() as session:
        job = session.get_one(SolveJob, job_id)
        job.state, job.error, job.finished_at = JobState.FAILED, error, NOW
        session.commit()
    assert words in supervisor.get(f"/solves/{job_id}").text


def test_the_time_of_the_solver_is_told_from_starting_and_storing(
    app: Flask, database: Database, ids: Ids
) -> None:
    supervisor = visit(app, database, ids, "supervisor")
    job_id = queue(database, ids)
    claim = run_until_first_roster(database, job_id)
    assert "另加启动和保存" in supervisor.get(f"/solves/{job_id}").text
    ending = Ending(state=JobState.DONE, roster=Roster({}), seconds=60.2)
    end_job(database, claim, ending, NOW + dt.timedelta(seconds=67.4))
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", supervisor.get(f"/solves/{job_id}").text))
    assert "1:00 / 最长 1:00 连同启动和保存共 1:07" in text


@pytest.mark.parametrize(("seconds", "is_up"), [(0, False), (61, True)])
def test_a_job_whose_time_is_up_says_that_it_is_being_stored(
    app: Flask, database: Database, ids: Ids, seconds: int, is_up: bool
) -> None:
    supervisor = visit(app, database, ids, "supervisor")
    job_id = queue(database, ids, seconds=60)
    run_until_first_roster(database, job_id)
    with database.write() as session:
        job = session.get_one(SolveJob, job_id)
        job.started_at = utc_now(app.extensions["lunban_config"]) - dt.timedelta(seconds=seconds)
        session.commit()
    page = supervisor.get(f"/solves/{job_id}").text
    assert ("时间到：求解程序交出最好的班表，检查后存为草稿" in page) is is_up


STEP = re.compile(r'<li class="(\w+)"(?: aria-current="step")?><b>.*?</b><span>(.*?)</span></li>', re.DOTALL)


def steps_of(page: str) -> list[tuple[str, str]]:
    """Return state and words of each step, numbers and icons left out."""
    return [(state, re.sub(r"\s*<[^>]*>", " ", text).strip()) for state, text in STEP.findall(page)]


@pytest.mark.parametrize("error", ["infeasible", "nothing_found"])
def test_the_steps_say_that_no_first_roster_was_found(
    app: Flask, database: Database, ids: Ids, error: str
) -> None:
    supervisor = visit(app, database, ids, "supervisor")
    job_id = queue(database, ids)
    claim = claims.claim_by_id(database, SolveJob, job_id, "test", NOW)
    assert claim is not None
    end_job(database, claim, Ending(state=JobState.FAILED, error=error), NOW + dt.timedelta(seconds=9))
    assert steps_of(supervisor.get(f"/solves/{job_id}").text) == [
        ("done", "检查输入"), ("done", "建立模型"), ("failed", "第一个可用班表 失败"), ("todo", "改进"),
        ("todo", "写入草稿"),
    ]  # fmt: skip


def test_the_steps_say_where_a_solve_died_or_was_stopped(app: Flask, database: Database, ids: Ids) -> None:
    supervisor = visit(app, database, ids, "supervisor")
    job_id = queue(database, ids)
    claim = run_until_first_roster(database, job_id)
    assert [state for state, _ in steps_of(supervisor.get(f"/solves/{job_id}").text)] == [
        "done", "done", "done", "now", "todo",
    ]  # fmt: skip
    end_job(database, claim, Ending(state=JobState.FAILED, error="worker_died"), NOW)
    assert steps_of(supervisor.get(f"/solves/{job_id}").text)[2:] == [
        ("done", "第一个可用班表 0:02"), ("failed", "改进 失败"), ("todo", "写入草稿"),
    ]  # fmt: skip
    stopped = queue(database, ids)
    claim_of_it = claims.claim_by_id(database, SolveJob, stopped, "test", NOW)
    assert claim_of_it is not None
    early = Ending(state=JobState.CANCELLED, seconds=1.5)
    end_job(database, claim_of_it, early, NOW + dt.timedelta(seconds=4))
    assert steps_of(supervisor.get(f"/solves/{stopped}").text)[:3] == [
        ("done", "检查输入"), ("stopped", "建立模型 已停止"), ("todo", "第一个可用班表"),
    ]  # fmt: skip
    waiting = queue(database, ids)
    supervisor.post(f"/solves/{waiting}/discard")
    assert steps_of(supervisor.get(f"/solves/{waiting}").text)[:2] == [
        ("stopped", "检查输入 已停止"), ("todo", "建立模型"),
    ]  # fmt: skip


def test_a_leader_stops_the_own_teams_solve_only(app: Flask, database: Database, ids: Ids) -> None:
    leader = visit(app, database, ids, "leader")
    job_id = queue(database, ids)
    assert leader.get(f"/solves/{job_id}").status_code == 200
    assert leader.post(f"/solves/{job_id}/stop").status_code == 403
    assert job_of(database, job_id).cancel_requested_at is None


def test_a_leader_needs_a_version_to_solve_on(app: Flask, database: Database, ids: Ids) -> None:
    leader = visit(app, database, ids, "leader")
    answer = leader.post("/rosters/2026-12/solve", data={"seconds": "60", "based_on": ""})
    assert "组长只能在某个版本上求解本组" in leader.get(answer.location).text
    with database.read() as session:
        assert session.scalars(select(SolveJob)).first() is None


@pytest.mark.parametrize("based_on", ["9" * 30, "9" * 5000, "²", "-1"])
def test_a_version_that_cannot_be_is_refused(app: Flask, database: Database, ids: Ids, based_on: str) -> None:
    supervisor = visit(app, database, ids, "supervisor")
    answer = supervisor.post("/rosters/2026-12/solve", data={"seconds": "60", "based_on": based_on})
    assert "没有这个版本" in supervisor.get(answer.location).text
