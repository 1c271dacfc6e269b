"""Handling time and patience by weekday and slot, on their way into the need."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecasting.calls import read_calls
from forecasting.forecasters.weekday_mean import WeekdayMeanForecaster
from tests.forecasting.histories import BANK_FULL
from tests.web.planning.test_month import ALWAYS, CALENDAR, KINDS, MONTH, history
from web.planning.month import MonthNeed, Targets, measured_targets, month_need
from web.planning.profiles import FEWEST_ANSWERED, NONE, Figure, Profiles, measure_profiles, weighted_mean

BEFORE = pd.Timestamp(MONTH)


def figure(seconds: float, *, at_ten: float) -> Figure:
    rows = [[at_ten if slot == 20 else seconds for slot in range(48)] for _ in range(7)]
    return Figure(slot_minutes=30, seconds=rows, calls=[[9] * 48 for _ in range(7)], mean_s=seconds)


def need(profiles: Profiles, targets: Targets | None = None) -> MonthNeed:
    return month_need(
        history(),
        CALENDAR,
        first_day=MONTH,
        days=31,
        slot_minutes=30,
        targets=targets or Targets(),
        round_the_clock=False,
        kinds=KINDS,
        opening=ALWAYS,
        forecaster=WeekdayMeanForecaster(),
        profiles=profiles,
    )


def measured_history(*, answered: float = 20.0) -> pd.DataFrame:
    """Calls take 300 s at ten and 150 s else; callers wait 10 s each, one in thirty gives up."""
    calls = history()
    calls = calls.assign(answered=np.where(calls["calls"] > 0, answered, 0.0))
    seconds = np.where(calls["ds"].dt.hour == 10, 300.0, 150.0)
    return calls.assign(
        aht_s=np.where(calls["answered"] > 0, seconds, np.nan),
        abandoned=calls["calls"] / 30,
        wait_s_sum=calls["calls"] * 10.0,
    )


def test_a_slot_of_longer_calls_needs_more_people_and_the_others_stay() -> None:
    plain = need(NONE).of_month(need(NONE).staffing)
    longer = need(Profiles(handling=figure(180.0, at_ten=360.0))).staffing.iloc[: len(plain)]
    at_ten = (plain["ds"].dt.hour == 10) & (plain["ds"].dt.minute == 0)
    assert (longer.loc[at_ten, "required"] > plain.loc[at_ten, "required"]).all()
    assert longer.loc[~at_ten, "required"].tolist() == plain.loc[~at_ten, "required"].tolist()


def test_the_targets_then_hold_the_means_over_the_calls_expected() -> None:
    profiles = Profiles(handling=figure(180.0, at_ten=360.0), patience=figure(240.0, at_ten=240.0))
    found = measured_targets(Targets(), need(profiles))
    assert found.aht_seconds == pytest.approx((23 * 180 + 360) / 24, abs=0.05)  # 24 equal slots a day
    assert found.patience_seconds == 240.0
    assert measured_targets(Targets(patience_seconds=99.0), need(NONE)) == Targets(patience_seconds=99.0)


def test_a_need_by_profiles_of_one_number_is_that_by_the_number() -> None:
    profiles = Profiles(handling=figure(200.0, at_ten=200.0), patience=figure(120.0, at_ten=120.0))
    by_number = need(NONE, Targets(aht_seconds=200.0, patience_seconds=120.0))
    pd.testing.assert_frame_equal(need(profiles).staffing, by_number.staffing)


def test_both_are_measured_on_the_half_year_before_the_month() -> None:
    found = measure_profiles(measured_history(), before=BEFORE, slot_minutes=30)
    assert found.handling is not None
    assert found.patience is not None
    assert found.handling.seconds[2][20] == pytest.approx(300, abs=5)
    assert found.handling.seconds[2][30] == pytest.approx(150, abs=5)
    assert found.patience.mean_s == pytest.approx(300)
    assert found.handling.calls[2][20] == 200  # ten Wednesdays of twenty calls
    late = measure_profiles(measured_history(), before=BEFORE + pd.Timedelta(days=400), slot_minutes=30)
    assert late == NONE


def test_few_calls_or_missing_columns_leave_the_department_its_number() -> None:
    few = measured_history().iloc[16:24].assign(answered=FEWEST_ANSWERED / 8 - 1)
    assert measure_profiles(few, before=BEFORE, slot_minutes=30) == NONE
    assert measure_profiles(history(), before=BEFORE, slot_minutes=30) == NONE


def test_what_is_kept_comes_back() -> None:
    found = measure_profiles(measured_history(), before=BEFORE, slot_minutes=30)
    assert Profiles.from_json(found.to_json()) == found
    assert Profiles.from_json({}) == NONE
    assert NONE.to_json() == {}


def test_a_factor_lengthens_all_calls_and_no_patience() -> None:
    forecast = pd.DataFrame(
        {"ds": pd.to_datetime(["2026-12-02 10:10", "2026-12-02 11:00"]), "mean": [1.0, 3.0]}
    )
    profiles = Profiles(handling=figure(100.0, at_ten=300.0), patience=figure(60.0, at_ten=60.0))
    found = profiles.of(forecast, factor=1.5)
    assert found["aht_s"].tolist() == [450.0, 150.0]
    assert found["patience_s"].tolist() == [60.0, 60.0]
    assert weighted_mean(found, "aht_s") == 225.0


def test_the_bank_is_staffed_by_its_own_profile() -> None:
    frame = read_calls(BANK_FULL).frame
    found = measure_profiles(frame, before=pd.Timestamp(dt.date(1999, 3, 1)), slot_minutes=30)
    assert found.handling is not None
    assert found.patience is not None
    assert found.handling.mean_s == pytest.approx(180.6, abs=1)
    assert replace(found.patience, seconds=[]).mean_s == pytest.approx(356, abs=3)
