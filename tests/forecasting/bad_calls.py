"""A corpus of bad call files: what is wrong with each, by row, column and code."""

import datetime as dt
import io
import zipfile
from dataclasses import dataclass

import xlsxwriter

LAST_DAY = dt.date(2026, 11, 27)
MONDAY = dt.datetime.fromisoformat("2026-11-02")
Found = tuple[int | None, str | None, str]


@dataclass(frozen=True, kw_only=True)
class BadCalls:
    """A file and everything that has to be said of it.

    Parameters
    ----------
    errors, notices
        Row, column and code of each; of the notices all but the columns used.
    words
        Part of the sentence that names the first fault.
    good
        Rows that could be taken all the same.
    """

    name: str
    data: bytes
    errors: tuple[Found, ...] = ()
    notices: tuple[Found, ...] = ()
    words: str = ""
    good: int = 0


def stamps(count: int, *, minutes: int = 30, pattern: str = "%Y-%m-%d %H:%M") -> list[str]:
    return [(MONDAY + dt.timedelta(minutes=minutes * slot)).strftime(pattern) for slot in range(count)]


def text(*rows: str, header: str = "start,calls", encoding: str = "utf-8") -> bytes:
    return "\n".join([header, *rows]).encode(encoding)


def plain(count: int = 48) -> list[str]:
    return [f"{stamp},{5 + slot % 7}" for slot, stamp in enumerate(stamps(count))]


def changed(place: int, row: str, count: int = 48) -> bytes:
    """A day of half-hours, one row (0-based, the header not counted) written otherwise."""
    rows = plain(count)
    rows[place] = row
    return text(*rows)


