from benchmarks.forecast_year import YEAR_DAYS, year_of_calls
from forecasting.slots import day_matrix


def test_the_year_is_whole_weeks_of_half_hours_each_once() -> None:
    calls = year_of_calls()
    assert calls["ds"].is_unique
    assert calls["ds"].is_monotonic_increasing
    matrix = day_matrix(calls)
    assert (matrix.n_days, matrix.calls.shape[1]) == (YEAR_DAYS, 48)
    assert matrix.weekdays[0] == 4  # 1 January 1999
    # the year begins again after whole weeks, with the calls of the same weekday
    assert matrix.calls[273].tolist() == matrix.calls[0].tolist()
