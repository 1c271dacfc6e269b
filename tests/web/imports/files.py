"""How the files of the corpus are made: text in every encoding, workbooks good and broken."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

PEOPLE_HEADER = ("employee_number", "name", "team", "role", "weekly_hours")
Cell = str | int | float | dt.date | dt.datetime | dt.time | None


def csv(*lines: str, header: str = ",".join(PEOPLE_HEADER), encoding: str = "utf-8") -> bytes:
    """Return lines under a header."""
    return ("\n".join((header, *lines)) + "\n").encode(encoding)


def calls(*lines: str, header: str = "start,calls", encoding: str = "utf-8") -> bytes:
    """Return lines of a call history."""
    return csv(*lines, header=header, encoding=encoding)


def morning(slots: int = 6, *, minutes: int = 30, day: str = "2026-11-02") -> list[str]:
    """Return good lines of calls from midnight on."""
    start = dt.datetime.fromisoformat(day)
    return [f"{start + dt.timedelta(minutes=minutes * n):%Y-%m-%d %H:%M},{n + 1}" for n in range(slots)]


def archive_of(part: str) -> bytes:
    """Return a zip archive with one part, as other office programs make them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(part, b"<document/>")
    return buffer.getvalue()


def xlsx(
    rows: Sequence[Sequence[Cell]],
    *,
    header: Sequence[str] = PEOPLE_HEADER,
    change: Callable[[Worksheet], None] = lambda _sheet: None,
) -> bytes:
    """Return a workbook of one sheet; `change` may do to it what people do."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (header, *rows):
        sheet.append(list(row))
    change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zip_bomb() -> bytes:
    """Return a small workbook of which one part unpacks to 400 MB.

    Packed so well that it is sent from memory: of a larger one the test client leaves a file open.
    """
    out = io.BytesIO(xlsx([["00123", "王敏", "一组", "agent", 40]]))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("xl/media/image1.png", "w", force_zip64=True) as part,
    ):
        for _ in range(400):
            part.write(b"\0" * 1_000_000)
    return out.getvalue()


def far_corner() -> bytes:
    """Return a workbook with one cell at the farthest corner, which readers lay out in full."""

    def change(sheet: Worksheet) -> None:
        sheet["XFD1048576"] = "here"

    return xlsx([["00123", "王敏", "一组", "agent", 40]], change=change)


def encrypted() -> bytes:
    """Return what a workbook with a password begins with: the mark of a compound file, nothing readable."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
