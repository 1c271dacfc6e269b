"""How the inbox is arranged: groups, order, what is open and what comes after it. Pure."""

import datetime as dt

from web.approvals.item import Item
from web.approvals.page import Due, arrange, due_of
from web.approvals.words import left_words

ZONE = "Asia/Shanghai"
NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)


def item(number: int, *, kind: str = "swap", hours: float | None = None) -> Item:
    """The higher the number, the later it was filed."""
    return Item(
        kind=kind,
        id=number,
        seen=1,
        filed_at=NOW - dt.timedelta(days=9) + dt.timedelta(minutes=number),
        deadline=None if hours is None else NOW + dt.timedelta(hours=hours),
        kind_name=kind,
        icon="check",
        asker="",
        title=str(number),
        template="",
        address="/",
    )


def test_what_is_due_today_comes_first_and_in_each_group_the_oldest() -> None:
    found = arrange(
        [item(1, hours=300), item(2, hours=60), item(3, hours=5), item(4), item(5, hours=1)],
        now=NOW,
        zone=ZONE,
    )
    assert [(due, [each.id for each in group]) for due, group in found.groups] == [
        (Due.TODAY, [3, 5]),
        (Due.WEEK, [2]),
        (Due.LATER, [1, 4]),
    ]
    assert found.first == "swap-5"
    assert (found.chosen or item(0)).id == 3


def test_today_ends_at_midnight_on_the_clock_of_the_department() -> None:
    assert due_of(item(1, hours=11.9), NOW, ZONE) is Due.TODAY  # 23:54 in Shanghai
    assert due_of(item(1, hours=12.1), NOW, ZONE) is Due.WEEK
    assert due_of(item(1, hours=12.1), NOW, "UTC") is Due.TODAY
    assert due_of(item(1, hours=-3), NOW, ZONE) is Due.TODAY


def test_after_the_last_comes_the_one_before_it() -> None:
    items = [item(1), item(2), item(3)]
    after = {key: arrange(items, now=NOW, zone=ZONE, key=key).after for key in ("swap-1", "swap-2", "swap-3")}
    assert {key: each and each.id for key, each in after.items()} == {"swap-1": 2, "swap-2": 3, "swap-3": 2}
    assert arrange(items[:1], now=NOW, zone=ZONE).after is None
    assert arrange(items[:1], now=NOW, zone=ZONE).first == ""


def test_a_kind_narrows_the_list_and_one_that_is_gone_does_not() -> None:
    items = [item(1), item(2, kind="leave"), item(3)]
    found = arrange(items, now=NOW, zone=ZONE, only="leave", key="swap-3")
    assert ([each.key for each in found.items], found.position, found.total) == (["leave-2"], 1, 3)
    assert found.kinds == (("swap", "swap", 2), ("leave", "leave", 1))
    assert len(arrange(items, now=NOW, zone=ZONE, only="overtime").items) == 3


def test_nothing_waits() -> None:
    found = arrange([], now=NOW, zone=ZONE, only="swap", key="swap-1")
    assert (found.items, found.chosen, found.position, found.after) == ((), None, 0, None)


def test_the_time_left_is_in_hours_on_the_last_day() -> None:
    in_time = NOW + dt.timedelta(hours=2, minutes=28)
    assert left_words(in_time, NOW) == "2:28 h left"
    assert left_words(NOW + dt.timedelta(days=3, hours=5), NOW) == "3 days left"
    assert left_words(NOW - dt.timedelta(seconds=1), NOW) == "overdue"
