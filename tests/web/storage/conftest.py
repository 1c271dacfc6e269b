"""Databases as an installation has them: empty, migrated, or robbed of their triggers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.support.databases import Urls, copied_postgres, copied_sqlite
from tests.support.postgres import APP, OWNER, Server
from web.database import Database, make_engine


@pytest.fixture
def postgres(postgres_server: Server) -> Server:
    return postgres_server


@pytest.fixture
def empty_urls(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Urls:
    """An empty database."""
    if database_kind == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return Urls(url, url)
    server: Server = request.getfixturevalue("postgres_server")
    name = server.new_database()
    return Urls(server.url(OWNER, name), server.url(APP, name))


@pytest.fixture
def sqlite_urls(sqlite_template: Path, tmp_path: Path) -> Urls:
    return copied_sqlite(sqlite_template, tmp_path)


@pytest.fixture
def postgres_urls(postgres_server: Server, postgres_template: str) -> Urls:
    return copied_postgres(postgres_server, postgres_template)


@pytest.fixture
def urls(database_urls: Urls) -> Urls:
    """A migrated database without rows."""
    return database_urls


@pytest.fixture
def kind(database_kind: str) -> str:
    return database_kind


@pytest.fixture
def sqlite_without_triggers(sqlite_urls: Urls) -> Iterator[Database]:
    """A file whose triggers somebody has dropped, so that overlapping shifts can be stored at all."""
    engine = make_engine(sqlite_urls.owner, owner=True)
    with engine.begin() as connection:
        names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        for name in names:
            connection.execute(text(f"DROP TRIGGER {name}"))
    engine.dispose()
    opened = Database(sqlite_urls.app)
    yield opened
    opened.close()
