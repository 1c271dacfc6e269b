"""When the book changes hands: made on workdays, over weekends and holidays kept by the desk (A-32)."""

import datetime as dt

from roster.handovers.life import HandoverState as State
from roster.handovers.occasions import Direction
from tests.web.book.desk import ANN, QIN, TUESDAY, WEDNESDAY, Desk, at, stored_desk
from web.book import giving
from web.database import Database
from web.people.tables import CalendarDayKind
from web.policy.tables import PolicyVersion

FRIDAY = dt.date(2026, 12, 11)
SATURDAY, SUNDAY, MONDAY = (FRIDAY + dt.timedelta(days=n) for n in (1, 2, 3))


def due(desk: Desk) -> list[tuple[Direction, dt.date]]:
    return [(book.direction, book.date) for book in desk.books()]


def test_the_book_is_made_half_an_hour_before_and_once(desk: Desk) -> None:
    desk.wait(at(17, 29))
    assert (Direction.TO_DESK, TUESDAY) not in due(desk)
    for _ in range(2):
        desk.wait(at(17, 30))
    assert due(desk).count((Direction.TO_DESK, TUESDAY)) == 1


def test_over_the_weekend_the_book_stays_with_the_desk(desk: Desk) -> None:
    desk.given(ANN, Direction.TO_DESK, now=at(18, day=FRIDAY))
    for day in (SATURDAY, SUNDAY):
        desk.wait(at(8, day=day))
        desk.wait(at(18, day=day))
        desk.log(QIN, f"漏水 {day.day}", now=at(15, day=day))
    assert max(due(desk), key=lambda each: each[1])[1] == FRIDAY
    monday = desk.given(QIN, Direction.FROM_DESK, now=at(8, day=MONDAY))
    assert desk.row(monday).date == MONDAY
    assert [item.title for item in desk.items(monday)] == ["漏水 12", "漏水 13"]


def test_a_holiday_is_no_workday_and_a_make_up_day_is_one(desk: Desk) -> None:
    desk.rest(WEDNESDAY)
    desk.rest(SATURDAY, CalendarDayKind.MAKEUP_WORKING_DAY)
    desk.wait(at(8, day=WEDNESDAY))
    assert (Direction.FROM_DESK, WEDNESDAY) not in due(desk)
    desk.wait(at(8, day=SATURDAY))
    assert (Direction.FROM_DESK, SATURDAY) in due(desk)


def test_who_gives_it_is_reminded_and_the_managers_hear_of_delay_once(desk: Desk) -> None:
    desk.wait(at(18))
    for minute in (50, 51):
        desk.wait(at(7, minute, day=WEDNESDAY))
    assert desk.told(QIN).count("due") == 1
    desk.wait(at(8, 14, day=WEDNESDAY))
    assert desk.told(desk.office.head.user_id).count("overdue") == 1, "that of the evening before"
    for minute in (15, 16):
        desk.wait(at(8, minute, day=WEDNESDAY))
    assert desk.told(desk.office.head.user_id).count("overdue") == 2, "and this one"
    book = desk.book(Direction.FROM_DESK)
    assert desk.act(giving.hand_over, QIN, book, note="", now=at(8, 20, day=WEDNESDAY)).done
    assert desk.row(book).is_late
    desk.wait(at(8, 21, day=WEDNESDAY))
    assert desk.told(desk.office.head.user_id).count("overdue") == 3, "and now it is not taken over"


def test_within_a_quarter_of_an_hour_it_is_not_late(desk: Desk) -> None:
    assert not desk.row(desk.given(ANN, Direction.TO_DESK, now=at(18, 14))).is_late
    assert desk.row(desk.given(QIN, Direction.FROM_DESK, now=at(8, 15, day=WEDNESDAY))).is_late


def test_what_was_never_given_is_in_the_next_one(desk: Desk) -> None:
    desk.log(QIN, "漏水", now=at(23, day=TUESDAY))
    desk.wait(at(8, day=WEDNESDAY))
    old = desk.book(Direction.FROM_DESK)
    thursday = WEDNESDAY + dt.timedelta(days=1)
    new = desk.given(QIN, Direction.FROM_DESK, now=at(8, day=thursday))
    assert [item.title for item in desk.items(new)] == ["漏水"]
    late = desk.act(giving.hand_over, QIN, old, note="", now=at(8, 1, day=thursday))
    assert [reason.code for reason in late.reasons] == ["book_passed"]
    assert desk.state(old) is State.PREPARING


def test_without_such_a_handover_in_the_policy_there_is_no_book(database: Database) -> None:
    desk = stored_desk(database, overrides={"handover.cross_department": None})
    desk.wait(at(18))
    assert desk.books() == []
    desk.log(QIN, "冒烟", now=at(23), important=True, urgent=True)
    assert desk.told(QIN) == []


def test_who_begins_with_the_book_owes_none_of_before(desk: Desk) -> None:
    desk.wait(at(12, day=WEDNESDAY))
    assert desk.books() == []
    desk.wait(at(17, 45, day=WEDNESDAY))
    assert due(desk) == [(Direction.TO_DESK, WEDNESDAY)]


def test_what_passed_while_nobody_looked_is_made_afterwards(desk: Desk) -> None:
    desk.given(ANN, Direction.TO_DESK, now=at(18, day=FRIDAY))
    desk.wait(at(11, day=MONDAY))
    assert due(desk) == [(Direction.TO_DESK, FRIDAY), (Direction.FROM_DESK, MONDAY)]
    assert "overdue" in desk.told(desk.office.head.user_id)


def test_a_new_time_makes_no_second_book_of_the_day(desk: Desk) -> None:
    desk.wait(at(18))
    with desk.database.write() as session:
        before = session.query(PolicyVersion).one()
        changed = {"partner": "security_monitoring_room", "times": ["08:00", "18:30"], "workdays_only": True}
        times = {"handover.cross_department": changed}
        session.add(
            PolicyVersion(
                department_id=before.department_id,
                number=2,
                preset=before.preset,
                overrides={**before.overrides, **times},
                valid_from=before.valid_from,
                made_at=before.made_at,
            )
        )
        session.commit()
    desk.wait(at(18, 40))
    assert due(desk).count((Direction.TO_DESK, TUESDAY)) == 1
