import datetime as dt

from roster.handovers.occasions import Direction, occasions

MONDAY = dt.date(2026, 12, 7)
WEEK = [MONDAY + dt.timedelta(days=n) for n in range(7)]
S0I = (8 * 60, 18 * 60)


def weekday(day: dt.date) -> bool:
    return day.weekday() < 5


def test_each_workday_has_a_morning_and_an_evening() -> None:
    found = occasions(S0I, WEEK, weekday, "Asia/Shanghai")
    assert len(found) == 10
    assert found[0].direction is Direction.FROM_DESK
    assert found[0].due_at == dt.datetime(2026, 12, 7, 0, 0, tzinfo=dt.UTC)
    assert found[1].direction is Direction.TO_DESK
    assert found[1].due_at == dt.datetime(2026, 12, 7, 10, 0, tzinfo=dt.UTC)


def test_from_the_last_workday_to_the_next_the_book_stays_with_the_desk() -> None:
    found = occasions(S0I, [*WEEK, MONDAY + dt.timedelta(days=7)], weekday, "Asia/Shanghai")
    friday, monday = found[9], found[10]
    assert (friday.direction, friday.date.day) == (Direction.TO_DESK, 11)
    assert (monday.direction, monday.date.day) == (Direction.FROM_DESK, 14)


def test_a_single_time_brings_the_book_nowhere_back() -> None:
    assert occasions((480,), WEEK, weekday, "Asia/Shanghai") == []
    assert occasions((480, 480), WEEK, weekday, "Asia/Shanghai") == []


def test_midnight_at_the_end_of_the_day_is_the_next_ones_beginning() -> None:
    found = occasions((480, 1440), WEEK[:1], weekday, "Asia/Shanghai")
    assert found[1].due_at == dt.datetime(2026, 12, 7, 16, 0, tzinfo=dt.UTC)
    assert found[1].date == MONDAY
