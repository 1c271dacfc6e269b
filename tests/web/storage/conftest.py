import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.web.storage.server import APP, OWNER, Server, running_server
from web.database import Database, make_engine
from web.database.migrate import upgrade


@dataclass(frozen=True)
class Urls:
    """One database, seen by the role that owns the schema and by the application."""

    owner: str
    app: str


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Server) -> str:
    name = postgres.new_database()
    upgrade(postgres.url(OWNER, name), app_url=postgres.url(APP, name))
    return name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "migrated.sqlite3"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    name: str = request.param
    return name


@pytest.fixture
def empty_urls(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Urls:
    """An empty database."""
    if kind == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return Urls(url, url)
    postgres: Server = request.getfixturevalue("postgres")
    name = postgres.new_database()
    return Urls(postgres.url(OWNER, name), postgres.url(APP, name))


@pytest.fixture
def sqlite_urls(migrated_sqlite: Path, tmp_path: Path) -> Urls:
    file = shutil.copy(migrated_sqlite, tmp_path / "lunban.sqlite3")
    return Urls(f"sqlite:///{file}", f"sqlite:///{file}")


@pytest.fixture
def postgres_urls(postgres: Server, migrated_postgres: str) -> Urls:
    name = postgres.new_database(template=migrated_postgres)
    return Urls(postgres.url(OWNER, name), postgres.url(APP, name))


@pytest.fixture
def urls(kind: str, request: pytest.FixtureRequest) -> Urls:
    """A migrated database without rows."""
    found: Urls = request.getfixturevalue("sqlite_urls" if kind == "sqlite" else "postgres_urls")
    return found


@pytest.fixture
def database(urls: Urls) -> Iterator[Database]:
    """The application's view of a migrated database."""
    opened = Database(urls.app)
    yield opened
    opened.close()


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
