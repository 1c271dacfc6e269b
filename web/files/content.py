"""What a file is, told by its content and never by its name; pure."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from web.refusal import Refusal


class FileKind(StrEnum):
    """What a file is, by its content."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    """Photographs as many telephones take them."""


MEDIA: Final = {
    FileKind.PDF: ("application/pdf", "pdf"),
    FileKind.JPEG: ("image/jpeg", "jpg"),
    FileKind.PNG: ("image/png", "png"),
    FileKind.WEBP: ("image/webp", "webp"),
    FileKind.HEIC: ("image/heic", "heic"),
}
"""Media type and ending of each kind."""
PNG_START: Final = b"\x89PNG\r\n\x1a\n"
TAIL: Final = 1024
"""Bytes at the end in which a PDF says that it is whole."""
HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
MEGABYTE: Final = 1024 * 1024


def kind_of(data: bytes) -> FileKind | None:
    """Return what the content is, from beginning to end; None where it is none of these, or cut off.

    Examples
    --------
    >>> kind_of(b"%PDF-1.7 ... %%EOF")
    <FileKind.PDF: 'pdf'>
    >>> kind_of(b"<html>") is None
    True
    """
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-TAIL:]:
        return FileKind.PDF
    if data.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in _ends_of_jpeg(data):
        return FileKind.JPEG
    if data.startswith(PNG_START) and data[12:16] == b"IHDR" and data[-8:-4] == b"IEND":
        return FileKind.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP" and _riff_is_whole(data):
        return FileKind.WEBP
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS and _boxes_are_whole(data):
        return FileKind.HEIC
    return None


def _ends_of_jpeg(data: bytes) -> bytes:
    """Return where a photograph may end: the end of the file, or before the film that some phones add."""
    film = data.rfind(b"ftyp") - 4
    return data[-TAIL:] if film < 0 else data[max(0, film - TAIL) : film] + data[-TAIL:]


def file_faults(
    data: bytes, *, kinds: Collection[FileKind], most_bytes: int, stored: int, most_files: int
) -> list[Refusal]:
    """Return what is wrong with a file.

    ``file_kind`` (with the kinds that are taken), ``file_large`` (bytes, against megabytes), ``file_many``.

    Parameters
    ----------
    kinds
        What is taken here.
    stored
        How many files there are already.
    """
    reasons = []
    if len(data) > most_bytes:
        reasons.append(
            Refusal(code="file_large", field="file", measured=len(data), limit=most_bytes // MEGABYTE)
        )
    elif kind_of(data) not in kinds:  # what is too large was not read to its end
        taken = ", ".join(kind.name for kind in FileKind if kind in kinds)
        reasons.append(Refusal(code="file_kind", field="file", limit=taken))
    if stored >= most_files:
        reasons.append(Refusal(code="file_many", field="file", limit=most_files))
    return reasons


def _riff_is_whole(data: bytes) -> bool:
    stated = int.from_bytes(data[4:8], "little") + 8
    return len(data) in (stated, stated + stated % 2)


def _boxes_are_whole(data: bytes) -> bool:
    """Whether the boxes of which such a file consists end exactly where it does."""
    place = 0
    while place + 8 <= len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        if size == 0:  # the last one: up to the end
            return True
        if size == 1:
            size = int.from_bytes(data[place + 8 : place + 16], "big")
        if size < 8:
            return False
        place += size
    return place == len(data)
