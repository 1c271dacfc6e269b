"""As the application's own role nothing changes a record; as the owner the triggers stand in the way."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.support.databases import Urls
from tests.support.postgres import Server
from tests.web.records.bypass import POSTGRESQL, SQLITE, fingerprint, succeeding
from tests.web.records.sealed_store import sealed_store
from web.database import Database, make_engine
from web.database.sqlite import library


@pytest.fixture
def store_urls(database_urls: Urls, tmp_path: Path) -> Urls:
    sealed_store(database_urls, tmp_path / "kept", 6)
    return database_urls


def test_g30_none_of_the_twelve_ways_around_works(store_urls: Urls, database_kind: str) -> None:
    assert len(SQLITE) == len(POSTGRESQL) == 12
    database = Database(store_urls.app)
    assert succeeding(database, kind=database_kind) == []
    database.close()


def refused_to_owner(urls: Urls, *statements: str) -> bool:
    engine = make_engine(urls.owner, owner=True)
    try:
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
    except DBAPIError:
        return True
    finally:
        engine.dispose()
    return False


@pytest.mark.parametrize("table", ["record", "record_payload", "record_checkpoint"])
def test_the_owner_meets_the_triggers_too(store_urls: Urls, table: str) -> None:
    assert refused_to_owner(store_urls, f"UPDATE {table} SET id = id")
    assert refused_to_owner(store_urls, f"DELETE FROM {table}")


def test_replace_is_refused_even_without_recursive_triggers(sqlite_urls: Urls, tmp_path: Path) -> None:
    """Any program may open the file; this one has none of our settings."""
    sealed_store(sqlite_urls, tmp_path / "kept", 3)
    module = library()
    connection = module.connect(sqlite_urls.app.removeprefix("sqlite:///"))
    assert connection.execute("PRAGMA recursive_triggers").fetchone() == (0,)
    for statement in SQLITE["replace"]:
        with pytest.raises(module.IntegrityError, match="append-only"):
            connection.execute(statement)
    # By the other key: the number within the department.
    with pytest.raises(module.IntegrityError, match="append-only"):
        connection.execute(SQLITE["replace"][0].replace("VALUES (1, 1, 1,", "VALUES (99, 1, 1,"))
    connection.close()


@pytest.mark.postgresql
def test_truncate_and_the_replica_role_are_refused_even_to_a_superuser(
    postgres_server: Server, postgres_urls: Urls
) -> None:
    name = postgres_urls.app.rpartition("/")[2].partition("?")[0]
    root = str(postgres_server.admin.username)
    engine = make_engine(postgres_server.url(root, name))
    for statement in (
        "TRUNCATE record CASCADE",
        "UPDATE record SET id = id",
        "DELETE FROM record_checkpoint",
    ):
        with engine.connect() as connection:
            connection.execute(text("SET session_replication_role = replica"))
            with pytest.raises(DBAPIError, match="append-only"):
                connection.execute(text(statement))
    engine.dispose()


def test_a_payload_is_deleted_only_once_it_is_announced(store_urls: Urls) -> None:
    assert refused_to_owner(store_urls, "DELETE FROM record_payload WHERE id = 2")
    assert not refused_to_owner(
        store_urls,
        "INSERT INTO payload_deletion (department_id, first_number, last_number, tombstone_id)"
        " VALUES (1, 2, 3, 6)",
        "DELETE FROM record_payload WHERE id = 2",
    )
    assert refused_to_owner(store_urls, "DELETE FROM record_payload WHERE id = 4")
    database = Database(store_urls.app)
    assert len(fingerprint(database)) == 6 + 5 + 1 + 1
    database.close()
