"""Storage: base of the tables, column types, engines, sessions, guards, migrations."""

from web.database.base import APPEND_ONLY, Base, append_only_tables, is_append_only, references
from web.database.engine import READ_ONLY, make_engine
from web.database.guards import grant_app_role, is_overlap
from web.database.sessions import Database, current_database, install, session
from web.database.types import Json, JsonObject, LocalDateTime, Month, UtcDateTime, choice

__all__ = [
    "APPEND_ONLY",
    "READ_ONLY",
    "Base",
    "Database",
    "Json",
    "JsonObject",
    "LocalDateTime",
    "Month",
    "UtcDateTime",
    "append_only_tables",
    "choice",
    "current_database",
    "grant_app_role",
    "install",
    "is_append_only",
    "is_overlap",
    "make_engine",
    "references",
    "session",
]
