"""Scenarios G-21 to G-29 of the rulebook, under the presets that they name."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

import pytest
from sqlalchemy import select

from roster.handovers.life import HandoverState as State
from roster.handovers.life import Hold
from tests.web.handovers.evening import ANN, LEA, NED, NIA, Evening, at, codes, stored_evening
from web.database import Database
from web.handovers import checking, counting, preparing, receiving, refusing, signing, submitting
from web.handovers.act_tables import HandoverHold, HandoverQuestion
from web.handovers.content_tables import CheckItem, HandoverCheck
from web.handovers.steps import opened_of

OF: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "S0d": {
            "category": "major_problems",
            "important": "1",
            "cause": "一",
            "course": "二",
            "result": "三",
        },
        "S3g": {"category": "duty", "reason_not_handled": "等配件"},
    }
)
"""An item that lacks nothing, by preset."""


def shown(evening: Evening, handover: int) -> State:
    with evening.database.read() as session:
        opened = opened_of(session, handover)
        assert opened is not None
        return opened.life.shown


def ready(evening: Evening, *, now: dt.datetime, **fields: str) -> int:
    """A submitted record of Ann under a preset without the leader's check."""
    return evening.submitted(now=now, **fields)


def hold_of(evening: Evening, handover: int) -> int:
    with evening.database.read() as session:
        found = session.scalar(
            select(HandoverHold.id).where(
                HandoverHold.handover_id == handover, HandoverHold.lifted_at.is_(None)
            )
        )
        assert found is not None
        return found


def checks(evening: Evening) -> dict[str, HandoverCheck]:
    with evening.database.read() as session:
        return {row.label: row for row in session.scalars(select(HandoverCheck))}


def test_g21_cause_and_result_without_course_is_not_submitted(database: Database) -> None:
    evening = stored_evening(database, preset="S0d")
    handover = evening.begin(now=at(22, 50))
    texts = {"cause": "银行通道故障", "result": "恢复约六成", "category": "major_problems", "important": "1"}
    item = evening.write(handover, now=at(22, 50), **texts)
    refused = evening.act(submitting.submit, ANN, handover, now=at(23, 0))
    assert [(each.code, each.details["field"]) for each in refused.reasons] == [("item_field", "course")]
    saved = evening.do(preparing.save_item, ANN, item, {"course": "21:52 报修"}, seen=2, now=at(23, 0))
    assert saved.done
    assert evening.act(submitting.submit, ANN, handover, now=at(23, 0)).done


def test_g23_stored_in_the_wrong_place_is_returned_and_holds_the_person(evening: Evening) -> None:
    handover = evening.submitted(now=at(22, 40))
    back = evening.act(
        checking.return_record, LEA, handover, defects=["misfiled"], reason="应放在中班", now=at(22, 42)
    )
    assert back.state is State.RETURNED
    assert evening.holds(ANN, now=at(22, 43)) == ["record_not_passed"]
    evening.act(submitting.submit, ANN, handover, now=at(22, 44))
    assert evening.holds(ANN, now=at(22, 45)) == ["record_not_passed"]
    evening.act(checking.pass_record, LEA, handover, now=at(22, 46))
    # decided: passed before anybody has read it, so who leaves signs first
    assert evening.holds(ANN, now=at(22, 47)) == ["not_signed"]
    assert evening.act(signing.sign_out, ANN, handover, now=at(22, 48)).done
    assert evening.holds(ANN, now=at(22, 49)) == []


def test_g24_a_question_without_answer_lets_the_receiver_refuse(database: Database) -> None:
    evening = stored_evening(database, preset="S0i")
    handover = ready(evening, now=at(22, 50), category="work_in_progress", detail="设备异常")
    evening.act(receiving.receive, NIA, handover, now=at(22, 55))
    bare = evening.act(refusing.refuse, NIA, handover, reason="不想接", now=at(22, 56))
    assert codes(bare) == ["no_open_question"]
    equipment = checks(evening)["equipment"]
    marked = evening.do(
        counting.mark_check,
        ANN,
        handover,
        equipment.id,
        {"mark": "abnormal", "note": "三号机位无声"},
        seen=equipment.lock_version,
        now=at(22, 57),
    )
    assert marked == ()
    evening.do(
        receiving.ask,
        NIA,
        handover,
        version=1,
        item_number=None,
        check_id=equipment.id,
        question="什么时候修？",
        now=at(22, 58),
    )
    refused = evening.act(refusing.refuse, NIA, handover, reason="没有明确答复", now=at(22, 59))
    assert refused.state is State.REFUSED
    assert "handover_refused" in evening.told(LEA)


@pytest.mark.parametrize(("preset", "condition"), [("S0d", "FC4"), ("S3g", "FC12")])
def test_g25_a_stand_in_takes_over_who_appoints_differs(
    database: Database, preset: str, condition: str
) -> None:
    evening = stored_evening(database, preset=preset, overrides={"handover.checklist": []})
    handover = ready(evening, now=at(23, 0), **OF[preset])
    held = evening.act(
        refusing.hold, ANN, handover, kind=Hold.BLOCKED, code=condition, reason="有酒味", now=at(23, 2)
    )
    assert held.done, held.reasons
    assert shown(evening, handover) is State.BLOCKED
    refused = evening.act(receiving.receive, NIA, handover, now=at(23, 3))
    assert codes(refused) == ["handover_held", "condition"]
    stand_in = {"person_id": evening.office.people[NED], "reason": "顶班", "now": at(23, 4)}
    by_leader = evening.act(refusing.appoint, LEA, handover, **stand_in)
    assert by_leader.done == (preset == "S0d")
    if preset == "S3g":
        assert codes(by_leader) == ["not_your_part"]
        assert evening.act(refusing.appoint, evening.office.supervisor, handover, **stand_in).done
    assert evening.act(receiving.receive, NED, handover, now=at(23, 5)).done


