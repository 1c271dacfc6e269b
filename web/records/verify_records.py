#!/usr/bin/env python3
"""Verify an archive of records, alone: python3 verify_records.py ARCHIVE [--key FILE] [--checkpoints FILE].

Needs Python 3.9 or later and nothing else; with the package "cryptography" the signatures of checkpoints are
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

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None

HOLDS, BROKEN, NO_ARCHIVE, NOT_ALL = 0, 1, 2, 3
GENESIS = b"0" * 64
TOMBSTONE = b"record.payload_deleted"
PURPOSE = b"lunban checkpoint 1\n"
SHORT = 8
LONGEST_TRAIL = 1000
BLOCK = 1 << 20

TEXT = rb'"((?:[^"\\]|\\.)*+)"' if sys.version_info >= (3, 11) else rb'"([^"\\]*(?:\\.[^"\\]*)*)"'
HASH = rb'"([0-9a-f]{64})"'
NUMBER = rb"(-?[0-9]+|null)"
LINE = re.compile(
    rb'\{"hash":' + HASH + rb',"salt":"([0-9a-f]*)","record":'
    rb'(\{"at":' + TEXT + rb',"department":([0-9]+),"kind":' + TEXT + rb',"meaning":' + TEXT
    + rb',"number":([0-9]+),"payload":' + HASH + rb',"policy_version":' + NUMBER + rb',"previous":' + HASH
    + rb',"signer":\[' + NUMBER + rb"," + TEXT + rb"," + TEXT + rb'\],"subject":' + TEXT
    + rb'(?:,"subject_version":-?[0-9]+)?\}),"content":(.*)\}\n'
)  # fmt: skip
"""One record: hash, salt, the hashed text and in it the fields, the content."""


class Chain:
    """One department's records, taken one by one."""

    def __init__(self, anchors):
        self.anchors = deque(sorted(anchors, key=lambda anchor: anchor["number"]))
        self.number, self.previous = 0, GENESIS
        self.fault = None
        self.missing = []
        self.deleted = []
        self.recent = deque(maxlen=LONGEST_TRAIL)
        self.vouched = 0
        self.next_anchor = self.anchors[0]["number"] if self.anchors else 0

    def found(self, number, reason):
        """Keep the fault with the lowest number."""
        if self.fault is None or number < self.fault[0]:
            self.fault = (number, reason)

    def take(self, digest, salt, text, kind, number, payload, previous, content):
        """Look at the next record."""
        expected = self.number + 1
        if number != expected:
            self.found(min(number, expected), "it is missing here, or stands elsewhere or twice")
        elif previous != self.previous:
            self.found(number, "it does not follow from the record before it")
        if hashlib.sha256(text).hexdigest() != digest.decode():
            self.found(number, "a field of it was changed")
        elif content == b"null" and not salt:
            self.missing.append(number)
        elif hashlib.sha256(salt + b"\n" + content).hexdigest() != payload.decode():
            self.found(number, "its content was changed")
        elif kind == TOMBSTONE:
            self.deleted.append((number, ranges_of(content)))
        if self.next_anchor:
            while self.next_anchor and self.next_anchor < number:
                self.compare()
            self.recent.append((number, digest))
            while self.next_anchor == number:
                self.compare()
        self.number, self.previous = number, digest

    def compare(self):
        """Compare with the next checkpoint; where its trail names the hashes, the first that differs is named."""
        anchor = self.anchors.popleft()
        self.next_anchor = self.anchors[0]["number"] if self.anchors else 0
        number, trail = anchor["number"], anchor["trail"]
        known = {key: value.decode() for key, value in self.recent}
        count = len(trail) // SHORT
        for index in range(count):
            at = number - count + 1 + index
            if known.get(at, "")[:SHORT] != trail[index * SHORT : (index + 1) * SHORT]:
                self.found(at, "a checkpoint vouches for another one")
                return
        if known.get(number) != anchor["hash"]:
            self.found(number if trail else self.vouched + 1, "a checkpoint vouches for another one")
            return
        self.vouched = number

    def end(self):
        """Return the fault with the lowest number, as number and reason, or None."""
        if any(anchor["number"] > self.number for anchor in self.anchors):
            self.found(self.number + 1, "it and what followed are gone: a checkpoint vouches for a later one")
        for number in self.missing:
            if not any(
                number < tombstone and any(first <= number <= last for first, last in ranges)
                for tombstone, ranges in self.deleted
            ):
                self.found(number, "its content is missing, and no record says that it was deleted")
                break
        return self.fault


def ranges_of(content):
    """Return which numbers a tombstone names."""
    try:
        return [(int(first), int(last)) for first, last in json.loads(content)["numbers"]]
    except (ValueError, TypeError, KeyError):
        return []


def signed(checkpoint):
    """Return what a checkpoint's signature is over."""
    fields = {name: checkpoint[name] for name in ("at", "department", "hash", "number", "trail")}
    return PURPOSE + json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def signature_holds(checkpoint, keys):
    """Tell whether a trusted key signed the checkpoint; without keys, the one that it names."""
    if keys and checkpoint["key"] not in keys:
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(checkpoint["key"]))
        public.verify(bytes.fromhex(checkpoint["signature"]), signed(checkpoint))
    except (InvalidSignature, ValueError):
        return False
    return True


