"""Checkpoints: when they are made, that they vouch for committed records only, what the file holds."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support.databases import Urls
from tests.web.records.sealed_store import config_of
from tests.web.storage.centre import NOW, all_at_once, stored_centre
from web.config import Config
from web.database import Database
from web.records.beside import beside_database
from web.records.checkpoint import Checkpoint, read_line, trusted
from web.records.keeper import Keeper, keeper_of, public_keys, read_file
from web.records.sealing import checkpoints_due, seal, stored_checkpoints
from web.records.store import SYSTEM, Entry, append
from web.records.tables import RecordCheckpoint

ENTRY = Entry(kind="handover.sign", subject="handover:1", meaning="take over", content={})
DAY = dt.timedelta(days=1)


@pytest.fixture
def config(database_urls: Urls, tmp_path: Path) -> Config:
    return config_of(database_urls, tmp_path / "kept")


@pytest.fixture
def signing(config: Config) -> Database:
    """A database whose sessions sign."""
    return Database(config.database_url, beside_database(config))


def record(database: Database, department: int, count: int, now: dt.datetime = NOW) -> None:
    with database.write() as session:
        for _ in range(count):
            append(session, department, ENTRY, signer=SYSTEM, now=now)
        session.commit()


def numbers(config: Config) -> list[int]:
    return [each.number for each in read_file(config.checkpoint_file)[0]]


def due(database: Database, now: dt.datetime) -> int:
    with database.write() as session:
        return checkpoints_due(session, now)


def test_every_hundred_records_a_checkpoint_stands_outside(signing: Database, config: Config) -> None:
    department = stored_centre(signing).department
    record(signing, department, 99)
    assert numbers(config) == []
    record(signing, department, 1)
    assert numbers(config) == [100]
    record(signing, department, 205)
    assert numbers(config) == [100, 200, 300]
    found, _ = read_file(config.checkpoint_file)
    assert trusted(found, public_keys(config.checkpoint_key)) == (list(set(found)), [])
    assert [len(each.trail) for each in found] == [800, 800, 800]
    signing.close()


def test_what_is_rolled_back_is_vouched_for_nowhere(signing: Database, config: Config) -> None:
    department = stored_centre(signing).department
    record(signing, department, 99)
    with signing.write() as session:
        append(session, department, ENTRY, signer=SYSTEM, now=NOW)
        seal(session, department, now=NOW)
        session.rollback()
    with signing.write() as session:
        savepoint = session.begin_nested()
        append(session, department, ENTRY, signer=SYSTEM, now=NOW)
        savepoint.rollback()
        session.commit()
    assert numbers(config) == []
    with signing.write() as session, session.begin_nested():
        append(session, department, ENTRY, signer=SYSTEM, now=NOW)
    assert numbers(config) == []  # the savepoint was released, and the whole left without a commit
    record(signing, department, 1)
    assert numbers(config) == [100]
    signing.close()


def test_sealing_vouches_for_the_head_once(signing: Database, config: Config) -> None:
    department = stored_centre(signing).department
    with signing.write() as session:
        assert seal(session, department, now=NOW) is None
        append(session, department, ENTRY, signer=SYSTEM, now=NOW)
        made = seal(session, department, now=NOW)
        assert made is not None
        assert made.number == 1
        assert seal(session, department, now=NOW) is None
        session.commit()
    assert read_file(config.checkpoint_file) == ([made], 0)
    signing.close()


def test_the_clock_signs_once_a_day_of_the_department_and_only_what_is_new(
    signing: Database, config: Config
) -> None:
    one, two = stored_centre(signing).department, stored_centre(signing, code="EN").department
    record(signing, one, 1)
    assert due(signing, NOW) == 1  # the first ever; the second department has no record
    record(signing, one, 2)
    assert due(signing, NOW) == 0
    midnight = dt.datetime(2026, 11, 20, 16, 0, tzinfo=dt.UTC)  # in Shanghai
    assert due(signing, midnight - dt.timedelta(seconds=1)) == 0
    record(signing, two, 1)
    assert due(signing, midnight) == 2
    assert due(signing, midnight + DAY) == 0
    assert numbers(config) == [1, 3, 1]
    signing.close()


def test_what_a_process_without_the_key_recorded_is_signed_by_the_clock(
    signing: Database, config: Config, database_urls: Urls
) -> None:
    without = Database(database_urls.app)
    department = stored_centre(without).department
    record(without, department, 1)
    assert due(signing, NOW) == 1
    record(without, department, 98)
    assert due(signing, NOW) == 0
    record(without, department, 5)
    with without.write() as session:
        assert seal(session, department, now=NOW) is None
        assert checkpoints_due(session, NOW) == 0
    assert due(signing, NOW) == 1
    assert numbers(config) == [1, 104]
    without.close()
    signing.close()


def test_a_file_that_could_not_be_written_is_completed_later(signing: Database, config: Config) -> None:
    department = stored_centre(signing).department
    config.checkpoint_file.mkdir(parents=True)  # a full disk would do the same
    record(signing, department, 100)  # the act itself is done all the same
    with signing.read() as session:
        assert [each.number for each in stored_checkpoints(session)] == [100]
    config.checkpoint_file.rmdir()
    assert due(signing, NOW) == 0
    assert numbers(config) == [100]
    signing.close()


def test_a_line_that_the_machine_did_not_finish_spoils_no_other(signing: Database, config: Config) -> None:
    department = stored_centre(signing).department
    record(signing, department, 100)
    whole = config.checkpoint_file.read_bytes()
    config.checkpoint_file.write_bytes(whole[:200])
    assert read_file(config.checkpoint_file) == ([], 1)
    again = Database(config.database_url, beside_database(config))
    record(again, department, 100)
    assert due(again, NOW) == 0
    found, unreadable = read_file(config.checkpoint_file)
    assert (sorted(each.number for each in found), unreadable) == ([100, 200], 1)
    again.close()
    signing.close()


def test_many_who_reach_a_hundred_at_once_make_one_checkpoint(signing: Database, config: Config) -> None:
    department = stored_centre(signing).department
    record(signing, department, 96)
    all_at_once([lambda: record(signing, department, 1)] * 8)
    with signing.read() as session:
        assert session.scalars(select(RecordCheckpoint.number)).all() == [100]
    assert numbers(config) == [100]
    signing.close()


def test_the_key_is_made_once_readable_by_its_owner_and_beside_it_stands_the_public_one(
    tmp_path: Path,
) -> None:
    config = Config(data_dir=tmp_path / "kept", secret_key="only-for-tests")
    head = Checkpoint(department_id=1, number=1, hash="0" * 64, trail="", at=NOW)
    keepers = [keeper_of(config), keeper_of(config)]
    signed = [keeper.sign(head) for keeper in keepers if keeper is not None]
    assert signed[0] == signed[1]
    assert signed[0].holds()
    assert config.checkpoint_key is not None
    assert config.checkpoint_key.stat().st_mode & 0o777 == 0o600
    assert public_keys(config.checkpoint_key) == {signed[0].key}


def test_another_key_is_added_to_those_that_are_trusted(tmp_path: Path) -> None:
    """Whoever changes the key keeps the old public one, with which older checkpoints are measured."""
    key = tmp_path / "checkpoint.key"
    head = Checkpoint(department_id=1, number=1, hash="0" * 64, trail="", at=NOW)
    old = Keeper(key, tmp_path / "file").sign(head)
    key.unlink()
    new = Keeper(key, tmp_path / "file").sign(head)
    assert old.key != new.key
    assert public_keys(key) == {old.key, new.key}


def test_a_process_that_is_not_to_sign_has_no_keeper(tmp_path: Path) -> None:
    config = Config.from_env(
        {"LUNBAN_DATA": str(tmp_path), "LUNBAN_SECRET_KEY": "x", "LUNBAN_CHECKPOINT_KEY": "none"}
    )
    assert keeper_of(config) is None
    assert beside_database(config) == {}


def test_a_line_is_read_as_it_was_written_and_nothing_else_is() -> None:
    head = Checkpoint(
        department_id=1, number=1, hash="0" * 64, trail="abcdef01", at=NOW, key="k", signature="s"
    )
    assert read_line(head.line) == head
    assert not head.holds()
    for line in ("", "{}", "[]", '{"department":1}'):
        with pytest.raises(ValueError, match=r"not a checkpoint|Expecting value"):
            read_line(line)
