"""What a certificate's file is, told by its content and never by its name; pure."""

from typing import Final

from web.leave.file_tables import FileKind
from web.refusal import Refusal

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_FILES: Final = 10
"""Files of one leave."""
MEDIA: Final = {
    FileKind.PDF: ("application/pdf", "pdf"),
    FileKind.JPEG: ("image/jpeg", "jpg"),
    FileKind.PNG: ("image/png", "png"),
}
"""Media type and ending of each kind."""
PNG_START: Final = b"\x89PNG\r\n\x1a\n"
TAIL: Final = 1024
"""Bytes at the end in which a PDF says that it is whole."""


def kind_of(data: bytes) -> FileKind | None:
    """Return what the content is, from beginning to end; None where it is none of the three, or cut off.

    Examples
    --------
    >>> kind_of(b"%PDF-1.7 ... %%EOF")
    <FileKind.PDF: 'pdf'>
    >>> kind_of(b"<html>") is None
    True
    """
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-TAIL:]:
        return FileKind.PDF
    if data.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in data[-TAIL:]:
        return FileKind.JPEG
    if data.startswith(PNG_START) and data[12:16] == b"IHDR" and data[-8:-4] == b"IEND":
        return FileKind.PNG
    return None


def file_faults(data: bytes, *, stored: int = 0) -> list[Refusal]:
    """Return what is wrong with a file.

    ``leave_file_kind``, ``leave_file_large`` (bytes, against megabytes), ``leave_file_many``.

    Parameters
    ----------
    stored
        How many files the leave has already.
    """
    reasons = []
    if len(data) > MOST_BYTES:
        reasons.append(
            Refusal(
                code="leave_file_large", field="file", measured=len(data), limit=MOST_BYTES // 1024 // 1024
            )
        )
    if kind_of(data) is None:
        reasons.append(Refusal(code="leave_file_kind", field="file"))
    if stored >= MOST_FILES:
        reasons.append(Refusal(code="leave_file_many", field="file", limit=MOST_FILES))
    return reasons
