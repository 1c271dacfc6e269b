"""What a superior's order passes, and to whom a refused handover goes; what the clock says once."""

import datetime as dt

import pytest

from roster.attendance.events import ClockAct
from roster.handovers.life import HandoverState as State
from roster.handovers.life import Hold
from tests.web.handovers.evening import ANN, DAY, LEA, NED, NIA, Evening, at, codes, stored_evening
from tests.web.handovers.test_due import clocked, wait
from tests.web.handovers.test_scenarios import checks, shown
from web.accounts.tables import User
from web.database import Database
from web.handovers import counting, receiving, refusing, signing
from web.handovers.steps import opened_of
from web.notices.tables import Notice
from web.records.store import of_subject


def dirty(evening: Evening) -> int:
    """A submitted record under S3f whose duty room was found dirty: nobody can begin to receive."""
    handover = evening.submitted(now=at(22, 50), category="duty", reason_not_handled="等配件")
    for label, check in checks(evening).items():
        mark = {"mark": "abnormal" if label == "duty_room" else "normal", "note": "地面未扫"}
        done = evening.do(
            counting.mark_check, ANN, handover, check.id, mark, seen=check.lock_version, now=at(22, 51)
        )
        assert done == ()
    return handover


def test_an_ordered_takeover_passes_a_dirty_room_with_the_order_on_record(database: Database) -> None:
    evening = stored_evening(database, preset="S3f")
    boss, handover = evening.office.supervisor, dirty(evening)
    assert codes(evening.act(receiving.receive, NIA, handover, now=at(22, 52))) == ["condition"]
    assert evening.act(refusing.refuse, NIA, handover, reason="值班室脏", now=at(22, 53)).done
    ordered = evening.act(
        refusing.decide_refusal, boss, handover, order=True, reason="先接，明早补扫", now=at(22, 55)
    )
    assert ordered.done, ordered.reasons
    for number in evening.numbers(handover):
        assert evening.do(receiving.tick, NIA, handover, number, version=1, now=at(22, 56)).done
    for check in checks(evening).values():
        seen = check.lock_version
        assert evening.do(counting.verify_check, NIA, handover, check.id, seen=seen, now=at(22, 57)) == ()
    assert evening.act(signing.sign_out, ANN, handover, now=at(22, 58)).done
    signed = evening.act(signing.sign_in, NIA, handover, met=True, now=at(22, 59))
    assert signed.done, signed.reasons
    with evening.database.read() as session:
        records = of_subject(session, evening.office.department, f"handover:{handover}")
        order = next(content for record, content in records if record.kind == "handover.order")
    assert order["conditions"] == ["FC7"]
    assert order["reason"] == "先接，明早补扫"


def test_a_refused_handover_goes_to_whom_the_superior_appoints(database: Database) -> None:
    evening = stored_evening(database, preset="S3f")
    boss, ned = evening.office.supervisor, evening.office.people[NED]
    handover = evening.submitted(now=at(22, 50), category="duty", reason_not_handled="等配件")
    assert evening.act(receiving.receive, NIA, handover, now=at(22, 52)).done
    assert evening.act(refusing.refuse, NIA, handover, reason="不清楚", now=at(22, 53)).done
    by_leader = evening.act(refusing.appoint, LEA, handover, person_id=ned, reason="由他接", now=at(22, 54))
    assert codes(by_leader) == ["not_your_part"], "the refusal is the superior's to decide"
    answer = evening.act(refusing.appoint, boss, handover, person_id=ned, reason="由他接", now=at(22, 55))
    assert answer.state is State.READY, answer.reasons
    assert evening.act(receiving.receive, NED, handover, now=at(22, 56)).done
    assert "handover_appointed" in evening.told(NED)


@pytest.fixture
def held(database: Database) -> tuple[Evening, int]:
    """Ann's record is ready, the shift is over, and no relief has come."""
    found = stored_evening(
        database,
        overrides={"handover.release_gate": "relief_present", "handover.precheck_by_leader": []},
    )
    clocked(found, ANN, ClockAct.IN, at(15, 20))
    return found, found.submitted(now=at(22, 40))


def test_what_a_leader_has_lifted_is_not_held_over_again_every_minute(held: tuple[Evening, int]) -> None:
    evening, handover = held
    wait(evening, at(23, 0))
    assert shown(evening, handover) is State.HELD_OVER
    with evening.database.read() as session:
        opened = opened_of(session, handover)
        assert opened is not None
        (hold,) = opened.standing
        assert hold.kind is Hold.HELD_OVER
    lifted = evening.act(refusing.lift, LEA, handover, hold_id=hold.id, reason="我顶岗", now=at(23, 5))
    assert lifted.done, lifted.reasons
    wait(evening, at(23, 6))
    assert shown(evening, handover) is State.READY


def test_where_the_relief_comes_days_later_nobody_is_held_over(held: tuple[Evening, int]) -> None:
    evening, _ = held
    morning = DAY + dt.timedelta(days=1)
    clocked(evening, NED, ClockAct.IN, at(22, 50))
    handover = evening.submitted(NED, now=at(7, 40, day=morning))
    wait(evening, at(8, 0, day=morning))
    assert shown(evening, handover) is State.READY


def test_after_an_hour_the_head_of_department_is_told_once(evening: Evening) -> None:
    handover = evening.handover()
    head = evening.office.head.user_id

    def told() -> list[str]:
        with evening.database.read() as session:
            rows = session.query(Notice).filter_by(user_id=head).all()
            return [row.payload["step"] for row in rows if row.payload.get("handover") == handover]

    wait(evening, at(23, 59))
    assert told() == []
    late = at(0, 2) + dt.timedelta(days=1)
    wait(evening, late)
    wait(evening, late + dt.timedelta(minutes=1))
    assert told() == ["escalated_head"]


def test_without_a_supervisor_the_head_is_the_superior(database: Database) -> None:
    evening = stored_evening(database)
    with database.write() as session:
        session.get_one(User, evening.office.supervisor.user_id).active = False
        session.commit()
    evening.receiving(now=at(22, 40))
    handover = evening.handover()
    assert evening.act(refusing.refuse, NIA, handover, reason="不清楚", now=at(22, 50)).done
    with database.read() as session:
        rows = session.query(Notice).filter_by(user_id=evening.office.head.user_id).all()
        assert "handover_refused" in {row.kind for row in rows}
