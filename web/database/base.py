"""The base of every table: constraint names, column types, the mark of append-only tables."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, MetaData, Table
from sqlalchemy.orm import DeclarativeBase

from web.database.types import Json, JsonObject, UtcDateTime

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

APPEND_ONLY: dict[str, Any] = {"info": {"append_only": True}}
"""Last entry of a table's ``__table_args__`` when its rows are only ever inserted."""


class Base(DeclarativeBase):
    """Base of every table.

    A plain ``datetime`` annotation means an aware instant kept in UTC; a naive local time is written
    out as `web.database.LocalDateTime` where it is wanted. JSON values are replaced as a whole:
    a change inside a loaded value is not noticed.
    """

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own class-level setting
        dt.datetime: UtcDateTime,
        JsonObject: Json,
        list[int]: Json,
        list[str]: Json,
        list[JsonObject]: Json,
    }


def references(column: str, *, on_delete: str = "RESTRICT") -> ForeignKey:
    """Return a foreign key to `column` ("table.column") that refuses to lose what it points at."""
    return ForeignKey(column, ondelete=on_delete)


def is_append_only(table: Table) -> bool:
    """Tell whether rows of `table` may only be inserted."""
    return bool(table.info.get("append_only"))


def append_only_tables() -> list[str]:
    """Return the names of all append-only tables, sorted."""
    return sorted(table.name for table in Base.metadata.tables.values() if is_append_only(table))
