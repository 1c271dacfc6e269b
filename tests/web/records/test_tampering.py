"""Whoever owns the database, guards removed, changes a chain: every time the first bad record is named."""

from pathlib import Path

import pytest

from tests.support.databases import Urls
from tests.web.records.made_archive import chain, checkpoints
from tests.web.records.sealed_store import SealedStore, found_of, sealed_store
from tests.web.records.tampering import ATTACKS, named, read_chain, remove_guards, tampered
from web.database import Database, make_engine
from web.records.checking import first_fault
from web.records.verifying import verify_all

TIMES = 5


@pytest.fixture
def store(database_urls: Urls, tmp_path: Path) -> SealedStore:
    return sealed_store(database_urls, tmp_path / "kept", 240)


def test_an_untouched_store_holds_and_is_vouched_for_to_its_end(store: SealedStore) -> None:
    database = Database(store.urls.app)
    with database.read() as session:
        (verdict,) = verify_all(session, store.outside, store.keys)
    database.close()
    assert (verdict.records, verdict.vouched, verdict.fault) == (240, 240, None)
    assert [each.number for each in store.outside] == [100, 200, 240]


def test_every_tampering_is_found_and_the_first_bad_record_named(store: SealedStore) -> None:
    assert found_of(store, TIMES) == dict.fromkeys(ATTACKS, TIMES)


def test_without_checkpoints_outside_a_torn_out_end_would_pass(store: SealedStore) -> None:
    """Why they are kept: the chain alone does not notice these three."""
    database = Database(store.urls.app)
    with database.read() as session:
        records = read_chain(session, store.department)
    database.close()
    for name in ("tail delete", "rewrite all", "restore old copy"):
        assert first_fault(tampered(records, name, 1).records) is None


def test_checkpoints_signed_by_another_key_are_no_help_to_a_forger(
    store: SealedStore, tmp_path: Path
) -> None:
    """The owner rewrites everything and signs new checkpoints with a key of their own."""
    from dataclasses import replace

    from web.records.keeper import Keeper

    database = Database(store.urls.app)
    with database.read() as session:
        records = read_chain(session, store.department)
    database.close()
    made = tampered(records, "rewrite all", 3)
    forger = Keeper(tmp_path / "forger.key", tmp_path / "forged.jsonl")
    forged = [
        forger.sign(replace(each, hash=made.records[each.number - 1].hash, trail=""))
        for each in store.outside
    ]
    engine = make_engine(store.urls.owner, owner=True)
    with engine.connect() as connection:
        remove_guards(connection)
        found = named(connection, store.department, made, forged, store.keys, own_checkpoints_up_to=0)
        assert found == 100
    engine.dispose()


@pytest.mark.parametrize("name", ATTACKS)
def test_at_full_count_the_first_bad_record_is_named(name: str) -> None:
    """Without a database; among them records taken out after the last checkpoint but one."""
    records = list(chain(347))
    anchors = [each.anchor for each in checkpoints(records)]
    for turn in range(50):
        made = tampered(records, name, turn)
        found = first_fault(made.records, anchors)
        assert found is not None
        assert found.number == made.first_bad