def merged_workbook() -> bytes:
    """Dates in merged cells over their slots, as people lay out reports."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["date", "time", "calls"])
    for day in range(2):
        first = 1 + 48 * day
        sheet.merge_range(first, 0, first + 47, 0, f"2026-11-{2 + day:02d}")
        for slot in range(48):
            sheet.write(first + slot, 1, f"{slot // 2:02d}:{30 * (slot % 2):02d}")
            sheet.write(first + slot, 2, 5)
    book.close()
    return buffer.getvalue()


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "start,calls\n2026-11-02 00:00,1\n")
    return buffer.getvalue()


def two_lengths(first: int, then: int) -> bytes:
    rows = [f"{stamp},5" for stamp in stamps(1440 // first, minutes=first)]
    later = MONDAY + dt.timedelta(days=1)
    rows += [
        f"{(later + dt.timedelta(minutes=then * slot)).isoformat(sep=' ')},5" for slot in range(1440 // then)
    ]
    return text(*rows)


CORPUS = (
    BadCalls(name="empty", data=b"", errors=((None, None, "empty_file"),), words="file is empty"),
    BadCalls(name="blanks", data=b" \n\n,,\n", errors=((None, None, "empty_file"),), words="file is empty"),
    BadCalls(name="header only", data=text(), errors=((None, None, "no_good_row"),), words="No row"),
    BadCalls(
        name="a picture",
        data=b"\x89PNG\r\n\x1a\n\xff\xfe\x80\x81" * 9,
        errors=((None, None, "encoding"),),
        words="characters cannot be read",
    ),
    BadCalls(
        name="half a character",
        data=text(*plain())[:-1] + b"\xe5\xff",
        errors=((None, None, "encoding"),),
        words="UTF-8 or GB18030",
    ),
    BadCalls(
        name="a zip of a file",
        data=zipped("calls.csv"),
        errors=((None, None, "not_a_workbook"),),
        words="no Excel workbook",
    ),
    BadCalls(
        name="a torn zip",
        data=zipped("xl/workbook.xml")[:40],
        errors=((None, None, "unreadable"),),
        words="damaged",
    ),
    BadCalls(
        name="a quote that never ends",
        data=text(*plain(), '"2026-11-03 00:00,1'),
        errors=((None, None, "unreadable"),),
        words="damaged",
    ),
    BadCalls(
        name="prose",
        data=b"Dear all,\nthe figures follow next week.\n",
        errors=((None, None, "no_time_column"),),
        words="No column holds dates",
    ),
    BadCalls(
        name="negative",
        data=changed(3, "2026-11-02 01:30,-4"),
        errors=((5, "calls", "negative"),),
        words="row 5, column calls: -4 is less than zero",
        good=47,
    ),
    BadCalls(
        name="words for a number",
        data=changed(3, "2026-11-02 01:30,many"),
        errors=((5, "calls", "not_a_number"),),
        words="row 5, column calls: many is no number",
        good=47,
    ),
    BadCalls(
        name="no number",
        data=changed(3, "2026-11-02 01:30,"),
        errors=((5, "calls", "missing_number"),),
        words="row 5, column calls: The number is missing",
        good=47,
    ),
    BadCalls(
        name="no time",
        data=changed(3, ",7"),
        errors=((5, "start", "missing_text"),),
        words="row 5, column start: The cell is empty",
        good=47,
    ),
    BadCalls(
        name="thousands apart by a blank",
        data=changed(3, "2026-11-02 01:30,1 234"),
        errors=((5, "calls", "not_a_number"),),
        words="1 234 is no number",
        good=47,
    ),
    BadCalls(
        name="too many for any centre",
        data=changed(3, "2026-11-02 01:30,99999999"),
        errors=((5, "calls", "not_a_number"),),
        words="row 5, column calls",
        good=47,
    ),
    BadCalls(
        name="31 November",
        data=changed(3, "2026-11-31 01:30,7"),
        errors=((5, "start", "not_a_time"),),
        words="2026-11-31 01:30 is no date with time",
        good=47,
    ),
    BadCalls(
        name="dates in both orders",
        data=text("13/10/2026 00:00,1", "13/10/2026 00:30,1", "10/14/2026 01:00,1", "13/10/2026 01:30,1"),
        errors=((4, "start", "mixed_dates"),),
        words="row 4, column start: Day and month stand the other way round: 10/14/2026 01:00",
    ),
    BadCalls(
        name="dates that can be read both ways",
        data=text("03/04/2026 00:00,1", "03/04/2026 00:30,2"),
        errors=((None, "start", "ambiguous_dates"),),
        words="can be two dates",
    ),
    BadCalls(
        name="half-hours, then quarters",
        data=two_lengths(30, 15),
        errors=((2, None, "mixed_slots"),),
        words="another length, in minutes: 30 ≠ 15",
    ),
    BadCalls(
        name="quarters, then half-hours",
        data=two_lengths(15, 30),
        errors=((98, None, "mixed_slots"),),
        words="row 98: From here on the slots have another length, in minutes: 30 ≠ 15",
    ),
    BadCalls(
        name="half-hours, then five minutes",
        data=two_lengths(30, 5),
        errors=((2, None, "mixed_slots"),),
        words="30 ≠ 5",
    ),
    BadCalls(
        name="a slot twice",
        data=text(*plain(), "2026-11-02 01:00,9"),
        errors=((50, None, "duplicate"),),
        words="row 50: The slot stands in row 4 already",
        good=48,
    ),
    BadCalls(
        name="the whole file twice",
        data=text(*plain(6), *plain(6)),
        errors=tuple((row, None, "duplicate") for row in range(8, 14)),
        words="row 8: The slot stands in row 2 already",
        good=6,
    ),
    BadCalls(
        name="off the grid",
        data=changed(3, "2026-11-02 01:37,7"),
        errors=((5, None, "off_grid"),),
        words="does not begin on a slot",
        good=47,
    ),
    BadCalls(
        name="in the future",
        data=text(*plain(), "2026-12-24 00:00,9"),
        errors=((50, "start", "future_date"),),
        words="row 50, column start: 2026-12-24 00:00 lies in the future",
        good=48,
    ),
    BadCalls(
        name="all in the future",
        data=text("2027-01-01 00:00,1", "2027-01-01 00:30,2"),
        errors=((2, "start", "future_date"), (3, "start", "future_date"), (None, None, "no_good_row")),
        words="No row can be used",
    ),
    BadCalls(
        name="the end of the day as 24:00",
        data=changed(47, "2026-11-02 24:00,7"),
        errors=((49, "start", "hour_24"),),
        words="24:00 is no start",
        good=47,
    ),
    BadCalls(
        name="a stray cell",
        data=changed(3, "2026-11-02 01:30,7,8"),
        errors=((5, None, "ragged"),),
        words="more cells than the heading",
        good=47,
    ),
    BadCalls(
        name="a formula",
        data=changed(3, "2026-11-02 01:30,=A1+1"),
        errors=((5, "calls", "formula"),),
        words="holds a formula",
        good=47,
    ),
    BadCalls(
        name="merged cells",
        data=merged_workbook(),
        errors=tuple((row, "date", "missing_text") for row in (*range(3, 50), *range(51, 98))),
        notices=((None, "time", "date_and_time_joined"),),
        words="row 3, column date: The cell is empty",
        good=2,
    ),
    BadCalls(
        name="one single slot",
        data=text("2026-11-02 00:00,3"),
        errors=((None, None, "slot_length"),),
        words="length of the slots cannot be told",
    ),
    BadCalls(
        name="slots of seven minutes",
        data=text(*(f"{stamp},1" for stamp in stamps(20, minutes=7))),
        errors=((None, None, "slot_length"),),
        words="length of the slots cannot be told",
    ),
)

READABLE = (
    BadCalls(
        name="full-width digits",
        data=text(*(f"２０２６-１１-０２ {slot:02d}：００,１２" for slot in range(24))),
        good=24,
    ),
    BadCalls(
        name="thousands",
        data=text(*(f'{stamp},"1,234"' for stamp in stamps(48))),
        good=48,
    ),
    BadCalls(name="GB18030", data=text(*plain(), header="时段,呼入量", encoding="gb18030"), good=48),
    BadCalls(name="UTF-16", data=text(*plain(), encoding="utf-16"), good=48),
    BadCalls(name="a mark at the start", data=text(*plain(), encoding="utf-8-sig"), good=48),
    BadCalls(
        name="a missing day and a hole",
        data=text(
            *(
                row
                for row in plain(48 * 15)
                if not row.startswith("2026-11-05") and row[:16] != "2026-11-10 10:30"
            )
        ),
        notices=((None, None, "missing_days"), (358, None, "gap")),
        good=48 * 14 - 1,
    ),
)
