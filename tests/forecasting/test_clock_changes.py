"""The two nights on which clocks change, in every slot length: sums, no invented slots, a clear notice."""

import datetime as dt
import zoneinfo

import pandas as pd
import pytest

from forecasting.calls import CallsFile, check_calls, read_calls
from forecasting.tabular import NoticeCode, ProblemCode

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
LENGTHS = [5, 15, 30, 60]


def instants(day: dt.date, minutes: int, days: int = 15) -> list[dt.datetime]:
    """Every slot of two weeks around a day, as instants in Berlin."""
    begin = dt.datetime.combine(day - dt.timedelta(days=7), dt.time(), tzinfo=BERLIN).astimezone(dt.UTC)
    end = dt.datetime.combine(day + dt.timedelta(days=days - 7), dt.time(), tzinfo=BERLIN)
    count = int((end.astimezone(dt.UTC) - begin) / dt.timedelta(minutes=minutes))
    return [(begin + dt.timedelta(minutes=minutes * slot)).astimezone(BERLIN) for slot in range(count)]


def read(texts: list[str], *, tz: str | None = "Europe/Berlin", calls: int = 3) -> CallsFile:
    return read_calls("\n".join(["ds,calls", *(f"{text},{calls}" for text in texts)]).encode(), tz=tz)


def local(moment: dt.datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(sep=" ")


def notices(file: CallsFile) -> dict[NoticeCode, str]:
    return {
        notice.code: notice.value for notice in file.notices if notice.code is not NoticeCode.COLUMNS_USED
    }


@pytest.mark.parametrize("minutes", LENGTHS)
@pytest.mark.parametrize("write", [local, dt.datetime.isoformat], ids=["local", "with offset"])
def test_the_doubled_hour_is_added_up_and_said_once(minutes: int, write: object) -> None:
    moments = instants(AUTUMN, minutes)
    assert callable(write)
    file = read([write(moment) for moment in moments])
    assert file.errors == ()
    assert file.slot_minutes == minutes
    assert notices(file) == {NoticeCode.CLOCK_CHANGE: "2026-10-25 02:00:00"}
    assert file.frame["calls"].sum() == 3 * len(moments)
    night = file.frame[file.frame["ds"].dt.date == AUTUMN]
    assert len(night) == 1440 // minutes
    assert (night.loc[night["ds"].dt.hour == 2, "calls"] == 6).all()
    assert (night.loc[night["ds"].dt.hour != 2, "calls"] == 3).all()
    check_calls(file.frame)


@pytest.mark.parametrize("minutes", LENGTHS)
@pytest.mark.parametrize("write", [local, dt.datetime.isoformat], ids=["local", "with offset"])
def test_the_skipped_hour_is_no_hole_and_no_slot_is_invented(minutes: int, write: object) -> None:
    moments = instants(SPRING, minutes)
    assert callable(write)
    file = read([write(moment) for moment in moments])
    assert file.errors == ()
    assert notices(file) == {NoticeCode.CLOCK_FORWARD: "2026-03-29 02:00:00"}
    assert len(file.frame) == len(moments)
    assert not (file.frame["ds"].dt.floor("60min") == pd.Timestamp("2026-03-29 02:00")).any()


def test_a_zone_without_clock_changes_has_no_such_notice() -> None:
    moments = [moment.astimezone(dt.UTC).isoformat() for moment in instants(AUTUMN, 30)]
    assert notices(read(moments, tz="Asia/Shanghai")) == {}


def test_zeros_written_over_the_skipped_hour_are_left_out_and_calls_there_are_an_error() -> None:
    texts = [local(moment) for moment in instants(SPRING, 30)]
    place = texts.index("2026-03-29 03:00:00")
    texts[place:place] = ["2026-03-29 02:00:00", "2026-03-29 02:30:00"]
    file = read(texts, calls=0)
    assert file.errors == ()
    assert notices(file)[NoticeCode.SKIPPED_SLOT] == "2026-03-29 02:00:00"
    assert len(file.frame) == len(texts) - 2
    wrong = read(texts, calls=1).errors
    assert [(error.row, error.column, error.code) for error in wrong] == [
        (place + 2, "ds", ProblemCode.SKIPPED_TIME),
        (place + 3, "ds", ProblemCode.SKIPPED_TIME),
    ]


def test_a_third_row_of_the_doubled_hour_is_a_double() -> None:
    texts = [local(moment) for moment in instants(AUTUMN, 60)]
    file = read([*texts, "2026-10-25 02:00:00"])
    assert [(error.row, error.code) for error in file.errors] == [(len(texts) + 2, ProblemCode.DUPLICATE)]
    assert file.frame["calls"].sum() == 3 * len(texts)


def test_without_a_zone_a_repeated_local_hour_is_a_double() -> None:
    texts = [local(moment) for moment in instants(AUTUMN, 30)]
    assert {error.code for error in read(texts, tz=None).errors} == {ProblemCode.DUPLICATE}


def test_figures_of_the_doubled_hour_are_added_and_times_weighted() -> None:
    rows = ["ds,calls,answered,abandoned,aht_s,wait_s_sum"]
    for moment in instants(AUTUMN, 60):
        second = local(moment).startswith("2026-10-25 02") and moment.fold == 1
        rows.append(f"{moment.isoformat()},{'4,3,1,300,' if second else '2,1,1,100,20'}")
    frame = read_calls("\n".join(rows).encode(), tz="Europe/Berlin").frame
    slot = frame.loc[frame["ds"] == pd.Timestamp("2026-10-25 02:00")].iloc[0]
    assert (slot["calls"], slot["answered"], slot["abandoned"], slot["aht_s"]) == (6, 4, 2, 250)
    assert pd.isna(slot["wait_s_sum"])
    others = frame.loc[frame["ds"] != slot["ds"], "wait_s_sum"]
    assert others.unique().tolist() == [20]
