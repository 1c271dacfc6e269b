"""Leaving the post: asked for and allowed; the last contact closed as an event of the clock.

Revision 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ACTS = ("in", "away", "back", "out")
STATES = ("asked", "approved", "refused", "withdrawn", "expired", "used")


def choose_among(table_name: str, *values: str) -> None:
    """Let the column `act` of a table hold these words."""
    name = op.f(f"ck_{table_name}_act")
    among = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table_name) as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"act IN ({among})")


def upgrade() -> None:
    choose_among("clock_event", *ACTS[:3], "closed", ACTS[3])
    choose_among("clock_correction", *ACTS[:3], "closed", ACTS[3])
    op.create_table(
        "post_leaving",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("approver", sa.String(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint("minutes >= 1", name=op.f("ck_post_leaving_minutes")),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_post_leaving_{column}_{table}"),
                ondelete="RESTRICT",
            )
            for column, table in (
                ("created_by_id", "user_account"),
                ("decided_by_id", "user_account"),
                ("department_id", "department"),
                ("event_id", "clock_event"),
                ("person_id", "person"),
                ("shift_kind_id", "shift_kind"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_leaving")),
        sa.UniqueConstraint("created_by_id", "token", name=op.f("uq_post_leaving_created_by_id_token")),
    )
    op.create_index("ix_post_leaving_department_id_state", "post_leaving", ["department_id", "state"])
    op.create_index("ix_post_leaving_person_id_date", "post_leaving", ["person_id", "date"])


def downgrade() -> None:
    op.drop_table("post_leaving")
    closed = "SELECT id FROM clock_event WHERE act = 'closed'"
    op.execute(
        "DELETE FROM clock_correction WHERE act = 'closed'"
        f" OR strikes_id IN ({closed}) OR added_id IN ({closed})"
    )
    is_guarded = op.get_bind().dialect.name == "postgresql"  # append-only, but the table that knew them goes
    if is_guarded:
        op.execute("ALTER TABLE clock_event DISABLE TRIGGER USER")
    op.execute("DELETE FROM clock_event WHERE act = 'closed'")
    if is_guarded:
        op.execute("ALTER TABLE clock_event ENABLE TRIGGER USER")
    choose_among("clock_correction", *ACTS)
    choose_among("clock_event", *ACTS)
