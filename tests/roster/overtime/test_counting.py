"""What of a stay counts: the rulebook's scenarios, the clock set back, and any stay at random."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.overtime.counting import (
    LONG,
    NO_PRIOR_APPROVAL,
    NOT_EXTENDING,
    STAYED_AFTER,
    Counted,
    Stay,
    Window,
    counted,
    whole_minutes,
)
from roster.overtime.origins import INVOLUNTARY, Origin
from roster.overtime.terms import UNNOTICED, OvertimeTerms

SHANGHAI = ZoneInfo("Asia/Shanghai")
S0E = OvertimeTerms(may_order=False)
S0F = OvertimeTerms(extending=frozenset({"M"}))
S1A = OvertimeTerms(stay_after=5)


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI).astimezone(dt.UTC)


def stayed(minutes: int, origin: Origin = Origin.REQUESTED, kind: str = "M") -> Stay:
    ends = at(4, 0)
    return Stay(kind=kind, ends_at=ends, left_at=ends + dt.timedelta(minutes=minutes), origin=origin)


def codes(found: Counted) -> list[tuple[str, int]]:
    return [(remark.code, remark.minutes) for remark in found.remarks]


def test_g16_an_hour_without_a_form_is_not_counted_and_flagged() -> None:
    found = counted(stayed(60), S0E)
    assert (found.past, found.minutes) == (60, 0)
    assert codes(found) == [(NO_PRIOR_APPROVAL, 60)]
    assert found.uncounted == Window(starts_at=at(4, 0), ends_at=at(4, 1))


def test_g17_the_late_shift_extends_itself_to_the_close_of_the_last_conversation() -> None:
    found = counted(stayed(25, Origin.EXTENDED), S0F)
    assert found.windows == (Window(starts_at=at(4, 0), ends_at=at(4, 0, 25)),)
    assert (found.minutes, found.remarks, found.uncounted) == (25, (), None)


def test_only_the_shift_that_the_regulation_names_extends_itself() -> None:
    found = counted(stayed(25, Origin.EXTENDED, kind="E"), S0F)
    assert (found.minutes, codes(found)) == (0, [(NOT_EXTENDING, 25), (NO_PRIOR_APPROVAL, 25)])


@pytest.mark.parametrize(("minutes", "named"), [(60, []), (61, [(LONG, 61)])])
def test_an_extension_is_named_after_an_hour_and_has_no_limit(minutes: int, named: list[object]) -> None:
    found = counted(stayed(minutes, Origin.EXTENDED), S0F)
    assert (found.minutes, codes(found)) == (minutes, named)


@pytest.mark.parametrize("origin", sorted(INVOLUNTARY))
def test_whoever_may_not_leave_is_paid_under_every_regulation(origin: Origin) -> None:
    assert counted(stayed(40, origin), S0E).minutes == 40


def test_the_minutes_that_everybody_stays_are_no_overtime() -> None:
    assert codes(counted(stayed(5), S1A)) == [(STAYED_AFTER, 5)]
    held = counted(stayed(45, Origin.HELD_OVER), S1A)
    assert (held.minutes, codes(held)) == (40, [(STAYED_AFTER, 5)])


def test_what_was_approved_is_booked_apart_and_the_rest_is_flagged() -> None:
    approved = [Window(starts_at=at(4, 0), ends_at=at(4, 1))]
    assert counted(stayed(60), S0E, approved).uncounted is None
    longer = counted(stayed(90), S0E, approved)
    assert (longer.minutes, codes(longer)) == (0, [(NO_PRIOR_APPROVAL, 30)])
    assert longer.uncounted == Window(starts_at=at(4, 1), ends_at=at(4, 1, 30))


def test_who_leaves_on_time_or_walks_slowly_to_the_door_is_not_asked() -> None:
    assert counted(stayed(0), S0E) == Counted(past=0)
    assert counted(stayed(-20), S0E) == Counted(past=0)
    assert counted(stayed(UNNOTICED - 1), S0E) == Counted(past=UNNOTICED - 1)
    assert counted(stayed(UNNOTICED), S0E).uncounted is not None


def test_an_hour_that_the_clock_shows_twice_is_an_hour() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    ends = dt.datetime(2026, 10, 25, 2, 30, tzinfo=berlin)
    left = ends.replace(fold=1)
    assert whole_minutes(ends, left) == 60
    found = counted(Stay(kind="M", ends_at=ends, left_at=left, origin=Origin.HELD_OVER), S0E)
    assert found.minutes == 60
    forward = dt.datetime(2026, 3, 29, 1, 30, tzinfo=berlin)
    assert whole_minutes(forward, dt.datetime(2026, 3, 29, 3, 30, tzinfo=berlin)) == 60


def test_seconds_of_a_begun_minute_do_not_count() -> None:
    ends = at(4, 0)
    stay = Stay(kind="M", ends_at=ends, left_at=ends + dt.timedelta(seconds=119), origin=Origin.EXTENDED)
    assert counted(stay, S0F).minutes == 1


@given(
    past=st.integers(-60, 400),
    origin=st.sampled_from(sorted(Origin)),
    stay_after=st.integers(0, 15),
    extending=st.booleans(),
    approved=st.lists(st.tuples(st.integers(-60, 300), st.integers(1, 120)), max_size=3),
)
def test_every_minute_is_counted_once_or_named(
    past: int, origin: Origin, stay_after: int, extending: bool, approved: list[tuple[int, int]]
) -> None:
    end = at(4, 0)
    windows = [
        Window(starts_at=end + dt.timedelta(minutes=a), ends_at=end + dt.timedelta(minutes=a + n))
        for a, n in approved
    ]
    terms = OvertimeTerms(stay_after=stay_after, extending=frozenset("M" if extending else ""))
    found = counted(stayed(past, origin), terms, windows)
    assert found.past == max(0, past)
    minutes = {end + dt.timedelta(minutes=each) for each in range(found.past)}
    covered = {each for each in minutes if any(w.starts_at <= each < w.ends_at for w in windows)}
    counts = {
        each for each in minutes for window in found.windows if window.starts_at <= each < window.ends_at
    }
    assert len(counts) == found.minutes  # no minute twice
    assert not counts & covered
    named = sum(
        remark.minutes for remark in found.remarks if remark.code in (STAYED_AFTER, NO_PRIOR_APPROVAL)
    )
    left = len(minutes - covered - counts) - named
    assert 0 <= left < UNNOTICED
