"""The verifier that is shipped apart: alone on an archive it finds every change, and names the record."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.databases import Urls
from tests.web.records.made_archive import KEY, chain, checkpoints, write
from tests.web.records.sealed_store import sealed_store
from tests.web.records.tampering import ATTACKS, tampered
from tests.web.storage.centre import NOW
from web.database import Database
from web.records.archive import VERIFIER, write_archive
from web.records.chain import Stored
from web.records.verify_records import BROKEN, HOLDS, NO_ARCHIVE, NOT_ALL, main

LENGTH = 240


@pytest.fixture(scope="module")
def records() -> list[Stored]:
    return list(chain(LENGTH))


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "trusted.pub"
    file.write_text(KEY.public_key().public_bytes_raw().hex())
    return file


def archive_of(folder: Path, records: list[Stored], vouching: list[Stored] | None = None) -> Path:
    file = folder / "archive.jsonl"
    with file.open("wb") as out:
        write(out, records, checkpoints(records if vouching is None else vouching))
    return file


def test_a_good_archive_holds(tmp_path: Path, records: list[Stored], key_file: Path) -> None:
    file = archive_of(tmp_path, records)
    assert main([str(file), "--key", str(key_file)]) == HOLDS
    for line in file.read_text("utf-8").splitlines():
        json.loads(line)


@pytest.mark.parametrize("name", ATTACKS)
def test_each_tampering_is_named(
    tmp_path: Path, records: list[Stored], key_file: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for turn in range(6):
        made = tampered(records, name, turn)
        file = archive_of(tmp_path, made.records, records)
        assert main([str(file), "--key", str(key_file)]) == BROKEN
        assert f"record {made.first_bad} does not hold" in capsys.readouterr().out


def test_an_archive_older_than_a_checkpoint_elsewhere_is_noticed(
    tmp_path: Path, records: list[Stored], key_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = archive_of(tmp_path, records[:150])
    newer = tmp_path / "checkpoints.jsonl"
    newer.write_text("".join(f"{each.line}\n" for each in checkpoints(records)), "utf-8")
    assert main([str(file), "--key", str(key_file)]) == HOLDS
    assert main([str(file), "--key", str(key_file), "--checkpoints", str(newer)]) == BROKEN
    assert "record 151 does not hold: it and what followed are gone" in capsys.readouterr().out


def test_every_single_changed_byte_is_rejected(tmp_path: Path, key_file: Path) -> None:
    file = archive_of(tmp_path, list(chain(4)))
    whole = file.read_bytes()
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1
        file.write_bytes(changed)
        assert main([str(file), "--key", str(key_file)]) in {BROKEN, NO_ARCHIVE}, at


PARTS = ("signer", "at", "meaning", "subject", "subject_version")


@pytest.mark.parametrize("part", [*PARTS, "all"])
def test_a_signature_put_under_another_record_is_rejected(
    tmp_path: Path, key_file: Path, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever does it makes the hash of that record, and the end line, anew."""
    records = list(chain(30))
    for number in range(1, 30):
        one, other = records[number - 1], records[number]
        names = PARTS[:3] if part == "all" else (part,)
        fields = {name: getattr(other.sealed, name) for name in names}
        if all(getattr(one.sealed, name) == value for name, value in fields.items()):
            continue
        sealed = replace(one.sealed, **fields)
        for digest in (one.hash, sealed.hash):
            made = [*records[: number - 1], replace(one, sealed=sealed, hash=digest), *records[number:]]
            assert main([str(archive_of(tmp_path, made, records)), "--key", str(key_file)]) == BROKEN
            assert f"record {number} does not hold" in capsys.readouterr().out


def run_alone(file: Path, *more: str, python: tuple[str, ...] = ("-I",)) -> tuple[int, str]:
    """Run the verifier as somebody who has nothing but it and Python."""
    done = subprocess.run(
        [sys.executable, *python, str(file.with_name("verify_records.py")), str(file), *more],
        cwd=file.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_it_runs_alone_and_says_what_it_could_not_check(
    tmp_path: Path, records: list[Stored], key_file: Path
) -> None:
    file = archive_of(tmp_path, records)
    file.with_name("verify_records.py").write_bytes(VERIFIER.read_bytes())
    assert run_alone(file, "--key", str(key_file))[0] == HOLDS
    code, told = run_alone(file)
    assert (code, "compare the key that the archive names" in told) == (NOT_ALL, True)
    code, told = run_alone(file, "--key", str(key_file), python=("-I", "-S"))  # no installed packages
    assert (code, "signatures of checkpoints were NOT checked" in told) == (NOT_ALL, True)
    bare = tmp_path / "bare.jsonl"
    with bare.open("wb") as out:
        write(out, records, [])
    code, told = run_alone(bare)
    assert (code, "there is no checkpoint" in told) == (NOT_ALL, True)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda _: b"not an archive\n",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole + whole,
        lambda whole: b"\n".join(line for line in whole.split(b"\n") if b'"departments"' not in line),
        lambda whole: whole.replace(b'"content":{', b'"content":{{', 1),
        lambda whole: whole.replace(b'{"hash":', b'{"hush":', 1),
        lambda whole: whole.replace(b'{"checkpoint":{', b'{"checkpoint":{"more":1,', 1),
        lambda whole: whole.replace("客服部".encode(), "别的部".encode()),
    ],
)
def test_what_is_no_archive_is_rejected_without_a_trace_of_python(
    tmp_path: Path, records: list[Stored], key_file: Path, spoil: Callable[[bytes], bytes]
) -> None:
    file = archive_of(tmp_path, records)
    file.write_bytes(spoil(file.read_bytes()))
    assert main([str(file), "--key", str(key_file)]) in {BROKEN, NO_ARCHIVE}


def test_what_is_exported_from_the_database_holds(database_urls: Urls, tmp_path: Path) -> None:
    store = sealed_store(database_urls, tmp_path / "kept", 120)
    database = Database(store.urls.app)
    file = tmp_path / "archive.jsonl"
    with database.read() as session, file.open("wb") as out:
        assert write_archive(session, out, store.outside, now=NOW) == 120
    database.close()
    key = store.config.checkpoint_key
    assert key is not None
    assert main([str(file), "--key", str(key.with_suffix(".pub"))]) == HOLDS
