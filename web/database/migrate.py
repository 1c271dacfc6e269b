"""Bringing a database to the schema of this version, and back."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, text
from sqlalchemy.schema import SchemaItem

from web import tables
from web.database import forgetting, guards
from web.database.base import Base
from web.database.engine import LOCK_MILLISECONDS, make_engine, plain_url
from web.database.sqlite import WAIT_OPTION

MIGRATIONS = Path(__file__).parent.parent / "migrations"
ONE_AT_A_TIME = 7_202_605
"""Key of the advisory lock under which PostgreSQL migrates."""
PATIENCE_MILLISECONDS = 600_000
"""So long a server that starts waits for another one's migration."""


def upgrade(
    url: str, *, app_url: str | None = None, retention_url: str | None = None, revision: str = "head"
) -> None:
    """Bring the database at `url` to `revision`, in one transaction.

    Parameters
    ----------
    url
        The role that owns the schema (``LUNBAN_MIGRATE_URL``).
    app_url
        The application's role, when it is another one: on PostgreSQL it is granted what it needs.
    retention_url
        The role that deletes payloads, likewise.
    revision
        Target; the newest by default.

    Raises
    ------
    PermissionError
        When PostgreSQL's extension btree_gist is missing and the role may not create it.
    """
    engine = _patient_engine(url)
    try:
        with engine.begin() as connection:
            _one_at_a_time(connection)
            guards.make_way(connection)
            command.upgrade(_alembic(connection), revision)
            guards.install(connection)
            _refuse_broken_references(connection)
            if connection.dialect.name == "postgresql":
                _grant(connection, guards.grant_app_role, app_url, owner=url)
                _grant(connection, guards.grant_retention_role, retention_url, owner=url)
    finally:
        engine.dispose()


def downgrade(url: str, revision: str) -> None:
    """Bring the database back to an older `revision` ("base" empties it), in one transaction."""
    engine = _patient_engine(url)
    try:
        with engine.begin() as connection:
            _one_at_a_time(connection)
            guards.make_way(connection)
            command.downgrade(_alembic(connection), revision)
            guards.install(connection)
            forgetting.remove(connection)  # the older schema has not all that they name
            _refuse_broken_references(connection)
    finally:
        engine.dispose()


def current_revision(url: str) -> str | None:
    """Return the revision of the database, or None when it has no schema yet."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def differences(url: str) -> list[str]:
    """Return how the database differs from the tables in the code; empty when it does not."""
    engine = make_engine(url, owner=True)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection,
                opts={"compare_type": True, "include_object": ours_on(connection.dialect.name)},
            )
            return [str(difference) for difference in compare_metadata(context, Base.metadata)]
    finally:
        engine.dispose()


def ours_on(dialect: str) -> Callable[[SchemaItem, str | None, str, bool, object], bool]:
    """Return what tells alembic what to leave alone on a database.

    What is not in `web.tables` (the job queue's own tables, parts of a full-text index), and indexes that
    say that they are for the other database.
    """

    def is_ours(item: SchemaItem, name: str | None, kind: str, reflected: bool, _compare_to: object) -> bool:
        if kind == "table" and reflected:
            return name in Base.metadata.tables
        return bool(item.info.get("only_on", dialect) == dialect)

    return is_ours


def _grant(
    connection: Connection, grant: Callable[[Connection, str], None], url: str | None, *, owner: str
) -> None:
    role = plain_url(url).username if url else None
    if role and role != plain_url(owner).username:
        grant(connection, role)


def _alembic(connection: Connection) -> AlembicConfig:
    config = AlembicConfig(attributes={"connection": connection, "tables": tables.ALL_TABLES})
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def _patient_engine(url: str) -> Engine:
    """Return the owner's engine, whose transactions begin however long another process migrates."""
    return make_engine(url, owner=True).execution_options(**{WAIT_OPTION: PATIENCE_MILLISECONDS})


def _one_at_a_time(connection: Connection) -> None:
    """Let a second process wait; SQLite's IMMEDIATE transaction does that by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        # A change of a table that waits long would let everybody wait behind it.
        connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS}"))


def _refuse_broken_references(connection: Connection) -> None:
    """Check the foreign keys that SQLite does not enforce while tables are rebuilt."""
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"the migration would leave {len(broken)} rows pointing nowhere: {broken[:3]}")
