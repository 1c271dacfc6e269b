"""Granted, taken, asked for and left, by kind and calendar year; beyond it nothing is refused."""

from datetime import date

from roster.leave.asking import LeaveAsk, LeaveKind
from roster.leave.balance import Balances, Entry, Span, balances_of, beyond_balance, days_by_year

ANNUAL = LeaveKind.ANNUAL


def balances(*spans: Span) -> Balances:
    entries = [
        Entry(kind=ANNUAL, year=2026, half_days=20),
        Entry(kind=ANNUAL, year=2026, half_days=-5),
        Entry(kind=ANNUAL, year=2027, half_days=10),
    ]
    return balances_of(entries, spans)


def span(first: date, last: date, *, kind: LeaveKind = ANNUAL, is_granted: bool = True) -> Span:
    return Span(kind=kind, first=first, last=last, is_granted=is_granted)


def test_entries_add_up_and_what_was_never_granted_has_no_balance() -> None:
    found = balances(span(date(2026, 3, 2), date(2026, 3, 4), kind=LeaveKind.PERSONAL))
    assert {key: (each.granted, each.left) for key, each in found.items()} == {
        (ANNUAL, 2026): (15, 15),
        (ANNUAL, 2027): (10, 10),
    }


def test_taken_and_asked_for_lower_it_each_in_its_own_way() -> None:
    found = balances(
        span(date(2026, 3, 2), date(2026, 3, 4)),
        span(date(2026, 5, 4), date(2026, 5, 4), is_granted=False),
    )[ANNUAL, 2026]
    assert (found.taken, found.pending, found.left, found.free) == (6, 2, 9, 7)


def test_across_the_turn_of_the_year_each_year_has_its_own_days() -> None:
    assert days_by_year(date(2026, 12, 30), date(2027, 1, 3)) == {2026: 2, 2027: 3}
    found = balances(span(date(2026, 12, 30), date(2027, 1, 3)))
    assert [found[ANNUAL, year].taken for year in (2026, 2027)] == [4, 6]


def test_just_at_the_balance_nothing_is_said_and_one_day_beyond_it_is_noted() -> None:
    found = balances(span(date(2026, 3, 2), date(2026, 3, 4)))  # 4.5 days are left
    four = LeaveAsk(person="a", kind=ANNUAL, first=date(2026, 6, 1), last=date(2026, 6, 4))
    five = LeaveAsk(person="a", kind=ANNUAL, first=date(2026, 6, 1), last=date(2026, 6, 5))
    assert beyond_balance(four, found) == ()
    (noted,) = beyond_balance(five, found)
    assert (noted.code, noted.measured, noted.limit, noted.hard) == ("leave_balance", 5, 4, False)
    assert noted.details["free_half_days"] == 9


def test_of_a_kind_without_entitlement_nothing_is_said() -> None:
    sick = LeaveAsk(person="a", kind=LeaveKind.SICK, first=date(2026, 6, 1), last=date(2026, 6, 30))
    assert beyond_balance(sick, balances()) == ()
