"""A roster played through: what is played, who may ask for it, how it is reported, stopped and shown."""

import datetime as dt
import os
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import select

from forecasting.erlang import erlang_a
from tests.web.browsing import Visitor, logged_in
from tests.web.coverage.month import MONTH, Month, stored_month
from tests.web.forecasts.centre import NOW
from tests.web.setup_world import acting
from web.accounts.actor import Actor
from web.accounts.tables import User
from web.config import Config
from web.coverage import simulations, starting
from web.coverage.figures import read_coverage
from web.coverage.playing import Plan, as_json, plan_of, play, worst_slots
from web.coverage.tables import RosterSimulation, SimulationState
from web.database import Database
from web.jobs.watch import child_environment
from web.planning.month import Targets
from web.planning.profiles import Figure, Profiles
from web.refusal import Refusal

TARGETS = Targets(shrinkage=0.0, patience_seconds=240.0)


def level_month(people: int, calls: float, days: int = 2) -> Plan:
    """Return days on which every half-hour is alike."""
    slots = 48 * days
    return Plan(
        first_day=MONTH,
        slot_minutes=30,
        people=np.full(slots, float(people)),
        calls=np.full(slots, calls),
        aht_s=TARGETS.aht_seconds,
        patience_s=TARGETS.patience_seconds,
        targets=TARGETS,
    )


def test_a_level_month_gives_what_erlang_a_says() -> None:
    plan = level_month(12, 100.0)
    played = play(plan, lambda _: True)
    assert played is not None
    exact = erlang_a(12, 10.0, aht_s=180.0, patience_s=240.0, seconds=20)
    found = as_json(plan, played)
    for name, value in (("service_level", exact.service_level), ("occupancy", exact.occupancy)):
        estimate, error = found["month"][name]
        assert estimate == pytest.approx(float(value), abs=4 * error + 0.005)
        assert 0 < error < 0.01
    assert [len(found[name]) for name in ("days", "slots")] == [2, 96]
    assert found["days"][0]["offered"] == pytest.approx(4800, rel=0.02)


def test_slots_are_played_with_their_own_handling_time_and_patience(database: Database) -> None:
    cells = [[120.0] * 24 + [360.0] * 24] * 7
    handling = Figure(slot_minutes=30, seconds=cells, calls=[[10] * 48] * 7, mean_s=240.0)
    patience = Figure(slot_minutes=30, seconds=[[9.0] * 48] * 7, calls=[[10] * 48] * 7, mean_s=9.0)
    with database.write() as session:
        found = stored_month(session)
        coverage = read_coverage(session, found.department, MONTH)
        plan = plan_of(coverage, TARGETS, Profiles(handling=handling, patience=patience))
        plain = plan_of(coverage, TARGETS)
    assert np.asarray(plan.aht_s).reshape(30, 48)[:, 23:25].tolist() == [[120.0, 360.0]] * 30
    assert (plain.aht_s, plain.patience_s) == (TARGETS.aht_seconds, TARGETS.patience_seconds)
    played = play(replace(level_month(12, 100.0), patience_s=np.repeat([1e9, 0.01], 48)), lambda _: True)
    assert played is not None
    with_patience, without = (played.between(48 * day, 48 * (day + 1)).answer_rate().value for day in (0, 1))
    assert with_patience == pytest.approx(1.0, abs=0.01)
    assert without < 0.9  # who finds nobody free hangs up at once


def test_the_worst_slots_come_first_and_it_ends_when_told_to() -> None:
    plan = level_month(12, 100.0, days=1)
    plan.people[20:22] = 4
    played = play(plan, lambda _: True)
    assert played is not None
    assert set(worst_slots(as_json(plan, played)["slots"], 2)) == {20, 21}
    told: list[int] = []

    def on_run(done: int) -> bool:
        told.append(done)
        return done < 3

    assert play(plan, on_run) is None
    assert told == [1, 2, 3]


@pytest.fixture
def month(database: Database) -> Month:
    with database.write() as session:
        found = stored_month(session)
        assert found.requirement is not None
        found.requirement.settings = {**found.requirement.settings, "patience_seconds": 120.0}
        session.commit()
    return found


@pytest.fixture
def actor(database: Database, month: Month) -> Actor:
    with database.read() as session:
        return acting(session.get_one(User, month.user.id))


def asked(database: Database, actor: Actor, month: Month, now: dt.datetime = NOW) -> int:
    assert month.version is not None
    with database.write() as session:
        found = simulations.ask(session, actor, month.version.id, now=now)
        assert isinstance(found, RosterSimulation)
        return found.id


def test_one_at_a_time_and_a_silent_one_is_given_up(database: Database, month: Month, actor: Actor) -> None:
    assert month.version is not None
    first = asked(database, actor, month)
    with database.write() as session:
        again = simulations.ask(session, actor, month.version.id, now=NOW + dt.timedelta(seconds=60))
        assert isinstance(again, Refusal)
        assert again.code == "simulation_runs"
    second = asked(database, actor, month, NOW + dt.timedelta(seconds=120))
    with database.read() as session:
        states = [session.get_one(RosterSimulation, each).state for each in (first, second)]
    assert states == [SimulationState.FAILED, SimulationState.RUNNING]


