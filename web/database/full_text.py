"""Finding rows by the keys of their text: an array with a GIN index on PostgreSQL, FTS5 on SQLite.

On SQLite the index is a virtual table that triggers keep in line, in the same transaction and whoever writes;
PostgreSQL's index does that by itself. What is deleted leaves the index at once (`secure-delete`).
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Dialect,
    Select,
    String,
    column,
    inspect,
    table,
    text,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.types import TypeDecorator, TypeEngine

SEARCHED, COLUMN, INDEX = "search_text", "grams", "search_text_fts"
OF_RECORDS: Final = table(SEARCHED, column("record_id"))
ONE_AT_A_TIME: Final = 7_202_606
"""Key of PostgreSQL's advisory lock."""
FTS: Final = table(INDEX, column("rowid"), column(INDEX))


class Grams(TypeDecorator[list[int]]):
    """Keys of a text: an array of numbers on PostgreSQL, their hexadecimal words on SQLite."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of the database."""
        return dialect.type_descriptor(ARRAY(BigInteger()) if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: Iterable[int] | None, dialect: Dialect) -> Any:
        """Write the keys as the database takes them."""
        if value is None:
            return None
        return list(value) if dialect.name == "postgresql" else words_of(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> list[int] | None:
        """Return the keys as numbers."""
        if value is None:
            return None
        return list(value) if dialect.name == "postgresql" else [int(word, 16) for word in value.split()]


def words_of(keys: Iterable[int]) -> str:
    """Return keys as words of the full-text index."""
    return " ".join(f"{key:x}" for key in keys)


def matching(
    statement: Select[Any],
    dialect: str,
    ids: QueryableAttribute[int],
    keys: QueryableAttribute[Any],
    wanted: Sequence[int],
) -> tuple[Select[Any], ColumnElement[int]]:
    """Return a statement narrowed down to rows that have all the keys, and the number to sort and page by.

    The number is that of the row, as the index itself has it: read from its end, SQLite's index stops once a
    page is full.

    Parameters
    ----------
    dialect
        ``sqlite`` or ``postgresql``.
    ids, keys
        Columns of the table that is searched: its primary key and its keys.
    """
    if dialect == "postgresql":
        having = type_coerce(keys, ARRAY(BigInteger())).contains(list(wanted))
        return statement.where(having), ids.expression
    found = statement.join(FTS, FTS.c.rowid == ids).where(FTS.c[INDEX].op("MATCH")(words_of(wanted)))
    return found, FTS.c.rowid


def take_turns(connection: Connection) -> None:
    """Let whoever makes the index anew and whoever deletes from it wait for each other, to the commit.

    Each would not see what the other has not committed yet, and deleted words would be back in the index.
    SQLite writes one at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})


def create(connection: Connection) -> None:
    """Make SQLite's index and fill it from the rows that are there; PostgreSQL has its own."""
    if connection.dialect.name != "sqlite":
        return
    connection.execute(
        text(
            f"CREATE VIRTUAL TABLE {INDEX} USING fts5({COLUMN}, content='{SEARCHED}', content_rowid='id',"
            " tokenize='ascii', detail='none', columnsize=0)"
        )
    )
    connection.execute(text(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('secure-delete', 1)"))  # noqa: S608 - names from this file
    connection.execute(text(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')"))  # noqa: S608 - names from this file


def drop(connection: Connection) -> None:
    """Take SQLite's index away."""
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"DROP TABLE IF EXISTS {INDEX}"))


def install(connection: Connection) -> None:
    """Put the triggers in place that keep SQLite's index in line; repeating it changes nothing."""
    if connection.dialect.name != "sqlite" or SEARCHED not in inspect(connection).get_table_names():
        return
    put = f"INSERT INTO {INDEX}(rowid, {COLUMN}) VALUES (NEW.id, NEW.{COLUMN})"  # noqa: S608 - names from this file
    take = f"INSERT INTO {INDEX}({INDEX}, rowid, {COLUMN}) VALUES ('delete', OLD.id, OLD.{COLUMN})"  # noqa: S608 - names from this file
    for name, when, body in (
        ("put", f"AFTER INSERT ON {SEARCHED}", put),
        ("take", f"AFTER DELETE ON {SEARCHED}", take),
        ("move", f"AFTER UPDATE OF id, {COLUMN} ON {SEARCHED}", f"{take}; {put}"),
    ):
        connection.execute(text(f"DROP TRIGGER IF EXISTS tr_{INDEX}_{name}"))
        connection.execute(text(f"CREATE TRIGGER tr_{INDEX}_{name} {when} BEGIN {body}; END"))
