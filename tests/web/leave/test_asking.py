"""Asking for leave under S0h: in time, late, in person, from holiday duty, on swapped shifts; once each."""

import datetime as dt

import pytest

from roster.leave.life import LeaveState
from roster.problem import Roster as Shifts
from tests.web.leave.bench import ANN, BEN, CAI, Bench, december, stored_bench
from tests.web.swaps.desk import give
from web.database import Database
from web.errors import NotFound
from web.leave.steps import LeaveAnswer, subject_of
from web.people.tables import Department
from web.records.store import of_subject

JANUARY = dt.date(2027, 1, 1)


def codes(answer: LeaveAnswer) -> list[str]:
    return [reason.code for reason in answer.reasons]


def china(day: int, hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
    zone = dt.timezone(dt.timedelta(hours=8))
    return dt.datetime(2026, 12, day, hour, minute, second, tzinfo=zone).astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("minute", "second", "state", "chain"),
    [
        (59 - 60, 0, LeaveState.SUBMITTED, ["leader"]),
        (0, 0, LeaveState.SUBMITTED, ["leader"]),
        (0, 59, LeaveState.SUBMITTED, ["leader"]),
        (1, 0, LeaveState.LATE_NOTICE, ["head"]),
    ],
)
def test_g12_sick_leave_an_hour_before_the_shift(
    bench: Bench, minute: int, second: int, state: LeaveState, chain: list[str]
) -> None:
    """Ann's early shift of the eighth begins at 8:00."""
    now = china(8, 7) + dt.timedelta(minutes=minute, seconds=second)
    asked = bench.ask(kind="sick", now=now)
    assert (asked.state, bench.row(asked).chain) == (state, chain)


def test_half_a_minute_before_the_shift_has_not_begun(bench: Bench) -> None:
    assert bench.ask(kind="sick", now=china(8, 7, 59, 30)).state is LeaveState.LATE_NOTICE
    assert codes(bench.ask(10, kind="sick", now=china(10, 8))) == ["leave_begun"]


def test_who_called_is_kept_as_it_can_be_stored(bench: Bench) -> None:
    told = {"kind": "sick", "by": bench.desk.leader, "channel": "proxy"}
    assert codes(bench.ask(**told, caller="\0")) == ["leave_caller_missing"]  # type: ignore[arg-type]
    asked = bench.ask(**told, caller="王\0姐")  # type: ignore[arg-type]
    assert bench.row(asked).caller == "王姐"


def test_the_record_says_whose_leave_it_is_and_who_is_to_sign(bench: Bench) -> None:
    asked = bench.ask()
    with bench.database.read() as session:
        department = bench.desk.office.department
        (found,) = of_subject(session, department, subject_of(asked.leave_id or 0))
    said = {name: found[1][name] for name in ("person", "is_special", "chain", "on_holiday")}
    assert said == {"person": ANN, "is_special": False, "chain": ["leader"], "on_holiday": False}


def test_g12_unapproved_what_came_too_late_is_proposed_as_absence_without_leave(bench: Bench) -> None:
    asked = bench.ask(kind="sick", now=china(8, 7, 1))
    assert bench.told(bench.desk.office.head.user_id) == ["leave_to_approve"]
    assert bench.wait(china(8, 7, 59, 59)) == 0
    assert bench.wait(china(8, 8)) > 0
    assert bench.state(asked) is LeaveState.UNEXCUSED
    assert bench.told(bench.desk.office.users[ANN]) == ["leave_unexcused"]
    assert bench.roster().kind(ANN, december(8)) == "E"  # still rostered
    assert bench.wait(china(8, 9)) == 0


@pytest.mark.parametrize(
    ("days", "chain", "regulated"),
    [
        (1, ["leader"], True),
        (3, ["leader", "supervisor"], True),
        (5, ["leader", "supervisor", "head"], False),
        (8, ["leader", "supervisor", "head", "hr"], True),
    ],
)
def test_g13_the_chain_grows_with_the_days(
    bench: Bench, days: int, chain: list[str], regulated: bool
) -> None:
    row = bench.row(bench.ask(8, 8 + days - 1))
    assert (row.chain, row.is_regulated) == (chain, regulated)


def test_g10_no_leave_on_a_pay_back_shift(bench: Bench) -> None:
    """Cai stands in for Ann on the eighth; Ann pays back on the twenty-first, otherwise Cai's."""
    desk = bench.desk
    desk.effective(desk.ask(give(8, ANN, CAI), paybacks=(give(21, CAI, ANN),)), by=CAI)
    refused = bench.ask(21)
    assert codes(refused) == ["leave_swapped"]
    assert refused.reasons[0].dates == (december(21),)  # type: ignore[union-attr]
    assert codes(bench.ask(20, 22, kind="sick")) == ["leave_swapped"]
    assert bench.ask(22).done


def test_no_leave_on_a_shift_taken_in_a_swap_but_on_others(bench: Bench) -> None:
    bench.desk.effective(bench.desk.exchange(8))
    assert codes(bench.ask(8)) == ["leave_swapped"]
    assert codes(bench.ask(8, who=BEN)) == ["leave_swapped"]
    assert bench.ask(10).done


