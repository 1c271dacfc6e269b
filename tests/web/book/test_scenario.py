"""G-40: on Tuesday at 18:00 the book goes to security, on Wednesday at 8:00 the night is taken over."""

import datetime as dt

import pytest
from sqlalchemy import select

from roster.handovers.life import HandoverState as State
from roster.handovers.occasions import Direction
from tests.web.book.desk import ANN, DAN, FAN, QIN, WEDNESDAY, Desk, at
from web.book import giving, taking
from web.book.content import Section
from web.book.tables import BookSignature
from web.duty_log.reach import entry_to_act_on, has_taken_over
from web.duty_log.tables import DutyEntry, EntryKind
from web.errors import NotFound
from web.handovers.content_tables import HandoverMatter
from web.notices.tables import Notice
from web.records.store import verify


def test_g40_the_book_goes_to_security_and_the_night_comes_back_item_by_item(desk: Desk) -> None:
    desk.log(ANN, "电梯停运，维修中", now=at(17, 20))
    book = desk.given(ANN, Direction.TO_DESK, now=at(18), note="钥匙在抽屉")
    sections = [item.section for item in desk.items(book)]
    assert sections == [Section.COMPLAINTS, Section.NOTE]
    assert desk.state(book) is State.READY
    assert desk.told(QIN) == ["due", "given"] or desk.told(QIN) == ["given"]
    unread = desk.act(taking.take_over, QIN, book, now=at(18, 4))
    assert [reason.code for reason in unread.reasons] == ["book_unread", "book_unread"]
    desk.taken(QIN, book, now=at(18, 5))
    assert desk.state(book) is State.COMPLETE

    desk.log(QIN, "十二楼漏水，要求回电 13812345678", now=at(23, 40), caller="王先生", phone="13812345678")
    desk.log(QIN, "空调太吵", now=at(6, 10, day=WEDNESDAY))
    desk.log(QIN, "巡楼正常", now=at(6, 30, day=WEDNESDAY), kind=EntryKind.NOTE)
    night = desk.given(QIN, Direction.FROM_DESK, now=at(8, day=WEDNESDAY))
    items = desk.items(night)
    assert [item.title[:4] for item in items] == ["十二楼漏", "空调太吵"], (
        "a note is handed over when said so"
    )
    assert "13812345678" not in str(items), "numbers are masked"
    now = at(8, 3, day=WEDNESDAY)
    for number, goes_on in ((1, True), (2, False)):
        done = desk.do(taking.tick, DAN, night, number, version=1, goes_on=goes_on, now=now)
        assert done.done, done.reasons
    answer = desk.act(taking.take_over, DAN, night, now=now)
    assert answer.done, answer.reasons
    with desk.database.read() as session:
        matters = session.scalars(select(HandoverMatter)).all()
        assert [(m.holder_id, m.title[:2]) for m in matters] == [(desk.office.people[DAN], "#2")]
        assert matters[0].opened_in_book_id == night
        assert matters[0].category == "after_hours_complaints"
        signed = session.scalars(select(BookSignature.user_id).order_by(BookSignature.id)).all()
        users = desk.office.users
        assert list(signed) == [users[ANN], users[QIN], users[QIN], users[DAN]]
        assert verify(session, desk.office.department)[1] is None


def test_who_took_a_complaint_over_reaches_its_number_and_nobody_else(desk: Desk) -> None:
    entry = desk.log(QIN, "漏水", now=at(23), phone="13812345678")
    night = desk.given(QIN, Direction.FROM_DESK, now=at(8, day=WEDNESDAY))
    desk.ticked(DAN, night, now=at(8, 3, day=WEDNESDAY))
    assert desk.do(entry_to_act_on, DAN, entry).id == entry
    with pytest.raises(NotFound):
        desk.do(entry_to_act_on, ANN, entry)


