"""Where events lie on a chart, and where their names find room."""

import datetime as dt

from flask import Flask

from forecasting.calendar import Event
from web.forecasts.event_bands import LANES, LONGEST, event_bands

DAYS = [dt.date(2026, 11, 1) + dt.timedelta(days=step) for step in range(30)]


def event(first: int, last: int, name: str = "") -> Event:
    return Event(
        start=dt.date(2026, 11, 1 + first), end=dt.date(2026, 11, 1 + last), kind="客户日", name=name
    )


def test_a_band_covers_the_days_that_the_chart_has(app: Flask) -> None:
    with app.test_request_context():
        before = Event(start=dt.date(2026, 10, 20), end=dt.date(2026, 10, 31), kind="客户日")
        into = Event(start=dt.date(2026, 10, 20), end=dt.date(2026, 11, 2), kind="客户日")
        assert event_bands(DAYS, [before]) == []
        assert event_bands(DAYS, [into]) == [
            {"first": 0, "last": 1, "label": "客户日", "lane": 0, "ends": False}
        ]
        slots = [day for day in DAYS[:2] for _slot in range(48)]
        (band,) = event_bands(slots, [event(1, 5)])
        assert (band["first"], band["last"]) == (48, 95)


def test_names_do_not_cover_each_other(app: Flask) -> None:
    with app.test_request_context():
        close = [event(at, at, "满减") for at in range(6)]
        bands = event_bands(DAYS, close)
        assert [band["lane"] for band in bands[:LANES]] == list(range(LANES))
        assert bands[LANES]["label"] == ""
        assert [band["first"] for band in bands] == list(range(6))
        far = event_bands(DAYS, [event(1, 1), event(15, 15)])
        assert [band["lane"] for band in far] == [0, 0]


def test_a_long_name_is_cut_and_one_at_the_edge_ends_there(app: Flask) -> None:
    with app.test_request_context():
        (band,) = event_bands(DAYS, [event(29, 29, "双十一之后的退货高峰期")])
        assert band["ends"]
        assert len(band["label"]) == LONGEST
        assert band["label"].endswith("…")
