"""Several queues played through: who takes which, what each gets, and one queue as it always was."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from forecasting.erlang import erlang_a
from forecasting.simulation import Simulated
from tests.web.browsing import logged_in
from tests.web.coverage.month import MONTH, Month, stored_month
from tests.web.coverage.test_simulation import TARGETS, level_month
from tests.web.forecasts.centre import NOW
from web.calls.tables import CallSlot, CallSource
from web.coverage import simulations
from web.coverage.playing import Plan, PlayedGroup, PlayedQueue, as_json, play
from web.coverage.tables import RosterSimulation, SimulationState
from web.database import Database
from web.forecasts import queue_load
from web.forecasts.history import midnight
from web.forecasts.tables import Forecast, ForecastSlot
from web.people.tables import Person, Skill

BOTH = frozenset({0, 1})
SLOTS = 30 * 48


def queue(name: str, calls: float, slots: int = 96) -> PlayedQueue:
    return PlayedQueue(
        name=name,
        asks=False,
        people=0,
        calls=np.full(slots, calls),
        aht_s=TARGETS.aht_seconds,
        patience_s=TARGETS.patience_seconds,
    )


def group(people: float, queues: frozenset[int]) -> PlayedGroup:
    return PlayedGroup(people=np.full(96, people), queues=queues)


def played(plan: Plan) -> Simulated:
    found = play(plan, lambda _: True)
    assert found is not None
    return found


def test_queues_that_everybody_takes_are_one_pool_and_specialists_are_worse() -> None:
    plan = replace(level_month(12, 100.0), queues=[queue("甲", 60.0), queue("乙", 40.0)])
    pooled = played(replace(plan, groups=[group(12, BOTH)]))
    exact = erlang_a(12, 10.0, aht_s=180.0, patience_s=240.0, seconds=20)
    assert pooled.service_level().value == pytest.approx(float(exact.service_level), abs=0.02)
    apart = played(replace(plan, groups=[group(7, frozenset({0})), group(5, frozenset({1}))]))
    assert apart.service_level().value < pooled.service_level().value - 0.03
    smaller = erlang_a(5, 4.0, aht_s=180.0, patience_s=240.0, seconds=20)
    assert apart.service_level(1).value == pytest.approx(float(smaller.service_level), abs=0.02)


def test_each_queue_is_reported_and_one_queue_reports_none() -> None:
    plan = replace(
        level_month(12, 100.0),
        queues=[queue("甲", 60.0), queue("乙", 40.0)],
        groups=[group(7, frozenset({0})), group(5, BOTH)],
    )
    found = as_json(plan, played(plan))
    first, second = found["queues"]
    assert [first["name"], second["name"]] == ["甲", "乙"]
    assert (len(first["days"]), len(first["slots"])) == (2, 96)
    assert first["month"]["offered"] + second["month"]["offered"] == pytest.approx(found["month"]["offered"])
    assert second["month"]["service_level"][0] < first["month"]["service_level"][0]
    assert (first["month"]["occupancy"], found["month"]["occupancy"] is None) == (None, False)
    assert "queues" not in as_json(level_month(12, 100.0), played(level_month(12, 100.0)))


def add_queue(session: Session, month: Month, name: str, calls: float | None) -> None:
    """Store a queue's history, and unless it has none its forecast of so many calls in each half-hour."""
    source = CallSource(
        department_id=month.department.id,
        file_name=f"{name}.csv",
        content_hash=name,
        rows=0,
        slot_minutes=30,
        imported_at=NOW,
    )
    session.add(source)
    session.flush()
    row = {"department_id": month.department.id, "source_id": source.id, "queue": name, "slot_minutes": 30}
    session.execute(insert(CallSlot), [{**row, "ds": midnight(dt.date(2026, 10, 1)), "offered": 5}])
    if calls is not None:
        starts = [midnight(MONTH) + dt.timedelta(minutes=30 * n) for n in range(SLOTS + 48)]
        session.add(
            Forecast(
                department_id=month.department.id,
                queue=name,
                first_day=MONTH,
                days=30,
                cutoff=midnight(MONTH),
                method="indices",
                slot_minutes=30,
                made_at=NOW,
                slots=[ForecastSlot(ds=start, mean=calls, lo80=0, hi80=2 * calls) for start in starts],
            )
        )
    session.flush()


def give_skills(session: Session, month: Month, *skills_of: tuple[str, ...]) -> None:
    """Give the department's people, by number, these skills; those beyond get none."""
    names = sorted({name for own in skills_of for name in own})
    skills = {name: Skill(department_id=month.department.id, name=name) for name in names}
    session.add_all(skills.values())
    people = session.scalars(
        select(Person).where(Person.department_id == month.department.id).order_by(Person.employee_number)
    )
    for person, own in zip(people, skills_of, strict=False):
        person.skills = [skills[name] for name in own]
    session.flush()


def plan_of_month(session: Session, month: Month) -> Plan:
    assert month.version is not None
    assert month.requirement is not None
    return simulations.plan_to_play(
        session,
        RosterSimulation(roster_version_id=month.version.id, requirement_id=month.requirement.id),
    )


