"""A handover from the first word to both signatures, under S0g; G-22, G-23 and what each act refuses."""

import datetime as dt

import pytest
from sqlalchemy import select

from roster.handovers.life import HandoverState as State
from tests.web.handovers.evening import ANN, DAY, LEA, NED, NIA, Evening, at, codes
from web.errors import NotFound
from web.handovers import checking, drafts, preparing, receiving, refusing, signing, submitting
from web.handovers.act_tables import HandoverQuestion, HandoverReading
from web.handovers.frozen import read_frozen
from web.records.store import of_subject, verify
from web.records.tables import Record


def test_a_handover_goes_its_way_to_both_signatures(evening: Evening) -> None:
    handover = evening.complete(now=at(22, 45))
    row = evening.row(handover)
    assert (row.state, row.version, row.is_late) == (State.COMPLETE, 1, False)
    assert row.receiver_id == evening.office.people[NIA]
    with evening.database.read() as session:
        records = of_subject(session, evening.office.department, f"handover:{handover}")
        assert [record.kind.removeprefix("handover.") for record, _ in records] == [
            "begin",
            "submit",
            "pass",
            "receive",
            "check",
            "sign_outgoing",
            "sign_incoming",
        ]
        assert verify(session, evening.office.department)[1] is None
        submit = records[1][0]
        for record, content in records[-2:]:
            assert content["signs"] == {"record": submit.number, "hash": submit.hash}
            assert record.signer_number == f"CS{ANN if content['side'] == 'outgoing' else NIA}"


def test_what_is_incoming_goes_on_with_the_receiver_at_the_second_signature(evening: Evening) -> None:
    handover = evening.checked(now=at(22, 45))
    evening.act(signing.sign_out, ANN, handover, now=at(22, 46))
    assert evening.matters() == []
    evening.act(signing.sign_in, NIA, handover, now=at(22, 47))
    (matter,) = evening.matters()
    assert (matter.holder_id, matter.shifts) == (evening.office.people[NIA], 1)

    night = evening.begin(NIA, now=at(23, 5))
    with evening.database.read() as session:
        ((row, item),) = drafts.drafted(session, night)
        assert (item.title, item.shifts, item.is_carried) == ("支付接口超时", 1, True)
        assert row.matter_id == matter.id


def test_a_carried_item_is_closed_only_with_a_reason(evening: Evening) -> None:
    evening.complete(now=at(22, 45))
    night = evening.begin(NIA, now=at(23, 5))
    morning = at(7, 40, day=DAY + dt.timedelta(days=1))
    with evening.database.read() as session:
        ((row, _),) = drafts.drafted(session, night)
    saved = evening.do(
        preparing.save_item, NIA, row.id, {"disposition": "done"}, seen=row.lock_version, now=morning
    )
    assert codes(evening.act(submitting.submit, NIA, night, now=morning)) == ["item_closing"]
    evening.do(
        preparing.save_item,
        NIA,
        row.id,
        {"closed_because": "0:30 恢复"},
        seen=saved.lock_version,
        now=morning,
    )
    assert evening.act(submitting.submit, NIA, night, now=morning).done
    assert evening.do(preparing.remove_item, NIA, row.id)[0].code == "handover_frozen"


def test_a_draft_before_the_window_counts_only_when_submitted_in_it(evening: Evening) -> None:
    handover = evening.begin(now=at(22, 29))
    evening.write(handover, now=at(22, 29))
    early = evening.act(submitting.submit, ANN, handover, now=at(22, 29, second=59))
    assert codes(early) == ["handover_early"]
    assert evening.state(handover) is State.PREPARING
    assert evening.act(submitting.submit, ANN, handover, now=at(22, 50, second=59)).done
    assert not evening.row(handover).is_late


def test_after_the_window_it_is_taken_and_marked_late(evening: Evening) -> None:
    handover = evening.submitted(now=at(22, 51))
    assert evening.row(handover).is_late


def test_everything_that_is_missing_is_named_at_once(evening: Evening) -> None:
    handover = evening.begin(now=at(22, 35))
    assert codes(evening.act(submitting.submit, ANN, handover, now=at(22, 35))) == ["handover_empty"]
    evening.write(handover, now=at(22, 35), title="", detail="")
    found = evening.act(submitting.submit, ANN, handover, now=at(22, 35))
    assert codes(found) == ["item_title", "item_field"]
    assert evening.row(handover).version == 0


