"""Nobody stands on both sides; what was counted is what is signed; what goes on goes to one person."""

import datetime as dt

from roster.handovers.life import HandoverState as State
from roster.handovers.life import Hold
from tests.web.handovers.evening import ANN, DAY, LEA, NED, NIA, Evening, at, codes, stored_evening
from tests.web.handovers.test_scenarios import OF, checks, hold_of
from web.database import Database
from web.handovers import checking, counting, drafts, receiving, refusing, signing, submitting
from web.handovers.act_tables import HandoverQuestion, HandoverReading
from web.handovers.content_tables import HandoverMatter
from web.handovers.frozen import read_frozen
from web.records.store import of_subject


def desk_only(database: Database) -> Evening:
    """One thing to look at, no check by the leader."""
    return stored_evening(
        database, overrides={"handover.checklist": ["desk"], "handover.precheck_by_leader": []}
    )


def mark(evening: Evening, handover: int, *, now: dt.datetime, **fields: str) -> tuple[object, ...]:
    return evening.do(
        counting.mark_check,
        ANN,
        handover,
        checks(evening)["desk"].id,
        fields,
        seen=checks(evening)["desk"].lock_version,
        now=now,
    )


def look(evening: Evening, who: str, handover: int, *, now: dt.datetime) -> tuple[object, ...]:
    row = checks(evening)["desk"]
    return evening.do(counting.verify_check, who, handover, row.id, seen=row.lock_version, now=now)


def test_a_superior_who_is_in_no_team_answers_and_confirms(evening: Evening) -> None:
    handover = evening.passed(now=at(22, 40), important="1", urgent="1")
    evening.act(signing.sign_out, ANN, handover, now=at(22, 41))
    evening.act(receiving.receive, NIA, handover, now=at(22, 50))
    evening.do(receiving.ask, NIA, handover, version=1, item_number=1, question="谁回电？", now=at(22, 51))
    evening.do(receiving.tick, NIA, handover, 1, version=1, said_back="早班回电", now=at(22, 51))
    supervisor = evening.office.supervisor
    with evening.database.read() as session:
        question = session.query(HandoverQuestion).one().id
        reading = session.query(HandoverReading).one().id
    answered = evening.do(receiving.answer, supervisor, handover, question, words="早班", now=at(22, 52))
    assert answered.done, answered.reasons
    assert evening.do(receiving.confirm_read_back, supervisor, handover, reading, now=at(22, 53)).done
    with evening.database.read() as session:
        assert session.query(HandoverQuestion).one().answered_by_name == supervisor.name
    evening.do(receiving.clear, NIA, handover, question, now=at(22, 54))
    assert evening.state(handover) is State.SIGNED_BY_OUTGOING


def test_nothing_stands_in_the_way_of_what_has_not_begun(evening: Evening) -> None:
    planned = evening.handover()
    refused = evening.act(refusing.hold, LEA, planned, kind=Hold.TEMPORARY, reason="提前离岗", now=at(20))
    assert codes(refused) == ["wrong_handover_state"]


def test_who_receives_neither_checks_nor_marks(database: Database) -> None:
    evening = stored_evening(database, overrides={"handover.checklist": ["desk"]})
    handover = evening.submitted(now=at(22, 40))
    evening.act(
        refusing.appoint,
        evening.office.supervisor,
        handover,
        person_id=evening.office.people[LEA],
        reason="夜班组长病假",
        now=at(22, 41),
    )
    assert codes(evening.act(checking.pass_record, LEA, handover, now=at(22, 42))) == ["not_your_part"]
    row = checks(evening)["desk"]
    marked = evening.do(
        counting.mark_check, LEA, handover, row.id, {"mark": "normal"}, seen=row.lock_version, now=at(22, 43)
    )
    assert [each.code for each in marked] == ["not_your_part"]


def test_under_s3g_no_leader_lifts_what_lies_in_an_unfit_receiver(database: Database) -> None:
    evening = stored_evening(database, preset="S3g", overrides={"handover.checklist": []})
    handover = evening.submitted(now=at(22, 50), **OF["S3g"])
    evening.act(refusing.hold, ANN, handover, kind=Hold.BLOCKED, code="FC12", reason="有酒味", now=at(22, 52))
    hold = hold_of(evening, handover)
    lifted = evening.act(refusing.lift, LEA, handover, hold_id=hold, reason="没事了", now=at(22, 53))
    assert codes(lifted) == ["not_your_part"]


