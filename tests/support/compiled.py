"""SQL compiled once per test process, not once per database.

SQLAlchemy keeps what it made of a statement per engine and per dialect object. Every test has engines of its
own, so a third of the time of a test with a database went into compiling the same statements again. All
databases of a test process are of two kinds, each with one driver and one server: what was made for one holds
for the others.
"""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

STATEMENTS = 2000


def share_compiled_sql() -> None:
    """Let all engines of this process that are made from now on share what they compile."""
    shared: LRUCache[Any, Any] = LRUCache(STATEMENTS)
    plain = Engine.__init__

    def made(engine: Engine, *arguments: Any, **named: Any) -> None:
        plain(engine, *arguments, **named)
        engine._compiled_cache = shared

    Engine.__init__ = made  # type: ignore[method-assign,assignment]
    # The dialect is a part of the key, here and in the caches of the mappers.
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        dialect.__eq__ = _same_kind  # type: ignore[method-assign]
        dialect.__hash__ = _hash_of_kind  # type: ignore[method-assign,assignment]


def _same_kind(one: object, other: object) -> bool:
    return type(one) is type(other)


def _hash_of_kind(one: object) -> int:
    return hash(type(one))
