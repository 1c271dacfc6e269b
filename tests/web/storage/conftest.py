"""Databases as an installation has them: empty, or migrated."""

from pathlib import Path

import pytest

from tests.support.databases import Urls
from tests.support.postgres import APP, OWNER, Server


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
def urls(database_urls: Urls) -> Urls:
    """A migrated database without rows."""
    return database_urls


@pytest.fixture
def kind(database_kind: str) -> str:
    return database_kind
