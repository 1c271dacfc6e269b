"""Which encoding a text file has: Chinese Excel writes CSV as GB18030, newer programs as UTF-8."""

from __future__ import annotations

import codecs

from forecasting.reading.problem import ProblemCode, UnreadableFileError

# The marks of UTF-32 begin with those of UTF-16, so they come first.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE_BYTES = 4096


def decode(data: bytes) -> tuple[str, str]:
    """Text of a file and the name of its encoding.

    A byte-order mark decides; then the zero bytes of unmarked UTF-16; then UTF-8 if all bytes are valid; then
    GB18030, which contains GBK and GB2312.

    Raises
    ------
    UnreadableFileError
        If no encoding fits.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], (name,))
    unmarked = _unmarked_utf16(data[:SAMPLE_BYTES])
    if unmarked is not None:
        return _strictly(data, (unmarked,))
    return _strictly(data, ("utf-8", "gb18030"))


def _strictly(data: bytes, names: tuple[str, ...]) -> tuple[str, str]:
    for name in names:
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(ProblemCode.ENCODING, ", ".join(names))


def _unmarked_utf16(sample: bytes) -> str | None:
    """Digits and commas fill every second byte of UTF-16 with zero; stray zero bytes elsewhere do not."""
    half = len(sample) // 2
    if half < 4:
        return None
    even, odd = sample[0 : 2 * half : 2].count(0), sample[1 : 2 * half : 2].count(0)
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return None