def test_the_evening_book_holds_the_matters_that_are_open(desk: Desk) -> None:
    desk.log(QIN, "空调太吵", now=at(2, day=WEDNESDAY))
    night = desk.given(QIN, Direction.FROM_DESK, now=at(8, day=WEDNESDAY))
    desk.taken(DAN, night, now=at(8, 3, day=WEDNESDAY))
    evening = desk.given(ANN, Direction.TO_DESK, now=at(17, 50, day=WEDNESDAY))
    found = desk.items(evening)
    assert [(item.section, item.title) for item in found] == [(Section.MATTERS, "#1 空调太吵")]


def test_nothing_is_handed_over_twice_and_nothing_is_lost(desk: Desk) -> None:
    desk.log(QIN, "一", now=at(7, 59, day=WEDNESDAY))
    first = desk.given(QIN, Direction.FROM_DESK, now=at(8, day=WEDNESDAY))
    desk.log(QIN, "二", now=at(8, 0, day=WEDNESDAY))
    thursday = WEDNESDAY + dt.timedelta(days=1)
    desk.given(ANN, Direction.TO_DESK, now=at(18, day=WEDNESDAY))
    second = desk.given(FAN, Direction.FROM_DESK, now=at(8, day=thursday))
    assert [item.title for item in desk.items(first)] == ["一"]
    assert [item.title for item in desk.items(second)] == ["二"]


def test_each_side_does_its_own_part_only(desk: Desk) -> None:
    desk.wait(at(18))
    book = desk.book(Direction.TO_DESK)
    wrong = desk.act(giving.hand_over, QIN, book, note="", now=at(18))
    assert [reason.code for reason in wrong.reasons] == ["not_your_part"]
    desk.log(ANN, "漏水", now=at(17))
    book = desk.given(ANN, Direction.TO_DESK, now=at(18))
    wrong = desk.do(taking.tick, DAN, book, 1, version=1, now=at(18, 1))
    assert [reason.code for reason in wrong.reasons] == ["not_your_part"]
    wrong = desk.act(taking.take_over, ANN, book, now=at(18, 1))
    assert "not_your_part" in [reason.code for reason in wrong.reasons]


def test_of_two_who_sign_at_once_the_second_is_told(desk: Desk) -> None:
    book = desk.given(ANN, Direction.TO_DESK, now=at(18))
    seen = desk.row(book).lock_version
    first = desk.do(taking.take_over, QIN, book, seen=seen, now=at(18, 1))
    second = desk.do(taking.take_over, FAN, book, seen=seen, now=at(18, 1))
    assert first.done
    assert [reason.code for reason in second.reasons] == ["stale_handover"]
    assert desk.row(book).receiver_id == desk.office.users[QIN]


def test_a_refusal_goes_to_both_managers_and_back_to_who_gave_it(desk: Desk) -> None:
    desk.log(ANN, "漏水", now=at(17))
    book = desk.given(ANN, Direction.TO_DESK, now=at(18))
    assert desk.act(taking.refuse, QIN, book, reason="", now=at(18, 1)).reasons
    assert desk.act(taking.refuse, QIN, book, reason="没写楼层", now=at(18, 2)).done
    assert desk.told(desk.office.supervisor.user_id)[-1] == "refused"
    assert desk.told(desk.office.head.user_id)[-1] == "refused"
    assert desk.told(FAN)[-1] == "refused", "nobody is named, so all of the desk"
    boss = desk.office.supervisor
    assert desk.act(taking.decide, QIN, book, order=False, reason="补", now=at(18, 3)).reasons
    assert desk.act(taking.decide, boss, book, order=False, reason="补楼层", now=at(18, 3)).done
    assert desk.act(giving.hand_over, ANN, book, note="十二楼", now=at(18, 6)).done
    assert desk.row(book).version == 2
    desk.taken(QIN, book, now=at(18, 8))
    assert desk.state(book) is State.COMPLETE


def test_a_takeover_can_be_ordered(desk: Desk) -> None:
    desk.log(ANN, "漏水", now=at(17))
    book = desk.given(ANN, Direction.TO_DESK, now=at(18))
    assert desk.act(taking.refuse, QIN, book, reason="没写楼层", now=at(18, 2)).done
    assert desk.act(taking.decide, desk.office.head, book, order=True, reason="先接", now=at(18, 3)).done
    desk.taken(QIN, book, now=at(18, 8))
    assert desk.state(book) is State.COMPLETE


