"""Entries and corrections: append-only, gap-free, signed, of the right shift (R-11.1 to R-11.8, G-30)."""

import datetime as dt
import json
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.web.attendance.shop import ANN, BEN, DAN, DAY, LEADER, at
from tests.web.duty_log.log import KEY, NOON, corrected, entered, entries_of, written
from tests.web.swaps.desk import Desk
from web.duty_log.feed import entries_for_container, entries_for_handover
from web.duty_log.hiding import hash_of, unhide
from web.duty_log.recorder import designate, recorder_of
from web.duty_log.tables import DutySecret, EntryKind
from web.duty_log.terms import log_terms
from web.duty_log.writing import write
from web.handovers.tables import HandoverContainer
from web.people.tables import Department
from web.policy.tables import PolicyVersion
from web.records.store import of_subject, verify
from web.records.tables import Record
from web.rosters.tables import AssignmentInForce

NUMBER = "13812345678"


def codes(found: object) -> list[str]:
    return [reason.code for reason in found.reasons]  # type: ignore[attr-defined]


def shift_of_day(shop: Desk, number: str, day: dt.date = DAY) -> AssignmentInForce:
    with shop.database.read() as session:
        return session.scalars(
            select(AssignmentInForce).where(
                AssignmentInForce.person_id == shop.office.people[number], AssignmentInForce.date == day
            )
        ).one()


def test_an_entry_is_signed_and_belongs_to_the_shift_of_its_writer(shop: Desk) -> None:
    made = written(shop, ANN, "断网三分钟", handling="已报网管", important=True)
    assert (made.number, codes(made)) == (1, [])
    (entry,) = entries_of(shop)
    shift = shift_of_day(shop, ANN)
    assert (entry.shift_kind_id, entry.shift_date) == (shift.shift_kind_id, DAY)
    assert (entry.person_id, entry.team_id) == (shop.office.people[ANN], shop.office.teams[0])
    assert (entry.by_number, entry.at) == (f"CS{ANN}", NOON)
    with shop.database.read() as session:
        record = session.get_one(Record, entry.record_id)
        assert (record.signer_number, record.at, record.kind) == (f"CS{ANN}", NOON, "duty.entry")
        assert record.policy_version_id is not None
        content = of_subject(session, shop.office.department, "duty:1")[0][1]
        assert (content["body"], content["handling"]) == ("断网三分钟", "已报网管")
        assert verify(session, shop.office.department)[1] is None


@pytest.mark.parametrize(
    ("clock", "belongs"), [("7:10", True), ("8:00", True), ("17:00", True), ("6:40", False), ("18:00", False)]
)
def test_who_is_early_or_stays_writes_of_the_shift(shop: Desk, clock: str, belongs: bool) -> None:
    written(shop, ANN, "巡视", now=at(clock))
    assert (entries_of(shop)[0].shift_date == DAY) is belongs


def test_g30_nothing_is_changed_or_deleted_and_a_correction_is_a_linked_entry(shop: Desk) -> None:
    first = written(shop, ANN, "三点断网")
    again = corrected(shop, shop.actor(ANN), first, "四点断网", reason="时间写错")
    other = written(shop, BEN, "另一件", now=at("16:00"))
    assert [each.number for each in (first, again, other)] == [1, 2, 3]
    original, correction, _other = entries_of(shop)
    assert (original.body, original.corrects_id) == ("三点断网", None)
    assert (correction.corrects_id, correction.root_id, correction.reason) == (
        original.id,
        original.id,
        "时间写错",
    )
    assert (correction.shift_date, correction.person_id) == (original.shift_date, original.person_id)
    for table in ("duty_entry", "duty_secret", "duty_reveal", "duty_recorder"):
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with shop.database.write() as session, pytest.raises(DBAPIError):
                session.execute(text(statement))
    assert [entry.number for entry in entries_of(shop)] == [1, 2, 3]


def test_only_the_newest_of_a_chain_is_corrected(shop: Desk) -> None:
    first = written(shop, ANN, "一")
    second = corrected(shop, shop.leader, first, "二")
    late = corrected(shop, shop.actor(ANN), first, "三")
    assert codes(late) == ["duty_corrected"]
    assert corrected(shop, shop.actor(ANN), second, "三").number == 3
    assert codes(corrected(shop, shop.leader, second, "四", reason=" ")) == [
        "reason_missing",
        "duty_corrected",
    ]


