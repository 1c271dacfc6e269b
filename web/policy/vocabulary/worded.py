"""Words in both languages, and choices that carry theirs."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self


@dataclass(frozen=True)
class Words:
    """One text in both languages."""

    zh: str
    en: str


NOT_SET: Final = Words("未设定", "not set")
NONE: Final = Words("无", "none")
YES: Final = Words("是", "yes")
NO: Final = Words("否", "no")


class Worded(StrEnum):
    """A choice of a closed vocabulary: its stored text, then its Chinese and its English.

    The order of the members is the order in which they are shown, and where an order matters (who
    approves first, what comes after a warning) the usual one.

    Examples
    --------
    >>> class Colour(Worded):
    ...     RED = "red", "红", "red"
    >>> Colour("red").words
    Words(zh='红', en='red')
    """

    zh: str
    en: str

    def __new__(cls, value: str, zh: str, en: str) -> Self:
        """Make a member that is its stored text."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        member.en = en
        return member

    @property
    def words(self) -> Words:
        """The name of the choice."""
        return Words(self.zh, self.en)