def test_g26_a_fault_suspends_and_the_outgoing_person_ends_it(database: Database) -> None:
    evening = stored_evening(database, preset="S3e")
    handover = ready(evening, now=at(22, 50), category="duty", reason_not_handled="等配件")
    evening.act(receiving.receive, NIA, handover, now=at(22, 52))
    evening.act(refusing.hold, NIA, handover, kind=Hold.SUSPENDED, reason="空调机组报警", now=at(22, 53))
    assert shown(evening, handover) is State.SUSPENDED
    ticked = evening.do(receiving.tick, NIA, handover, 1, version=1, now=at(22, 54))
    assert codes(ticked) == ["handover_held"]
    resumed = evening.act(
        refusing.lift,
        ANN,
        handover,
        hold_id=hold_of(evening, handover),
        reason="已复位",
        now=at(22, 58),
    )
    assert resumed.done, resumed.reasons
    assert shown(evening, handover) is State.RECEIVING


def test_g27_signed_but_not_face_to_face_is_invalid(database: Database) -> None:
    evening = stored_evening(database, preset="S3g", overrides={"handover.checklist": []})
    handover = ready(evening, now=at(22, 50), category="duty", reason_not_handled="等配件")
    evening.act(receiving.receive, NIA, handover, now=at(22, 52))
    evening.do(receiving.tick, NIA, handover, 1, version=1, now=at(22, 53))
    assert evening.act(signing.sign_out, ANN, handover, now=at(22, 54)).done
    assert evening.holds(ANN, now=at(22, 54)) == ["not_received"]
    signed = evening.act(signing.sign_in, NIA, handover, met=False, now=at(22, 55))
    assert (signed.done, signed.state) == (True, State.INVALID)
    assert evening.holds(ANN, now=at(22, 56)) == ["not_received"]
    assert evening.matters() == []
    assert "handover_invalid" in evening.told(LEA)


def test_g28_dirt_blocks_under_s3f_and_is_an_open_question_under_s0i(database: Database) -> None:
    evening = stored_evening(database, preset="S3f")
    handover = ready(evening, now=at(22, 50), category="duty", reason_not_handled="等配件")
    room = checks(evening)["duty_room"]
    evening.do(
        counting.mark_check,
        ANN,
        handover,
        room.id,
        {"mark": "abnormal", "note": "地面未扫"},
        seen=room.lock_version,
        now=at(22, 51),
    )
    blocked = evening.act(receiving.receive, NIA, handover, now=at(22, 52))
    assert [(each.code, each.details["fc"]) for each in blocked.reasons] == [("condition", "FC7")]
    room = checks(evening)["duty_room"]
    clean = {"mark": "normal"}
    evening.do(counting.mark_check, ANN, handover, room.id, clean, seen=room.lock_version, now=at(22, 54))
    assert evening.act(receiving.receive, NIA, handover, now=at(22, 55)).done


def test_g29_a_key_that_is_missing_must_be_explained_before_anybody_signs(database: Database) -> None:
    evening = stored_evening(database, preset="S0d")
    with database.write() as session:
        session.add(
            CheckItem(
                department_id=evening.office.department,
                code="show_flat_keys",
                label="样板间钥匙",
                expected=5,
            )
        )
        session.commit()
    handover = ready(
        evening,
        now=at(23, 0),
        category="major_problems",
        important="1",
        cause="一",
        course="二",
        result="三",
    )
    evening.act(receiving.receive, NIA, handover, now=at(23, 0))
    keys = checks(evening)["样板间钥匙"]
    four = {"mark": "normal", "counted": "4"}
    evening.do(counting.mark_check, ANN, handover, keys.id, four, seen=keys.lock_version, now=at(23, 1))
    evening.do(receiving.tick, NIA, handover, 1, version=1, now=at(23, 1))
    keys = checks(evening)["样板间钥匙"]
    evening.do(counting.verify_check, NIA, handover, keys.id, seen=keys.lock_version, now=at(23, 2))
    assert evening.state(handover) is State.RECEIVING
    assert codes(evening.act(signing.sign_out, ANN, handover, now=at(23, 2))) == ["sign_after_reading"]
    evening.do(
        counting.mark_check,
        ANN,
        handover,
        keys.id,
        {**four, "note": "一把在物业维修处"},
        seen=keys.lock_version,
        now=at(23, 3),
    )
    keys = checks(evening)["样板间钥匙"]
    evening.do(counting.verify_check, NIA, handover, keys.id, seen=keys.lock_version, now=at(23, 4))
    assert evening.state(handover) is State.CHECKED


def test_a_question_on_a_check_stays_open_until_cleared(database: Database) -> None:
    evening = stored_evening(database, preset="S0i", overrides={"handover.checklist": ["desk"]})
    handover = ready(evening, now=at(22, 50), category="work_in_progress")
    evening.act(receiving.receive, NIA, handover, now=at(22, 52))
    desk = checks(evening)["desk"]
    evening.do(
        receiving.ask,
        NIA,
        handover,
        version=1,
        item_number=None,
        check_id=desk.id,
        question="台面怎么了？",
        now=at(22, 53),
    )
    with database.read() as session:
        question = session.scalars(select(HandoverQuestion)).one()
    assert (question.check_id, question.cleared_at) == (desk.id, None)
