"""Forecast jobs and what came of each queue.

Revision 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
STATES = ("queued", "running", "done", "cancelled", "failed", "discarded")


def upgrade() -> None:
    op.create_table(
        "forecast_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=32), nullable=False),
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
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint("attempt >= 0", name=op.f("ck_forecast_job_attempt")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_forecast_job_department_id_department"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["requested_by_id"], ["user_account.id"], name=op.f("fk_forecast_job_requested_by_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast_job")),
    )
    op.create_index("ix_forecast_job_state_requested_at", "forecast_job", ["state", "requested_at"])
    op.create_index(
        "uq_forecast_job_department_id_month_active",
        "forecast_job",
        ["department_id", "month"],
        unique=True,
        sqlite_where=sa.text("state IN ('queued', 'running')"),
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
    op.create_table(
        "forecast_job_queue",
        sa.Column("forecast_job_id", sa.Integer(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("forecast_id", sa.Integer(), nullable=True),
        sa.Column("refusal", JSON, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(forecast_id IS NULL) = (refusal IS NOT NULL)", name=op.f("ck_forecast_job_queue_outcome")),
        sa.ForeignKeyConstraint(["forecast_job_id"], ["forecast_job.id"], name=op.f("fk_forecast_job_queue_forecast_job_id_forecast_job"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["forecast_id"], ["forecast.id"], name=op.f("fk_forecast_job_queue_forecast_id_forecast"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("forecast_job_id", "queue", name=op.f("pk_forecast_job_queue")),
    )


def downgrade() -> None:
    op.drop_table("forecast_job_queue")
    op.drop_table("forecast_job")
