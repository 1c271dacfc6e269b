"""Engines for SQLite and PostgreSQL from one URL."""

import importlib

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from web.database import sqlite
from web.database.base import append_only_tables

LOCK_MILLISECONDS = 10_000
READ_ONLY = {sqlite.READ_ONLY_OPTION: True, "postgresql_readonly": True}
"""Execution options under which either database refuses to write."""


def make_engine(url: str | URL, *, owner: bool = False) -> Engine:
    """Return an engine for a database file or server.

    Parameters
    ----------
    url
        ``sqlite:///file`` or ``postgresql://user@host/name``. Not SQLite in memory: the parts of the
        application would each see a database of their own.
    owner
        ``True`` for the connection that migrates: it may change the schema. Everything else leaves it out.

    Raises
    ------
    ValueError
        When the URL names another kind of database, or SQLite without a file.
    """
    parsed = plain_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed, owner=owner)
    return _postgresql_engine(parsed)


def plain_url(url: str | URL) -> URL:
    """Return the URL with the driver that is used for it, or raise ValueError."""
    text = url if isinstance(url, URL) else make_url(url)
    backend = text.drivername.partition("+")[0]
    if backend == "sqlite":
        if not text.database or text.database == ":memory:":
            raise ValueError("SQLite needs a file: sqlite:///path/to/lunban.sqlite3")
        return text.set(drivername="sqlite+pysqlite")
    if backend in {"postgresql", "postgres"}:
        return text.set(drivername="postgresql+psycopg")
    raise ValueError(f"{backend!r} is not supported: use sqlite:///file or postgresql://user@host/name")


def _sqlite_engine(url: URL, *, owner: bool) -> Engine:
    # The authorizer protects tables by name, so all of them have to be known before the first connection.
    importlib.import_module("web.tables")
    module = sqlite.library()
    engine = create_engine(url, module=module, connect_args={"cached_statements": 512})
    sqlite.prepare(engine, module, owner=owner, append_only=append_only_tables)
    return engine


def _postgresql_engine(url: URL) -> Engine:
    arguments = {
        "application_name": "lunban",
        "options": f"-c timezone=UTC -c lock_timeout={LOCK_MILLISECONDS}",
    }
    given = {name: value for name, value in arguments.items() if name not in url.query}
    engine = create_engine(url, pool_pre_ping=True, connect_args=given)
    event.listen(engine, "begin", _wait_as_wanted)
    return engine


def _wait_as_wanted(connection: Connection) -> None:
    wait = connection.get_execution_options().get(sqlite.WAIT_OPTION)
    if wait is not None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(wait)}")
