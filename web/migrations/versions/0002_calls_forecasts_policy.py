"""Call history, import drafts, forecasts, staffing requirements, policy versions.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def word(column, *choices):
    """Return the type of a column that holds one of `choices`."""
    return sa.Enum(*choices, name=column, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
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
        "import_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("kind", word("kind", "calls", "people", "days_off"), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.Column("good_rows", sa.Integer(), nullable=False),
        sa.Column("bad_rows", sa.Integer(), nullable=False),
        sa.Column("problems", JSON, nullable=False),
        sa.Column("notices", JSON, nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_import_draft_department_id_department"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["made_by_id"], ["user_account.id"], name=op.f("fk_import_draft_made_by_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_draft")),
    )
    op.create_index("ix_import_draft_department_id", "import_draft", ["department_id"])
    op.create_index("ix_import_draft_expires_at", "import_draft", ["expires_at"])
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


def downgrade() -> None:
    op.drop_table("requirement_slot")
    op.drop_table("requirement")
    op.drop_table("forecast_slot")
    op.drop_table("calls")
    op.drop_table("policy_version")
    op.drop_table("import_draft")
    op.drop_table("forecast")
    op.drop_table("call_source")
