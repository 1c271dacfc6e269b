"""Departments, teams, people, what they may be rostered for, and their accounts.

Revision 0001.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

ROLES = ("agent", "leader", "supervisor", "head", "hr", "security_desk", "auditor", "admin")


def word(column, *choices):
    """Return the type of a column that holds one of `choices`."""
    return sa.Enum(*choices, name=column, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("weekend", JSON, nullable=False),
        sa.Column("week_start", sa.Integer(), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("service_level_share", sa.Double(), nullable=False),
        sa.Column("service_level_seconds", sa.Integer(), nullable=False),
        sa.Column("shrinkage", sa.Double(), nullable=False),
        sa.Column("aht_seconds", sa.Integer(), nullable=False),
        sa.Column("patience_seconds", sa.Integer(), nullable=True),
        sa.Column("max_occupancy", sa.Double(), nullable=True),
        sa.Column("described_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("targets_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("aht_seconds > 0", name=op.f("ck_department_aht_seconds")),
        sa.CheckConstraint("max_occupancy > 0 AND max_occupancy <= 1", name=op.f("ck_department_max_occupancy")),
        sa.CheckConstraint("patience_seconds > 0", name=op.f("ck_department_patience_seconds")),
        sa.CheckConstraint("service_level_seconds >= 0", name=op.f("ck_department_service_level_seconds")),
        sa.CheckConstraint("service_level_share > 0 AND service_level_share < 1", name=op.f("ck_department_service_level_share")),
        sa.CheckConstraint("shrinkage >= 0 AND shrinkage < 1", name=op.f("ck_department_shrinkage")),
        sa.CheckConstraint("slot_minutes IN (5, 10, 15, 20, 30, 60)", name=op.f("ck_department_slot_minutes")),
        sa.CheckConstraint("week_start BETWEEN 1 AND 7", name=op.f("ck_department_week_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("code", name=op.f("uq_department_code")),
    )
    op.create_table(
        "login_attempt",
        sa.Column("employee_number", sa.String(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("employee_number", name=op.f("pk_login_attempt")),
    )
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("kind", word("kind", "statutory_holiday", "adjusted_rest_day", "makeup_working_day", "special_day"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", word("status", "official", "provisional"), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_calendar_day_department_id_department"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("department_id", "date", "kind", name=op.f("uq_calendar_day_department_id_date_kind")),
    )
    op.create_index(
        "uq_calendar_day_department_id_date_rest_or_work",
        "calendar_day",
        ["department_id", "date"],
        unique=True,
        sqlite_where=sa.text("kind <> 'special_day'"),
        postgresql_where=sa.text("kind <> 'special_day'"),
    )
    op.create_table(
        "shift_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("family", word("family", "E", "M", "N", "D", "R", "T", "O", "L"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column("paid_minutes", sa.Integer(), nullable=False),
        sa.Column("break_minutes", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("break_minutes BETWEEN 0 AND end_minute - start_minute", name=op.f("ck_shift_kind_break_minutes")),
        sa.CheckConstraint("end_minute > start_minute AND end_minute <= start_minute + 1440", name=op.f("ck_shift_kind_end_minute")),
        sa.CheckConstraint("paid_minutes BETWEEN 0 AND end_minute - start_minute", name=op.f("ck_shift_kind_paid_minutes")),
        sa.CheckConstraint("start_minute BETWEEN 0 AND 1439", name=op.f("ck_shift_kind_start_minute")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_shift_kind_department_id_department"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_kind")),
        sa.UniqueConstraint("department_id", "code", name=op.f("uq_shift_kind_department_id_code")),
    )
    op.create_table(
        "skill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_skill_department_id_department"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
        sa.UniqueConstraint("department_id", "name", name=op.f("uq_skill_department_id_name")),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_team_department_id_department"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("department_id", "name", name=op.f("uq_team_department_id_name")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("employee_number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role_in_team", word("role_in_team", "agent", "leader"), nullable=False),
        sa.Column("weekly_minutes", sa.Integer(), nullable=False),
        sa.Column("hired_on", sa.Date(), nullable=True),
        sa.Column("probation_until", sa.Date(), nullable=True),
        sa.Column("leaves_on", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("employee_number <> ''", name=op.f("ck_person_employee_number")),
        sa.CheckConstraint("weekly_minutes BETWEEN 0 AND 10080", name=op.f("ck_person_weekly_minutes")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_person_department_id_department"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_person_team_id_team"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("department_id", "employee_number", name=op.f("uq_person_department_id_employee_number")),
    )
    op.create_index("ix_person_team_id", "person", ["team_id"])
    op.create_table(
        "ical_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ical_token_person_id_person"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ical_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_ical_token_token_hash")),
    )
    op.create_index("ix_ical_token_person_id", "ical_token", ["person_id"])
    op.create_table(
        "person_skill",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_skill_person_id_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_person_skill_skill_id_skill"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("person_id", "skill_id", name=op.f("pk_person_skill")),
    )
    op.create_index("ix_person_skill_skill_id", "person_skill", ["skill_id"])
    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("employee_number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_login_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("employee_number <> ''", name=op.f("ck_user_account_employee_number")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_user_account_department_id_department"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_user_account_person_id_person"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("employee_number", name=op.f("uq_user_account_employee_number")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_account_fs_uniquifier")),
        sa.UniqueConstraint("person_id", name=op.f("uq_user_account_person_id")),
    )
    op.create_index("ix_user_account_department_id", "user_account", ["department_id"])
    op.create_table(
        "day_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_day_off_person_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name=op.f("fk_day_off_recorded_by_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_off")),
        sa.UniqueConstraint("person_id", "date", name=op.f("uq_day_off_person_id_date")),
    )
    op.create_index("ix_day_off_date", "day_off", ["date"])
    op.create_table(
        "password_reset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issued_by_id"], ["user_account.id"], name=op.f("fk_password_reset_issued_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_password_reset_user_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_reset")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_reset_token_hash")),
    )
    op.create_index("ix_password_reset_user_id", "password_reset", ["user_id"])
    op.create_table(
        "protected_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("no_night", sa.Boolean(), nullable=False),
        sa.Column("no_overtime", sa.Boolean(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_protected_period_days")),
        sa.CheckConstraint("no_night OR no_overtime", name=op.f("ck_protected_period_protects")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_protected_period_person_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name=op.f("fk_protected_period_recorded_by_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protected_period")),
    )
    op.create_index("ix_protected_period_person_id", "protected_period", ["person_id"])
    op.create_table(
        "user_role",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_user_role_role_id_role"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_user_role_user_id_user_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_user_role")),
    )
    op.create_index("ix_user_role_role_id", "user_role", ["role_id"])
    op.create_table(
        "user_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_user_session_user_id_user_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_session_token_hash")),
    )
    op.create_index("ix_user_session_expires_at", "user_session", ["expires_at"])
    op.create_index("ix_user_session_user_id", "user_session", ["user_id"])
    op.bulk_insert(sa.table("role", sa.column("name", sa.String())), [{"name": name} for name in ROLES])


def downgrade() -> None:
    op.drop_table("user_session")
    op.drop_table("user_role")
    op.drop_table("protected_period")
    op.drop_table("password_reset")
    op.drop_table("day_off")
    op.drop_table("user_account")
    op.drop_table("person_skill")
    op.drop_table("ical_token")
    op.drop_table("person")
    op.drop_table("team")
    op.drop_table("skill")
    op.drop_table("shift_kind")
    op.drop_table("calendar_day")
    op.drop_table("role")
    op.drop_table("login_attempt")
    op.drop_table("department")
