"""Which missing rows are closed hours, which are holes."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from forecasting.slots import (
    aggregate,
    day_matrix,
    long_frame,
    set_aside,
    slot_minutes_of,
    total_calls,
    usable_calls,
)
from tests.forecasting.histories import bank, regular_history

MONDAY = dt.date(2026, 3, 2)


def test_the_real_history_has_two_unrecorded_days_and_no_closed_slot() -> None:
    matrix = day_matrix(bank())
    unrecorded = [matrix.day(int(index)) for index in np.flatnonzero(~matrix.recorded)]
    assert unrecorded == [dt.date(1999, 1, 11), dt.date(1999, 1, 12)]
    assert matrix.open_slots.all()
    assert matrix.slot_minutes == 30
    assert matrix.calls.sum() == bank()["calls"].sum()


def test_a_day_cut_short_is_not_recorded() -> None:
    calls = regular_history(MONDAY, 28)
    cut = calls[calls["ds"] < pd.Timestamp("2026-03-29 09:00")]
    assert not day_matrix(cut).recorded[-1]
    assert day_matrix(calls).recorded.all()


def test_closed_hours_and_closed_weekdays_are_no_holes() -> None:
    weekdays_only = (100.0, 90.0, 80.0, 70.0, 60.0, np.nan, np.nan)
    matrix = day_matrix(regular_history(MONDAY, 26, per_weekday=weekdays_only, open_hours=(7, 21)))
    assert matrix.recorded.sum() == 20
    assert not matrix.open_slots[5:].any()
    assert matrix.open_slots[0].sum() == 14


def test_rows_that_a_source_leaves_out_when_nobody_called_are_zero() -> None:
    calls = regular_history(MONDAY, 70)
    rng = np.random.default_rng(1)
    quiet = (calls["ds"].dt.hour < 5) & (rng.random(len(calls)) < 0.6)
    matrix = day_matrix(calls[~quiet])
    assert matrix.recorded.all()
    assert (matrix.calls[:, :5] == 0).any()


def test_slots_are_summed_into_longer_ones() -> None:
    calls = regular_history(MONDAY, 7, slot_minutes=15)
    summed = aggregate(calls, 60)
    assert slot_minutes_of(summed) == 60
    assert summed["calls"].sum() == pytest.approx(calls["calls"].sum())
    assert summed["calls"].iloc[0] == pytest.approx(100)


@pytest.mark.parametrize("minutes", [10, 45, 70])
def test_slots_that_do_not_fit_are_refused(minutes: int) -> None:
    calls = regular_history(MONDAY, 7, slot_minutes=30)
    with pytest.raises(ValueError, match="cannot be summed"):
        aggregate(calls, minutes)


def test_doubles_strays_and_centuries_are_refused() -> None:
    calls = regular_history(MONDAY, 7)
    with pytest.raises(ValueError, match="twice"):
        day_matrix(pd.concat([calls, calls.head(1)]))
    with pytest.raises(ValueError, match="grid"):
        day_matrix(calls.assign(ds=calls["ds"] + pd.Timedelta(minutes=7)))
    early = pd.DataFrame({"ds": [pd.Timestamp("1900-01-01")], "calls": [1.0]})
    with pytest.raises(ValueError, match="50 years"):
        day_matrix(pd.concat([early, calls]))
    with pytest.raises(ValueError, match="at least two"):
        slot_minutes_of(calls.head(1))


def test_a_matrix_and_its_long_frame_are_the_same() -> None:
    matrix = day_matrix(bank())
    frame = long_frame(matrix.first_day, {"calls": matrix.calls})
    both = frame.merge(bank(), on="ds", suffixes=("", "_then"))
    assert len(both) == len(bank())
    assert (both["calls"] == both["calls_then"]).all()


def test_a_day_set_aside_is_not_recorded_but_the_centre_was_open() -> None:
    calls = regular_history(dt.date(2026, 3, 2), 28)
    day = dt.date(2026, 3, 11)
    matrix = day_matrix(set_aside(calls, {day, dt.date(2030, 1, 1)}))
    index = (day - matrix.first_day).days
    assert np.flatnonzero(matrix.set_aside).tolist() == np.flatnonzero(~matrix.recorded).tolist() == [index]
    assert matrix.has_rows.all()
    assert matrix.calls[index].sum() == 0
    assert matrix.first(index + 1).set_aside.tolist() == [False] * index + [True]


def test_summing_keeps_what_is_set_aside() -> None:
    calls = set_aside(regular_history(dt.date(2026, 3, 2), 14, slot_minutes=15), {dt.date(2026, 3, 15)})
    summed = aggregate(calls, 60)
    assert summed["set_aside"].sum() == 24
    assert len(usable_calls(summed)) == 13 * 24
    assert "set_aside" not in total_calls(regular_history(dt.date(2026, 3, 2), 14)).columns
