"""What a bad file must be told."""

from dataclasses import dataclass

from web.imports.tables import ImportKind

Verdict = tuple[int | None, str | None, str]


@dataclass(frozen=True, kw_only=True)
class BadFile:
    """One file of the corpus.

    Attributes
    ----------
    expected
        Every (row, column, code), no more and no less.
    good
        Number of rows that could be taken nevertheless.
    """

    name: str
    kind: ImportKind
    data: bytes
    expected: frozenset[Verdict]
    good: int


def at(row: int | None, column: str | None, code: str) -> Verdict:
    """Return one verdict."""
    return row, column, code


def people(name: str, data: bytes, *expected: Verdict, good: int) -> BadFile:
    """Return a bad file of people."""
    return BadFile(name=name, kind=ImportKind.PEOPLE, data=data, expected=frozenset(expected), good=good)


def days_off(name: str, data: bytes, *expected: Verdict, good: int) -> BadFile:
    """Return a bad file of days off."""
    return BadFile(name=name, kind=ImportKind.DAYS_OFF, data=data, expected=frozenset(expected), good=good)


def calls_file(name: str, data: bytes, *expected: Verdict, good: int) -> BadFile:
    """Return a bad file of calls."""
    return BadFile(name=name, kind=ImportKind.CALLS, data=data, expected=frozenset(expected), good=good)