def test_who_is_stopped_neither_reports_nor_finishes(database: Database, month: Month, actor: Actor) -> None:
    assert month.version is not None
    simulation = asked(database, actor, month)
    with database.write() as session:
        assert simulations.report(session, simulation, 3, now=NOW)
        assert simulations.stop(session, actor, month.version.id)
        assert not simulations.stop(session, actor, month.version.id)
        assert not simulations.report(session, simulation, 4, now=NOW)
        assert not simulations.finish(session, simulation, {"month": {}}, now=NOW)
    with database.read() as session:
        kept = session.get_one(RosterSimulation, simulation)
        assert (kept.state, kept.runs_done, kept.result) == (SimulationState.STOPPED, 3, None)


def visitor(app: Flask, database: Database, month: Month) -> Visitor:
    with database.write() as session:
        who = logged_in(app, session, session.get_one(User, month.user.id))
        session.commit()
    return who


def test_the_child_process_plays_the_month_and_the_page_shows_it(
    app: Flask, database: Database, config: Config, month: Month, actor: Actor
) -> None:
    assert month.version is not None
    simulation = asked(database, actor, month)
    address = f"/coverage/simulation/{month.version.id}"
    who = visitor(app, database, month)
    run = subprocess.run(
        [sys.executable, "-m", "web.coverage.child", str(simulation)],
        env=os.environ | child_environment(config),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    with database.read() as session:
        done = session.get_one(RosterSimulation, simulation)
        assert (done.state, done.runs_done) == (SimulationState.DONE, done.runs)
        assert done.result is not None
        assert 0 < done.result["month"]["service_level"][0] < 0.8  # one person at half time for one erlang
    html = who.get(address).text
    assert "最差时段" in html
    assert "±" in html
    assert "simulated-days-data" in html
    english = who.get(address, headers={"Accept-Language": "en"}).text
    assert "±" in english
    assert address in who.get(f"/coverage?day=2026-11-22&version={month.version.id}").text
    asked(database, actor, month)
    stopped = who.post(f"{address}/stop", follow_redirects=True).text
    assert "下面是上一次模拟的结果" in stopped, "stopping the next one loses nothing of this"
    assert "simulated-days-data" in stopped


def test_the_button_starts_it_and_the_page_tells_how_far_it_is(
    app: Flask, database: Database, month: Month
) -> None:
    assert month.version is not None
    who = visitor(app, database, month)
    address = f"/coverage/simulation/{month.version.id}"
    assert "模拟这个班表" in who.get(address).text
    assert who.post(address).headers["Location"] == address
    assert who.get(f"{address}/live").status_code == 200
    begun = time.monotonic()
    while time.monotonic() - begun < 120:
        with database.read() as session:
            state = session.scalars(select(RosterSimulation.state)).one()
        if state is not SimulationState.RUNNING:
            break
        time.sleep(0.2)
    assert state is SimulationState.DONE
    assert who.get(f"{address}/live").headers["HX-Refresh"] == "true"


def test_who_stops_may_start_again_at_once(app: Flask, database: Database, month: Month) -> None:
    assert month.version is not None
    who = visitor(app, database, month)
    address = f"/coverage/simulation/{month.version.id}"
    for _ in range(2):
        assert who.post(address).status_code == 302
        assert "模拟这个班表" in who.post(f"{address}/stop", follow_redirects=True).text


def test_a_start_that_lost_to_another_department_says_so_and_keeps_the_figures_before(
    app: Flask, database: Database, month: Month, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert month.version is not None
    before = asked(database, actor, month)
    with database.write() as session:
        simulations.fail(session, before)
    who = visitor(app, database, month)
    address = f"/coverage/simulation/{month.version.id}"
    monkeypatch.setattr(starting, "PATIENCE_SECONDS", 0.05)
    assert starting._one_at_a_time.acquire(timeout=60)  # another department's roster is being played
    try:
        lost = who.post(address)
    finally:
        starting._one_at_a_time.release()
    assert lost.status_code == 422
    assert "没有开始" in lost.text
    assert "另一个部门" in lost.text
    with database.read() as session:
        assert session.scalars(select(RosterSimulation.id)).all() == [before]
    assert who.post(address).status_code == 302  # and now it begins
    assert who.post(f"{address}/stop").status_code == 302


def test_what_has_begun_is_not_withdrawn(database: Database, month: Month, actor: Actor) -> None:
    simulation = asked(database, actor, month)
    with database.write() as session:
        assert simulations.report(session, simulation, 1, now=NOW)
        simulations.withdraw(session, simulation)
        assert session.get_one(RosterSimulation, simulation).runs_done == 1


def test_without_a_forecast_nothing_can_be_played(app: Flask, database: Database) -> None:
    with database.write() as session:
        bare = stored_month(session, need=False)
        session.commit()
    assert bare.version is not None
    refused = visitor(app, database, bare).post(f"/coverage/simulation/{bare.version.id}")
    assert refused.status_code == 422
    assert "先做预测" in refused.text
