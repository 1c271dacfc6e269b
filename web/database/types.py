"""Column types: instants in UTC, local times, months, JSON, choices kept as words."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, DateTime, Dialect, Enum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
JsonObject = dict[str, Any]


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An instant: aware datetimes in, aware UTC datetimes out, on either database.

    PostgreSQL keeps ``timestamptz``; SQLite keeps the UTC wall clock as text, which sorts by time.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - signature of TypeDecorator
        """Convert to UTC; refuse a datetime without a zone, whose instant nobody knows."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(
                f"naive datetime {value.isoformat()} where an instant is stored: give it a time zone"
            )
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - signature of TypeDecorator
        """Return the instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class LocalDateTime(TypeDecorator[dt.datetime]):
    """A naive local time of the department, as call files state it (column ``ds``)."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - signature of TypeDecorator
        """Refuse an aware datetime: dropping its zone would move it without a word."""
        if value is not None and value.tzinfo is not None:
            raise ValueError(f"aware datetime {value.isoformat()} where a local time is stored")
        return value


class Month(TypeDecorator[dt.date]):
    """A month, kept as its first day."""

    impl = Date
    cache_ok = True

    def process_bind_param(self, value: dt.date | None, dialect: Dialect) -> dt.date | None:  # noqa: ARG002 - signature of TypeDecorator
        """Refuse any day but the first."""
        if value is not None and value.day != 1:
            raise ValueError(f"{value.isoformat()} is not the first day of a month")
        return value


def choice(kind: type[StrEnum], column: str) -> Enum:
    """Return the type of a column that keeps a member of `kind` as its word.

    Parameters
    ----------
    kind
        The choices; their values are stored.
    column
        Name of the column; names the CHECK constraint, so that two columns of one table may share a kind.
    """
    return Enum(
        kind,
        name=column,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )
