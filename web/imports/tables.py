"""What was read from a file and waits for the decision to take it."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from web.database.base import Base, references
from web.database.types import JsonObject, choice


class ImportKind(StrEnum):
    """What a file brings."""

    CALLS = "calls"
    PEOPLE = "people"
    DAYS_OFF = "days_off"
    EVENTS = "events"
    CALENDAR = "calendar"
    CLOCK = "clock"
    LEAVE = "leave"


class ImportDraft(Base):
    """The dry run of one file: its good rows, its errors. Nothing of it is stored elsewhere yet.

    Taking it takes exactly these rows, once, and only while they would still change what was shown.
    """

    __tablename__ = "import_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"), index=True)
    kind: Mapped[ImportKind] = mapped_column(choice(ImportKind, "kind"))
    file_name: Mapped[str]
    content_hash: Mapped[str]
    """SHA-256 of the file, as hexadecimal text."""
    options: Mapped[JsonObject] = mapped_column(default=dict)
    """What was chosen at the upload, for example whether missing teams are made."""
    rows: Mapped[bytes] = mapped_column(LargeBinary)
    """The good rows as compressed JSON: a year of calls is large."""
    good_rows: Mapped[int]
    bad_rows: Mapped[int]
    problems: Mapped[list[JsonObject]]
    """Every error: row, column, code, value."""
    notices: Mapped[list[JsonObject]]
    """What is no error but should be known, in the same form."""
    fingerprint: Mapped[str]
    """Hash of what taking the rows would change, as it was shown."""
    made_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    made_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
    taken_at: Mapped[dt.datetime | None]
