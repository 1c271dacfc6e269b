"""Words as the search compares them, cut into pairs of neighbouring letters. Pure.

Chinese is written without spaces, so words cannot be told apart by them; every pair of letters that stand
beside each other is a key instead. A word is found wherever it stands in a text, also inside another word or
an order number: first by its pairs, in an index, then by the word itself.
"""

import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

SHORTEST: Final = 2
"""Letters of a word that can be looked for."""
MOST_WORDS: Final = 6
MOST_LETTERS: Final = 60
_BITS: Final = 21
"""Of a letter of Unicode; two of them fit into 64 bits."""


def folded(text: str) -> str:
    """Return text as it is compared: compatible forms alike, such as full-width letters, in lower case."""
    return unicodedata.normalize("NFKC", text).casefold()


def grams(text: str) -> tuple[int, ...]:
    """Return the pairs of neighbouring letters and digits of a folded text, each once and as one number.

    Examples
    --------
    >>> [(chr(pair >> 21), chr(pair & 0x1FFFFF)) for pair in grams("漏水, 漏水")]
    [('漏', '水')]
    """
    pairs = {
        ord(left) << _BITS | ord(right)
        for left, right in itertools.pairwise(text)
        if left.isalnum() and right.isalnum()
    }
    return tuple(sorted(pairs))


def words_of(asked: str) -> tuple[str, ...]:
    """Return the folded words that somebody asks for, each once, as many as are looked for at a time."""
    return tuple(dict.fromkeys(folded(asked[:MOST_LETTERS]).split()))[:MOST_WORDS]


def can_be_found(word: str) -> bool:
    """Tell whether a folded word has a pair, so that the index knows it."""
    return bool(grams(word))


def marked(text: str, words: Iterable[str]) -> list[tuple[str, bool]]:
    """Return a text in parts, each with whether it is one of the folded words.

    Examples
    --------
    >>> marked("三楼漏水", ["漏水"])
    [('三楼', False), ('漏水', True)]
    """
    places: list[int] = []
    plain = ""
    for place, letter in enumerate(text):
        form = folded(letter)
        plain += form
        places += [place] * len(form)
    found = sorted(span for word in words for span in _spans(plain, word))
    parts: list[tuple[str, bool]] = []
    end = 0
    for start, stop in found:
        first, last = places[start], places[stop - 1] + 1
        first = max(first, end)
        if last <= first:
            continue
        parts += [(text[end:first], False), (text[first:last], True)]
        end = last
    parts.append((text[end:], False))
    return [part for part in parts if part[0]]


def excerpt(text: str, words: Sequence[str], *, before: int = 30, most: int = 160) -> str:
    """Return the part of a text around the first of the folded words; all of it where it is short."""
    if len(text) <= most:
        return text
    plain = "".join(folded(letter)[:1] or " " for letter in text)  # letter for letter, so that places hold
    first = min((at for word in words if (at := plain.find(word)) >= 0), default=0)
    start = max(0, min(first - before, len(text) - most))
    end = start + most
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


def _spans(plain: str, word: str) -> Iterable[tuple[int, int]]:
    at = plain.find(word) if word else -1
    while at >= 0:
        yield at, at + len(word)
        at = plain.find(word, at + len(word))