def checkpoint_of(found):
    """Return a checkpoint, or raise ValueError where it is none."""
    kinds = {"department": int, "number": int, "hash": str, "trail": str, "at": str, "key": str, "signature": str}
    if not isinstance(found, dict) or {name: type(value) for name, value in found.items()} != kinds:
        raise ValueError("not a checkpoint")
    return found


def lines_at_the_end(path):
    """Return the checkpoint lines and the end line: they stand last, and are needed first."""
    with path.open("rb") as file:
        file.seek(0, 2)
        size = position = file.tell()
        tail = b""
        while position > 0:
            step = min(BLOCK, position)
            position -= step
            file.seek(position)
            tail = file.read(step) + tail
            lines = tail.split(b"\n")
            inner = lines[1:] if position else lines
            if any(line.startswith(b'{"hash"') for line in inner):
                break
    found = [line for line in inner if line and not line.startswith((b'{"hash"', b'{"departments"'))]
    return size, [line for line in found if line.startswith(b'{"checkpoint"')], found[-1:] or [b""]


class Archive:
    """Reads an archive once and keeps what it finds."""

    def __init__(self, path, extra, keys):
        self.path = path
        self.notes = []
        self.faults = []
        _, own, last = lines_at_the_end(path)
        self.checkpoints = [checkpoint_of(json.loads(line)["checkpoint"]) for line in own] + extra
        self.end = json.loads(last[0])["end"]
        self.sort_out(keys)
        self.count = 0

    def sort_out(self, keys):
        """Keep the checkpoints whose signatures hold; the others are faults."""
        if not self.checkpoints:
            self.notes.append("no checkpoint: the last records torn out would not be noticed")
        elif Ed25519PublicKey is None:
            self.notes.append("signatures of checkpoints were NOT checked: the package cryptography is missing")
        elif not keys:
            named = ", ".join(sorted({each["key"] for each in self.checkpoints}))
            self.notes.append(f"no key was given: compare the archive's own with the printed one: {named}")
        good = []
        for each in self.checkpoints:
            if Ed25519PublicKey is None or signature_holds(each, keys):
                good.append(each)
            else:
                reason = "a checkpoint for it is not signed by a trusted key"
                self.faults.append((each["department"], each["number"], reason))
        self.chains = {}
        for each in good:
            self.chains.setdefault(each["department"], []).append(each)
        self.chains = {number: Chain(anchors) for number, anchors in self.chains.items()}

    def read(self):
        """Take every record, and compare the digest of the file."""
        digest = hashlib.sha256()
        seen = {"records": 0, "checkpoints": 0}
        with self.path.open("rb") as file:
            header = file.readline()
            digest.update(header)
            while block := file.readlines(BLOCK):
                if block[-1].startswith(b'{"end"'):
                    last = block.pop()
                digest.update(b"".join(block))
                self.take_block(block, seen)
        if not last.endswith(b"\n") or self.end != {**seen, "sha256": digest.hexdigest()}:
            self.faults.append((0, 0, "the archive is not as it was written"))
        self.count = seen["records"]
        for department, chain in self.chains.items():
            fault = chain.end()
            if fault:
                self.faults.append((department, *fault))

    def take_block(self, block, seen):
        """Take the records of some lines."""
        match, chains = LINE.fullmatch, self.chains
        chain = None
        for line in block:
            found = match(line)
            if found:
                (digest, salt, text, _, department, kind, _, number, payload, _, previous, _, _, _, _, content) = (
                    found.groups()
                )
                chain = chains.get(int(department))
                if chain is None:
                    chain = chains[int(department)] = Chain([])
                chain.take(digest, salt, text, kind, int(number), payload, previous, content)
                seen["records"] += 1
            elif line.startswith(b'{"checkpoint":'):
                seen["checkpoints"] += 1
            elif chain is not None:
                chain.found(chain.number + 1, "its line cannot be read")
            else:
                self.faults.append((0, 1, "the line of the first record cannot be read"))


def main(arguments):
    """Verify and say what was found; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--key", type=Path, help="public keys that are trusted, one line of hex digits each")
    parser.add_argument("--checkpoints", type=Path, help="a newer file of checkpoints, from outside the archive")
    asked = parser.parse_args(arguments)
    try:
        keys = set(asked.key.read_text("ascii").split()) if asked.key else set()
        lines = asked.checkpoints.read_text("utf-8").splitlines() if asked.checkpoints else []
        archive = Archive(asked.archive, [checkpoint_of(json.loads(line)) for line in lines if line], keys)
        archive.read()
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"not an archive that can be read: {error}")
        return NO_ARCHIVE
    for note in archive.notes:
        print(f"note: {note}")
    if archive.faults:
        department, number, reason = min(archive.faults, key=lambda fault: (fault[1], fault[0]))
        print(f"department {department}, record {number} does not hold: {reason}")
        return BROKEN
    vouched = {number: chain.vouched for number, chain in sorted(archive.chains.items())}
    print(f"{archive.count} records hold; vouched for by checkpoints, by department: {vouched}")
    return NOT_ALL if archive.notes else HOLDS


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