def test_people_are_grouped_by_the_queues_that_their_skills_allow(database: Database) -> None:
    with database.write() as session:
        month = stored_month(session)
        add_queue(session, month, "语音", 6.0)
        add_queue(session, month, "投诉", 4.0)
        give_skills(session, month, ("语音", "投诉"), ("语音",), ())
        plan = plan_of_month(session, month)
    assert [(queue.name, queue.asks, queue.people) for queue in plan.queues] == [
        ("语音", True, 2),
        ("投诉", True, 1),
    ]
    assert plan.calls.tolist() == [10.0] * SLOTS
    people = {own.queues: own.people.reshape(30, 48)[5] for own in plan.groups}
    assert set(people) == {frozenset({0, 1}), frozenset({0}), frozenset()}
    together = np.sum([own.people for own in plan.groups], axis=0)
    assert together.tolist() == plan.people.tolist(), "nobody is lost, and nobody counts twice"
    early, middle, night = (people[own] for own in (frozenset({0, 1}), frozenset({0}), frozenset()))
    assert (early[20], middle[20], night[20]) == (1, 0, 0)
    assert (early[34], middle[34], night[2]) == (0, 1, 1)


def test_without_skills_everybody_takes_every_queue(database: Database) -> None:
    with database.write() as session:
        month = stored_month(session)
        add_queue(session, month, "语音", 6.0)
        add_queue(session, month, "投诉", 4.0)
        give_skills(session, month, ("其他",))
        plan = plan_of_month(session, month)
    assert [own.queues for own in plan.groups] == [BOTH]
    assert [queue.asks for queue in plan.queues] == [False, False]


def test_calls_of_queues_without_a_forecast_are_not_forgotten(database: Database) -> None:
    with database.write() as session:
        month = stored_month(session)
        add_queue(session, month, "语音", 6.0)
        add_queue(session, month, "投诉", None)
        give_skills(session, month, ("语音",))
        plan = plan_of_month(session, month)
    assert [queue.name for queue in plan.queues] == ["语音", ""]
    assert plan.queues[1].calls.tolist() == pytest.approx([4.0] * SLOTS)
    assert {own.queues for own in plan.groups} == {BOTH, frozenset({1})}


def test_the_smallest_queues_are_taken_together(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_load, "MOST_QUEUES", 2)
    with database.write() as session:
        month = stored_month(session)
        for name, calls in (("甲", 2.0), ("乙", 5.0), ("丙", 3.0)):
            add_queue(session, month, name, calls)
        plan = plan_of_month(session, month)
    assert [(queue.name, queue.calls[0]) for queue in plan.queues] == [
        ("乙", 5.0),
        ("丙", 3.0),
        ("", pytest.approx(2.0)),
    ]


@pytest.mark.parametrize("queues", [{}, {"语音": 10.0}, {"语音": None, "投诉": None}])
def test_one_queue_or_none_forecast_is_played_as_ever(
    database: Database, queues: dict[str, float | None]
) -> None:
    with database.write() as session:
        month = stored_month(session)
        before = plan_of_month(session, month)
        for name, calls in queues.items():
            add_queue(session, month, name, calls)
        plan = plan_of_month(session, month)
    assert (plan.queues, plan.groups) == ((), ())
    assert plan.calls.tolist() == before.calls.tolist()


def test_the_page_shows_each_queue_and_says_who_takes_it(app: Flask, database: Database) -> None:
    with database.write() as session:
        month = stored_month(session)
        assert month.version is not None
        assert month.requirement is not None
        month.requirement.settings = {**month.requirement.settings, "patience_seconds": 120.0}
        for name, calls in (("语音", 6.0), ("投诉", 3.0), ("英语", 1.0)):
            add_queue(session, month, name, calls)
        give_skills(session, month, ("语音", "投诉"), ("语音",), ("语音",))
        session.add(Skill(department_id=month.department.id, name="英语"))
        session.flush()
        plan = replace(plan_of_month(session, month))
        session.add(
            RosterSimulation(
                roster_version_id=month.version.id,
                requirement_id=month.requirement.id,
                runs=4,
                runs_done=4,
                lock_version=month.version.lock_version,
                requested_at=NOW,
                seen_at=NOW,
                state=SimulationState.DONE,
                result=as_json(plan, played(plan)),
            )
        )
        who = logged_in(app, session, month.user)
        address = f"/coverage/simulation/{month.version.id}"
        session.commit()
    html = who.get(address).text
    assert "这个班表上没有人具备“英语”技能" in html
    assert "与队列同名的技能" in html
    assert "投诉" in html.split('id="queues"')[1].split("</section>")[0]
    of_one = who.get(f"{address}?queue=投诉").text
    assert "每日服务水平 · 投诉" in of_one
    assert (
        of_one.split('id="simulated-days-data"')[1][:2000] != html.split('id="simulated-days-data"')[1][:2000]
    )
    assert "每日服务水平 · " not in who.get(f"{address}?queue=unknown").text
