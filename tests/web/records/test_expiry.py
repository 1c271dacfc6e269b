"""Until when a record is kept: to the second, by the department's calendar."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from web.policy.terms.records import Retention
from web.policy.vocabulary.records import RetentionStart, RetentionUnit
from web.records.chain import PAYLOAD_DELETED
from web.records.expiry import is_over, kept_until, least_days

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
MONTH = Retention(amount=1, unit=RetentionUnit.MONTHS)
THREE_YEARS = Retention(amount=3, unit=RetentionUnit.YEARS, counted_from=RetentionStart.VOLUME_CLOSED)
THREE_YEARS_FROM_RECORD = Retention(amount=3, unit=RetentionUnit.YEARS)
TEN_DAYS = Retention(amount=10, unit=RetentionUnit.DAYS)
SECOND = dt.timedelta(seconds=1)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


CASES = {
    "a month": (MONTH, "2026-11-20 10:00:00", "2026-12-20 10:00:00"),
    "a month over the new year": (MONTH, "2026-12-20 10:00:00", "2027-01-20 10:00:00"),
    "a month that has no such day is over when it ends": (
        MONTH,
        "2026-01-31 10:00:00",
        "2026-03-01 00:00:00",
    ),
    "a month to the last day": (MONTH, "2026-01-28 10:00:00", "2026-02-28 10:00:00"),
    "a month to the leap day": (MONTH, "2028-01-29 10:00:00", "2028-02-29 10:00:00"),
    "a month beyond the leap day": (MONTH, "2028-01-30 10:00:00", "2028-03-01 00:00:00"),
    "a month from December's last day": (MONTH, "2026-12-31 23:59:59", "2027-01-31 23:59:59"),
    "three years from the volume's end": (THREE_YEARS, "2026-11-20 10:00:00", "2029-12-01 00:00:00"),
    "from the end of December's volume": (THREE_YEARS, "2026-12-31 23:59:59", "2030-01-01 00:00:00"),
    "the volume's last second": (THREE_YEARS, "2026-11-30 23:59:59", "2029-12-01 00:00:00"),
    "the next volume's first": (THREE_YEARS, "2026-12-01 00:00:00", "2030-01-01 00:00:00"),
    "a volume with a leap day": (THREE_YEARS, "2028-02-29 12:00:00", "2031-03-01 00:00:00"),
    "three years from the leap day": (THREE_YEARS_FROM_RECORD, "2028-02-29 12:00:00", "2031-03-01 00:00:00"),
    "three years to a leap year": (THREE_YEARS_FROM_RECORD, "2025-02-28 12:00:00", "2028-02-28 12:00:00"),
    "ten days": (TEN_DAYS, "2026-12-25 10:00:00", "2027-01-04 10:00:00"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_record_is_kept_to_the_second(name: str) -> None:
    keep, made, end = CASES[name]
    assert kept_until(at(made), keep, SHANGHAI) == at(end)
    for now, over in ((at(end) - SECOND, False), (at(end), True), (at(end) + SECOND, True)):
        assert is_over("handover.sign", at(made), {keep}, SHANGHAI, now=now) is over


def test_the_department_s_calendar_counts_not_that_of_utc() -> None:
    made = at("2026-12-01 07:00:00")  # still November in UTC
    assert kept_until(made, THREE_YEARS, SHANGHAI) == at("2030-01-01 00:00:00")


def test_where_the_clock_shows_a_time_twice_or_never_the_later_instant_counts() -> None:
    twice = kept_until(at("2026-09-25 02:30:00", BERLIN), MONTH, BERLIN)
    assert twice == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)
    never = kept_until(at("2027-02-28 02:30:00", BERLIN), MONTH, BERLIN)
    assert never == dt.datetime(2027, 3, 28, 1, 30, tzinfo=dt.UTC)


def test_the_longest_period_that_applies_holds() -> None:
    made = at("2026-11-20 10:00:00")
    both = {MONTH, THREE_YEARS}
    assert not is_over("handover.sign", made, both, SHANGHAI, now=at("2029-11-30 23:59:59"))
    assert is_over("handover.sign", made, both, SHANGHAI, now=at("2029-12-01 00:00:00"))


def test_what_wages_are_reckoned_from_is_kept_two_years_whatever_the_log_s_period() -> None:
    made = at("2026-11-20 10:00:00")
    for kind in ("overtime.approve", "leave.approve", "swap.approve", "attendance.register"):
        assert not is_over(kind, made, {MONTH}, SHANGHAI, now=at("2028-11-20 09:59:59"))
        assert is_over(kind, made, {MONTH}, SHANGHAI, now=at("2028-11-20 10:00:00"))


def test_without_a_period_nothing_is_ever_over() -> None:
    made, now = at("2026-11-20 10:00:00"), at("2126-11-20 10:00:00")
    assert not is_over("handover.sign", made, set(), SHANGHAI, now=now)
    assert not is_over("handover.sign", made, {MONTH, None}, SHANGHAI, now=now)
    for kind in (PAYLOAD_DELETED, "hold.place", "hold.lift"):
        assert not is_over(kind, made, {MONTH}, SHANGHAI, now=now)


@pytest.mark.parametrize("keep", [MONTH, THREE_YEARS, THREE_YEARS_FROM_RECORD, TEN_DAYS])
def test_no_record_is_over_before_the_least_days(keep: Retention) -> None:
    for day in range(0, 1500, 7):
        made = at("2026-01-30 23:30:00") + dt.timedelta(days=day)
        assert made + dt.timedelta(days=least_days({keep, None})) <= kept_until(made, keep, SHANGHAI)
