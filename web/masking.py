"""Customers' telephone numbers in free text: found however they are written, shown as 138****1234. Pure.

Everything that keeps or shows words of customers goes through here (R-18.1, R-18.2): it is the masked text
that is stored, searched, printed and sent. Where in doubt a number is masked: a date that looks like a number
costs a look at the sealed original, a number that slips through cannot be taken back.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

HIDDEN: Final = "****"
SHOWN: Final = 4
"""Digits that stay at the end, where at least as many are hidden before them."""
LEAST_OWN: Final = 5
"""Digits from which a field that is meant for a number holds one."""

_CHINESE = dict(zip("〇零一二三四五六七八九幺", "001234567891", strict=True))
_INVISIBLE = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
_GAP = rf"(?:[^\S\n]|[-‐-―−﹣－·.．・_()（）\[\]【】{_INVISIBLE}]){{0,4}}"
"""What people put between digits: spaces, dashes, dots, brackets, and what cannot be seen."""

_PREFIX = rf"(?:(?:\+|00){_GAP})?86{_GAP}(?:\({_GAP}0{_GAP}\){_GAP})?"
_AREA = rf"(?:1{_GAP}0|2{_GAP}\d|[3-9]{_GAP}[1-9]{_GAP}\d)"
"""Area codes without their 0: 10, 2x, 3xx to 9xx; the third digit after 0 is never 0, unlike in 0900."""
_LINE = rf"[2-8](?:{_GAP}\d){{6,7}}"


def _digits(count: int) -> str:
    return rf"(?:{_GAP}\d){{{count}}}"


_SHAPES: Final = tuple(
    re.compile(rf"(?=(?<!\d)({shape})(?!\d))")
    for shape in (
        rf"(?:{_PREFIX}|0{_GAP})?1{_GAP}[3-9]{_digits(9)}",
        rf"(?:{_PREFIX}|0{_GAP}){_AREA}{_GAP}{_LINE}",
        rf"(?:{_PREFIX})?[48]{_GAP}0{_GAP}0{_digits(7)}",
        rf"(?:00{_GAP})?8{_GAP}5{_GAP}[23]{_GAP}[2-9]{_digits(7)}",
        rf"\+{_GAP}[1-9]{_digits(7)}(?:{_GAP}\d){{0,7}}",
    )
)
"""Mobile, landline with its area code, 400 and 800, Hong Kong and Macau, anything with a plus.

Each start is tried, so that of several readings of the same digits none is left out.
"""

_CUE = "电话|座机|固话|手机|致电|回电|来电|号码|热线|拨打|联系方式|tel|phone|call|mobile|number"
_LOCAL = re.compile(rf"(?:{_CUE})[^\d\n]{{0,8}}((?!20[0-4]\d[01]\d[0-3]\d){_LINE})(?!\d)", re.IGNORECASE)
"""A number without its area code is told from others only by the word before it."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One number in a text: where it stands, and its digits."""

    start: int
    end: int
    digits: str


def find(text: str) -> tuple[Found, ...]:
    """Return the telephone numbers of a text, from left to right; those that overlap are one.

    Mainland mobile and landline numbers, 400 and 800, foreign ones with a plus, with or without +86, with
    spaces, dashes, dots or brackets between the digits, in full-width or Chinese digits. A number glued to
    further digits is none: identity cards and order numbers stay.

    Examples
    --------
    >>> [number.digits for number in find("王女士 138-1234 5678，订单 20261128000123")]
    ['13812345678']
    """
    plain = _plain(text)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(_spans(plain)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(
        Found(start=start, end=end, digits=re.sub(r"\D", "", plain[start:end])) for start, end in merged
    )


def has_number(text: str) -> bool:
    """Tell whether a text holds a telephone number."""
    return bool(find(text))


def mask(text: str) -> str:
    """Return a text in which every telephone number is masked; the rest stays letter for letter.

    Examples
    --------
    >>> mask("回电１３８ １２３４ ５６７８，座机 021-87654321，工号 00123")
    '回电138****5678，座机 021****4321，工号 00123'
    """
    parts, end = [], 0
    for number in find(text):
        parts += [text[end : number.start], _masked(number.digits)]
        end = number.end
    return "".join([*parts, text[end:]])


def mask_number(text: str) -> str:
    """Return what was written into a field for a number, masked: there any five digits are one.

    Examples
    --------
    >>> mask_number("8765 4321"), mask_number("+86 138 1234 5678"), mask_number("无")
    ('****4321', '138****5678', '无')
    """
    digits = re.sub(r"\D", "", _plain(text))
    return _masked(digits) if len(digits) >= LEAST_OWN else text


def unmasked(text: str, originals: Iterable[str]) -> str:
    """Return a text in which masked numbers are the ones again that stood in the texts it was made from.

    So a masked text can be corrected by who does not see the number, and the number is kept. Of several
    numbers that look alike when masked, each is taken in turn.

    Examples
    --------
    >>> unmasked("回电 138****5678，改为下午", ["回电 13812345678"])
    '回电 13812345678，改为下午'
    """
    held: dict[str, list[str]] = {}
    for original in originals:
        for number in find(original):
            held.setdefault(_masked(number.digits), []).append(original[number.start : number.end])
    for masked, numbers in held.items():
        parts = text.split(masked)
        filled = [*numbers, *[numbers[-1]] * len(parts)]
        text = "".join(part + filled[place] for place, part in enumerate(parts[:-1])) + parts[-1]
    return text


def mask_name(name: str) -> str:
    """Return a name of which only the beginning is shown, for lists and hits of a search.

    Examples
    --------
    >>> mask_name("王小明"), mask_name("Ann Lee"), mask_name("")
    ('王**', 'A******', '')
    """
    return name[:1] + "*" * (len(name) - 1)


def _plain(text: str) -> str:
    """Every digit as an ASCII one and every letter in its place, so that places hold in both texts."""
    return "".join(_digit(letter) for letter in text)


def _digit(letter: str) -> str:
    if letter in _CHINESE:
        return _CHINESE[letter]
    value = unicodedata.digit(letter, None)
    if value is not None:
        return str(value)
    return "+" if letter == "＋" else letter


def _spans(plain: str) -> Iterator[tuple[int, int]]:
    for shape in _SHAPES:
        yield from (found.span(1) for found in shape.finditer(plain))
    yield from (found.span(1) for found in _LOCAL.finditer(plain))


def _masked(digits: str) -> str:
    """Beginning and end of a number: never fewer than four digits hidden, where it has as many."""
    digits = _at_home(digits)
    head = _head(digits)
    end = min(SHOWN, max(0, len(digits) - len(head) - len(HIDDEN)))
    return digits[: len(head)] + HIDDEN + (digits[-end:] if end else "")


def _at_home(digits: str) -> str:
    """Return a number as it is dialled within the country: without 86, an area code with its 0."""
    country = re.fullmatch(r"(?:00)?86(0?)(\d{10,})", digits)
    if country is not None:
        own = country[2]
        digits = own if re.match(r"1[3-9]\d{9}|[48]00", own) else f"0{own}"
    return digits[1:] if re.fullmatch(r"01[3-9]\d{9}", digits) else digits


def _head(digits: str) -> str:
    if digits.startswith("0") and len(digits) >= 10:
        return digits[:3] if digits[1] in "12" else digits[:4]
    return digits[:3] if len(digits) >= 10 else ""
