"""Call files: what is read, and every way in which they are wrong."""

import datetime as dt
import io
import zoneinfo
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
import xlsxwriter

from forecasting.calls import CallsFile, check_calls, read_calls
from forecasting.tabular import NoticeCode, ProblemCode
from tests.forecasting.histories import BANK, BANK_FULL

START = dt.datetime.fromisoformat("2026-03-02")


def lines(count: int = 96, *, pattern: str = "%Y-%m-%d %H:%M", minutes: int = 30) -> list[str]:
    return [
        f"{(START + dt.timedelta(minutes=minutes * index)).strftime(pattern)},{index % 7}"
        for index in range(count)
    ]


def read(rows: list[str], header: str = "ds,calls", *, tz: str | None = None) -> CallsFile:
    return read_calls("\n".join([header, *rows]).encode(), tz=tz)


def codes(file: CallsFile) -> list[ProblemCode]:
    return [error.code for error in file.errors]


def notice_codes(file: CallsFile) -> set[NoticeCode]:
    return {notice.code for notice in file.notices}


def test_the_real_history_is_read_whole() -> None:
    file = read_calls(BANK)
    assert len(file.frame) == 13_008
    assert file.slot_minutes == 30
    assert file.errors == ()
    assert file.name == BANK.name
    assert file.frame["calls"].sum() == pd.read_csv(BANK)["calls"].sum()
    missing = [notice.value for notice in file.notices if notice.code is NoticeCode.MISSING_DAYS]
    assert missing == ["2: 1999-01-11, 1999-01-12"]


def test_further_figures_are_kept_by_name() -> None:
    frame = read_calls(BANK_FULL).frame
    assert {"answered", "abandoned", "aht_s", "wait_s_sum"} <= set(frame.columns)
    then = pd.read_csv(BANK_FULL)
    assert frame["aht_s"].isna().sum() == then["aht_s"].isna().sum()
    check_calls(frame)


@pytest.mark.parametrize(
    "pattern",
    [
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M:%S",
        "%Y/%m/%d %H:%M",
        "%Y.%m.%d %H:%M:%S",
        "%Y年%m月%d日 %H:%M",
        "%Y年%m月%d日%H时%M分",
        "%Y%m%d %H%M",
        "%Y%m%d%H%M",
        "%m/%d/%Y %I:%M %p",
    ],
)
def test_ways_to_write_a_time(pattern: str) -> None:
    file = read(lines(48 * 15, pattern=pattern))
    assert file.errors == ()
    assert file.frame["ds"].iloc[0] == pd.Timestamp(START)
    assert file.slot_minutes == 30


def test_days_before_months_are_recognised_by_the_thirteenth() -> None:
    file = read(lines(48 * 14, pattern="%d/%m/%Y %H:%M"))
    assert file.errors == ()
    assert file.frame["ds"].iloc[-1] == pd.Timestamp("2026-03-15 23:30")


def test_dates_that_can_be_read_both_ways_are_not_guessed() -> None:
    file = read(lines(48, pattern="%d/%m/%Y %H:%M"))
    assert codes(file) == [ProblemCode.AMBIGUOUS_DATES]
    assert file.frame.empty


def test_the_columns_are_the_first_time_and_the_first_number_to_its_right() -> None:
    rows = [f"{index},x,{line},{index}.5" for index, line in enumerate(lines())]
    file = read(rows, "rownames,team,DateTime,Calls,other")
    assert file.frame["calls"].iloc[:8].tolist() == [0, 1, 2, 3, 4, 5, 6, 0]


def test_a_negative_column_is_not_the_calls() -> None:
    rows = [line.replace(",", ",-5,") for line in lines()]
    assert read(rows, "ds,temperature,calls").frame["calls"].max() == 6


def test_a_file_without_header_is_read_with_a_notice() -> None:
    file = read_calls("\n".join(lines()).encode())
    assert len(file.frame) == 96
    assert NoticeCode.NO_HEADER in notice_codes(file)