def test_nothing_to_report_still_needs_both_signatures(evening: Evening) -> None:
    handover = evening.begin(now=at(22, 35))
    assert evening.do(preparing.say_nothing, ANN, handover, nothing=True, now=at(22, 35)) == ()
    assert evening.act(submitting.submit, ANN, handover, now=at(22, 36)).done
    evening.act(checking.pass_record, LEA, handover, now=at(22, 37))
    evening.act(receiving.receive, NIA, handover, now=at(22, 38))
    assert evening.state(handover) is State.CHECKED
    assert evening.act(signing.sign_out, ANN, handover, now=at(22, 39)).done
    assert evening.act(signing.sign_in, NIA, handover, now=at(22, 39)).state is State.COMPLETE


def test_the_leader_returns_with_a_defect_and_the_first_version_stays(evening: Evening) -> None:
    handover = evening.submitted(now=at(22, 35))
    bare = evening.act(checking.return_record, LEA, handover, defects=(), reason=" ", now=at(22, 36))
    assert codes(bare) == ["handover_reason_missing", "defect_missing"]
    back = evening.act(
        checking.return_record, LEA, handover, defects=("misfiled",), reason="应放在中班", now=at(22, 36)
    )
    assert back.state is State.RETURNED
    assert evening.told(ANN) == ["handover_returned"]
    with evening.database.read() as session:
        ((row, _),) = drafts.drafted(session, handover)
    evening.do(preparing.save_item, ANN, row.id, {"detail": "已改"}, seen=row.lock_version, now=at(22, 37))
    again = evening.act(submitting.submit, ANN, handover, now=at(22, 38))
    assert (again.state, evening.row(handover).version) == (State.SUBMITTED, 2)
    with evening.database.read() as session:
        texts = [
            found.items[0].texts["detail"]
            for version in (1, 2)
            if (found := read_frozen(session, handover, version)) is not None
        ]
    assert texts == ["21:40 起超时，等待增多", "已改"]


def test_who_leaves_first_signs_first_and_the_leader_answers_afterwards(evening: Evening) -> None:
    handover = evening.passed(now=at(22, 40))
    assert evening.act(signing.sign_out, ANN, handover, now=at(22, 41)).done
    assert evening.state(handover) is State.READY
    evening.act(receiving.receive, NIA, handover, now=at(22, 50))
    asked = evening.do(
        receiving.ask, NIA, handover, version=1, item_number=1, question="谁回电？", now=at(22, 51)
    )
    assert asked.done
    assert evening.told(LEA)[-1] == "handover_asked"
    question = _question(evening, handover)
    assert evening.do(receiving.answer, LEA, handover, question, words="早班回电", now=at(22, 52)).done
    evening.do(receiving.tick, NIA, handover, 1, version=1, now=at(22, 53))
    assert evening.state(handover) is State.RECEIVING
    evening.do(receiving.clear, NIA, handover, question, now=at(22, 54))
    assert evening.state(handover) is State.SIGNED_BY_OUTGOING
    assert evening.act(signing.sign_in, NIA, handover, now=at(22, 55)).state is State.COMPLETE


def test_a_recalled_record_comes_back_as_the_next_version_to_be_read_anew(evening: Evening) -> None:
    handover = evening.checked(now=at(22, 40))
    back = evening.act(checking.recall_record, LEA, handover, reason="缺退款单号", now=at(22, 44))
    assert back.state is State.RETURNED
    for act, who in (
        (submitting.submit, ANN),
        (checking.pass_record, LEA),
        (receiving.receive, NIA),
    ):
        assert evening.act(act, who, handover, now=at(22, 46)).done
    assert evening.state(handover) is State.RECEIVING
    stale = evening.do(receiving.tick, NIA, handover, 1, version=1, now=at(22, 47))
    assert codes(stale) == ["stale_handover"]


def test_what_is_important_and_urgent_is_said_back_and_confirmed(evening: Evening) -> None:
    handover = evening.receiving(now=at(22, 40), important="1", urgent="1")
    silent = evening.do(receiving.tick, NIA, handover, 1, version=1, now=at(22, 41))
    assert codes(silent) == ["read_back_missing"]
    said = evening.do(receiving.tick, NIA, handover, 1, version=1, said_back="0:30 问进展", now=at(22, 41))
    assert (said.done, said.state) == (True, State.RECEIVING)
    reading = _reading(evening, handover)
    right = evening.do(receiving.confirm_read_back, ANN, handover, reading, now=at(22, 42))
    assert right.state is State.CHECKED