def test_a_form_sent_twice_is_one_entry_and_a_refused_one_takes_no_number(shop: Desk) -> None:
    first, second = (written(shop, ANN, "断网", token="one") for _ in range(2))
    assert (first.entry_id, first.number) == (second.entry_id, second.number)
    assert codes(written(shop, ANN, "")) == ["duty_body_missing"]
    assert codes(written(shop, ANN, "x", kind=EntryKind.INSTRUCTION)) == ["duty_who_missing"]
    assert codes(written(shop, ANN, "x", kind=None, token="")) == ["duty_kind_missing", "try_again"]
    assert codes(written(shop, ANN, "长" * 2001)) == ["too_long"]
    assert codes(written(shop, shop.office.supervisor, "x", team_id=10**6)) == ["not_a_choice"]
    assert written(shop, DAN, "断网", token="one").number == 2


def test_a_telephone_message_has_time_caller_and_matter(shop: Desk) -> None:
    message: dict[str, Any] = {"kind": EntryKind.MESSAGE, "caller": "王女士", "phone": NUMBER}
    assert codes(written(shop, ANN, "请回电", kind=EntryKind.MESSAGE)) == ["duty_caller_missing"]
    assert codes(written(shop, ANN, "请回电", called="25:00", **message)) == ["not_a_time"]
    for called in ("11:40", "23:30", ""):
        assert written(shop, ANN, "请回电", called=called, **message).done
    times = [entry.called_at for entry in entries_of(shop)]
    assert times == [at("11:40"), at("23:30", DAY - dt.timedelta(days=1)), NOON]
    assert entries_of(shop)[0].phone == "138****5678"
    first = written(shop, ANN, "再来电", called="11:50", **message)
    days_later = NOON + dt.timedelta(days=2, hours=5)
    corrected(shop, shop.actor(ANN), first, "再来电", called="11:55", now=days_later, **message)
    assert entries_of(shop)[-1].called_at == at("11:55"), "a correction speaks of the day of the matter"


def test_numbers_are_sealed_and_the_record_holds_their_salted_hash(shop: Desk) -> None:
    written(shop, ANN, f"回电 {NUMBER}", phone="8765 4321")
    written(shop, ANN, "没有号码")
    with shop.database.read() as session:
        (secret,) = session.scalars(select(DutySecret))
        assert NUMBER not in secret.sealed
        assert unhide(secret.sealed, KEY) == {"body": f"回电 {NUMBER}", "phone": "8765 4321"}
        content = of_subject(session, shop.office.department, "duty:1")[0][1]
        assert content["hidden"] == hash_of(secret.sealed, KEY)
        assert (content["body"], content["phone"]) == ("回电 138****5678", "****4321")
        assert of_subject(session, shop.office.department, "duty:2")[0][1]["hidden"] == ""
        assert NUMBER not in json.dumps(content)


def test_a_correction_by_who_sees_it_masked_keeps_the_number(shop: Desk) -> None:
    first = written(shop, ANN, f"周三回电 {NUMBER}", phone=NUMBER)
    corrected(shop, shop.actor(ANN), first, "周四回电 138****5678", phone="138****5678")
    with shop.database.read() as session:
        newest = session.get_one(DutySecret, entries_of(shop)[1].id)
        assert unhide(newest.sealed, KEY) == {"body": f"周四回电 {NUMBER}", "phone": NUMBER}


def test_the_handover_gets_the_newest_of_what_matters_the_weightiest_first(shop: Desk) -> None:
    written(shop, ANN, "闲事")
    complaint = written(shop, ANN, "投诉", kind=EntryKind.COMPLAINT)
    written(
        shop, ANN, "指示", kind=EntryKind.INSTRUCTION, instructed_by="郭经理", important=True, urgent=True
    )
    written(shop, ANN, "说好要交的闲事", to_handover=True)
    written(shop, DAN, "别人的", important=True)
    dropped = written(shop, ANN, "要事", important=True)
    corrected(shop, shop.actor(ANN), complaint, "投诉，改", kind=EntryKind.COMPLAINT)
    corrected(shop, shop.actor(ANN), dropped, "已处理完", to_handover=False)
    with shop.database.read() as session:
        found = entries_for_handover(session, shift_of_day(shop, ANN).assignment_id)
        assert [entry.body for entry in found] == ["指示", "投诉，改", "说好要交的闲事"]
        assert [entry.corrected for entry in found] == [False, True, False]
        assert found[1].root_id == complaint.entry_id
        assert entries_for_handover(session, 10**6) == []


