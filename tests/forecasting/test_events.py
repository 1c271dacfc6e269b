"""Files of events."""

import datetime as dt

import pytest

from forecasting.calendar import Event
from forecasting.events import read_events
from forecasting.tabular import ProblemCode

HEADER = "start_date,end_date,kind,name\n"


def test_an_event_without_an_end_lasts_one_day() -> None:
    file = read_events((HEADER + "2026-03-02,,bill_mailed,三月账单\n2026/3/5,2026/3/7,campaign,\n").encode())
    assert file.errors == ()
    assert file.events == (
        Event(start=dt.date(2026, 3, 2), end=dt.date(2026, 3, 2), kind="bill_mailed", name="三月账单"),
        Event(start=dt.date(2026, 3, 5), end=dt.date(2026, 3, 7), kind="campaign"),
    )


def test_columns_may_come_in_any_order_and_two_are_enough() -> None:
    file = read_events(b"Kind,Start_Date\noutage,2026-03-02\n")
    assert [event.kind for event in file.events] == ["outage"]


def test_a_file_of_no_events_is_no_error() -> None:
    file = read_events(HEADER.encode())
    assert file.errors == ()
    assert file.events == ()


def test_every_bad_row_is_listed_and_the_good_ones_are_kept() -> None:
    rows = [
        "soon,,a,",
        "2026-03-02,later,a,",
        "2026-03-02,2026-03-01,a,",
        "2026-03-02,,,x",
        "2026-03-02,,a,x",
    ]
    file = read_events((HEADER + "\n".join(rows)).encode())
    assert [(error.row, error.column, error.code) for error in file.errors] == [
        (2, "start_date", ProblemCode.NOT_A_TIME),
        (3, "end_date", ProblemCode.NOT_A_TIME),
        (4, "end_date", ProblemCode.ENDS_BEFORE_START),
        (5, "kind", ProblemCode.MISSING_TEXT),
    ]
    assert len(file.events) == 1


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", [ProblemCode.EMPTY_FILE]),
        ("a,b\n1,2\n", [ProblemCode.NO_SUCH_COLUMN, ProblemCode.NO_SUCH_COLUMN]),
        ("start_date,b\n2026-03-02,2\n", [ProblemCode.NO_SUCH_COLUMN]),
    ],
)
def test_a_file_without_the_columns_says_which(text: str, codes: list[ProblemCode]) -> None:
    assert [error.code for error in read_events(text.encode()).errors] == codes