def test_date_and_time_in_two_columns_are_joined() -> None:
    file = read([line.replace(" ", ",") for line in lines()], "日期,时间,呼入量")
    assert len(file.frame) == 96
    assert NoticeCode.DATE_AND_TIME_JOINED in notice_codes(file)


def test_offsets_are_ignored_with_a_notice_unless_a_zone_is_given() -> None:
    rows = [line.replace(",", ":00Z,") for line in lines()]
    ignored = read(rows)
    assert ignored.frame["ds"].iloc[0] == pd.Timestamp(START)
    assert NoticeCode.OFFSET_IGNORED in notice_codes(ignored)
    converted = read(rows, tz="Asia/Shanghai")
    assert converted.frame["ds"].iloc[0] == pd.Timestamp(START) + pd.Timedelta(hours=8)
    assert NoticeCode.OFFSET_IGNORED not in notice_codes(converted)
    assert converted.errors == ()


def test_the_hour_when_clocks_go_back_is_added_up() -> None:
    begin = dt.datetime.fromisoformat("2026-10-24T22:00")
    rows = [f"{(begin + dt.timedelta(minutes=30 * index)).isoformat()}Z,1" for index in range(96)]
    file = read(rows, tz="Europe/Berlin")
    assert file.errors == ()
    assert NoticeCode.CLOCK_CHANGE in notice_codes(file)
    assert file.frame.set_index("ds")["calls"][pd.Timestamp("2026-10-25 02:30")] == 2
    assert file.frame["calls"].sum() == 96


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(zoneinfo.ZoneInfoNotFoundError):
        read(lines(), tz="Asia/Atlantis")


def test_every_bad_row_is_listed_with_row_column_and_value_and_the_good_ones_are_kept() -> None:
    rows = lines()
    rows[1] = "yesterday,3"
    rows[2] = rows[2].split(",")[0] + ",-4"
    rows[3] = rows[3].split(",")[0] + ",many"
    rows[4] = rows[4].split(",")[0] + ","
    rows[5] = "2026-03-02 24:00,1"
    rows[6] = rows[0]
    rows[7] = "2026-02-30 03:30,-x"
    rows[8] = "2026-03-02 04:07,1"
    rows[9] += ",extra"
    rows[10] = rows[10].split(",")[0] + ",=SUM(A1:A2)"
    rows[11] = "2062-03-02 05:30,1"
    rows[12] = rows[12].split(",")[0] + ",nan"
    file = read(rows)
    assert [(error.row, error.column, error.code) for error in file.errors] == [
        (3, "ds", ProblemCode.NOT_A_TIME),
        (4, "calls", ProblemCode.NEGATIVE),
        (5, "calls", ProblemCode.NOT_A_NUMBER),
        (6, "calls", ProblemCode.MISSING_NUMBER),
        (7, "ds", ProblemCode.HOUR_24),
        (8, None, ProblemCode.DUPLICATE),
        (9, "ds", ProblemCode.NOT_A_TIME),
        (9, "calls", ProblemCode.NOT_A_NUMBER),
        (10, None, ProblemCode.OFF_GRID),
        (11, None, ProblemCode.RAGGED),
        (12, "calls", ProblemCode.FORMULA),
        (13, None, ProblemCode.FAR_DATE),
        (14, "calls", ProblemCode.NOT_A_NUMBER),
    ]
    assert file.errors[1].value == "-4"
    assert len(file.frame) == 96 - 12
    check_calls(file.frame)


def test_a_hole_within_a_day_is_a_notice_with_the_row_before_it() -> None:
    rows = lines(48 * 28)
    del rows[48 * 20 + 10 : 48 * 20 + 13]
    file = read(rows)
    assert file.errors == ()
    gaps = [(notice.row, notice.value) for notice in file.notices if notice.code is NoticeCode.GAP]
    assert gaps == [(48 * 20 + 11, "2026-03-22 05:00:00")]


