"""Every bad file: calls here, people and days off beside it."""

import datetime as dt

from tests.web.imports.corpus_details import DAYS_OFF, DETAILS
from tests.web.imports.corpus_rows import ROWS
from tests.web.imports.corpus_whole import WHOLE_FILES
from tests.web.imports.files import calls, morning, xlsx
from tests.web.imports.verdict import at, calls_file

STARTS = [dt.datetime.fromisoformat(f"2026-11-02 {clock}") for clock in ("00:00", "00:30", "01:00")]
CALLS_HEADER = ("start", "calls")


CALLS = (
    calls_file("no calls at all", b"", at(None, None, "empty_file"), good=0),
    calls_file("heading of calls alone", calls(), at(None, None, "no_good_row"), good=0),
    calls_file("no time", calls("one,1", "two,2"), at(None, None, "no_time_column"), good=0),
    calls_file(
        "no number of calls",
        calls("2026-11-02 00:00,many", "2026-11-02 00:30,few"),
        at(None, None, "no_number_column"),
        good=0,
    ),
    calls_file(
        "day or month first",
        calls("03/04/2026 00:00,1", "03/04/2026 00:30,2"),
        at(None, "start", "ambiguous_dates"),
        good=0,
    ),
    calls_file("24:00", calls(*morning(), "2026-11-02 24:00,5"), at(8, "start", "hour_24"), good=6),
    calls_file(
        "negative calls", calls(*morning(), "2026-11-02 03:00,-5"), at(8, "calls", "negative"), good=6
    ),
    calls_file(
        "missing calls", calls(*morning(), "2026-11-02 03:00,"), at(8, "calls", "missing_number"), good=6
    ),
    calls_file(
        "words for calls", calls(*morning(), "2026-11-02 03:00,NA"), at(8, "calls", "not_a_number"), good=6
    ),
    calls_file("slot twice", calls(*morning(), "2026-11-02 01:00,9"), at(8, None, "duplicate"), good=6),
    calls_file("off the grid", calls(*morning(), "2026-11-02 03:10,9"), at(8, None, "off_grid"), good=6),
    calls_file("31 November", calls(*morning(), "2026-11-31 03:00,9"), at(8, "start", "not_a_time"), good=6),
    calls_file(
        "a stray century", calls(*morning(), "1926-11-02 03:00,9"), at(8, "start", "not_a_time"), good=6
    ),
    calls_file("a stray decade", calls(*morning(), "1986-11-02 03:00,9"), at(8, None, "far_date"), good=6),
    calls_file("too wide a row", calls(*morning(), "2026-11-02 03:00,9,9"), at(8, None, "ragged"), good=6),
    calls_file(
        "NUL in a number", calls(*morning(), "2026-11-02 03:00,9\x00"), at(8, "calls", "nul_byte"), good=6
    ),
    calls_file("slots of 7 minutes", calls(*morning(minutes=7)), at(None, None, "slot_length"), good=0),
    calls_file(
        "slots of two hours",
        calls(*morning(minutes=120)),
        at(None, None, "slot_unsupported"),
        at(None, None, "slot_differs"),
        good=0,
    ),
    calls_file(
        "other slots than stored", calls(*morning(minutes=15)), at(None, None, "slot_differs"), good=0
    ),
    calls_file(
        "GB18030 with a bad row",
        calls(*morning(), "2026-11-02 03:00,十", header="时段,呼入量", encoding="gb18030"),
        at(8, "呼入量", "not_a_number"),
        good=6,
    ),
    calls_file(
        "hours that begin at half past",
        calls("2026-11-02 00:30,1", "2026-11-02 01:30,2", "2026-11-02 02:30,3"),
        *(at(row, None, "off_grid") for row in (2, 3, 4)),
        at(None, None, "slot_differs"),
        good=0,
    ),
    calls_file(
        "calls of the future",
        calls(*morning(), "2026-12-24 00:00,9"),
        at(8, "start", "future_date"),
        good=6,
    ),
    calls_file(
        "day and month in both orders",
        calls("13/10/2026 00:00,1", "13/10/2026 00:30,2", "10/14/2026 01:00,3"),
        at(4, "start", "mixed_dates"),
        good=0,
    ),
    calls_file(
        "half-hours, then quarters",
        calls(*morning(48), *morning(96, minutes=15, day="2026-11-03")),
        at(2, None, "mixed_slots"),
        good=0,
    ),
    calls_file("no time of day", calls(*morning(), ",9"), at(8, "start", "missing_text"), good=6),
    calls_file(
        "formula of calls",
        xlsx([[STARTS[0], "=1+1"], [STARTS[1], 2], [STARTS[2], 3]], header=CALLS_HEADER),
        at(2, "calls", "formula"),
        good=2,
    ),
)

CORPUS = (*WHOLE_FILES, *ROWS, *DETAILS, *DAYS_OFF, *CALLS)
