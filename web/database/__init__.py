"""Storage: base of the tables, column types, engines, sessions, migrations."""

from web.database.base import APPEND_ONLY, Base, append_only_tables, is_append_only, references
from web.database.types import Json, JsonObject, LocalDateTime, Month, UtcDateTime, choice

__all__ = [
    "APPEND_ONLY",
    "Base",
    "Json",
    "JsonObject",
    "LocalDateTime",
    "Month",
    "UtcDateTime",
    "append_only_tables",
    "choice",
    "is_append_only",
    "references",
]
