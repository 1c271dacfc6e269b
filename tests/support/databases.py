"""Fresh migrated databases: migrated once, then copied, which is fast on SQLite and PostgreSQL."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.support.postgres import APP, OWNER, RETENTION, Server
from web.database.migrate import upgrade

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True)
class Urls:
    """One database, seen by the role that owns the schema, by the application, by who deletes payloads."""

    owner: str
    app: str
    retention: str = ""


def migrated_sqlite(folder: Path) -> Path:
    """Make the SQLite file that others are copied from."""
    file = folder / "migrated.sqlite3"
    upgrade(f"sqlite:///{file}")
    return file


def copied_sqlite(template: Path, folder: Path) -> Urls:
    """Return a fresh copy of the template file."""
    file = shutil.copy(template, folder / "lunban.sqlite3")
    return Urls(*[f"sqlite:///{file}"] * 3)


def migrated_postgres(server: Server) -> str:
    """Make the database that others are copied from and return its name."""
    name = server.new_database()
    upgrade(server.url(OWNER, name), app_url=server.url(APP, name), retention_url=server.url(RETENTION, name))
    return name


def copied_postgres(server: Server, template: str) -> Urls:
    """Return a fresh copy of the template database."""
    name = server.new_database(template=template)
    return Urls(server.url(OWNER, name), server.url(APP, name), server.url(RETENTION, name))