def urgent(desk: Desk, user_id: int) -> list[str]:
    with desk.database.read() as session:
        rows = session.scalars(
            select(Notice).where(Notice.user_id == user_id, Notice.kind == "book_urgent").order_by(Notice.id)
        )
        return [row.payload["title"] for row in rows]


def test_an_urgent_matter_of_the_night_reaches_both_managers_at_once_and_once(desk: Desk) -> None:
    desk.do(giving.name_manager, desk.office.supervisor, desk.office.users[FAN], now=at(12))
    desk.log(QIN, "配电房冒烟", now=at(23), important=True, urgent=True)
    managers = (desk.office.supervisor.user_id, desk.office.head.user_id, desk.office.users[FAN])
    assert [urgent(desk, user) for user in managers] == [["配电房冒烟"]] * 3
    assert urgent(desk, desk.office.users[QIN]) == []
    night = desk.given(QIN, Direction.FROM_DESK, now=at(8, day=WEDNESDAY))
    desk.taken(DAN, night, now=at(8, 3, day=WEDNESDAY))
    assert [urgent(desk, user) for user in managers] == [["配电房冒烟"]] * 3, "told once"


def test_an_urgent_matter_of_the_day_reaches_both_managers_with_the_book(desk: Desk) -> None:
    desk.log(ANN, "停水", now=at(16), important=True, urgent=True)
    desk.log(ANN, "催单", now=at(16), urgent=True)
    assert urgent(desk, desk.office.head.user_id) == []
    desk.given(ANN, Direction.TO_DESK, now=at(18))
    assert urgent(desk, desk.office.head.user_id) == ["停水"]
    assert urgent(desk, desk.office.users[QIN]) == ["停水"], "nobody is named, so all of the desk"


def test_only_an_account_of_the_desk_manages_it(desk: Desk) -> None:
    wrong = desk.do(giving.name_manager, desk.office.head, desk.office.users[ANN], now=at(12))
    assert [reason.code for reason in wrong] == ["not_a_choice"]


def test_somebody_without_a_place_in_the_roster_holds_no_matter(desk: Desk) -> None:
    desk.log(QIN, "空调太吵", now=at(2, day=WEDNESDAY))
    night = desk.given(QIN, Direction.FROM_DESK, now=at(8, day=WEDNESDAY))
    boss = desk.office.supervisor
    desk.do(taking.tick, boss, night, 1, version=1, now=at(8, 1, day=WEDNESDAY))
    answer = desk.act(taking.take_over, boss, night, now=at(8, 2, day=WEDNESDAY))
    assert [reason.code for reason in answer.reasons] == ["book_needs_person"]


def test_nobody_decides_on_a_refusal_of_their_own_and_an_ordered_one_is_not_refused_again(
    desk: Desk,
) -> None:
    desk.log(QIN, "夜里漏水", now=at(20))
    book = desk.given(QIN, Direction.FROM_DESK, now=at(8, day=WEDNESDAY))
    boss = desk.office.supervisor
    assert desk.act(taking.refuse, boss, book, reason="没写楼层", now=at(8, 2, day=WEDNESDAY)).done
    own = desk.act(taking.decide, boss, book, order=True, reason="先接", now=at(8, 3, day=WEDNESDAY))
    assert [reason.code for reason in own.reasons] == ["own_handover"]
    head = desk.office.head
    assert desk.act(taking.decide, head, book, order=True, reason="先接", now=at(8, 3, day=WEDNESDAY)).done
    again = desk.act(taking.refuse, ANN, book, reason="还是没写", now=at(8, 4, day=WEDNESDAY))
    assert "wrong_handover_state" in [reason.code for reason in again.reasons]


def test_a_tick_of_the_desk_opens_no_entry_of_customer_service(desk: Desk) -> None:
    entry = desk.log(ANN, "漏水", now=at(17))
    book = desk.given(ANN, Direction.TO_DESK, now=at(18))
    desk.ticked(QIN, book, now=at(18, 1))
    with desk.database.read() as session:
        assert not has_taken_over(session, desk.actor(QIN), session.get_one(DutyEntry, entry))
