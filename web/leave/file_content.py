"""What a certificate's file may be; pure."""

from typing import Final

from web.files.content import FileKind, file_faults
from web.refusal import Refusal

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_FILES: Final = 10
"""Files of one leave."""
KINDS: Final = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG})


def certificate_faults(data: bytes, *, stored: int = 0) -> list[Refusal]:
    """Return what is wrong with a certificate's file (`web.files.content.file_faults`).

    Parameters
    ----------
    stored
        How many files the leave has already.
    """
    return file_faults(data, kinds=KINDS, most_bytes=MOST_BYTES, stored=stored, most_files=MOST_FILES)