def test_what_is_finished_under_a_hold_goes_on_when_it_is_lifted(database: Database) -> None:
    evening = desk_only(database)
    handover = evening.submitted(now=at(22, 40))
    evening.act(receiving.receive, NIA, handover, now=at(22, 41))
    evening.do(receiving.tick, NIA, handover, 1, version=1, now=at(22, 42))
    assert mark(evening, handover, mark="normal", now=at(22, 43)) == ()
    evening.act(refusing.hold, NIA, handover, kind=Hold.SUSPENDED, reason="断电", now=at(22, 44))
    assert look(evening, NIA, handover, now=at(22, 45)) == ()
    assert evening.state(handover) is State.RECEIVING
    lifted = evening.act(
        refusing.lift, ANN, handover, hold_id=hold_of(evening, handover), reason="已恢复", now=at(22, 46)
    )
    assert lifted.done, lifted.reasons
    assert evening.state(handover) is State.CHECKED


def test_a_mark_that_changes_before_the_signatures_is_looked_at_again_and_bound(database: Database) -> None:
    evening = desk_only(database)
    handover = evening.submitted(now=at(22, 40))
    evening.act(receiving.receive, NIA, handover, now=at(22, 41))
    evening.do(receiving.tick, NIA, handover, 1, version=1, now=at(22, 42))
    mark(evening, handover, mark="normal", now=at(22, 43))
    look(evening, NIA, handover, now=at(22, 44))
    assert evening.state(handover) is State.CHECKED
    mark(evening, handover, mark="abnormal", note="台面有水", now=at(22, 45))
    assert evening.state(handover) is State.RECEIVING
    look(evening, NIA, handover, now=at(22, 46))
    evening.act(signing.sign_out, ANN, handover, now=at(22, 47))
    assert evening.act(signing.sign_in, NIA, handover, now=at(22, 48)).state is State.COMPLETE
    with evening.database.read() as session:
        records = of_subject(session, evening.office.department, f"handover:{handover}")
    signed = [content for record, content in records if record.kind.startswith("handover.sign")]
    assert [content["counted"][0]["mark"] for content in signed] == ["abnormal", "abnormal"]


def test_somebody_appointed_looks_at_everything_anew(database: Database) -> None:
    evening = desk_only(database)
    handover = evening.submitted(now=at(22, 40))
    evening.act(receiving.receive, NIA, handover, now=at(22, 41))
    mark(evening, handover, mark="normal", now=at(22, 43))
    look(evening, NIA, handover, now=at(22, 44))
    evening.act(
        refusing.appoint,
        evening.office.supervisor,
        handover,
        person_id=evening.office.people[NED],
        reason="身体不适",
        now=at(22, 45),
    )
    assert checks(evening)["desk"].verified_at is None


def test_a_matter_that_went_to_another_meanwhile_leaves_the_draft(evening: Evening) -> None:
    evening.complete(now=at(22, 45))
    night = evening.begin(NIA, now=at(23, 5))
    with evening.database.write() as session:
        session.query(HandoverMatter).one().holder_id = evening.office.people[ANN]
        session.commit()
    morning = at(7, 40, day=DAY + dt.timedelta(days=1))
    assert codes(evening.act(submitting.submit, NIA, night, now=morning)) == ["handover_empty"]
    with evening.database.read() as session:
        assert drafts.drafted(session, night) == ()
        assert read_frozen(session, night, 1) is None


def test_who_leaves_early_by_arrangement_hands_over_early(evening: Evening) -> None:
    handover = evening.begin(now=at(20))
    evening.write(handover, now=at(20))
    assert codes(evening.act(submitting.submit, ANN, handover, now=at(20, 1))) == ["handover_early"]
    evening.act(refusing.hold, LEA, handover, kind=Hold.TEMPORARY, reason="身体不适先走", now=at(20, 2))
    assert evening.act(submitting.submit, ANN, handover, now=at(20, 3)).done
