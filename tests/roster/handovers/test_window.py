"""The time of a handover: R-9.1, R-9.6 and scenario G-22."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from roster.handovers.terms import WindowRule, WindowTerms
from roster.handovers.window import Timing, Window, window_of

SHANGHAI = "Asia/Shanghai"
S0G = WindowTerms(
    rule=WindowRule.PER_SHIFT,
    per_shift={
        "E": (915, 930),
        "M": (1350, 1370),
        "N": (450, 470),
    },
)


def local(day: int, hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
    return dt.datetime(2026, 10, day, hour, minute, second, tzinfo=ZoneInfo(SHANGHAI))


def window(terms: WindowTerms | None, code: str, start: dt.datetime, end: dt.datetime) -> Window | None:
    return window_of(terms, code=code, starts_at=start, ends_at=end, time_zone=SHANGHAI)


@pytest.mark.parametrize(
    ("code", "start", "end", "since", "until"),
    [
        ("E", local(9, 8), local(9, 15, 30), local(9, 15, 15), local(9, 15, 30)),
        ("M", local(9, 15, 30), local(9, 23), local(9, 22, 30), local(9, 22, 50)),
        ("N", local(9, 23), local(10, 8), local(10, 7, 30), local(10, 7, 50)),
    ],
)
def test_windows_of_s0g_lie_before_the_end_of_each_shift(
    code: str, start: dt.datetime, end: dt.datetime, since: dt.datetime, until: dt.datetime
) -> None:
    assert window(S0G, code, start, end) == Window(since=since, until=until)


def test_a_window_of_a_shift_that_ends_at_midnight_lies_on_the_day_before() -> None:
    terms = WindowTerms(rule=WindowRule.PER_SHIFT, per_shift={"M": (1420, 1435)})
    found = window(terms, "M", local(9, 18), local(10, 0))
    assert found == Window(since=local(9, 23, 40), until=local(9, 23, 55))


def test_a_window_over_midnight_begins_on_the_day_before() -> None:
    terms = WindowTerms(rule=WindowRule.PER_SHIFT, per_shift={"M": (1430, 10)})
    found = window(terms, "M", local(9, 18), local(10, 0, 30))
    assert found == Window(since=local(9, 23, 50), until=local(10, 0, 10))


def test_middle_shift_of_g22_is_early_in_time_and_late_by_the_minute() -> None:
    middle = window(S0G, "M", local(9, 15, 30), local(9, 23))
    assert middle is not None
    times = [local(9, 22, 29, 59), local(9, 22, 30), local(9, 22, 50, 59), local(9, 22, 51)]
    assert [middle.timing(at) for at in times] == [Timing.EARLY, Timing.IN_TIME, Timing.IN_TIME, Timing.LATE]


@pytest.mark.parametrize(
    ("terms", "since", "until"),
    [
        (WindowTerms(rule=WindowRule.LAST_MINUTES, minutes=20), local(9, 17, 40), local(9, 18)),
        (WindowTerms(rule=WindowRule.BEFORE_START, minutes=15), local(9, 17, 45), local(9, 18)),
        (WindowTerms(rule=WindowRule.ON_TIME), local(9, 18), local(9, 18)),
        (WindowTerms(rule=WindowRule.FIXED_PER_POST), local(9, 17, 45), local(9, 18)),
        (
            WindowTerms(rule=WindowRule.CLOCK_TIMES, times=(480, 1080)),
            local(9, 17, 45),
            local(9, 18),
        ),
    ],
)
def test_the_other_ways_of_saying_it(terms: WindowTerms, since: dt.datetime, until: dt.datetime) -> None:
    assert window(terms, "D", local(9, 8), local(9, 18)) == Window(since=since, until=until)


def test_no_window_where_the_policy_names_none() -> None:
    assert window(None, "D", local(9, 8), local(9, 18)) is None
    assert window(S0G, "D", local(9, 8), local(9, 18)) is None
    noon = WindowTerms(rule=WindowRule.CLOCK_TIMES, times=(1140,))
    assert window(noon, "D", local(9, 8), local(9, 18)) is None