@pytest.mark.parametrize(("asked_on", "refused"), [(6, []), (7, ["leave_holiday_notice"])])
def test_g15_holiday_duty(bench: Bench, asked_on: int, refused: list[str]) -> None:
    bench.holiday(december(8))
    answer = bench.ask(8, now=china(asked_on, 23, 59))
    assert codes(answer) == refused
    if not refused:
        row = bench.row(answer)
        assert (row.on_holiday, row.chain) == (True, ["leader", "supervisor", "head"])


def test_g15_a_holiday_counts_where_no_roster_is_in_force_yet_and_a_day_off_does_not(bench: Bench) -> None:
    for day in (december(9), JANUARY):
        bench.holiday(day)
    assert not bench.row(bench.ask(9)).on_holiday
    row = bench.row(bench.ask(JANUARY))
    assert (row.on_holiday, row.chain) == (True, ["leader", "supervisor", "head"])


def test_personal_leave_is_in_person_sick_leave_may_be_told_by_phone(bench: Bench) -> None:
    leader = bench.desk.leader
    assert codes(bench.ask(by=leader)) == ["leave_in_person"]
    asked = bench.ask(by=leader, kind="sick", channel="proxy", caller="母亲")
    row = bench.row(asked)
    assert (asked.done, row.channel, row.caller, row.created_by_id) == (True, "proxy", "母亲", leader.user_id)
    assert bench.told(bench.desk.office.users[ANN]) == ["leave_asked_for"]


def test_an_emergency_is_told_by_anybody_any_time_before_the_shift_and_decided_afterwards(
    bench: Bench,
) -> None:
    now = china(8, 7, 59)
    asked = bench.ask(by=bench.desk.leader, kind="emergency", channel="proxy", caller="邻居", now=now)
    assert asked.state is LeaveState.NOTIFIED
    bench.wait(china(8, 12))
    assert bench.state(asked) is LeaveState.NOTIFIED
    assert not bench.row(asked).needs_proof
    assert codes(bench.ask(10, by=bench.desk.leader, kind="emergency", channel="proxy", now=now)) == [
        "leave_caller_missing"
    ]
    assert codes(bench.ask(10, kind="emergency", now=china(10, 8))) == ["leave_begun"]


def test_a_double_click_is_one_request_and_a_second_one_for_the_same_day_is_refused(bench: Bench) -> None:
    first, second = bench.ask(token="one"), bench.ask(token="one")
    assert first.leave_id == second.leave_id
    assert codes(bench.ask(7, 9, token="two")) == ["leave_asked_already"]
    assert codes(bench.ask(8, token="three", kind="nonsense", reason=" ")) == [
        "leave_reason_missing",
        "leave_malformed",
    ]


def test_all_reasons_at_once(bench: Bench) -> None:
    bench.ask(8, token="one")
    bench.desk.effective(bench.desk.exchange(10))
    answer = bench.ask(8, 10, token="two", kind="marriage", by=bench.desk.leader)
    assert codes(answer) == ["leave_asked_already", "leave_kind", "leave_swapped"]
    missing = bench.ask(first=december(8), last=None, by=bench.desk.leader, channel="proxy", reason="")
    assert codes(missing) == ["leave_reason_missing", "leave_caller_missing"]
    assert codes(bench.ask(9, 8)) == ["end_before_start"]
    assert codes(bench.ask(december(1), dt.date(2028, 1, 1))) == ["leave_too_long"]


def test_nobody_asks_for_somebody_beyond_their_reach(bench: Bench) -> None:
    with pytest.raises(NotFound):
        bench.ask(who=ANN, by=bench.actor(BEN))
    with pytest.raises(NotFound):
        bench.ask(who=BEN, by=bench.desk.leader)


def test_one_minute_past_midnight_the_day_before_is_over(bench: Bench) -> None:
    assert bench.ask(8, now=china(7, 23, 59, 59)).state is LeaveState.SUBMITTED
    assert bench.ask(10, now=china(10, 0)).state is LeaveState.LATE_NOTICE


def test_where_no_roster_is_in_force_yet_the_first_day_counts(bench: Bench) -> None:
    january = dt.date(2027, 1, 5)
    asked = bench.ask(january)
    assert asked.state is LeaveState.SUBMITTED
    assert bench.row(asked).expires_at == dt.datetime(2027, 1, 5, 16, tzinfo=dt.UTC)
    bench.wait(dt.datetime(2027, 1, 5, 16, tzinfo=dt.UTC))
    assert bench.state(asked) is LeaveState.EXPIRED


@pytest.mark.parametrize(("minute", "state"), [(0, LeaveState.SUBMITTED), (1, LeaveState.LATE_NOTICE)])
def test_across_a_clock_that_is_set_back_the_hour_is_counted_between_instants(
    database: Database, minute: int, state: LeaveState
) -> None:
    """Berlin, 25 October: an hour is there twice in the night; the early shift begins at 8:00."""
    bench = stored_bench(database)
    with bench.database.write() as session:
        session.get_one(Department, bench.desk.office.department).time_zone = "Europe/Berlin"
        session.commit()
    month = dt.date(2026, 10, 1)
    bench.desk.office.published(Shifts({(ANN, dt.date(2026, 10, 25)): "E"}), month=month)
    now = dt.datetime(2026, 10, 25, 6, minute, tzinfo=dt.UTC)
    assert bench.ask(dt.date(2026, 10, 25), kind="sick", now=now).state is state
