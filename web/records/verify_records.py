#!/usr/bin/env python3
"""Verify an archive of records, alone: python3 verify_records.py ARCHIVE [--key FILE] [--checkpoints FILE].

Needs Python 3.11 or later and nothing else; with the package "cryptography" the signatures of checkpoints are
checked, too. Derives every hash anew: of each record's fields with its signature (who, employee number, when,
meaning, of which version), of its content, and the chain from record to record; then compares with the
checkpoints. Get this file, and the key or checkpoints that you compare with, from elsewhere than the archive.

Exit status: 0 everything holds; 1 something does not, the first bad record is named; 2 not an archive;
3 the records hold, but not everything could be checked (no cryptography, no key to trust, no checkpoint).
"""

import argparse
import hashlib
import json
import re
import sys
from collections import deque
from pathlib import Path
from typing import Any, NamedTuple

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    CAN_CHECK_SIGNATURES = True
except ImportError:
    CAN_CHECK_SIGNATURES = False

HOLDS, BROKEN, NO_ARCHIVE, NOT_ALL = 0, 1, 2, 3
GENESIS = "0" * 64
TOMBSTONE = b"record.payload_deleted"
PURPOSE = b"lunban checkpoint 1\n"
SHORT = 8
LONGEST_TRAIL = 1000
BLOCK = 1 << 20

PLAIN, ANY = rb'[^"\\]*', rb'[^"\\]*(?:\\.[^"\\]*)*'
"""What stands between quotation marks: without escapes, which is read faster, and with them."""
LINE, LINE_WITH_ESCAPES = (
    re.compile(
        rb'\{"hash":"(%(hash)b)","salt":"([^"]*)","record":'
        rb'(\{"at":"[^"]*","department":([0-9]+),"kind":"(%(text)b)","meaning":"%(text)b"'
        rb',"number":([0-9]+),"payload":"(%(hash)b)","policy_version":%(number)b,"previous":"(%(hash)b)"'
        rb',"signer":\[%(number)b,"%(text)b","%(text)b"\],"subject":"%(text)b"'
        rb'(?:,"subject_version":%(number)b)?\}),"content":(.*)\}\n'
        % {b"hash": rb"[^\"]{64}", b"text": text, b"number": rb"(?:-?[0-9]+|null)"}
    )
    for text in (PLAIN, ANY)
)
"""One record: its hash, the salt, the text that is hashed and some of its fields, the content."""

GAP = "it is missing here, or stands elsewhere or twice"
PREVIOUS = "it does not follow from the record before it"
FIELD = "a field of it was changed"
CONTENT = "its content was changed"
MISSING = "its content is missing, and no record says that it was deleted"
ANOTHER = "a checkpoint vouches for another one"
CUT = "it and what followed are gone: a checkpoint vouches for a later one"
UNREADABLE = "its line cannot be read"
NOT_SIGNED = "a checkpoint for it is not signed by a trusted key"


