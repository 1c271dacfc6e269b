"""Look into an .xlsx archive before anything unpacks it: size, extent, formulas, number formats."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from operator import sub

from forecasting.reading.problem import ProblemCode, UnreadableFileError

MOST_UNPACKED_BYTES = 300_000_000
MOST_PARTS = 2_000
MOST_CELLS = 10_000_000
# Every cell may point to the same long text: cells × longest text bounds what a reader may have to hold.
MOST_TEXT_BYTES = 1_000_000_000
CHUNK_BYTES = 1 << 20
# A reference may be cut by the end of a chunk: this much is read again with the next one.
OVERLAP_BYTES = 64

CELL = re.compile(rb'<c[^>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"')
TEXT_END = re.compile(rb"</si>")
FORMULA = re.compile(rb"<f[ >/]")
# Codes such as 00000 show the number 123 as 00123.
ZERO_FORMAT = re.compile(rb'formatCode="0{2,}"')


@dataclass(frozen=True, kw_only=True)
class Archive:
    """What an .xlsx file holds, as far as reading it safely needs."""

    has_formulas: bool
    has_zero_formats: bool


def inspect_archive(data: bytes) -> Archive:
    """Unpack every part once, counting, and refuse what would fill the memory.

    The declared sizes are not believed. A sheet of two cells at opposite corners is refused, too, because
    readers lay sheets out as full rectangles.

    Raises
    ------
    UnreadableFileError
        If the archive is broken or too large.
    """
    budget = MOST_UNPACKED_BYTES
    formulas = zeros = False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise UnreadableFileError(ProblemCode.TOO_LARGE, f"> {MOST_PARTS} parts")
            if "xl/workbook.xml" not in archive.namelist():
                raise UnreadableFileError(ProblemCode.NOT_A_WORKBOOK)
            cells = longest = 0
            for part in parts:
                scan = _scan(archive, part, budget)
                budget -= scan.unpacked
                formulas |= scan.has_formulas
                zeros |= part.filename.endswith("styles.xml") and scan.has_zero_formats
                if scan.last_row * scan.last_column > MOST_CELLS:
                    raise UnreadableFileError(ProblemCode.TOO_LARGE, f"> {MOST_CELLS} cells")
                cells, longest = cells + scan.cells, max(longest, scan.longest_text)
            if cells > MOST_CELLS or cells * longest > MOST_TEXT_BYTES:
                raise UnreadableFileError(ProblemCode.TOO_LARGE, f"{cells} cells of up to {longest} bytes")
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise UnreadableFileError(ProblemCode.UNREADABLE, str(error)) from error
    except RuntimeError as error:  # zipfile's way to say that a part is encrypted
        raise UnreadableFileError(ProblemCode.ENCRYPTED, str(error)) from error
    return Archive(has_formulas=formulas, has_zero_formats=zeros)


@dataclass
class _Scan:
    unpacked: int = 0
    has_formulas: bool = False
    has_zero_formats: bool = False
    last_row: int = 0
    last_column: int = 0
    cells: int = 0
    longest_text: int = 0


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo, budget: int) -> _Scan:
    scan = _Scan()
    is_sheet = "worksheets/" in part.filename
    is_text = part.filename.endswith("sharedStrings.xml")
    kept, open_text = b"", 0
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            scan.unpacked += len(chunk)
            if scan.unpacked > budget:
                raise UnreadableFileError(ProblemCode.TOO_LARGE, f"> {MOST_UNPACKED_BYTES} bytes unpacked")
            if is_text:
                ends = [match.end() for match in TEXT_END.finditer(chunk)]
                places = [-open_text, *ends, len(chunk)]
                scan.longest_text = max(scan.longest_text, *map(sub, places[1:], places))
                open_text = places[-1] - places[-2]
            scan.cells += chunk.count(b"<c ") if is_sheet else 0
            text = kept + chunk
            kept = text[-OVERLAP_BYTES:]
            scan.has_zero_formats |= ZERO_FORMAT.search(text) is not None
            if is_sheet:
                scan.has_formulas |= FORMULA.search(text) is not None
                for column, row in CELL.findall(text):
                    scan.last_row = max(scan.last_row, int(row))
                    scan.last_column = max(scan.last_column, _column_number(column))
    return scan


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
