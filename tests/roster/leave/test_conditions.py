"""Notice to the minute, in person, holiday duty, swapped shifts: each at its limit."""

from dataclasses import replace
from datetime import date

import pytest

from roster.leave.asking import Channel
from roster.leave.conditions import LeaveVerdict, Moment, judge_leave
from roster.leave.terms import Notice
from tests.roster.leave.regulation import S0H, asked, june


def moment(today: date, *, ahead: int, day: int = 10, holiday: bool = False, swapped: bool = False) -> Moment:
    dates = frozenset({june(day)})
    return Moment(
        today=today,
        minutes_ahead={june(day): ahead},
        on_holiday=dates if holiday else frozenset(),
        swapped=dates if swapped else frozenset(),
    )


def codes(verdict: LeaveVerdict) -> tuple[list[str], list[str], list[str]]:
    return (
        [each.code for each in verdict.refused],
        [each.code for each in verdict.late],
        [each.code for each in verdict.noted],
    )


@pytest.mark.parametrize(("ahead", "late"), [(61, []), (60, []), (59, ["leave_notice"])])
def test_g12_sick_leave_is_in_time_up_to_one_hour_before_the_shift(ahead: int, late: list[str]) -> None:
    verdict = judge_leave(asked("sick"), terms=S0H, moment=moment(june(10), ahead=ahead))
    assert codes(verdict) == ([], late, [])
    if late:
        assert (verdict.late[0].measured, verdict.late[0].limit, verdict.late[0].unit) == (59, 60, "minutes")


def test_personal_leave_is_asked_for_on_the_calendar_day_before() -> None:
    """At 23:59 of the ninth for a shift at 8:00 of the tenth: eight hours, yet a day before (A-19)."""
    assert codes(judge_leave(asked(), terms=S0H, moment=moment(june(9), ahead=481))) == ([], [], [])
    late = judge_leave(asked(), terms=S0H, moment=moment(june(10), ahead=480))
    assert codes(late) == ([], ["leave_notice"], [])
    assert (late.late[0].measured, late.late[0].limit, late.late[0].unit) == (0, 1, "days")


@pytest.mark.parametrize(("ahead", "late"), [(1440, []), (1439, ["leave_notice"])])
def test_counted_strictly_a_day_is_twenty_four_hours(ahead: int, late: list[str]) -> None:
    strict = replace(S0H, notice_is_strict=True)
    assert codes(judge_leave(asked(), terms=strict, moment=moment(june(9), ahead=ahead))) == ([], late, [])


def test_special_circumstances_make_the_short_notice_enough() -> None:
    verdict = judge_leave(asked(is_special=True), terms=S0H, moment=moment(june(10), ahead=60))
    assert codes(verdict) == ([], [], [])


def test_without_a_notice_it_only_must_be_before_the_shift() -> None:
    free = replace(S0H, personal_notice=None)
    assert codes(judge_leave(asked(), terms=free, moment=moment(june(10), ahead=1))) == ([], [], [])
    begun = judge_leave(asked(), terms=free, moment=moment(june(10), ahead=0))
    assert codes(begun) == (["leave_begun"], [], [])


@pytest.mark.parametrize(("ahead", "refused"), [(1, []), (0, ["leave_begun"]), (-5, ["leave_begun"])])
def test_emergency_treatment_is_reported_any_time_before_the_shift_by_anybody(
    ahead: int, refused: list[str]
) -> None:
    ask = asked("emergency", channel=Channel.PROXY)
    assert codes(judge_leave(ask, terms=S0H, moment=moment(june(10), ahead=ahead))) == (refused, [], [])


def test_where_only_the_person_may_call_a_proxy_is_refused() -> None:
    alone = replace(S0H, emergency_by_proxy=False)
    ask = asked("emergency", channel=Channel.PROXY)
    assert codes(judge_leave(ask, terms=alone, moment=moment(june(10), ahead=60)))[0] == ["leave_proxy"]
    called = asked("emergency", channel=Channel.PHONE)
    assert codes(judge_leave(called, terms=alone, moment=moment(june(10), ahead=60)))[0] == []


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.PROXY])
def test_personal_leave_is_handled_in_person_sick_leave_need_not(channel: Channel) -> None:
    early = moment(june(8), ahead=2880)
    assert codes(judge_leave(asked(channel=channel), terms=S0H, moment=early))[0] == ["leave_in_person"]
    assert codes(judge_leave(asked("sick", channel=channel), terms=S0H, moment=early))[0] == []


def test_g10_on_a_swapped_or_pay_back_shift_there_is_no_leave() -> None:
    swapped = moment(june(8), ahead=2880, swapped=True)
    verdict = judge_leave(asked(), terms=S0H, moment=swapped)
    assert codes(verdict)[0] == ["leave_swapped"]
    assert verdict.refused[0].dates == (june(10),)
    allowed = replace(S0H, leave_on_swapped=True)
    assert codes(judge_leave(asked(), terms=allowed, moment=swapped))[0] == []


@pytest.mark.parametrize(("today", "refused"), [(8, []), (9, ["leave_holiday_notice"])])
def test_g15_holiday_duty_is_asked_off_two_days_before_and_in_principle_not_at_all(
    today: int, refused: list[str]
) -> None:
    verdict = judge_leave(asked(), terms=S0H, moment=moment(june(today), ahead=1441, holiday=True))
    assert codes(verdict) == (refused, [], ["leave_holiday"])
    assert not verdict.noted[0].hard


def test_an_emergency_on_a_holiday_needs_no_two_days() -> None:
    verdict = judge_leave(asked("emergency"), terms=S0H, moment=moment(june(10), ahead=5, holiday=True))
    assert codes(verdict) == ([], [], ["leave_holiday"])


def test_all_reasons_stand_at_once() -> None:
    ask = asked("marriage", channel=Channel.PROXY)
    found = judge_leave(ask, terms=S0H, moment=moment(june(10), ahead=-1, holiday=True, swapped=True))
    assert codes(found) == (
        ["leave_kind", "leave_begun", "leave_swapped", "leave_holiday_notice"],
        ["leave_notice"],
        ["leave_holiday"],
    )


def test_without_a_roster_the_first_day_counts() -> None:
    ahead = Moment(today=june(9), minutes_ahead={}, minutes_to_first_day=30)
    assert codes(judge_leave(asked(), terms=S0H, moment=ahead)) == ([], [], [])
    assert codes(judge_leave(asked("sick"), terms=S0H, moment=ahead))[1] == ["leave_notice"]
    past = Moment(today=june(11), minutes_ahead={}, minutes_to_first_day=-2000)
    assert codes(judge_leave(asked(), terms=S0H, moment=past))[0] == ["leave_past"]


def test_what_is_no_request_or_no_notice_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="last day"):
        asked(first=10, last=9)
    with pytest.raises(ValueError, match="notice"):
        Notice(days=1, minutes=1)
    with pytest.raises(ValueError, match="ladder"):
        replace(S0H, late_approver="agent")
