"""The month as pure steps: calls → forecast → need → demand."""

import datetime as dt
import math
from dataclasses import replace

import pandas as pd
import pytest

from forecasting.calendar import Calendar
from forecasting.forecasters.weekday_mean import WeekdayMeanForecaster
from roster.calendar import Calendar as Opening
from roster.shifts import ShiftKind
from web.planning.method import StaffingMethod
from web.planning.month import MonthNeed, Targets, month_need
from web.planning.opening import staffed_slots
from web.planning.plan import need_slot_minutes
from web.planning.plan_files import seats_report
from web.planning.settings import shift_kinds, with_closed_days
from web.policy import load_preset

MONTH = dt.date(2026, 12, 1)
CALENDAR = Calendar(country=None)
ALWAYS = Opening()
KINDS = shift_kinds(load_preset("S0g").effective().values.shift_times)


def history(days: int = 70, *, minutes: int = 30) -> pd.DataFrame:
    """The same calls every day: 30 each half-hour from 8:00 to 20:00."""
    starts = pd.date_range("2026-12-01", periods=days * 1440 // minutes, freq=f"{minutes}min")
    starts = starts - pd.Timedelta(days=days)
    calls = [30.0 * minutes / 30 if 8 <= start.hour < 20 else 0.0 for start in starts]
    return pd.DataFrame({"ds": starts, "calls": calls})


def need(
    calls: pd.DataFrame,
    *,
    targets: Targets | None = None,
    round_the_clock: bool = False,
    slot_minutes: int = 30,
    kinds: tuple[ShiftKind, ...] = KINDS,
    opening: Opening = ALWAYS,
) -> MonthNeed:
    return month_need(
        calls,
        CALENDAR,
        first_day=MONTH,
        days=31,
        slot_minutes=slot_minutes,
        targets=targets or Targets(),
        round_the_clock=round_the_clock,
        kinds=kinds,
        opening=opening,
        forecaster=WeekdayMeanForecaster(),
    )


def test_the_demand_is_the_staffing_day_by_day() -> None:
    found = need(history())
    demand = found.demand(KINDS)
    assert (demand.first_day, demand.days, demand.slots_per_day) == (MONTH, 31, 48)
    of_month = [people for day in demand.required for people in day]
    assert of_month == found.of_month(found.staffing)["required"].tolist()
    assert [*of_month, *demand.after] == found.staffing["required"].tolist()[: 31 * 48 + 16]
    assert found.need_minutes == 30 * sum(of_month)
    assert demand.required[0] == demand.required[30]


def test_shrinkage_adds_people_and_a_patient_target_takes_some_away() -> None:
    none = need(history(), targets=Targets(shrinkage=0.0)).staffing["required"]
    third = need(history(), targets=Targets(shrinkage=1 / 3)).staffing["required"]
    assert third.tolist() == [math.ceil(people * 1.5 - 1e-9) for people in none]
    eager = need(history(), targets=Targets(service_level_share=0.95, service_level_seconds=5))
    assert eager.need_minutes > need(history()).need_minutes


def test_nobody_is_needed_while_nobody_calls_unless_the_line_never_closes() -> None:
    night = slice(0, 16)
    assert set(need(history()).demand(KINDS).required[0][night]) == {0}
    assert set(need(history(), round_the_clock=True).demand(KINDS).required[0][night]) == {2}


def test_what_the_security_desk_covers_is_no_need_of_customer_service() -> None:
    """R-2.13: S0i has customer service from 8:00 to 18:00 on workdays; the others' hours are named apart."""
    policy = load_preset("S0i").effective()
    kinds = shift_kinds(policy.values.shift_times)
    found = need(history(), kinds=kinds, opening=with_closed_days(ALWAYS, policy))
    of_month = found.of_month(found.staffing)
    starts, needed = of_month["ds"].dt, of_month["required"]
    own = (starts.hour >= 8) & (starts.hour < 18) & (starts.day_of_week < 5)
    assert needed[own].min() > 0
    assert needed[~own].max() == 0
    # two hours of each of 23 workdays, and twelve of each of 8 days at the weekend
    assert found.left_out_calls == pytest.approx(60 * (2 * 23 + 12 * 8))


def test_calls_of_shorter_slots_give_the_same_need() -> None:
    assert need(history(minutes=15)).demand(KINDS) == need(history()).demand(KINDS)


@pytest.mark.parametrize(("minutes", "planned"), [(15, 30), (30, 30), (20, 20), (60, 60), (12, 12)])
def test_a_plan_takes_half_hours_or_the_slots_of_its_calls(minutes: int, planned: int) -> None:
    calls = history(minutes=minutes)
    assert need_slot_minutes(calls) == planned
    found = need(calls, slot_minutes=planned)
    assert found.forecast["mean"].sum() == pytest.approx(32 * 24 * 30)
    assert found.staffing["required"].max() == need(history()).staffing["required"].max()


def test_slots_that_do_not_divide_an_hour_cannot_be_planned() -> None:
    with pytest.raises(ValueError, match="per 120 minutes"):
        need_slot_minutes(history(minutes=120))


def test_an_hour_in_which_shifts_hand_over_is_split_between_them() -> None:
    found = need(history(minutes=60), slot_minutes=60)
    demand = found.demand(KINDS)
    by_hour = found.staffing["required"].tolist()
    assert demand.slot_minutes == 30  # the middle shift of S0g begins at 15:30
    assert list(demand.required[0]) == [people for people in by_hour[:24] for _half in range(2)]
    assert found.need_minutes == 30 * sum(people for day in demand.required for people in day)
    on_the_hour = [replace(KINDS[0], end_minute=16 * 60)]
    assert found.demand(on_the_hour).slot_minutes == 60


def test_closed_days_and_hours_without_a_shift_need_nobody_and_are_counted_apart() -> None:
    day = replace(KINDS[0], code="D", family="D", start_minute=9 * 60, end_minute=18 * 60)
    whole = need(history())
    found = need(history(), kinds=(day,), opening=Opening(closed_weekdays=frozenset({4})))
    table = found.demand((day,)).required
    fridays = [number for number in range(31) if (MONTH + dt.timedelta(days=number)).weekday() == 4]
    assert {people for number in fridays for people in table[number]} == {0}
    assert {slot for row in table for slot, people in enumerate(row) if people} == set(range(18, 36))
    assert found.forecast.equals(whole.forecast)
    left_out = 31 * 24 - (31 - len(fridays)) * 18  # half-hours of 8:00 to 20:00 in which nobody can be there
    assert found.left_out_calls == pytest.approx(30 * left_out)
    assert found.left_out_minutes + found.need_minutes == whole.need_minutes
    assert whole.left_out_calls == 0


def test_a_night_fills_the_morning_after_unless_its_own_day_is_closed() -> None:
    closed = Opening(closed_weekdays=frozenset({4}))
    friday = dt.date(2026, 12, 4)
    found = staffed_slots(KINDS, closed, first_day=friday, days=3, slot_minutes=60)
    assert not found[0].any()
    assert [int(slots.argmax()) for slots in found[1:]] == [8, 0]  # Saturday from the early shift on
    assert found[1:, 8:].all()


def test_training_and_shifts_placed_by_hand_fill_nothing() -> None:
    early = KINDS[0]
    others = (replace(early, code="T", family="T"), replace(early, code="E2", assignable=False))
    both = (replace(early, start_minute=600, end_minute=720, paid_minutes=120), *others)
    found = staffed_slots(both, ALWAYS, first_day=MONTH, days=1, slot_minutes=30)
    assert found[0].nonzero()[0].tolist() == [20, 21, 22, 23]
    assert staffed_slots(others, ALWAYS, first_day=MONTH, days=1, slot_minutes=30).all()  # nothing is known


def test_without_history_or_with_too_long_slots_there_is_no_need() -> None:
    with pytest.raises(ValueError, match="no calls before"):
        need(history().assign(ds=lambda frame: frame["ds"] + pd.Timedelta(days=70)))
    with pytest.raises(ValueError, match="cannot be summed"):
        need(history(minutes=60))


def test_targets_are_kept_as_plain_values() -> None:
    kept = Targets(patience_seconds=90.0, max_occupancy=0.85).to_json()
    assert Targets(**kept) == Targets(patience_seconds=90.0, max_occupancy=0.85)  # type: ignore[arg-type] # from JSON
    assert set(kept) == {
        "service_level_share",
        "service_level_seconds",
        "aht_seconds",
        "patience_seconds",
        "shrinkage",
        "max_occupancy",
        "min_answer_rate",
        "max_asa_seconds",
        "own_numbers",
        "seats",
        "carry_over",
        "method",
        "busy_hour_calls",
        "busy_hour_measured_on",
    }


def test_an_answer_rate_and_an_average_wait_reach_the_staffing() -> None:
    plain = need(history(), targets=Targets(patience_seconds=120))
    answered = need(history(), targets=Targets(patience_seconds=120, min_answer_rate=0.999))
    at_once = need(history(), targets=Targets(patience_seconds=120, max_asa_seconds=1))
    assert answered.need_minutes > plain.need_minutes
    assert at_once.need_minutes > plain.need_minutes
    busy = at_once.staffing["on_calls"] > 0
    assert (at_once.staffing.loc[busy, "asa_s"] <= 1).all()
    assert (answered.staffing.loc[busy, "abandoned"] <= 0.001).all()


def test_of_several_targets_the_largest_need_decides() -> None:
    each = (Targets(), Targets(max_occupancy=0.7), Targets(max_asa_seconds=1))
    both = need(history(), targets=Targets(max_occupancy=0.7, max_asa_seconds=1))
    alone = [need(history(), targets=targets).staffing["on_calls"] for targets in each]
    largest = pd.concat(alone, axis=1).max(axis=1)
    assert both.staffing["on_calls"].tolist() == largest.tolist()


def test_seats_cut_the_need_and_say_what_is_left() -> None:
    """30 calls of 180 s in half an hour are 3 erlangs: 80/20 asks for 5 agents (81.1 %), 4 give 54.4 %."""
    free, cut = need(history()), need(history(), targets=Targets(seats=4))
    assert free.without_seat.empty
    slots = cut.without_seat
    assert len(slots) == 31 * 24  # every half-hour from 8:00 to 20:00
    assert set(slots["missing"]) == {1}
    assert set(slots["on_calls"]) == {4}
    assert slots["service_level"].tolist() == pytest.approx([0.544] * len(slots), abs=0.001)
    assert cut.need_minutes < free.need_minutes
    assert seats_report(free, None) is None
    report = seats_report(cut, 4)
    assert report is not None
    assert report["ceiling"] == 4
    assert len(report["slots"]) == len(slots)
    first = report["slots"][0]
    assert (first["ds"], first["missing"]) == ("2026-12-01T08:00:00", 1)
    assert first["service_level"] == pytest.approx(0.544, abs=0.001)


def test_carried_over_load_comes_after_the_calls() -> None:
    """Calls of an hour each: the first slots need fewer people, the evening still needs some."""
    long = Targets(aht_seconds=3600)
    plain, carried = need(history(), targets=long), need(history(), targets=replace(long, carry_over=True))
    of_day = [frame.staffing["required"].to_numpy()[48:96] for frame in (plain, carried)]
    assert of_day[1][16] < of_day[0][16]
    assert of_day[0][40] == 0 < of_day[1][40]


def test_the_busy_hour_method_divides_by_what_was_measured() -> None:
    measured = Targets(
        method=StaffingMethod.BUSY_HOUR, busy_hour_calls=20, busy_hour_measured_on="2026-11-02"
    )
    found = need(history(), targets=measured).staffing
    busy = found.loc[found["ds"].dt.hour == 12]
    assert set(busy["on_calls"]) == {3}  # 60 calls an hour
    assert set(busy["required"]) == {5}  # with 30 % shrinkage
    with pytest.raises(ValueError, match="needs the measured calls"):
        need(history(), targets=Targets(method=StaffingMethod.BUSY_HOUR))