def test_what_a_superior_instructs_goes_to_the_shift_as_a_whole(shop: Desk) -> None:
    supervisor = shop.office.supervisor
    order: dict[str, Any] = {"kind": EntryKind.INSTRUCTION, "instructed_by": "郭经理"}
    for_first = written(shop, supervisor, "一组核对", team_id=shop.office.teams[0], **order)
    written(shop, supervisor, "二组核对", team_id=shop.office.teams[1], **order)
    written(shop, supervisor, "全体核对", **order)
    written(shop, supervisor, "晚了", now=at("20:00"), **order)
    corrected(shop, supervisor, for_first, "一组核对两遍", now=at("21:00"), **order)
    early = shift_of_day(shop, ANN)
    with shop.database.read() as session:
        container = session.scalars(
            select(HandoverContainer.id).where(
                HandoverContainer.team_id == shop.office.teams[0],
                HandoverContainer.shift_kind_id == early.shift_kind_id,
                HandoverContainer.date == DAY,
            )
        ).one()
        assert [entry.body for entry in entries_for_container(session, container)] == [
            "一组核对两遍",
            "全体核对",
        ]


def test_the_shift_has_a_recorder_and_others_are_marked_where_the_policy_demands_it(shop: Desk) -> None:
    early = shift_of_day(shop, ANN)
    team = shop.office.teams[0]

    def name(number: str, now: dt.datetime = NOON) -> list[str]:
        with shop.database.write() as session:
            found = designate(
                session,
                shop.leader,
                team_id=team,
                kind_id=early.shift_kind_id,
                date=DAY,
                person_id=shop.office.people[number],
                now=now,
            )
        return [reason.code for reason in found]

    assert name(BEN) == ["duty_not_on_shift"]
    assert name(DAN, at("20:00")) == ["duty_no_shift"]
    assert name(DAN) == []
    written(shop, ANN, "S3a 不要求专人")
    with shop.database.write() as session:
        session.add(
            PolicyVersion(
                department_id=shop.office.department,
                number=3,
                preset="S0i",
                overrides={},
                valid_from=DAY,
                made_at=NOON,
            )
        )
        session.commit()
    written(shop, ANN, "别人记的")
    written(shop, DAN, "专人记的")
    assert name(LEADER) == []
    written(shop, LEADER, "换了专人")
    assert [entry.outside_recorder for entry in entries_of(shop)] == [False, True, False, False]
    with shop.database.read() as session:
        named = recorder_of(session, team, early.shift_kind_id, DAY)
        assert named is not None
        assert named.person_id == shop.office.people[LEADER]
        assert verify(session, shop.office.department)[1] is None


def test_records_are_dated_by_national_time_where_the_policy_says_so(shop: Desk) -> None:
    with shop.database.write() as session:
        session.get_one(Department, shop.office.department).time_zone = "Europe/Berlin"
        session.commit()
        assert log_terms(session, shop.office.department, NOON).zone_name == "Europe/Berlin"
        policy = PolicyVersion(
            department_id=shop.office.department,
            number=3,
            preset="S0d",
            overrides={},
            valid_from=DAY,
            made_at=NOON,
        )
        session.add(policy)
        session.commit()
        assert log_terms(session, shop.office.department, NOON).zone_name == "Asia/Shanghai"


def test_what_is_rolled_back_takes_its_number_along(shop: Desk) -> None:
    with shop.database.write() as session:
        flush, calls = session.commit, []

        def fails() -> None:
            calls.append(1)
            session.flush()
            raise RuntimeError("the process ends here")

        session.commit = fails  # type: ignore[method-assign]
        with pytest.raises(RuntimeError):
            write(session, shop.actor(ANN), entered("没写成"), secret_key=KEY, now=NOON)
        session.rollback()
        session.commit = flush  # type: ignore[method-assign]
    assert written(shop, ANN, "写成了").number == 1
    assert [entry.body for entry in entries_of(shop)] == ["写成了"]
