"""When who hands over may go: what the handover says to the clock, and what is booked for waiting (P-23)."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

import pytest
from sqlalchemy import select

from roster.attendance.events import ClockAct
from roster.overtime.life import OvertimeState
from roster.overtime.origins import Origin
from tests.web.handovers.evening import ANN, DAN, DAY, LEA, NED, NIA, Evening, at, stored_evening
from web.attendance.release import Hold
from web.database import Database
from web.handovers import checking, receiving, refusing, signing, submitting
from web.overtime.tables import OvertimeEntry

NO_COUNT: Mapping[str, object] = MappingProxyType({"handover.checklist": []})


def test_who_never_began_is_held_where_others_hand_over(evening: Evening) -> None:
    assert evening.holds(ANN, now=at(22, 40)) == []
    evening.begin(DAN, now=at(22, 41))
    assert evening.holds(ANN, now=at(22, 42)) == ["record_not_passed"]


@pytest.mark.parametrize(("days", "held"), [(6, ["record_not_passed"]), (8, [])])
def test_a_handover_begun_more_than_a_week_ago_says_nothing(
    evening: Evening, days: int, held: list[str]
) -> None:
    evening.begin(ANN, now=at(22, 35))
    later = DAY + dt.timedelta(days=days)
    assert evening.holds(ANN, now=at(22, 40, day=later)) == held


def test_the_clock_refuses_who_never_began(evening: Evening) -> None:
    evening.begin(DAN, now=at(22, 41))
    assert evening.clock(ANN, ClockAct.IN, now=at(15, 20)).done
    assert evening.clock(ANN, ClockAct.OUT, now=at(23, 0)).holds == (Hold.RECORD_NOT_PASSED,)


def test_a_leaders_own_record_is_passed_by_nobody_but_signed(evening: Evening) -> None:
    handover = evening.submitted(LEA, now=at(22, 40))
    assert evening.holds(LEA, now=at(22, 41)) == ["not_signed"]
    assert evening.act(signing.sign_out, LEA, handover, now=at(22, 42)).done
    assert evening.holds(LEA, now=at(22, 43)) == []


def test_a_recalled_record_holds_again_until_it_is_passed_and_signed_anew(evening: Evening) -> None:
    handover = evening.passed(now=at(22, 40))
    evening.act(signing.sign_out, ANN, handover, now=at(22, 41))
    evening.act(checking.recall_record, LEA, handover, reason="漏了一件", now=at(22, 42))
    assert evening.holds(ANN, now=at(22, 43)) == ["record_not_passed"]
    evening.act(submitting.submit, ANN, handover, now=at(22, 44))
    evening.act(checking.pass_record, LEA, handover, now=at(22, 45))
    assert evening.holds(ANN, now=at(22, 46)) == ["not_signed"]


def test_under_s3g_who_hands_over_stays_until_both_have_signed(database: Database) -> None:
    evening = stored_evening(database, preset="S3g", overrides=NO_COUNT)
    handover = evening.submitted(now=at(22, 50), category="duty", reason_not_handled="等配件")
    evening.clock(ANN, ClockAct.IN, now=at(15, 20))
    evening.clock(NIA, ClockAct.IN, now=at(22, 45))
    evening.act(receiving.receive, NIA, handover, now=at(22, 52))
    evening.do(receiving.tick, NIA, handover, 1, version=1, now=at(22, 53))
    assert evening.act(signing.sign_out, ANN, handover, now=at(22, 54)).done
    assert evening.clock(ANN, ClockAct.OUT, now=at(23, 0)).holds == (Hold.NOT_RECEIVED,)
    assert evening.act(signing.sign_in, NIA, handover, met=True, now=at(23, 12)).done
    gone = evening.clock(ANN, ClockAct.OUT, now=at(23, 13))
    assert (gone.done, gone.held_minutes) == (True, 12)


def test_who_was_appointed_to_receive_is_waited_for_in_place_of_the_planned_one(database: Database) -> None:
    evening = stored_evening(
        database, overrides={"handover.release_gate": "relief_present", "handover.precheck_by_leader": []}
    )
    handover = evening.submitted(now=at(22, 40))
    evening.clock(NIA, ClockAct.IN, now=at(22, 50))
    assert evening.holds(ANN, now=at(22, 51)) == []
    appointed = evening.act(
        refusing.appoint,
        LEA,
        handover,
        person_id=evening.office.people[NED],
        reason="顶班",
        now=at(22, 52),
    )
    assert appointed.done, appointed.reasons
    assert evening.holds(ANN, now=at(22, 53)) == ["relief_missing"]
    evening.clock(NED, ClockAct.IN, now=at(22, 54))
    assert evening.holds(ANN, now=at(22, 55)) == []


def test_nobody_goes_before_the_relief_has_finished_the_check(database: Database) -> None:
    """R-9.15 under S0i."""
    evening = stored_evening(database, preset="S0i", overrides=NO_COUNT)
    handover = evening.submitted(now=at(22, 50), category="work_in_progress")
    evening.clock(NIA, ClockAct.IN, now=at(22, 51))
    evening.act(receiving.receive, NIA, handover, now=at(22, 52))
    assert evening.holds(ANN, now=at(22, 53)) == ["check_missing"]
    assert evening.do(receiving.tick, NIA, handover, 1, version=1, now=at(22, 54)).done
    assert evening.holds(ANN, now=at(22, 55)) == []


def test_waiting_for_the_leaders_pass_is_booked_as_such(database: Database) -> None:
    """R-6.9: until the pass it counts; the minutes until clocking out need a form like any others."""
    evening = stored_evening(database)
    evening.clock(ANN, ClockAct.IN, now=at(15, 20))
    handover = evening.submitted(now=at(22, 45))
    assert evening.clock(ANN, ClockAct.OUT, now=at(23, 0)).holds == (Hold.RECORD_NOT_PASSED,)
    evening.act(checking.pass_record, LEA, handover, now=at(23, 40))
    assert evening.clock(ANN, ClockAct.OUT, now=at(23, 41)).holds == (Hold.NOT_SIGNED,)
    evening.act(signing.sign_out, ANN, handover, now=at(23, 42))
    gone = evening.clock(ANN, ClockAct.OUT, now=at(23, 43))
    assert (gone.done, gone.held_minutes) == (True, 40)
    with database.read() as session:
        rows = session.scalars(select(OvertimeEntry).where(OvertimeEntry.state == OvertimeState.WORKED))
        assert [(row.origin, row.minutes) for row in rows] == [(Origin.CHECK_HELD, 40)]


def test_a_pass_before_the_end_of_the_shift_books_nothing(evening: Evening) -> None:
    evening.clock(ANN, ClockAct.IN, now=at(15, 20))
    handover = evening.passed(now=at(22, 45))
    evening.act(signing.sign_out, ANN, handover, now=at(22, 46))
    assert evening.clock(ANN, ClockAct.OUT, now=at(23, 0)).held_minutes == 0
    with evening.database.read() as session:
        assert session.scalars(select(OvertimeEntry)).all() == []
