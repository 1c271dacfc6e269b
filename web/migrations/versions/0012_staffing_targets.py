"""Further targets of the staffing, what was measured in the busy hour, and rosters played through.

Revision 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
CHECKS = {
    "min_answer_rate": "min_answer_rate > 0 AND min_answer_rate < 1",
    "max_asa_seconds": "max_asa_seconds > 0",
    "seats": "seats >= 1",
    "hour_cost": "hour_cost > 0",
    "staffing_method": "staffing_method IN ('erlang', 'busy_hour')",
}
COLUMNS = ("min_answer_rate", "max_asa_seconds", "seats", "carry_over", "staffing_method", "hour_cost")


def upgrade() -> None:
    with op.batch_alter_table("department") as table:
        table.add_column(sa.Column("min_answer_rate", sa.Double(), nullable=True))
        table.add_column(sa.Column("max_asa_seconds", sa.Double(), nullable=True))
        table.add_column(sa.Column("seats", sa.Integer(), nullable=True))
        table.add_column(sa.Column("carry_over", sa.Boolean(), nullable=False, server_default=sa.false()))
        method = sa.Column("staffing_method", sa.String(32), nullable=False, server_default="erlang")
        table.add_column(method)
        table.add_column(sa.Column("hour_cost", sa.Double(), nullable=True))
        for name, check in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_department_{name}"), check)
    with op.batch_alter_table("requirement_slot") as table:
        table.add_column(sa.Column("missing", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.create_table(
        "productivity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("calls_per_hour", sa.Double(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("measured_by", sa.String(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("calls_per_hour > 0", name=op.f("ck_productivity_calls_per_hour")),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_productivity_department_id_department"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["user_account.id"],
            name=op.f("fk_productivity_recorded_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_productivity")),
    )
    op.create_index(
        "ix_productivity_department_id_measured_on", "productivity", ["department_id", "measured_on"]
    )
    op.create_table(
        "roster_simulation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roster_version_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running",
                "done",
                "stopped",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("runs_done", sa.Integer(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("result", JSON, nullable=True),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "runs > 0 AND runs_done >= 0 AND runs_done <= runs", name=op.f("ck_roster_simulation_runs")
        ),
        sa.ForeignKeyConstraint(
            ["roster_version_id"],
            ["roster_version.id"],
            name=op.f("fk_roster_simulation_roster_version_id_roster_version"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["requirement.id"],
            name=op.f("fk_roster_simulation_requirement_id_requirement"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"],
            ["user_account.id"],
            name=op.f("fk_roster_simulation_requested_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_simulation")),
    )
    op.create_index(
        "ix_roster_simulation_roster_version_id", "roster_simulation", ["roster_version_id"]
    )


def downgrade() -> None:
    op.drop_table("roster_simulation")
    op.drop_table("productivity")
    with op.batch_alter_table("requirement_slot") as table:
        table.drop_column("missing")
    with op.batch_alter_table("department") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_department_{name}"), type_="check")
        for name in COLUMNS:
            table.drop_column(name)
