"""Whether a department's records hold: the chain, and what checkpoints kept elsewhere say of it. Pure."""

import json
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from web.records.chain import GENESIS, PAYLOAD_DELETED, Ranges, Stored, payload_hash

FaultCode = Literal[
    "gap", "previous", "hash", "payload", "payload_missing", "checkpoint", "cut", "checkpoint_key"
]

SHORT = 8
"""Hex digits of a record's hash in a trail."""
LONGEST_TRAIL = 1000
"""Most records that a trail names; what lies before is vouched for by the hash alone."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with the first record that does not hold."""

    number: int
    code: FaultCode


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """What a checkpoint says of the chain.

    Parameters
    ----------
    number, hash
        Of the record that was the last one then.
    trail
        The first `SHORT` digits of the hash of each record up to that one, as many as there is room for
        since the checkpoint before: with them a fault is named exactly even where all hashes were made anew.
    """

    number: int
    hash: str
    trail: str = ""


def first_fault(records: Iterable[Stored], anchors: Sequence[Anchor] = ()) -> Fault | None:
    """Return what is wrong with the first record that does not hold, or None.

    Parameters
    ----------
    records
        One department's, in the order in which they are found.
    anchors
        From checkpoints whose signatures hold, kept outside the database. Without them nobody notices that
        the last records were torn out, nor that every hash was made anew.
    """
    checker = Checker(anchors)
    for record in records:
        checker.take(record)
    return checker.end()


class Checker:
    """Takes a department's records one by one; `end` says what was wrong with the first that did not hold."""

    def __init__(self, anchors: Sequence[Anchor] = ()) -> None:
        self._anchors = deque(sorted(anchors, key=lambda anchor: anchor.number))
        self._number, self._previous = 0, GENESIS
        self._fault: Fault | None = None
        self._missing: list[int] = []
        self._deleted: Ranges = []
        self._recent: list[tuple[int, str]] = []
        self._vouched = 0

    def take(self, record: Stored) -> None:
        """Look at the next record."""
        number = record.sealed.number
        self._look_at(record, self._number + 1)
        while self._anchors and self._anchors[0].number < number:  # its record is not where it should be
            self._compare(self._anchors.popleft())
        self._recent.append((number, record.hash))
        if len(self._recent) > 4 * LONGEST_TRAIL:
            self._recent = self._recent[-LONGEST_TRAIL:]
        while self._anchors and self._anchors[0].number == number:
            self._compare(self._anchors.popleft())
        self._number, self._previous = number, record.hash

    def end(self) -> Fault | None:
        """Return the fault with the lowest number after the last record was taken."""
        for anchor in self._anchors:  # beyond the last record; what its trail says of earlier ones counts too
            self._compare(anchor)
            self._found(self._number + 1, "cut")
        gone = first_outside(self._missing, self._deleted)
        if gone is not None:
            self._found(gone, "payload_missing")
        return self._fault

    def _look_at(self, record: Stored, expected: int) -> None:
        sealed = record.sealed
        if sealed.number != expected:
            self._found(min(sealed.number, expected), "gap")
        elif sealed.previous != self._previous:
            self._found(sealed.number, "previous")
        if sealed.hash != record.hash:
            self._found(sealed.number, "hash")
        elif record.salt is None or record.content is None:
            self._missing.append(sealed.number)
        elif payload_hash(record.salt, record.content) != sealed.payload_hash:
            self._found(sealed.number, "payload")
        elif sealed.kind == PAYLOAD_DELETED:
            self._deleted += deleted_by(sealed.number, record.content)

    def _compare(self, anchor: Anchor) -> None:
        """Compare with a checkpoint; where its trail names the hashes, the first that differs is bad."""
        count = len(anchor.trail) // SHORT
        last = self._recent[-max(count, 1) :]
        self._recent = self._recent[-LONGEST_TRAIL:]
        is_head = last[-1:] == [(anchor.number, anchor.hash)]
        if is_head and anchor.trail in ("", "".join([hash_[:SHORT] for _, hash_ in last])):
            self._vouched = anchor.number
            return
        known = dict(self._recent)
        for number, short in enumerate(_pieces(anchor.trail), start=anchor.number - count + 1):
            if known.get(number, "")[:SHORT] != short:
                self._found(number, "checkpoint" if number in known else "cut")
                return
        if anchor.number in known:
            self._found(anchor.number if count else self._vouched + 1, "checkpoint")

    def _found(self, number: int, code: FaultCode) -> None:
        if self._fault is None or number < self._fault.number:
            self._fault = Fault(number=number, code=code)


def deleted_by(tombstone: int, content: str) -> Ranges:
    """Return which numbers a tombstone names, all before its own; none where it cannot be read."""
    try:
        named = [(int(first), int(last)) for first, last in json.loads(content)["numbers"]]
    except (ValueError, TypeError, KeyError):
        return []
    return [(first, min(last, tombstone - 1)) for first, last in named]


def first_outside(numbers: Sequence[int], ranges: Ranges) -> int | None:
    """Return the first of ascending `numbers` that lies in none of the ranges."""
    waiting = deque(sorted(ranges))
    covered = 0
    for number in numbers:
        while waiting and waiting[0][0] <= number:
            covered = max(covered, waiting.popleft()[1])
        if number > covered:
            return number
    return None


def _pieces(trail: str) -> Iterable[str]:
    return (trail[start : start + SHORT] for start in range(0, len(trail), SHORT))
