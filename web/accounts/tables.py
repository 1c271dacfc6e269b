"""Accounts: who may log in, with which roles, and what guards the log-in."""

import datetime as dt
import secrets
from enum import StrEnum

from flask_security import RoleMixin, UserMixin
from sqlalchemy import CheckConstraint, Column, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.database.base import Base, references
from web.people.tables import Department, Person


class RoleName(StrEnum):
    """The roles of the access table."""

    AGENT = "agent"
    LEADER = "leader"
    SUPERVISOR = "supervisor"
    HEAD = "head"
    HR = "hr"
    SECURITY_DESK = "security_desk"
    AUDITOR = "auditor"
    ADMIN = "admin"


user_role = Table(
    "user_role",
    Base.metadata,
    Column("user_id", references("user_account.id", on_delete="CASCADE"), primary_key=True),
    Column("role_id", references("role.id"), primary_key=True, index=True),
)
"""Which account has which role; a role counts in the account's own department only."""


class Role(Base, RoleMixin):
    """One of the roles of `RoleName`; the migration inserts them."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)


class User(Base, UserMixin):
    """An account. It logs in by employee number and acts in one department only."""

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("employee_number <> ''", name="employee_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(references("person.id"), unique=True)
    """The rostered person behind the account; None for those who are not rostered."""
    employee_number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password: Mapped[str | None]
    """Hash (argon2id), never the password; None until the first password reset is used."""
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: secrets.token_hex(32))
    """What a session cookie names. Changing it ends every session of the account."""
    locale: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[dt.datetime]
    password_changed_at: Mapped[dt.datetime | None]
    last_login_at: Mapped[dt.datetime | None]  # type: ignore[assignment] # the mixin wants no None

    department: Mapped[Department] = relationship()
    person: Mapped[Person | None] = relationship()
    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment] # the mixin wants the bare mixin
        secondary=user_role, order_by=Role.id
    )

    @property
    def display_name(self) -> str:
        """Name on pages and in records."""
        return self.name

    @property
    def team_id(self) -> int | None:
        """Team of the rostered person behind the account."""
        return self.person.team_id if self.person is not None else None

    @property
    def role_names(self) -> frozenset[str]:
        """Names of the roles, as the columns of the access table have them."""
        return frozenset(role.name for role in self.roles)


class UserSession(Base):
    """One log-in on one device. The cookie names it by a secret that is kept here as a hash.

    A session counts while it is not ended, not expired, and its account is active: deleting the
    cookie is not what logs out.
    """

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(references("user_account.id", on_delete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
    last_seen_at: Mapped[dt.datetime]
    """Coarse: written again only after some minutes."""
    ended_at: Mapped[dt.datetime | None]

    user: Mapped[User] = relationship()


class LoginAttempt(Base):
    """Failures of one employee number, known or not, in the running window (lockout).

    There is no key to an account: an unknown number is counted, and answered, like a known one.
    """

    __tablename__ = "login_attempt"

    employee_number: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[dt.datetime]
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[dt.datetime | None]


class PasswordReset(Base):
    """A password reset that an admin has issued; the link's secret is kept as a hash."""

    __tablename__ = "password_reset"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(references("user_account.id"), index=True)
    issued_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]

    user: Mapped[User] = relationship(foreign_keys=[user_id])


class IcalToken(Base):
    """The secret of a person's calendar link, kept as a hash; it works until it is revoked."""

    __tablename__ = "ical_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(references("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]

    person: Mapped[Person] = relationship()
