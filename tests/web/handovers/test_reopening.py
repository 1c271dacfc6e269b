"""Reopening: concealment is proven, responsibility goes back, and the record goes its whole way once more."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from roster.handovers.life import HandoverState as State
from tests.web.handovers.evening import ANN, DAY, LEA, NIA, Evening, at, codes
from web.handovers import checking, preparing, receiving, signing, submitting
from web.handovers.act_tables import HandoverSignature, Side
from web.handovers.due import handovers_due
from web.handovers.reopening import reopen
from web.notices.tables import Notice
from web.records.store import of_subject, verify
from web.reviews.signing import read_record, sign_day

NEXT = DAY + dt.timedelta(days=1)
MORNING = at(9, day=NEXT)
WHY = {"reason": "21:10 的投诉没有写", "evidence": "录音 21:10–21:14，两人确认"}


def reopened(evening: Evening) -> int:
    handover = evening.complete(now=at(22, 40))
    answer = evening.act(reopen, evening.office.supervisor, handover, **WHY, now=MORNING)
    assert answer.done, answer.reasons
    return handover


def test_responsibility_goes_back_and_what_was_signed_stays(evening: Evening) -> None:
    handover = reopened(evening)
    row = evening.row(handover)
    assert (row.state, row.completed_at, row.version) == (State.REOPENED, None, 1)
    assert {"handover_reopened"} <= set(evening.told(ANN)) & set(evening.told(NIA))
    with evening.database.read() as session:
        records = of_subject(session, evening.office.department, f"handover:{handover}")
        record, content = records[-1]
        assert record.kind == "handover.reopen"
        assert (content["reason"], content["evidence"]) == (WHY["reason"], WHY["evidence"])
        assert content["responsible"]["number"] == ANN
        assert content["passed_at"] is not None
        sides = session.scalars(
            select(HandoverSignature.side).where(HandoverSignature.handover_id == handover)
        ).all()
        assert set(sides) == {Side.LEADER, Side.OUTGOING, Side.INCOMING}
        assert verify(session, evening.office.department)[1] is None


def test_a_reviewed_record_can_be_reopened_and_is_reviewed_anew_in_its_next_version(evening: Evening) -> None:
    handover = evening.complete(now=at(22, 40))

    def review() -> None:
        evening.do(read_record, LEA, handover, now=MORNING)
        seen = [(handover, evening.row(handover).lock_version)]
        assert evening.do(sign_day, LEA, DAY, seen, entries_to=0, now=MORNING).done

    review()
    assert evening.act(reopen, evening.office.supervisor, handover, **WHY, now=MORNING).done
    go_the_way_again(evening, handover)
    review()
    row = evening.row(handover)
    assert (row.state, row.version) == (State.REVIEWED, 2)


def go_the_way_again(evening: Evening, handover: int) -> None:
    now = at(22, 45, day=NEXT + dt.timedelta(days=1))
    evening.write(handover, now=now, title="王女士投诉", important="1")
    for act, who in ((submitting.submit, ANN), (checking.pass_record, LEA), (receiving.receive, NIA)):
        answer = evening.act(act, who, handover, now=now)
        assert answer.done, (act, answer.reasons)
    for number in evening.numbers(handover):
        read = {"said_back": "回电王女士"} if number == 2 else {}
        assert evening.do(receiving.tick, NIA, handover, number, version=2, now=now, **read).done
    for side, who in ((signing.sign_out, ANN), (signing.sign_in, NIA)):
        answer = evening.act(side, who, handover, now=now)
        if not answer.done and codes(answer) == ["item_not_read_back"]:
            raise AssertionError("said back but not confirmed")
        assert answer.done, (side, answer.reasons)


def test_the_next_version_goes_the_whole_way_and_the_matter_is_there_once(evening: Evening) -> None:
    handover = reopened(evening)
    before = [(matter.title, matter.holder_id) for matter in evening.matters()]
    assert before == [("支付接口超时", evening.office.people[NIA])]
    go_the_way_again(evening, handover)
    row = evening.row(handover)
    assert (row.state, row.version) == (State.COMPLETE, 2)
    assert row.completed_at is not None
    assert sorted(matter.title for matter in evening.matters()) == ["支付接口超时", "王女士投诉"]


@pytest.mark.parametrize("who", [ANN, LEA, NIA])
def test_nobody_but_a_superior_reopens(evening: Evening, who: str) -> None:
    handover = evening.complete(now=at(22, 40))
    actor = replace(evening.actor(who), scope="department")
    assert codes(evening.act(reopen, actor, handover, **WHY, now=MORNING)) == ["not_your_part"]
    assert evening.state(handover) is State.COMPLETE


def test_it_needs_both_a_reason_and_what_proves_it(evening: Evening) -> None:
    handover = evening.complete(now=at(22, 40))
    boss = evening.office.supervisor
    refused = evening.act(reopen, boss, handover, reason=" ", evidence="", now=MORNING)
    assert codes(refused) == ["handover_reason_missing", "evidence_missing"]
    late = evening.do(reopen, boss, handover, **WHY, seen=1, now=MORNING)
    assert codes(late) == ["stale_handover"]
    open_one = evening.handover(LEA)
    assert "wrong_handover_state" in codes(evening.act(reopen, boss, open_one, **WHY, now=MORNING))


def test_a_reopened_record_is_not_overdue_on_the_spot_but_after_a_day(evening: Evening) -> None:
    handover = reopened(evening)

    def told(now: dt.datetime) -> list[str]:
        with evening.database.write() as session:
            handovers_due(session, now)
            notices = session.scalars(select(Notice).where(Notice.user_id == evening.office.users[ANN]))
            return [
                each.kind
                for each in notices
                if each.kind == "handover_overdue" and each.payload["handover"] == handover
            ]

    assert told(MORNING) == []
    assert told(MORNING + dt.timedelta(hours=24)) == ["handover_overdue"]
    assert evening.state(handover) is State.REOPENED


def test_only_the_outgoing_person_writes_in_a_reopened_record(evening: Evening) -> None:
    handover = reopened(evening)
    assert evening.do(preparing.add_item, ANN, handover, now=MORNING).done
    refused = evening.do(preparing.add_item, evening.office.supervisor, handover, now=MORNING)
    assert [reason.code for reason in refused.reasons] == ["not_your_part"]
