"""What the clock does to handovers: reminds, escalates, holds over; each once."""

import datetime as dt

import pytest

from roster.attendance.events import ClockAct
from roster.handovers.life import HandoverState as State
from tests.web.handovers.evening import ANN, LEA, NIA, Evening, at, stored_evening
from web.attendance.tables import ClockEventRow, ClockSource
from web.database import Database
from web.handovers import receiving
from web.handovers.due import handovers_due
from web.handovers.steps import opened_of
from web.handovers.tables import Handover
from web.notices.tables import Notice


def wait(evening: Evening, now: dt.datetime) -> int:
    with evening.database.write() as session:
        return handovers_due(session, now)


def of_ann(evening: Evening, number: str) -> list[tuple[str, str]]:
    """Kind and step of the notices about Ann's handover of that evening."""
    handover = evening.handover()
    with evening.database.read() as session:
        rows = session.query(Notice).filter_by(user_id=evening.office.users[number]).order_by(Notice.id)
        return [
            (row.kind.removeprefix("handover_"), str(row.payload.get("step", "")))
            for row in rows
            if row.payload.get("handover") == handover
        ]


def test_who_hands_over_is_reminded_when_the_window_opens_once(evening: Evening) -> None:
    wait(evening, at(22, 29))
    assert of_ann(evening, ANN) == []
    wait(evening, at(22, 30))
    assert wait(evening, at(22, 31)) == 0
    assert of_ann(evening, ANN) == [("to_prepare", "")]


def test_what_is_not_submitted_goes_to_the_leader_then_to_the_superior(evening: Evening) -> None:
    wait(evening, at(22, 30))
    wait(evening, at(22, 52))
    assert of_ann(evening, ANN)[-1] == ("overdue", "write")
    assert of_ann(evening, LEA) == [("overdue", "write")]
    wait(evening, at(23, 16))
    assert of_ann(evening, LEA)[-1] == ("overdue", "escalated_planned")


def test_what_is_not_checked_in_time_is_the_leaders(evening: Evening) -> None:
    evening.submitted(now=at(22, 40))
    wait(evening, at(22, 52))
    assert of_ann(evening, LEA) == [("to_check", ""), ("overdue", "check")]


def test_a_complete_one_is_left_alone(evening: Evening) -> None:
    evening.complete(now=at(22, 40))
    wait(evening, at(23, 30))
    assert ("overdue", "receive") not in of_ann(evening, NIA)


@pytest.fixture
def guarded(database: Database) -> Evening:
    """Nobody leaves before the relief has come, and people clock in."""
    found = stored_evening(
        database,
        overrides={"handover.release_gate": "relief_present", "handover.precheck_by_leader": []},
    )
    clocked(found, ANN, ClockAct.IN, at(15, 20))
    return found


def clocked(evening: Evening, who: str, act: ClockAct, when: dt.datetime) -> None:
    with evening.database.write() as session:
        session.add(
            ClockEventRow(
                department_id=evening.office.department,
                person_id=evening.office.people[who],
                act=act,
                at=when,
                minute=0,
                source=ClockSource.WEB,
                stored_at=when,
            )
        )
        session.commit()


def test_without_relief_at_the_end_of_the_shift_who_hands_over_stays(guarded: Evening) -> None:
    handover = guarded.submitted(now=at(22, 40))
    wait(guarded, at(22, 59))
    assert guarded.state(handover) is State.READY
    assert wait(guarded, at(23, 0)) > 0
    with guarded.database.read() as session:
        opened = opened_of(session, handover)
        assert opened is not None
        assert opened.life.shown is State.HELD_OVER
    wait(guarded, at(23, 1))
    assert [kind for kind, _ in of_ann(guarded, ANN)].count("held") == 1

    clocked(guarded, NIA, ClockAct.IN, at(23, 10))
    received = guarded.act(receiving.receive, NIA, handover, now=at(23, 11))
    assert received.done, received.reasons
    with guarded.database.read() as session:
        opened = opened_of(session, handover)
        assert opened is not None
        assert opened.life.shown is State.RECEIVING


def test_a_roster_published_after_the_shift_makes_nobody_late(evening: Evening) -> None:
    with evening.database.write() as session:
        made = session.get_one(Handover, evening.handover())
        made.created_at = at(23, 1)
        session.commit()
    wait(evening, at(23, 30))
    assert of_ann(evening, ANN) == of_ann(evening, LEA) == []


def test_who_has_begun_is_not_reminded_once_more(evening: Evening) -> None:
    wait(evening, at(22, 30))
    evening.begin(now=at(22, 31))
    wait(evening, at(22, 32))
    assert of_ann(evening, ANN) == [("to_prepare", "")]
