"""SQLite connections: which library, which settings, what they may not do."""

import importlib
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, event

FIRST_VERSION_SAFE_WITH_WAL = (3, 51, 3)
"""Before it, several connections in WAL mode may corrupt the file (the WAL-reset bug)."""

BUSY_MILLISECONDS = 10_000
READ_ONLY_OPTION = "lunban_read_only"
WAIT_OPTION = "lunban_wait"
"""Milliseconds that a transaction waits for a lock, when other than usual."""

# Pragmas an application connection may use. The first group takes an argument.
ASKING_PRAGMAS = frozenset(
    {"table_info", "table_xinfo", "index_list", "index_info", "index_xinfo", "foreign_key_list"}
)
PLAIN_PRAGMAS = frozenset(
    {"table_list", "foreign_key_check", "integrity_check", "quick_check", "query_only", "busy_timeout"}
    | {"data_version"}  # which the full-text index asks for itself
)


def library() -> ModuleType:
    """Return the newest SQLite at hand: the `pysqlite3` wheel, else Python's own."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return importlib.import_module("sqlite3.dbapi2")


def journal_mode(version: tuple[int, ...]) -> str:
    """Return the journal mode that is safe with SQLite `version`."""
    return "WAL" if version >= FIRST_VERSION_SAFE_WITH_WAL else "DELETE"


def prepare(engine: Engine, module: ModuleType, *, owner: bool, append_only: Callable[[], list[str]]) -> None:
    """Fit every connection of `engine` with settings, transactions and, unless `owner`, the authorizer.

    Every transaction begins IMMEDIATE: whoever may write holds the write lock from the start, so that what
    it read cannot be changed by others before it commits, and no transaction fails half-way for being stale.
    Read-only ones (execution option `READ_ONLY_OPTION`) begin plain, never wait, and cannot write.

    Parameters
    ----------
    engine
        Engine on `module`.
    module
        The DB-API module.
    owner
        ``True`` for migrations and maintenance: no authorizer, and foreign keys are checked by the caller.
    append_only
        Names the tables that application connections may only insert into; asked once per connection.
    """

    def connected(connection: Any, _: object) -> None:
        # The library opens no transaction of its own.
        connection.isolation_level = None
        for setting in (
            f"busy_timeout={BUSY_MILLISECONDS}",  # for the settings below; each transaction sets its own
            "synchronous=FULL",
            f"foreign_keys={'OFF' if owner else 'ON'}",
            # INSERT OR REPLACE fires delete triggers only with this.
            "recursive_triggers=ON",
            # what is deleted or written over must not stay in the file: retention deletes only
            # what stands there by then
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {setting}").close()
        _set_journal_mode(connection, journal_mode(module.sqlite_version_info), module)
        if not owner:
            connection.set_authorizer(authorizer(module, frozenset(append_only())))

    def begun(connection: Connection) -> None:
        options = connection.get_execution_options()
        read_only = bool(options.get(READ_ONLY_OPTION))
        connection.exec_driver_sql(
            f"PRAGMA busy_timeout={options.get(WAIT_OPTION, BUSY_MILLISECONDS)}"
        ).close()
        connection.exec_driver_sql(f"PRAGMA query_only={int(read_only)}")
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)


def authorizer(
    module: ModuleType, append_only: frozenset[str]
) -> Callable[[int, str | None, str | None, str | None, str | None], int]:
    """Return SQLite's authorizer for application connections.

    It refuses UPDATE and DELETE on the tables `append_only`, every change of the schema, attached databases
    and all pragmas that are not named here. REPLACE shows as an insert: triggers refuse that (`guards`).
    """
    free = {
        getattr(module, f"SQLITE_{name}")
        for name in ("SELECT", "READ", "FUNCTION", "RECURSIVE", "TRANSACTION", "SAVEPOINT")
    }
    insert, change = module.SQLITE_INSERT, {module.SQLITE_UPDATE, module.SQLITE_DELETE}
    pragma, ok, deny = module.SQLITE_PRAGMA, module.SQLITE_OK, module.SQLITE_DENY
    unchangeable = append_only | {"alembic_version"}

    def judge(
        action: int, first: str | None, _second: str | None, _database: str | None, _by: str | None
    ) -> int:
        if action in free:
            allowed = True
        elif action == pragma:
            allowed = first in ASKING_PRAGMAS or first in PLAIN_PRAGMAS
        elif action == insert:
            allowed = not _is_own_of_sqlite(first) and first != "alembic_version"
        elif action in change:
            allowed = not _is_own_of_sqlite(first) and first not in unchangeable
        else:
            allowed = False
        return int(ok if allowed else deny)

    return judge


def _set_journal_mode(connection: Any, mode: str, module: ModuleType) -> None:
    """Switch the file to `mode`; two processes that open a new file at once must not meet "locked".

    SQLite's busy timeout does not cover this one step.
    """
    give_up = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            answer = connection.execute(f"PRAGMA journal_mode={mode}").fetchone()[0]
        except module.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.02)
            continue
        if answer.upper() != mode:
            raise RuntimeError(f"SQLite keeps journal mode {answer}; {mode} needs a local disk")
        return


def _is_own_of_sqlite(table: str | None) -> bool:
    return table is None or table.startswith("sqlite_")
