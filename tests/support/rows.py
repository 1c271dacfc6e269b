"""All rows of a database, to be written into another one that is as it was migrated."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql
from sqlalchemy import URL

from tests.support.postgres import running
from web.database import Base, Database
from web.database.sqlite import library

SEEDED = frozenset({"role"})
"""Tables that the migrations fill and nobody changes."""
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
COUNT_ON = "SELECT setval(%s::regclass, %s)"
FOLDER = tempfile.TemporaryDirectory(prefix="lunban-rows-")


class Rows(Protocol):
    """The rows of a database at some moment."""

    def restore(self, database: Database) -> None:
        """Write them into a database that is as it was migrated."""


def rows_of(database: Database) -> Rows:
    """Return a copy of all rows."""
    if database.engine.dialect.name == "sqlite":
        return _SqliteRows.of(database)
    return _PostgresRows.of(database)


@dataclass(frozen=True)
class _SqliteRows:
    """A copy of the whole file; other connections to the file see it change as by any transaction."""

    file: Path

    @classmethod
    def of(cls, database: Database) -> "_SqliteRows":
        file = Path(tempfile.mkstemp(dir=FOLDER.name)[1])
        _copy(Path(str(database.engine.url.database)), file)
        return cls(file)

    def restore(self, database: Database) -> None:
        _copy(self.file, Path(str(database.engine.url.database)))


@dataclass(frozen=True)
class _PostgresRows:
    """The rows by table in PostgreSQL's binary form, and where its sequences stand."""

    tables: dict[str, bytes]
    sequences: list[tuple[str, int]]

    @classmethod
    def of(cls, database: Database) -> "_PostgresRows":
        with _superuser(database.engine.url) as cursor:
            tables = {}
            for table in Base.metadata.tables.keys() - SEEDED:
                with cursor.copy(_copying("COPY {} TO STDOUT BINARY", table)) as rows:
                    content = b"".join(bytes(part) for part in rows)
                if cursor.rowcount:
                    tables[table] = content
            found = cursor.execute(SEQUENCES).fetchall()
        return cls(tables, [(str(name), int(value)) for name, value in found])

    def restore(self, database: Database) -> None:
        with _superuser(database.engine.url) as cursor:
            # They were checked when they were stored first, and come in no order of their references.
            cursor.execute("SET session_replication_role = replica")
            for table, content in self.tables.items():
                with cursor.copy(_copying("COPY {} FROM STDIN BINARY", table)) as rows:
                    rows.write(content)
            for name, value in self.sequences:
                cursor.execute(COUNT_ON, (name, value))


def _copy(source: Path, target: Path) -> None:
    module: Any = library()
    with closing(module.connect(source)) as reading, closing(module.connect(target)) as writing:
        writing.execute("PRAGMA synchronous=OFF")
        reading.backup(writing)


def _copying(statement: str, table: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(table))


@contextmanager
def _superuser(url: URL) -> Iterator[psycopg.Cursor[Any]]:
    """Yield a cursor of the superuser in one transaction."""
    admin = running().admin.set(database=url.database)
    with psycopg.connect(admin.render_as_string(hide_password=False)) as connection:
        yield connection.cursor()
