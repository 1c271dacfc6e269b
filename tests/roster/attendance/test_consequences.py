"""What a month of lateness brings under a regulation, who left a post empty, and what absence is."""

import datetime as dt

import pytest

from roster.attendance.absence import AbsenceCause, Missed, absence_cause
from roster.attendance.judging import Finding, FindingCode
from roster.attendance.posts import Manned, empty_posts
from roster.attendance.sanctions import month_proposals
from roster.attendance.terms import Answerable, AttendanceTerms, Fine

S1A = AttendanceTerms(
    late_fine=Fine(sanction="fine", yuan=10),
    month_minutes=60,
    month_sanction="demerit",
    away_most=20,
    away_ladder=True,
)


def found(code: str, day: int, minutes: int) -> Finding:
    return Finding(
        code=FindingCode(code),
        date=dt.date(2026, 12, day),
        measured=minutes,
        at=dt.datetime(2026, 12, day, 3, tzinfo=dt.UTC),
    )


def test_g18_three_fines_and_a_demerit_at_the_third_event() -> None:
    events = [found("late", 3, 20), found("early", 9, 15), found("late", 17, 25)]
    proposals = month_proposals(reversed(events), S1A)
    assert [(p.sanction, p.yuan, p.date.day) for p in proposals] == [
        ("fine", 10, 3),
        ("fine", 10, 9),
        ("fine", 10, 17),
        ("demerit", None, 17),
    ]
    assert proposals[-1].minutes == 60


def test_a_minute_less_is_no_demerit_and_the_demerit_comes_once() -> None:
    events = [found("late", 3, 20), found("early", 9, 15), found("late", 17, 24)]
    assert "demerit" not in [p.sanction for p in month_proposals(events, S1A)]
    events += [found("late", 18, 30), found("late", 19, 30)]
    assert [p.sanction for p in month_proposals(events, S1A)].count("demerit") == 1


def test_g19_first_and_second_time_a_warning_from_the_third_on_demerit_and_fine() -> None:
    events = [found("away_long", day, 21) for day in (2, 4, 6, 8)]
    assert [p.sanction for p in month_proposals(events, S1A)] == [
        "warning",
        "warning",
        "demerit_and_fine",
        "demerit_and_fine",
    ]


def test_without_a_ladder_or_a_fine_nothing_is_proposed() -> None:
    events = [found("away_long", 2, 11), found("late", 3, 100)]
    assert month_proposals(events, AttendanceTerms(away_most=10)) == ()


def test_a_fine_without_an_amount_keeps_it_open() -> None:
    terms = AttendanceTerms(late_fine=Fine(sanction="warning_or_fine"))
    (proposal,) = month_proposals([found("late", 3, 5)], terms)
    assert (proposal.sanction, proposal.yuan) == ("warning_or_fine", None)


def manned(person: str, shift: tuple[int, int], *there: tuple[int, int]) -> Manned:
    return Manned(person=person, shift=shift, there=there)


def test_a_post_is_empty_from_the_minute_of_the_regulation_and_fined_beyond() -> None:
    terms = AttendanceTerms(empty_minutes=10, empty_yuan=50)
    desk = [manned("1", (0, 100), (0, 40), (50, 60), (71, 100)), manned("2", (0, 100), (0, 30))]
    assert [(e.start, e.end, e.yuan, e.answers) for e in empty_posts(desk, terms)] == [
        (40, 50, None, ("1", "2")),
        (60, 71, 50, ("1", "2")),
    ]


def test_nine_minutes_are_not_an_empty_post_and_a_blank_value_is_off() -> None:
    desk = [manned("1", (0, 100), (0, 40), (49, 100))]
    assert empty_posts(desk, AttendanceTerms(empty_minutes=10)) == ()
    assert empty_posts([manned("1", (0, 100))], AttendanceTerms()) == ()


def test_under_r_7_14_the_second_shift_answers() -> None:
    desk = [manned("1", (0, 100), (0, 40)), manned("2", (30, 130), (80, 130))]
    by = {
        who: empty_posts(desk, AttendanceTerms(empty_minutes=10, empty_answers=who))[0].answers
        for who in Answerable
    }
    assert by == {Answerable.DUTY_PERSON: ("1", "2"), Answerable.SECOND_SHIFT: ("2",)}


@pytest.mark.parametrize(
    ("missed", "cause"),
    [
        (Missed(has_leave=False, is_swapped=False, leave_on_swapped=True), AbsenceCause.LEAVE_NOT_ASKED),
        (Missed(has_leave=True, is_swapped=False, leave_on_swapped=False), None),
        (Missed(has_leave=True, is_swapped=True, leave_on_swapped=True), None),
        (Missed(has_leave=True, is_swapped=True, leave_on_swapped=False), AbsenceCause.LEAVE_ON_SWAPPED),
        (
            Missed(has_leave=False, is_swapped=True, leave_on_swapped=False, failed=True),
            AbsenceCause.UNCLEAR_SWAP,
        ),
        (Missed(has_leave=False, is_swapped=True, leave_on_swapped=False, failed=False), None),
        (
            Missed(has_leave=False, is_swapped=True, leave_on_swapped=False),
            AbsenceCause.LEAVE_NOT_ASKED,
        ),
    ],
)
def test_absence_without_leave_has_three_causes(missed: Missed, cause: AbsenceCause | None) -> None:
    assert absence_cause(missed) is cause
