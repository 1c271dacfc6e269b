"""One shift against its clock events, to the minute."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.attendance.events import ClockAct, ClockEvent, Whereabouts, by_duty, whereabouts
from roster.attendance.judging import FindingCode, Shift, ShiftAttendance, judge_shift
from roster.attendance.terms import AttendanceTerms
from tests.roster.attendance.shifts import DAY, at, early, events, night

NOTHING = AttendanceTerms()


def codes(found: ShiftAttendance) -> list[str]:
    return [finding.code.value for finding in found.findings]


def parts(found: ShiftAttendance) -> tuple[int, ...]:
    return found.present, found.late, found.early, found.away, found.absent


def test_a_whole_shift_is_present() -> None:
    found = judge_shift(early(), events("in 7:50", "out 15:31"), NOTHING)
    assert (parts(found), codes(found)) == ((450, 0, 0, 0, 0), [])


def test_late_early_and_away_are_right_to_the_minute() -> None:
    found = judge_shift(
        early(), events("in 8:20:59", "away 10:00:10", "back 10:12:50", "out 15:15:59"), NOTHING
    )
    assert (parts(found), codes(found)) == ((403, 20, 15, 12, 0), ["late", "early"])


def test_who_did_not_come_is_absent_for_the_whole_shift() -> None:
    assert parts(judge_shift(early(), [], NOTHING)) == (0, 0, 0, 0, 450)
    assert parts(judge_shift(early(), events("in 15:30", "out 16:00"), NOTHING)) == (0, 0, 0, 0, 450)
    assert parts(judge_shift(early(), events("in 7:00", "out 7:30"), NOTHING)) == (0, 0, 0, 0, 450)


def test_who_forgot_to_clock_is_not_charged_with_minutes_but_asked() -> None:
    without_out = judge_shift(early(), events("in 7:55"), NOTHING)
    assert (parts(without_out), codes(without_out)) == ((450, 0, 0, 0, 0), ["no_clock_out"])
    without_in = judge_shift(early(), events("out 15:35"), NOTHING)
    assert (parts(without_in), codes(without_in)) == ((450, 0, 0, 0, 0), ["no_clock_in"])


def test_out_and_in_again_is_an_absence_from_the_post() -> None:
    found = judge_shift(
        early(), events("in 7:55", "out 11:00", "in 11:25", "out 15:30"), AttendanceTerms(away_most=20)
    )
    assert (found.away, codes(found)) == (25, ["away_long"])


@pytest.mark.parametrize(
    ("least", "expected"),
    [
        pytest.param(5, [], id="S1a"),
        pytest.param(10, ["arrived_short"], id="S4f"),
        pytest.param(15, ["arrived_short"], id="S3a"),
    ],
)
def test_g20_arriving_eight_minutes_early_under_three_regulations(least: int, expected: list[str]) -> None:
    found = judge_shift(early(), events("in 7:52", "out 15:40"), AttendanceTerms(early_least=least))
    assert codes(found) == expected
    if expected:
        assert (found.findings[0].measured, found.findings[0].limit) == (8, least)


@pytest.mark.parametrize(
    ("most", "minutes", "violates"),
    [(10, 10, False), (10, 11, True), (20, 20, False), (20, 21, True)],
)
def test_g19_each_absence_has_its_limit(most: int, minutes: int, violates: bool) -> None:
    found = judge_shift(
        early(),
        events("in 7:50", "away 9:00", f"back 9:{minutes}", "out 15:40"),
        AttendanceTerms(away_most=most),
    )
    assert ("away_long" in codes(found)) == violates
    assert found.away == minutes


def test_the_limit_is_per_absence_and_the_sum_is_shown() -> None:
    found = judge_shift(
        early(),
        events("in 7:50", "away 9:00", "back 9:10", "away 10:00", "back 10:09", "out 15:40"),
        AttendanceTerms(away_most=10),
    )
    assert (found.aways, found.away, codes(found)) == ((10, 9), 19, [])


def test_a49_leaving_in_the_minutes_to_stay_is_a_reminder_and_before_the_end_early() -> None:
    terms = AttendanceTerms(stay_minutes=5)
    assert codes(judge_shift(early(), events("in 7:50", "out 15:29"), terms)) == ["early"]
    assert codes(judge_shift(early(), events("in 7:50", "out 15:30"), terms)) == ["left_soon"]
    assert codes(judge_shift(early(), events("in 7:50", "out 15:34"), terms)) == ["left_soon"]
    assert codes(judge_shift(early(), events("in 7:50", "out 15:35"), terms)) == []


def test_a_running_shift_is_judged_as_far_as_it_has_run() -> None:
    before = judge_shift(early(), [], NOTHING, now=at("7:59"))
    assert (before.minutes, before.findings, before.open) == (0, (), True)
    missing = judge_shift(early(), [], NOTHING, now=at("8:07"))
    assert (parts(missing), codes(missing)) == ((0, 0, 0, 0, 7), ["absent"])
    here = judge_shift(early(), events("in 8:10", "out 15:30"), NOTHING, now=at("8:10"))
    assert (parts(here), codes(here)) == ((0, 10, 0, 0, 0), ["late"])
    away = judge_shift(early(), events("in 7:50", "away 9:00"), AttendanceTerms(away_most=10), now=at("9:11"))
    assert (away.away, codes(away)) == (11, ["away_long"])


def test_who_is_still_there_after_the_shift_has_not_forgotten_yet() -> None:
    clocked = events("in 7:50")
    assert codes(judge_shift(early(), clocked, NOTHING, now=at("17:29"))) == []
    assert codes(judge_shift(early(), clocked, NOTHING, now=at("17:30"))) == ["no_clock_out"]


def test_a_night_over_midnight_and_over_the_end_of_a_month_belongs_to_its_start() -> None:
    last = dt.date(2026, 11, 30)
    shift = night(last)
    clocked = [
        ClockEvent(at("23:07", last), ClockAct.IN),
        ClockEvent(at("0:00", dt.date(2026, 12, 1)), ClockAct.AWAY),
        ClockEvent(at("0:09", dt.date(2026, 12, 1)), ClockAct.BACK),
        ClockEvent(at("7:55", dt.date(2026, 12, 1)), ClockAct.OUT),
    ]
    found = judge_shift(shift, clocked, NOTHING)
    assert parts(found) == (519, 7, 5, 9, 0)
    assert {finding.date for finding in found.findings} == {last}


def test_a_clock_that_is_set_back_in_the_night_adds_its_hour() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    day = dt.date(2026, 10, 24)  # at 3:00 of the next day the clock goes back to 2:00
    shift = night(day, berlin)
    second = dt.datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=1).astimezone(dt.UTC)
    first = dt.datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=0).astimezone(dt.UTC)
    found = judge_shift(
        shift,
        [
            ClockEvent(shift.starts_at, ClockAct.IN),
            ClockEvent(first, ClockAct.AWAY),
            ClockEvent(second, ClockAct.BACK),
            ClockEvent(shift.ends_at, ClockAct.OUT),
        ],
        NOTHING,
    )
    assert (found.minutes, parts(found)) == (600, (540, 0, 0, 60, 0))


def test_events_go_to_the_shift_that_they_mean() -> None:
    first, second = early(), early(DAY + dt.timedelta(days=1))
    held = ClockEvent(at("21:00"), ClockAct.OUT)  # held for five and a half hours
    in_time = ClockEvent(at("7:50", second.date), ClockAct.IN)
    stray = ClockEvent(at("12:00", DAY + dt.timedelta(days=5)), ClockAct.IN)
    given_to, loose = by_duty(
        [(first.starts_at, first.ends_at), (second.starts_at, second.ends_at)],
        [stray, in_time, held, *events("in 7:45")],
    )
    assert [len(found) for _, found in given_to] == [2, 1]
    assert loose == [stray]


def test_two_shifts_without_a_gap_are_clocked_once() -> None:
    middle = Shift(date=DAY, starts_at=at("15:30"), ends_at=at("23:00"))
    shifts = [(early().starts_at, early().ends_at), (middle.starts_at, middle.ends_at)]
    ((_, clocked),), loose = by_duty(shifts, events("in 7:50", "out 23:05"))
    assert loose == []
    for shift in (early(), middle):
        assert codes(judge_shift(shift, clocked, NOTHING)) == []


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ([], Whereabouts.NOT_IN),
        (["in 8:00"], Whereabouts.HERE),
        (["in 8:00", "in 8:00:30"], Whereabouts.HERE),
        (["in 8:00", "away 9:00"], Whereabouts.AWAY),
        (["in 8:00", "away 9:00", "back 9:05"], Whereabouts.HERE),
        (["in 8:00", "away 9:00", "out 9:05"], Whereabouts.GONE),
        (["away 8:00"], Whereabouts.NOT_IN),
    ],
)
def test_where_somebody_is(words: list[str], where: Whereabouts) -> None:
    assert whereabouts(events(*words)) is where


LISTS = st.lists(
    st.builds(
        lambda minute, second, act: ClockEvent(
            early().starts_at + dt.timedelta(minutes=minute, seconds=second), act
        ),
        st.integers(-90, 540),
        st.integers(0, 59),
        st.sampled_from(ClockAct),
    ),
    max_size=9,
)
TERMS = st.builds(
    AttendanceTerms,
    early_least=st.none() | st.integers(0, 20),
    stay_minutes=st.none() | st.integers(0, 10),
    away_most=st.none() | st.integers(0, 30),
)


@given(LISTS, TERMS, st.none() | st.integers(-60, 600), st.randoms(use_true_random=False))
def test_the_parts_make_up_the_shift_and_the_order_of_events_does_not_matter(
    clocked: list[ClockEvent], terms: AttendanceTerms, after: int | None, random: object
) -> None:
    now = None if after is None else early().starts_at + dt.timedelta(minutes=after)
    found = judge_shift(early(), clocked, terms, now=now)
    assert sum(parts(found)) == found.minutes
    assert min(parts(found)) >= 0
    assert sum(end - start for start, end in found.there) == found.present
    assert found.minutes == (450 if after is None else max(0, min(450, after)))
    shuffled = [*clocked, *clocked]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judge_shift(early(), shuffled, terms, now=now) == found


@given(LISTS)
def test_rules_that_are_off_find_nothing_but_facts(clocked: list[ClockEvent]) -> None:
    facts = {"absent", "late", "early", "no_clock_in", "no_clock_out"}
    assert {FindingCode(code).value for code in codes(judge_shift(early(), clocked, NOTHING))} <= facts
