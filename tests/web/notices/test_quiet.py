"""Quiet hours over midnight and around a clock that is set back or forward. Pure."""

import datetime as dt

import pytest

from web.notices.quiet import Quiet, held_until

NIGHT = Quiet(start_minute=22 * 60, end_minute=8 * 60)
SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-22T21:59:59+08:00", None),
        ("2026-11-22T22:00:00+08:00", "2026-11-23T08:00:00+08:00"),
        ("2026-11-22T23:59:59+08:00", "2026-11-23T08:00:00+08:00"),
        ("2026-11-23T00:00:00+08:00", "2026-11-23T08:00:00+08:00"),
        ("2026-11-23T07:59:59+08:00", "2026-11-23T08:00:00+08:00"),
        ("2026-11-23T08:00:00+08:00", None),
        ("2026-12-31T23:00:00+08:00", "2027-01-01T08:00:00+08:00"),
        ("2026-11-22T15:00:00+00:00", "2026-11-23T08:00:00+08:00"),
    ],
)
def test_over_midnight(now: str, until: str | None) -> None:
    assert held_until(at(now), SHANGHAI, NIGHT) == (None if until is None else at(until))


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-22T11:59:00+08:00", None),
        ("2026-11-22T12:00:00+08:00", "2026-11-22T14:00:00+08:00"),
        ("2026-11-22T14:00:00+08:00", None),
    ],
)
def test_within_a_day(now: str, until: str | None) -> None:
    noon = Quiet(start_minute=12 * 60, end_minute=14 * 60)
    assert held_until(at(now), SHANGHAI, noon) == (None if until is None else at(until))


def test_an_hour_that_comes_twice_is_quiet_twice() -> None:
    quiet = Quiet(start_minute=22 * 60, end_minute=2 * 60 + 30)
    first, second = at("2026-10-25T02:10:00+02:00"), at("2026-10-25T02:10:00+01:00")
    assert held_until(first, BERLIN, quiet) == at("2026-10-25T02:30:00+02:00")
    assert held_until(at("2026-10-25T02:40:00+02:00"), BERLIN, quiet) is None
    assert held_until(second, BERLIN, quiet) == at("2026-10-25T02:30:00+01:00")
    assert held_until(at("2026-10-25T02:30:00+01:00"), BERLIN, quiet) is None


def test_an_end_that_the_clock_jumps_over() -> None:
    quiet = Quiet(start_minute=22 * 60, end_minute=2 * 60 + 30)
    until = held_until(at("2026-03-29T01:50:00+01:00"), BERLIN, quiet)
    assert until == at("2026-03-29T03:30:00+02:00")
    assert held_until(until, BERLIN, quiet) is None


def test_every_minute_of_the_year_is_held_to_an_end_that_lies_ahead_and_is_not_quiet() -> None:
    quiet = Quiet(start_minute=22 * 60, end_minute=2 * 60 + 30)
    now = at("2026-03-28T00:00:00+00:00")
    for _ in range(3 * 24 * 60):
        until = held_until(now, BERLIN, quiet)
        assert until is None or (now < until <= now + dt.timedelta(hours=5))
        assert until is None or held_until(until, BERLIN, quiet) is None
        now += dt.timedelta(minutes=1)


def test_without_hours_nothing_is_held() -> None:
    assert held_until(at("2026-11-22T23:00:00+08:00"), SHANGHAI, None) is None