def test_closed_hours_and_closed_days_are_no_holes() -> None:
    rows = [
        line
        for line in lines(48 * 28)
        if 7 <= int(line[11:13]) < 21 and dt.date.fromisoformat(line[:10]).weekday() < 5
    ]
    assert notice_codes(read(rows)) == {NoticeCode.COLUMNS_USED}


def test_queues_may_share_a_slot() -> None:
    rows = [f"{line},{queue}" for line in lines() for queue in ("标准", "VIP")]
    file = read(rows, "ds,calls,queue")
    assert file.errors == ()
    assert len(file.frame) == 192
    check_calls(file.frame)


def test_thousands_and_decimal_commas_are_numbers() -> None:
    rows = [line.split(",")[0] + ';"1,234"' for line in lines(48)]
    assert read(rows, "ds;calls").frame["calls"].iloc[0] == 1234
    rows = [line.split(",")[0] + ";12,5" for line in lines(48)]
    assert read(rows, "ds;calls").frame["calls"].iloc[0] == 12.5


def test_an_excel_file_gives_what_the_csv_gives() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    style = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(0, 0, ["时段", "呼入量"])
    for index in range(480):
        sheet.write_datetime(index + 1, 0, START + dt.timedelta(minutes=30 * index), style)
        sheet.write_number(index + 1, 1, index % 7)
    book.close()
    from_excel, from_csv = read_calls(buffer.getvalue()), read(lines(480))
    assert from_excel.errors == ()
    pd.testing.assert_frame_equal(from_excel.frame, from_csv.frame)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", ProblemCode.EMPTY_FILE),
        ("ds,calls\n", ProblemCode.NO_GOOD_ROW),
        ("a,b\n1,2\n3,4\n", ProblemCode.NO_TIME_COLUMN),
        ("ds,note\n2026-01-01 00:00,x\n2026-01-01 00:30,y\n", ProblemCode.NO_NUMBER_COLUMN),
        ("calls,ds\n3,2026-01-01 00:00\n4,2026-01-01 00:30\n", ProblemCode.NO_NUMBER_COLUMN),
        ("ds,calls\n2026-01-01 00:00,3\n", ProblemCode.SLOT_LENGTH),
        ("ds,calls\n2026-01-01 00:00,3\n2026-01-01 00:07,3\n", ProblemCode.SLOT_LENGTH),
        ("ds,calls\n2026-01-01 00:00:00,3\n2026-01-01 00:00:30,3\n", ProblemCode.SLOT_LENGTH),
    ],
)
def test_a_file_that_is_no_call_history_says_why(text: str, code: ProblemCode) -> None:
    file = read_calls(text.encode())
    assert code in codes(file)
    assert file.frame.empty
    assert list(file.frame.columns) == ["ds", "calls"]


@pytest.mark.parametrize("seed", range(20))
def test_random_damage_never_raises_and_never_invents_calls(seed: int) -> None:
    rng = np.random.default_rng(seed)
    data = bytearray("\n".join(["ds,calls", *lines(200)]).encode())
    for place in rng.integers(0, len(data), 40):
        data[place] = rng.integers(0, 256)
    file = read_calls(bytes(data))
    check_calls(file.frame)
    assert len(file.frame) <= 201


def damaged(change: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    return change(read(lines()).frame)


def test_the_frame_of_a_file_passes_the_door() -> None:
    check_calls(damaged(lambda frame: frame))
    with pytest.raises(ValueError, match="not negative"):
        check_calls(damaged(lambda frame: frame.assign(calls=np.inf)))


def test_every_column_that_is_read_is_named() -> None:
    file = read_calls(
        b"start,colour,queue,calls,answered\n2026-03-02 08:00,red,a,4,3\n2026-03-02 08:30,red,a,5,5\n"
    )
    used = [notice.value for notice in file.notices if notice.code is NoticeCode.COLUMNS_USED]
    assert used == ["start, calls, queue, answered"]
