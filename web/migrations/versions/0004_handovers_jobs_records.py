"""Handovers, solve jobs, notices and the audit record.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def word(column, *choices):
    """Return the type of a column that holds one of `choices`."""
    return sa.Enum(*choices, name=column, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
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


def downgrade() -> None:
    op.drop_table("solve_progress")
    op.drop_table("handover")
    op.drop_table("solve_job")
    op.drop_table("handover_container")
    op.drop_table("notice")
    op.drop_table("audit_event")
