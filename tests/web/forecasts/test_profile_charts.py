"""The charts of handling time: what is said of a weekday on which hardly anything was measured."""

import datetime as dt

from flask import Flask
from flask_babel import force_locale

from web.forecasts.profile_charts import FEW_CALLS, profile_charts
from web.planning.profiles import Figure, Profiles

MONDAY, SATURDAY = dt.date(2026, 11, 16), dt.date(2026, 11, 21)


def measured(on_saturdays: int) -> Profiles:
    """Four slots of six hours: 100 calls at each on weekdays, so many in all on Saturdays."""
    calls = [[100] * 4 for _day in range(5)] + [[on_saturdays, 0, 0, 0], [0] * 4]
    return Profiles(
        handling=Figure(slot_minutes=360, seconds=[[180.0, 200.0, 190.0, 170.0]] * 7, calls=calls, mean_s=185)
    )


def test_a_weekday_with_hardly_any_call_says_where_its_figures_come_from(app: Flask) -> None:
    with app.test_request_context():
        (few,) = profile_charts(measured(FEW_CALLS - 1), SATURDAY)
        assert "只有 49 通" in few.few
        assert "185" in few.few
        (enough,) = profile_charts(measured(FEW_CALLS), SATURDAY)
        assert enough.few == ""
        (monday,) = profile_charts(measured(0), MONDAY)
        assert monday.few == ""
        with force_locale("en"):
            (none,) = profile_charts(measured(0), SATURDAY)
            assert "none was counted" in none.few
        assert none.chart.data["calls"] == [0, 0, 0, 0]
