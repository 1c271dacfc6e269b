"""What skills cost in people: in words on the pages of the need, and only where queues ask for some."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from forecasting.goals import Goals, ServiceLevel
from forecasting.inverse import agents_for
from tests.web.browsing import logged_in
from tests.web.coverage.month import DAY, Month, stored_month
from tests.web.coverage.test_queues import add_queue, give_skills
from web.database import Database
from web.forecasts.queue_need import QueueNeed, read_queue_need
from web.people.tables import Skill
from web.planning.method import StaffingMethod
from web.planning.month import Targets

TARGETS = Targets(shrinkage=0.0)
FIVE, TEN = (
    int(agents)
    for agents in agents_for([5, 10], Goals(service_level=ServiceLevel(share=0.8, seconds=20)), aht_s=180)
)


def with_two_queues(session: Session, *skills_of: tuple[str, ...]) -> Month:
    """Store two queues of five erlangs each, and people with these skills."""
    month = stored_month(session)
    for name in ("语音", "投诉"):
        add_queue(session, month, name, 50.0)
    give_skills(session, month, *skills_of)
    return month


def needed(
    session: Session, month: Month, targets: Targets = TARGETS, volume: float = 0.0
) -> QueueNeed | None:
    assert month.requirement is not None
    return read_queue_need(session, month.department, month.requirement, DAY, targets, volume=volume)


def test_people_with_both_skills_can_be_one_pool_and_specialists_cannot(database: Database) -> None:
    with database.write() as session:
        flexible = needed(session, with_two_queues(session, ("语音", "投诉"), ("语音",)))
    with database.write() as session:
        apart = needed(session, with_two_queues(session, ("语音",), ("投诉",)))
    assert flexible is not None
    assert apart is not None
    assert (flexible.apart, flexible.together, flexible.at_least) == (2 * FIVE, TEN, TEN)
    assert (apart.apart, apart.together, apart.at_least) == (2 * FIVE, TEN, 2 * FIVE)
    assert apart.ds.date() == DAY


def test_what_is_tried_out_moves_it(database: Database) -> None:
    with database.write() as session:
        month = with_two_queues(session, ("语音",), ("投诉",))
        now, more = needed(session, month), needed(session, month, volume=0.5)
        shrunk = needed(session, month, Targets(shrinkage=0.5))
        longer = needed(session, month, Targets(shrinkage=0.0, aht_seconds=360.0))
    assert now is not None
    assert more is not None
    assert shrunk is not None
    assert longer is not None
    assert more.together > now.together
    assert shrunk.apart == 2 * now.apart
    assert longer.apart > now.apart


def test_a_queue_that_nobody_can_take_is_named(database: Database) -> None:
    with database.write() as session:
        month = with_two_queues(session, ("语音",))
        session.add(Skill(department_id=month.department.id, name="投诉"))
        session.flush()
        found = needed(session, month)
    assert found is not None
    assert (found.at_least, found.nobodys) == (None, ["投诉"])


@pytest.mark.parametrize("skills", [(), ("其他",)])
def test_without_skills_of_queues_nothing_is_said(database: Database, skills: tuple[str, ...]) -> None:
    with database.write() as session:
        assert needed(session, with_two_queues(session, skills)) is None


def test_the_busy_hour_counts_calls_and_not_queues(database: Database) -> None:
    with database.write() as session:
        month = with_two_queues(session, ("语音",), ("投诉",))
        by_hour = Targets(method=StaffingMethod.BUSY_HOUR, busy_hour_calls=18.0)
        assert needed(session, month, by_hour) is None


def test_both_pages_say_it_in_words(app: Flask, database: Database) -> None:
    with database.write() as session:
        month = with_two_queues(session, ("语音", "投诉"), ("语音",))
        who = logged_in(app, session, month.user)
        session.commit()
    for address in (f"/forecast?day={DAY}", f"/forecast/what-if?day={DAY}"):
        html = who.get(address).text
        assert "各队列单独配人需要" in html
        assert "任何班表都不能少于" in html
    other = dt.date(2026, 11, 1)
    assert "各队列单独配人需要" in who.get(f"/forecast?day={other}&view=week").text
