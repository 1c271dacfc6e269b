"""Who has fallen ill is handed over for, by order: signed, marked, with the person's matters."""

from tests.web.handovers.evening import ANN, DAN, LEA, NIA, Evening, at, codes
from web.handovers import checking, in_place, preparing, receiving, refusing, signing, submitting
from web.handovers.overview import overview
from web.handovers.steps import opened_of
from web.records.store import of_subject, verify


def test_a_leader_hands_over_for_who_fell_ill_and_it_says_so(evening: Evening) -> None:
    boss, handover = evening.office.supervisor, evening.handover()
    assert codes(evening.act(in_place.act_for, LEA, handover, reason="", now=at(21))) == [
        "handover_reason_missing"
    ]
    assert evening.act(in_place.act_for, LEA, handover, reason="突发急病送医", now=at(21)).done
    assert evening.do(preparing.begin, LEA, handover, now=at(21, 1)).done
    evening.write(handover, LEA, now=at(21, 2))
    assert codes(evening.act(submitting.submit, ANN, handover, now=at(22, 35))) == ["not_your_part"]
    assert evening.act(submitting.submit, LEA, handover, now=at(22, 35)).done
    own = evening.act(checking.pass_record, LEA, handover, now=at(22, 36))
    assert codes(own) == ["not_your_part"], "nobody checks what they hand over themselves"
    assert evening.act(checking.pass_record, boss, handover, now=at(22, 37)).done
    assert evening.act(receiving.receive, NIA, handover, now=at(22, 40)).done
    for number in evening.numbers(handover):
        assert evening.do(receiving.tick, NIA, handover, number, version=1, now=at(22, 41)).done
    assert evening.act(signing.sign_out, LEA, handover, now=at(22, 45)).done
    assert evening.act(signing.sign_in, NIA, handover, now=at(22, 46)).done
    for side in (ANN, NIA):
        assert "handover_in_place" in evening.told(side)
    with evening.database.read() as session:
        records = of_subject(session, evening.office.department, f"handover:{handover}")
        said = {record.kind: content for record, content in records}
        assert said["handover.act_for"]["reason"] == "突发急病送医"
        assert said["handover.submit"]["acting"]["number"] == "CS00101"
        assert "in place of" in said["handover.sign_outgoing"]["declares"]
        assert verify(session, evening.office.department)[1] is None
        opened = opened_of(session, handover)
        assert opened is not None
        assert opened.row.acting is not None


def test_a_colleague_may_not_and_what_is_signed_stays(evening: Evening) -> None:
    handover = evening.receiving(now=at(22, 40))
    assert codes(evening.act(in_place.act_for, NIA, handover, reason="病", now=at(22, 41))) == [
        "not_your_part"
    ]
    done = evening.complete(DAN, now=at(22, 45))
    late = evening.act(in_place.act_for, LEA, done, reason="病", now=at(22, 50))
    assert codes(late) == ["wrong_handover_state"]


def test_who_left_after_signing_is_replaced_once_the_record_comes_back(evening: Evening) -> None:
    handover = evening.passed(now=at(22, 40))
    assert evening.act(signing.sign_out, ANN, handover, now=at(22, 42)).done
    assert codes(evening.act(in_place.act_for, LEA, handover, reason="病", now=at(22, 43))) == [
        "wrong_handover_state"
    ]
    assert evening.act(checking.recall_record, LEA, handover, reason="有疑问", now=at(22, 44)).done
    assert evening.act(in_place.act_for, LEA, handover, reason="病", now=at(22, 45)).done
    with evening.database.read() as session:
        mine = overview(session, evening.actor(LEA), now=at(22, 46)).mine
        assert handover in [row.id for row in mine.rows]
    assert evening.act(submitting.submit, LEA, handover, now=at(22, 47)).done
    appointed = evening.act(
        refusing.appoint,
        evening.office.supervisor,
        handover,
        person_id=evening.office.people[LEA],
        reason="没人",
        now=at(22, 48),
    )
    assert codes(appointed) == ["same_person"]
