import datetime as dt

from forecasting.calendar import DayKind
from web.coverage.figures import DayCoverage, MonthCoverage
from web.coverage.heat import HeatCell, heat_rows
from web.forecasts.tables import Requirement

DAY = dt.date(2026, 11, 2)


def month(need: list[int], assigned: list[int], calls: list[float] | None = None) -> MonthCoverage:
    day = DayCoverage(
        date=DAY,
        kind=DayKind.ORDINARY,
        name="",
        slot_minutes=60,
        rostered=True,
        need=need,
        assigned=assigned,
        families={},
        calls=calls or [0.0] * len(need),
        stretches=[],
    )
    requirement = Requirement(settings={"aht_seconds": 360.0, "shrinkage": 0.0})
    return MonthCoverage(
        month=DAY,
        requirement=requirement,
        version=None,
        versions=[],
        outdated=False,
        days=[day],
    )


def cells(found: MonthCoverage, show: str) -> list[HeatCell]:
    (row,) = heat_rows(found, show, DAY)
    assert row.chosen
    return list(row.cells)


def test_a_gap_is_printed_where_people_are_missing_and_read_aloud_elsewhere() -> None:
    found = cells(month([5] * 8, [0, 2, 3, 4, 5, 6, 8, 9]), "gap")
    assert [cell.look for cell in found] == ["s3", "s3", "s2", "s1", "z0", "o1", "o1", "o4"]
    assert [cell.text for cell in found] == ["−5", "−3", "−2", "−1", "", "", "", ""]
    assert [cell.label for cell in found] == ["", "", "", "", "0", "+1", "+3", "+4"]


def test_amounts_are_shaded_up_to_the_largest() -> None:
    found = cells(month([0, 1, 2, 3, 4, 6, 8], [0] * 7), "need")
    assert [cell.look for cell in found] == ["z0", "n1", "n1", "n2", "n2", "n3", "n4"]
    assert [cell.text for cell in found] == ["0", "1", "2", "3", "4", "6", "8"]
    assert {cell.look for cell in cells(month([1], [0]), "assigned")} == {"z0"}


def test_occupancy_is_in_percent_and_loud_above_what_people_can_bear() -> None:
    # One call of 360 s an hour is a tenth of an agent.
    calls = [2.0, 5, 8, 8.8, 9.5, 11, 400, 1]
    found = cells(month([1] * 8, [1] * 7 + [0], calls), "occupancy")
    assert [cell.text for cell in found] == ["20", "50", "80", "88", "95", "110", "999", "–"]
    assert [cell.look for cell in found] == ["o4", "o1", "z0", "s1", "s2", "s3", "s3", "z0"]
