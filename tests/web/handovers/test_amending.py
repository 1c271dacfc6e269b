"""After both signatures: amended by a signed addition alone, which the other side takes note of."""

from sqlalchemy import select

from roster.handovers.life import HandoverState as State
from tests.web.handovers.evening import ANN, DAN, LEA, NED, NIA, Evening, at, codes
from web.errors import NotFound
from web.handovers import amending
from web.handovers.amendment_tables import AmendmentNote, HandoverAmendment
from web.handovers.frozen import read_frozen
from web.handovers.steps import HandoverAnswer, opened_of
from web.records.store import of_subject, verify

NOW = at(23, 30)


def amended(evening: Evening, who: str, handover: int, token: str = "t1", **said: str) -> HandoverAnswer:
    words = {"text": "回电改为 0:40", "reason": "客户来电改期", **said}
    return evening.do(amending.amend, who, handover, token=token, now=NOW, **words)


def notes(evening: Evening) -> list[AmendmentNote]:
    with evening.database.read() as session:
        return list(session.scalars(select(AmendmentNote).order_by(AmendmentNote.id)))


def test_an_amendment_is_a_record_beside_the_signed_one(evening: Evening) -> None:
    handover = evening.complete(now=at(22, 45))
    assert amended(evening, ANN, handover).done
    with evening.database.read() as session:
        opened = opened_of(session, handover)
        assert opened is not None
        frozen = read_frozen(session, handover, 1)
        assert frozen is not None
        (found,) = amending.amendments_of(session, opened)
        assert found.content["text"] == "回电改为 0:40"
        assert found.content["amends"] == {"record": frozen.record.number, "hash": frozen.record.hash}
        assert frozen.items[0].title == "支付接口超时", "what was signed stays as it is"
        assert verify(session, evening.office.department)[1] is None
    assert evening.state(handover) is State.COMPLETE


def test_the_other_side_is_told_and_takes_note_once(evening: Evening) -> None:
    handover = evening.complete(now=at(22, 45))
    amended(evening, ANN, handover)
    assert evening.told(NIA)[-1] == "handover_amended"
    assert "handover_amended" not in evening.told(ANN)
    (note,) = notes(evening)
    assert evening.do(amending.take_note, NIA, handover, note.amendment_id, now=at(23, 40)).done
    assert evening.do(amending.take_note, NIA, handover, note.amendment_id, now=at(23, 50)).done
    (note,) = notes(evening)
    assert note.noted_at == at(23, 40)
    with evening.database.read() as session:
        kinds = [
            record.kind
            for record, _ in of_subject(session, evening.office.department, f"handover:{handover}")
        ]
    assert kinds.count("handover.take_note") == 1


def test_of_a_leaders_amendment_both_sides_take_note(evening: Evening) -> None:
    handover = evening.complete(now=at(22, 45))
    assert amended(evening, LEA, handover).done
    assert [note.side.value for note in notes(evening)] == ["outgoing", "incoming"]
    assert evening.told(ANN)[-1] == "handover_amended"
    assert evening.told(NIA)[-1] == "handover_amended"


def test_nobody_else_amends_or_takes_note(evening: Evening) -> None:
    handover = evening.complete(now=at(22, 45))
    for stranger in (DAN, NED):
        try:
            answer = amended(evening, stranger, handover)
        except NotFound:
            continue
        raise AssertionError(f"{stranger} reaches it: {answer}")
    amended(evening, ANN, handover)
    (note,) = notes(evening)
    assert codes(evening.do(amending.take_note, LEA, handover, note.amendment_id, now=NOW)) == [
        "not_your_part"
    ]
    assert evening.do(amending.take_note, ANN, handover, note.amendment_id, now=NOW).reasons


def test_before_both_have_signed_there_is_nothing_to_amend(evening: Evening) -> None:
    handover = evening.checked(now=at(22, 40))
    assert codes(amended(evening, ANN, handover)) == ["wrong_handover_state"]


def test_it_says_what_and_why_and_a_form_sent_twice_is_one(evening: Evening) -> None:
    handover = evening.complete(now=at(22, 45))
    assert codes(amended(evening, ANN, handover, text=" ", reason="")) == [
        "amendment_missing",
        "handover_reason_missing",
    ]
    assert amended(evening, ANN, handover).done
    assert amended(evening, ANN, handover).done
    with evening.database.read() as session:
        assert len(session.scalars(select(HandoverAmendment)).all()) == 1


def test_a_customers_number_is_masked_in_it(evening: Evening) -> None:
    handover = evening.complete(now=at(22, 45))
    amended(evening, ANN, handover, text="回电 13812345678")
    with evening.database.read() as session:
        opened = opened_of(session, handover)
        assert opened is not None
        assert amending.amendments_of(session, opened)[0].content["text"] == "回电 138****5678"