def test_nobody_acts_in_anothers_place(evening: Evening) -> None:
    handover = evening.submitted(now=at(22, 35))
    assert codes(evening.act(checking.pass_record, ANN, handover, now=at(22, 36))) == ["not_your_part"]
    evening.act(checking.pass_record, LEA, handover, now=at(22, 36))
    assert codes(evening.act(receiving.receive, LEA, handover, now=at(22, 37))) == ["not_your_part"]
    evening.act(receiving.receive, NIA, handover, now=at(22, 37))
    evening.do(receiving.tick, NIA, handover, 1, version=1, now=at(22, 38))
    assert codes(evening.act(signing.sign_out, NIA, handover, now=at(22, 39))) == ["not_your_part"]
    evening.act(signing.sign_out, ANN, handover, now=at(22, 39))
    assert codes(evening.act(signing.sign_in, ANN, handover, now=at(22, 40))) == ["not_your_part"]
    assert evening.state(handover) is State.SIGNED_BY_OUTGOING


def test_of_two_signatures_on_what_both_saw_one_is_made(evening: Evening) -> None:
    handover = evening.checked(now=at(22, 45))
    seen = evening.row(handover).lock_version
    first = evening.do(signing.sign_out, ANN, handover, seen=seen, now=at(22, 46))
    second = evening.do(signing.sign_out, ANN, handover, seen=seen, now=at(22, 46))
    assert (first.done, second.is_stale) == (True, True)
    with evening.database.read() as session:
        kinds = session.scalars(select(Record.kind).where(Record.kind == "handover.sign_outgoing")).all()
    assert len(kinds) == 1


def test_a_refusal_goes_to_the_superior_who_sends_back_or_orders(evening: Evening) -> None:
    handover = evening.receiving(now=at(22, 40))
    refused = evening.act(refusing.refuse, NIA, handover, reason="退款进展不清", now=at(22, 44))
    assert refused.state is State.REFUSED
    assert evening.told(ANN)[-1] == "handover_refused"
    by_leader = evening.act(refusing.decide_refusal, LEA, handover, order=True, reason="先接", now=at(22, 45))
    assert codes(by_leader) == ["not_your_part"]
    supervisor = evening.office.supervisor
    ordered = evening.act(
        refusing.decide_refusal, supervisor, handover, order=True, reason="先接，明早补", now=at(22, 46)
    )
    assert ordered.state is State.CHECKED
    evening.act(signing.sign_out, ANN, handover, now=at(22, 47))
    unread = evening.act(signing.sign_in, NIA, handover, now=at(22, 47))
    assert codes(unread) == ["item_unread"]
    evening.do(receiving.tick, NIA, handover, 1, version=1, now=at(22, 48))
    assert evening.act(signing.sign_in, NIA, handover, now=at(22, 48)).state is State.COMPLETE


def test_somebody_appointed_reads_everything_anew(evening: Evening) -> None:
    handover = evening.checked(now=at(22, 40))
    moved = evening.act(
        refusing.appoint,
        evening.office.supervisor,
        handover,
        person_id=evening.office.people[NED],
        reason="杨强身体不适",
        now=at(22, 45),
    )
    assert moved.state is State.READY
    with pytest.raises(NotFound):
        evening.act(receiving.receive, NIA, handover, now=at(22, 46))
    assert evening.act(receiving.receive, NED, handover, now=at(22, 46)).state is State.RECEIVING


def test_saving_over_what_another_window_saved_shows_both(evening: Evening) -> None:
    handover = evening.begin(now=at(21))
    item = evening.write(handover, now=at(21))
    with evening.database.read() as session:
        ((row, _),) = drafts.drafted(session, handover)
    seen = row.lock_version
    first = evening.do(preparing.save_item, ANN, item, {"detail": "一"}, seen=seen, now=at(21, 1))
    second = evening.do(preparing.save_item, ANN, item, {"detail": "二"}, seen=seen, now=at(21, 1))
    assert first.done
    assert second.overtaken_by is not None
    assert second.overtaken_by.texts["detail"] == "一"
    assert second.lock_version == first.lock_version


def test_writing_begins_with_the_shift_and_not_before(evening: Evening) -> None:
    handover = evening.handover()
    early = evening.do(preparing.begin, ANN, handover, now=at(15, 29))
    assert codes(early) == ["handover_not_begun"]
    assert evening.do(preparing.begin, ANN, handover, now=at(15, 30)).state is State.PREPARING


def _question(evening: Evening, handover: int) -> int:
    with evening.database.read() as session:
        found = session.scalar(select(HandoverQuestion.id).where(HandoverQuestion.handover_id == handover))
        assert found is not None
        return found


def _reading(evening: Evening, handover: int) -> int:
    with evening.database.read() as session:
        found = session.scalar(select(HandoverReading.id).where(HandoverReading.handover_id == handover))
        assert found is not None
        return found
