from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.support.databases import Urls
from tests.web.storage.centre import all_at_once, stored_centre
from web.config import Config
from web.database import Database, current_database, install, make_engine, session, sqlite
from web.people.tables import Team


def test_a_reading_session_cannot_write(database: Database) -> None:
    stored_centre(database)
    with database.read() as reading:
        reading.scalars(select(Team)).one().name = "二组"
        with pytest.raises(DBAPIError, match=r"(?i)read.?only"):
            reading.commit()


def test_a_connection_that_was_read_only_writes_again_afterwards(database: Database) -> None:
    stored_centre(database)
    for turn in range(3):
        with database.read() as reading:
            reading.scalars(select(Team)).all()
        with database.write() as writing:
            writing.scalars(select(Team)).one().name = f"{turn}组"
            writing.commit()
    with database.read() as reading:
        assert reading.scalars(select(Team.name)).one() == "2组"


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    stored_centre(database)
    with database.write() as writing:
        writing.scalars(select(Team)).one().name = "二组"
        writing.flush()
        with database.read() as reading:
            assert reading.scalars(select(Team.name)).one() == "一组"


def test_what_is_not_committed_is_rolled_back(database: Database) -> None:
    stored_centre(database)
    with database.write() as writing:
        writing.scalars(select(Team)).one().name = "二组"
        writing.flush()
    with database.read() as reading:
        assert reading.scalars(select(Team.name)).one() == "一组"


def count_up(database: Database) -> bool:
    """Read a number, then write the next one: safe only if nobody writes in between."""
    with database.write() as writing:
        team = writing.scalars(select(Team)).one()
        team.position += 1
        writing.commit()
        return True


def test_on_sqlite_read_then_write_loses_no_update(sqlite_urls: Urls) -> None:
    database = Database(sqlite_urls.app)
    stored_centre(database)
    acts: list[Callable[[], bool]] = [partial(count_up, database)] * 12
    all_at_once(acts)
    with database.read() as reading:
        assert reading.scalars(select(Team.position)).one() == 12
    database.close()


def test_sqlite_is_new_enough_for_wal_and_every_commit_reaches_the_disk(sqlite_urls: Urls) -> None:
    database = Database(sqlite_urls.app)
    raw = database.engine.raw_connection()
    assert raw.driver_connection is not None
    raw.driver_connection.set_authorizer(None)
    cursor = raw.cursor()
    assert sqlite.library().sqlite_version_info >= sqlite.FIRST_VERSION_SAFE_WITH_WAL
    for pragma, value in {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": sqlite.BUSY_MILLISECONDS,
    }.items():
        assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (value,)
    cursor.close()
    raw.invalidate()
    database.close()


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "DELETE"), ((3, 51, 2), "DELETE"), ((3, 51, 3), "WAL"), ((3, 53, 4), "WAL")],
)
def test_an_sqlite_with_the_wal_reset_bug_gets_no_wal(version: tuple[int, ...], mode: str) -> None:
    assert sqlite.journal_mode(version) == mode


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://root@localhost/lunban"])
def test_a_database_that_cannot_serve_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match=r"SQLite needs a file|not supported"):
        make_engine(url)


def test_postgresql_speaks_utc_and_gives_up_waiting_for_locks(postgres_urls: Urls) -> None:
    engine = make_engine(postgres_urls.app.replace("postgresql:", "postgres:"))
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW timezone")) == "UTC"
        assert connection.scalar(text("SHOW lock_timeout")) == "10s"
    engine.dispose()


@pytest.fixture
def app(urls: Urls, tmp_path: Path) -> Iterator[Flask]:
    """An application with a database and two views, one that reads and one that tries to write."""
    app = Flask(__name__)
    install(app, Config(database_url=urls.app, data_dir=tmp_path, secret_key="secret"))

    @app.get("/team")
    def team() -> str:
        return session().scalars(select(Team)).one().name

    @app.route("/rename", methods=["GET", "POST"])
    def rename() -> str:
        session().scalars(select(Team)).one().name = "二组"
        session().commit()
        return "renamed"

    @app.post("/forget")
    def forget() -> str:
        session().scalars(select(Team)).one().name = "三组"
        session().flush()
        return "not committed"

    with app.app_context():
        stored_centre(current_database())
        opened = current_database()
    yield app
    opened.close()


def test_a_get_request_only_reads(app: Flask) -> None:
    assert app.test_client().get("/team").text == "一组"
    assert app.test_client().get("/rename").status_code == 500
    assert app.test_client().get("/team").text == "一组"


def test_a_post_request_writes_what_it_commits_and_nothing_else(app: Flask) -> None:
    assert app.test_client().post("/rename").text == "renamed"
    assert app.test_client().post("/forget").text == "not committed"
    assert app.test_client().get("/team").text == "二组"


def test_one_context_has_one_session_and_the_next_another(app: Flask) -> None:
    with app.app_context():
        first = session()
        assert session() is first
    with app.app_context():
        assert session() is not first
