"""Versions of a department's policy: a preset, what the department overrides, and its own roster rules."""

import datetime as dt

from sqlalchemy import CheckConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from web.database.base import APPEND_ONLY, Base, references
from web.database.types import JsonObject


class PolicyVersion(Base):
    """The policy in force from `valid_from` until a later version. Append-only; records keep theirs."""

    __tablename__ = "policy_version"
    __table_args__ = (
        UniqueConstraint("department_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    number: Mapped[int]
    preset: Mapped[str]
    """Id of the shipped preset, for example S0g."""
    overrides: Mapped[JsonObject] = mapped_column(default=dict)
    """Parameter name to value, only where the department differs from the preset."""
    rules: Mapped[JsonObject] = mapped_column(default=dict, server_default=text("'{}'"))
    """Roster rule or setting to what the department has set for it; see `web.policy.own_rules`."""
    valid_from: Mapped[dt.date]
    made_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    made_at: Mapped[dt.datetime]
