"""Everything that the first release stores.

Revision 0001. The guards that differ between the databases (triggers on SQLite, privileges on PostgreSQL)
are put in place by web.database.migrate after every upgrade; here PostgreSQL gets its exclusion constraints.
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
        "roster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_roster_department_id_department"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
        sa.UniqueConstraint("department_id", "month", name=op.f("uq_roster_department_id_month")),
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
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object_type", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_audit_event_actor_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_audit_event_department_id_department"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_department_id_at", "audit_event", ["department_id", "at"])
    op.create_index("ix_audit_event_object_type_object_id", "audit_event", ["object_type", "object_id"])

    op.create_table(
        "call_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("moved_weeks", sa.Integer(), nullable=False),
        sa.Column("attribution", sa.String(), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_call_source_department_id_department"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["imported_by_id"], ["user_account.id"], name=op.f("fk_call_source_imported_by_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_source")),
        sa.UniqueConstraint("department_id", "content_hash", name=op.f("uq_call_source_department_id_content_hash")),
    )
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
        "forecast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("cutoff", sa.DateTime(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("parameters", JSON, nullable=False),
        sa.Column("errors", JSON, nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_forecast_days")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_forecast_department_id_department"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["made_by_id"], ["user_account.id"], name=op.f("fk_forecast_made_by_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast")),
    )
    op.create_index("ix_forecast_department_id", "forecast", ["department_id"])

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_notice_user_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_notice_dedupe_key")),
    )
    op.create_index("ix_notice_user_id_read_at", "notice", ["user_id", "read_at"])

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
        "policy_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("preset", sa.String(), nullable=False),
        sa.Column("overrides", JSON, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_policy_version_number")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_policy_version_department_id_department"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["made_by_id"], ["user_account.id"], name=op.f("fk_policy_version_made_by_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_version")),
        sa.UniqueConstraint("department_id", "number", name=op.f("uq_policy_version_department_id_number")),
    )
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

    op.create_table(
        "wish_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("state", word("state", "open", "closed"), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_wish_round_closes_at")),
        sa.CheckConstraint("quota >= 0", name=op.f("ck_wish_round_quota")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user_account.id"], name=op.f("fk_wish_round_closed_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["created_by_id"], ["user_account.id"], name=op.f("fk_wish_round_created_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_wish_round_department_id_department"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish_round")),
        sa.UniqueConstraint("department_id", "month", name=op.f("uq_wish_round_department_id_month")),
    )
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("ds", sa.DateTime(), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("offered", sa.Double(), nullable=False),
        sa.Column("answered", sa.Double(), nullable=True),
        sa.Column("abandoned", sa.Double(), nullable=True),
        sa.Column("aht_seconds", sa.Double(), nullable=True),
        sa.CheckConstraint("abandoned >= 0", name=op.f("ck_calls_abandoned")),
        sa.CheckConstraint("aht_seconds >= 0", name=op.f("ck_calls_aht_seconds")),
        sa.CheckConstraint("answered >= 0", name=op.f("ck_calls_answered")),
        sa.CheckConstraint("offered >= 0", name=op.f("ck_calls_offered")),
        sa.CheckConstraint("slot_minutes IN (5, 10, 15, 20, 30, 60)", name=op.f("ck_calls_slot_minutes")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_calls_department_id_department"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["source_id"], ["call_source.id"], name=op.f("fk_calls_source_id_call_source"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("department_id", "queue", "ds", name=op.f("uq_calls_department_id_queue_ds")),
    )
    op.create_index("ix_calls_source_id", "calls", ["source_id"])

    op.create_table(
        "forecast_slot",
        sa.Column("forecast_id", sa.Integer(), nullable=False),
        sa.Column("ds", sa.DateTime(), nullable=False),
        sa.Column("mean", sa.Double(), nullable=False),
        sa.Column("lo80", sa.Double(), nullable=False),
        sa.Column("hi80", sa.Double(), nullable=False),
        sa.CheckConstraint("mean >= 0 AND lo80 >= 0 AND lo80 <= hi80", name=op.f("ck_forecast_slot_band")),
        sa.ForeignKeyConstraint(["forecast_id"], ["forecast.id"], name=op.f("fk_forecast_slot_forecast_id_forecast"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("forecast_id", "ds", name=op.f("pk_forecast_slot")),
    )
    op.create_table(
        "handover_container",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("policy_version_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_version_id"], ["policy_version.id"], name=op.f("fk_handover_container_policy_version_id_policy_version"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["shift_kind_id"], ["shift_kind.id"], name=op.f("fk_handover_container_shift_kind_id_shift_kind"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_handover_container_team_id_team"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_container")),
        sa.UniqueConstraint("team_id", "shift_kind_id", "date", name=op.f("uq_handover_container_team_id_shift_kind_id_date")),
    )
    op.create_index("ix_handover_container_date", "handover_container", ["date"])

    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("forecast_id", sa.Integer(), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("need_minutes", sa.Integer(), nullable=False),
        sa.Column("contract_minutes", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("need_minutes >= 0 AND contract_minutes >= 0", name=op.f("ck_requirement_minutes")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_requirement_department_id_department"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["forecast_id"], ["forecast.id"], name=op.f("fk_requirement_forecast_id_forecast"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["made_by_id"], ["user_account.id"], name=op.f("fk_requirement_made_by_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
    )
    op.create_index("ix_requirement_department_id", "requirement", ["department_id"])
    op.create_index("ix_requirement_forecast_id", "requirement", ["forecast_id"])

    op.create_table(
        "wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wish_round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("weight >= 1", name=op.f("ck_wish_weight")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_wish_person_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["shift_kind_id"], ["shift_kind.id"], name=op.f("fk_wish_shift_kind_id_shift_kind"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["wish_round_id"], ["wish_round.id"], name=op.f("fk_wish_wish_round_id_wish_round"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
        sa.UniqueConstraint("wish_round_id", "person_id", "date", name=op.f("uq_wish_wish_round_id_person_id_date")),
    )
    op.create_index("ix_wish_person_id", "wish", ["person_id"])

    op.create_table(
        "requirement_slot",
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("ds", sa.DateTime(), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.Column("on_calls", sa.Double(), nullable=True),
        sa.Column("service_level", sa.Double(), nullable=True),
        sa.Column("occupancy", sa.Double(), nullable=True),
        sa.CheckConstraint("required >= 0", name=op.f("ck_requirement_slot_required")),
        sa.ForeignKeyConstraint(["requirement_id"], ["requirement.id"], name=op.f("fk_requirement_slot_requirement_id_requirement"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("requirement_id", "ds", name=op.f("pk_requirement_slot")),
    )
    op.create_table(
        "roster_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", word("state", "draft", "submitted", "returned", "withdrawn", "approved", "published", "superseded"), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("policy_version_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_roster_version_number")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user_account.id"], name=op.f("fk_roster_version_approved_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["based_on_id"], ["roster_version.id"], name=op.f("fk_roster_version_based_on_id_roster_version"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["created_by_id"], ["user_account.id"], name=op.f("fk_roster_version_created_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["policy_version_id"], ["policy_version.id"], name=op.f("fk_roster_version_policy_version_id_policy_version"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["published_by_id"], ["user_account.id"], name=op.f("fk_roster_version_published_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["requirement_id"], ["requirement.id"], name=op.f("fk_roster_version_requirement_id_requirement"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name=op.f("fk_roster_version_roster_id_roster"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["user_account.id"], name=op.f("fk_roster_version_submitted_by_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_version")),
        sa.UniqueConstraint("roster_id", "number", name=op.f("uq_roster_version_roster_id_number")),
    )
    op.create_index(
        "uq_roster_version_roster_id_published",
        "roster_version",
        ["roster_id"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )

    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roster_version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answer", word("answer", "got_it", "problem"), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acknowledgement_person_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["roster_version_id"], ["roster_version.id"], name=op.f("fk_acknowledgement_roster_version_id_roster_version"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
    )
    op.create_index("ix_acknowledgement_roster_version_id_person_id", "acknowledgement", ["roster_version_id", "person_id"])

    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roster_version_id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user_account.id"], name=op.f("fk_approval_approved_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["roster_version_id"], ["roster_version.id"], name=op.f("fk_approval_roster_version_id_roster_version"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("roster_version_id", "submission", "step", name=op.f("uq_approval_roster_version_id_submission_step")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roster_version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_assignment_ends_at")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["roster_version_id"], ["roster_version.id"], name=op.f("fk_assignment_roster_version_id_roster_version"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["shift_kind_id"], ["shift_kind.id"], name=op.f("fk_assignment_shift_kind_id_shift_kind"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint(
            "roster_version_id", "person_id", "date", "shift_kind_id", name=op.f("uq_assignment_roster_version_id_person_id_date_shift_kind_id")
        ),
    )
    op.create_index("ix_assignment_person_id_starts_at", "assignment", ["person_id", "starts_at"])

    op.create_table(
        "roster_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roster_version_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("from_state", word("from_state", "draft", "submitted", "returned", "withdrawn", "approved", "published", "superseded"), nullable=True),
        sa.Column("to_state", word("to_state", "draft", "submitted", "returned", "withdrawn", "approved", "published", "superseded"), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_roster_event_actor_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["roster_version_id"], ["roster_version.id"], name=op.f("fk_roster_event_roster_version_id_roster_version"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_event")),
    )
    op.create_index("ix_roster_event_roster_version_id", "roster_event", ["roster_version_id"])

    op.create_table(
        "roster_lock",
        sa.Column("roster_version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_lock_person_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["roster_version_id"], ["roster_version.id"], name=op.f("fk_roster_lock_roster_version_id_roster_version"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("roster_version_id", "person_id", "date", name=op.f("pk_roster_lock")),
    )
    op.create_table(
        "solve_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("state", word("state", "queued", "running", "done", "cancelled", "failed", "discarded"), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("parameters", JSON, nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("cancel_requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keep_best", sa.Boolean(), nullable=False),
        sa.Column("phase", sa.String(), nullable=True),
        sa.Column("cost", sa.Double(), nullable=True),
        sa.Column("bound", sa.Double(), nullable=True),
        sa.Column("gap", sa.Double(), nullable=True),
        sa.Column("best_roster", JSON, nullable=True),
        sa.Column("result_version_id", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint("attempt >= 0", name=op.f("ck_solve_job_attempt")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_solve_job_department_id_department"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["requested_by_id"], ["user_account.id"], name=op.f("fk_solve_job_requested_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["result_version_id"], ["roster_version.id"], name=op.f("fk_solve_job_result_version_id_roster_version"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solve_job")),
    )
    op.create_index("ix_solve_job_state_requested_at", "solve_job", ["state", "requested_at"])
    op.create_index(
        "uq_solve_job_department_id_month_active",
        "solve_job",
        ["department_id", "month"],
        unique=True,
        sqlite_where=sa.text("state IN ('queued', 'running')"),
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )

    op.create_table(
        "assignment_in_force",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_assignment_in_force_ends_at")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_in_force_assignment_id_assignment"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_in_force_person_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name=op.f("fk_assignment_in_force_roster_id_roster"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["shift_kind_id"], ["shift_kind.id"], name=op.f("fk_assignment_in_force_shift_kind_id_shift_kind"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_in_force")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_assignment_in_force_assignment_id")),
    )
    op.create_index("ix_assignment_in_force_person_id_starts_at", "assignment_in_force", ["person_id", "starts_at"])
    op.create_index("ix_assignment_in_force_roster_id_date", "assignment_in_force", ["roster_id", "date"])

    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("container_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("outgoing_id", sa.Integer(), nullable=False),
        sa.Column("receiver_rule", word("receiver_rule", "next_leader", "same_post", "named"), nullable=False),
        sa.Column("planned_receiver_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            word(
                "state",
                "planned",
                "preparing",
                "submitted",
                "returned",
                "ready",
                "receiving",
                "refused",
                "blocked",
                "suspended",
                "held_over",
                "checked",
                "signed_by_outgoing",
                "signed_by_incoming",
                "complete",
                "reviewed",
                "invalid",
                "reopened",
                "temporary",
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_handover_assignment_id_assignment"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["container_id"], ["handover_container.id"], name=op.f("fk_handover_container_id_handover_container"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["outgoing_id"], ["person.id"], name=op.f("fk_handover_outgoing_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["planned_receiver_id"], ["person.id"], name=op.f("fk_handover_planned_receiver_id_person"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_handover_assignment_id")),
        sa.UniqueConstraint("container_id", "outgoing_id", name=op.f("uq_handover_container_id_outgoing_id")),
    )
    op.create_index("ix_handover_outgoing_id", "handover", ["outgoing_id"])
    op.create_index("ix_handover_planned_receiver_id", "handover", ["planned_receiver_id"])

    op.create_table(
        "solve_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("solve_job_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("cost", sa.Double(), nullable=True),
        sa.Column("bound", sa.Double(), nullable=True),
        sa.Column("shortages", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["solve_job_id"], ["solve_job.id"], name=op.f("fk_solve_progress_solve_job_id_solve_job"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solve_progress")),
    )
    op.create_index("ix_solve_progress_solve_job_id_id", "solve_progress", ["solve_job_id", "id"])
    op.bulk_insert(sa.table("role", sa.column("name", sa.String())), [{"name": name} for name in ROLES])
    if op.get_bind().dialect.name == "postgresql":
        never_two_shifts_at_once()


def never_two_shifts_at_once():
    """Let PostgreSQL refuse overlapping shifts of one person."""
    time = sa.func.tstzrange(sa.column("starts_at"), sa.column("ends_at"))
    create_btree_gist()
    op.create_exclude_constraint(
        "ex_assignment_overlap", "assignment", (sa.column("roster_version_id"), "="), (sa.column("person_id"), "="), (time, "&&"), using="gist"
    )
    op.create_exclude_constraint("ex_assignment_in_force_overlap", "assignment_in_force", (sa.column("person_id"), "="), (time, "&&"), using="gist")


def create_btree_gist():
    """Create the extension that lets one constraint compare numbers and time ranges, or say who can."""
    connection = op.get_bind()
    if connection.scalar(sa.text("SELECT 1 FROM pg_extension WHERE extname = 'btree_gist'")):
        return
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION btree_gist"))
    except sa.exc.DBAPIError as error:
        name, role = connection.execute(sa.text("SELECT current_database(), current_user")).one()
        message = (
            f"PostgreSQL's extension btree_gist is missing in database {name!r}, and the role {role!r} could not create it ({error.orig}). "
            f"Let an administrator run there: CREATE EXTENSION btree_gist; or: GRANT CREATE ON DATABASE {name} TO {role};"
        )
        raise PermissionError(message) from error


def downgrade() -> None:
    op.drop_table("solve_progress")
    op.drop_table("handover")
    op.drop_table("assignment_in_force")
    op.drop_table("solve_job")
    op.drop_table("roster_lock")
    op.drop_table("roster_event")
    op.drop_table("assignment")
    op.drop_table("approval")
    op.drop_table("acknowledgement")
    op.drop_table("roster_version")
    op.drop_table("requirement_slot")
    op.drop_table("wish")
    op.drop_table("requirement")
    op.drop_table("handover_container")
    op.drop_table("forecast_slot")
    op.drop_table("calls")
    op.drop_table("wish_round")
    op.drop_table("user_session")
    op.drop_table("user_role")
    op.drop_table("protected_period")
    op.drop_table("policy_version")
    op.drop_table("password_reset")
    op.drop_table("notice")
    op.drop_table("forecast")
    op.drop_table("day_off")
    op.drop_table("call_source")
    op.drop_table("audit_event")
    op.drop_table("user_account")
    op.drop_table("person_skill")
    op.drop_table("ical_token")
    op.drop_table("person")
    op.drop_table("team")
    op.drop_table("skill")
    op.drop_table("shift_kind")
    op.drop_table("roster")
    op.drop_table("calendar_day")
    op.drop_table("role")
    op.drop_table("login_attempt")
    op.drop_table("department")