class Checkpoint(NamedTuple):
    """A signed head of a department's chain."""

    department: int
    number: int
    hash: str
    trail: str
    at: str
    key: str
    signature: str

    def holds(self, keys: set[str]) -> bool:
        """Tell whether a trusted key signed it; without keys, the one that it names."""
        if not CAN_CHECK_SIGNATURES:
            return True
        if keys and self.key not in keys:
            return False
        fields = {name: getattr(self, name) for name in ("at", "department", "hash", "number", "trail")}
        text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        try:
            public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key))
            public.verify(bytes.fromhex(self.signature), PURPOSE + text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


class Chain:
    """One department's records, taken one by one."""

    def __init__(self) -> None:
        self.checkpoints: deque[Checkpoint] = deque()
        self.number, self.previous, self.vouched = 0, GENESIS, 0
        self.fault: tuple[int, str] | None = None
        self._missing: list[int] = []
        self._deleted: list[tuple[int, int]] = []
        self._recent: list[tuple[int, str]] = []

    def found(self, number: int, reason: str) -> None:
        """Keep the fault with the lowest number."""
        if self.fault is None or number < self.fault[0]:
            self.fault = (number, reason)

    def take(self, fields: tuple[bytes, ...]) -> None:
        """Look at the next record, as `LINE` divides it."""
        stated, salt, text, _, kind, digits, payload, previous, content = fields
        number, digest = int(digits), stated.decode()
        if number != self.number + 1:
            self.found(min(number, self.number + 1), GAP)
        elif previous.decode() != self.previous:
            self.found(number, PREVIOUS)
        if hashlib.sha256(text).hexdigest() != digest:
            self.found(number, FIELD)
        elif content == b"null" and not salt:
            self._missing.append(number)
        elif hashlib.sha256(b"%b\n%b" % (salt, content)).hexdigest() != payload.decode():
            self.found(number, CONTENT)
        elif kind == TOMBSTONE:
            self._deleted += deleted_by(number, content)
        while self.checkpoints and self.checkpoints[0].number < number:
            self._compare()
        self._recent.append((number, digest))
        if len(self._recent) > 4 * LONGEST_TRAIL:
            self._recent = self._recent[-LONGEST_TRAIL:]
        while self.checkpoints and self.checkpoints[0].number == number:
            self._compare()
        self.number, self.previous = number, digest

    def end(self) -> tuple[int, str] | None:
        """Return the fault with the lowest number after the last record, or None."""
        while self.checkpoints:  # beyond the last record; what the trail says of earlier ones counts, too
            self._compare()
            self.found(self.number + 1, CUT)
        gone = first_outside(self._missing, self._deleted)
        if gone is not None:
            self.found(gone, MISSING)
        return self.fault

    def _compare(self) -> None:
        """Compare with a checkpoint; where its trail names the hashes, the first that differs is bad."""
        checkpoint = self.checkpoints.popleft()
        count = len(checkpoint.trail) // SHORT
        last = self._recent[-max(count, 1) :]
        self._recent = self._recent[-LONGEST_TRAIL:]
        is_head = last[-1:] == [(checkpoint.number, checkpoint.hash)]
        if is_head and checkpoint.trail in ("", "".join([digest[:SHORT] for _, digest in last])):
            self.vouched = checkpoint.number
            return
        known = dict(self._recent)
        for index in range(count):
            number = checkpoint.number - count + 1 + index
            if known.get(number, "")[:SHORT] != checkpoint.trail[index * SHORT : (index + 1) * SHORT]:
                self.found(number, ANOTHER if number in known else CUT)
                return
        if checkpoint.number in known:
            self.found(checkpoint.number if count else self.vouched + 1, ANOTHER)


class Verification:
    """What is found in an archive."""

    def __init__(self, keys: set[str]) -> None:
        self.keys = keys
        self.chains: dict[int, Chain] = {}
        self.faults: list[tuple[int, int, str]] = []
        self.named_keys: set[str] = set()
        self.records = self.checkpoints = 0
        self.is_whole = False

    def vouch(self, checkpoint: Checkpoint) -> None:
        """Take a checkpoint."""
        self.named_keys.add(checkpoint.key)
        if checkpoint.holds(self.keys):
            self.chains.setdefault(checkpoint.department, Chain()).checkpoints.append(checkpoint)
        else:
            self.faults.append((checkpoint.number, checkpoint.department, NOT_SIGNED))

    def read(self, archive: Path, newer: list[Checkpoint]) -> None:
        """Take every line of an archive, and checkpoints from elsewhere for the departments that it names."""
        digest = hashlib.sha256()
        end: dict[str, Any] = {}
        with archive.open("rb") as file:
            header = file.readline()
            digest.update(header)
            departments = {each["id"] for each in json.loads(header)["departments"]}
            for checkpoint in newer:
                if checkpoint.department in departments:
                    self.vouch(checkpoint)
            started = False
            for block in iter(lambda: file.readlines(BLOCK), []):
                if block[-1].startswith(b'{"end"'):
                    end = json.loads(block.pop())["end"]
                digest.update(b"".join(block))
                while not started and block:
                    started = not block[0].startswith(b'{"checkpoint"')
                    if not started:
                        self.vouch(checkpoint_of(json.loads(block.pop(0))["checkpoint"]))
                        self.checkpoints += 1
                if started:
                    self._sort()
                    self._take(block)
        stated = (end.get("records"), end.get("checkpoints"), end.get("sha256"))
        self.is_whole = stated == (self.records, self.checkpoints, digest.hexdigest())
        for department, chain in self.chains.items():
            fault = chain.end()
            if fault:
                self.faults.append((fault[0], department, fault[1]))

    def _sort(self) -> None:
        for chain in self.chains.values():
            if chain.number == 0:
                chain.checkpoints = deque(sorted(set(chain.checkpoints), key=lambda each: each.number))

    def _take(self, lines: list[bytes]) -> None:
        match, match_any, chains = LINE.fullmatch, LINE_WITH_ESCAPES.fullmatch, self.chains
        chain = None
        for line in lines:
            found = match(line) or match_any(line)
            if found is not None:
                fields = found.groups()
                chain = chains.get(int(fields[3]))
                if chain is None:
                    chain = chains[int(fields[3])] = Chain()
                chain.take(fields)
            elif chain is not None:
                chain.found(chain.number + 1, UNREADABLE)
            else:
                self.faults.append((1, 0, UNREADABLE))
        self.records += len(lines)

    def notes(self) -> list[str]:
        """Return what could not be checked."""
        if not self.named_keys:
            return ["there is no checkpoint: nobody would notice the last records torn out"]
        if not CAN_CHECK_SIGNATURES:
            return ["signatures of checkpoints were NOT checked: the package cryptography is missing"]
        if not self.keys:
            keys = ", ".join(sorted(self.named_keys))
            return [f"no trusted key was given: compare the key that the archive names: {keys}"]
        return []


def deleted_by(tombstone: int, content: bytes) -> list[tuple[int, int]]:
    """Return which numbers a tombstone names, all before its own; none where it cannot be read."""
    try:
        named = [(int(first), int(last)) for first, last in json.loads(content)["numbers"]]
    except (ValueError, TypeError, KeyError):
        return []
    return [(first, min(last, tombstone - 1)) for first, last in named]


def first_outside(numbers: list[int], ranges: list[tuple[int, int]]) -> int | None:
    """Return the first of ascending numbers that lies in none of the ranges."""
    waiting = deque(sorted(ranges))
    covered = 0
    for number in numbers:
        while waiting and waiting[0][0] <= number:
            covered = max(covered, waiting.popleft()[1])
        if number > covered:
            return number
    return None


def checkpoint_of(found: dict[str, Any]) -> Checkpoint:
    """Return a checkpoint, or raise TypeError where it is none."""
    made = Checkpoint(**found)
    if not all(
        isinstance(value, kind) for value, kind in zip(made, (int, int, str, str, str, str, str), strict=True)
    ):
        raise TypeError("not a checkpoint")
    return made


def main(arguments: list[str]) -> int:
    """Verify, say what was found, and return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("archive", type=Path)
    parser.add_argument("--key", type=Path, help="public keys that are trusted, one line of hex digits each")
    parser.add_argument("--checkpoints", type=Path, help="a file of checkpoints from elsewhere, maybe newer")
    asked = parser.parse_args(arguments)
    try:
        keys = set(asked.key.read_text("ascii").split()) if asked.key else set()
        lines = asked.checkpoints.read_text("utf-8").splitlines() if asked.checkpoints else []
        found = Verification(keys)
        found.read(asked.archive, [checkpoint_of(json.loads(line)) for line in lines if line])
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        print(f"not an archive that can be read: {error!r}")
        return NO_ARCHIVE
    for note in found.notes():
        print(f"note: {note}")
    if found.faults:
        number, department, reason = min(found.faults)
        print(f"department {department}, record {number} does not hold: {reason}")
        return BROKEN
    if not found.is_whole:
        print("every record holds, but the file is not as it was written")
        return BROKEN
    vouched = ", ".join(f"{chain.vouched} of department {key}" for key, chain in sorted(found.chains.items()))
    print(f"{found.records} records hold; checkpoints vouch for those up to {vouched or 'none'}")
    return NOT_ALL if found.notes() else HOLDS


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
