"""Checkpoints, retention and legal holds of the records.

Revision 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="RESTRICT")


def upgrade() -> None:
    op.add_column("record", sa.Column("subject_version", sa.Integer(), nullable=True))
    op.create_table(
        "record_checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("trail", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        _reference("record_checkpoint", "department_id", "department"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_checkpoint")),
        sa.UniqueConstraint("department_id", "number", name=op.f("uq_record_checkpoint_department_id_number")),
    )
    op.create_table(
        "payload_deletion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("tombstone_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first_number >= 1 AND last_number >= first_number", name=op.f("ck_payload_deletion_numbers")
        ),
        _reference("payload_deletion", "department_id", "department"),
        _reference("payload_deletion", "tombstone_id", "record"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payload_deletion")),
    )
    op.create_index(
        "ix_payload_deletion_department_id_first_number", "payload_deletion", ["department_id", "first_number"]
    )
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_legal_hold_days")),
        _reference("legal_hold", "department_id", "department"),
        _reference("legal_hold", "record_id", "record"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    op.create_index("ix_legal_hold_department_id", "legal_hold", ["department_id"])
    op.create_table(
        "legal_hold_lift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        _reference("legal_hold_lift", "id", "legal_hold"),
        _reference("legal_hold_lift", "record_id", "record"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold_lift")),
    )


def downgrade() -> None:
    op.drop_table("legal_hold_lift")
    op.drop_index("ix_legal_hold_department_id", table_name="legal_hold")
    op.drop_table("legal_hold")
    # It looks into the table that goes; what stands below 0024 gets its own when the guards are put in place.
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER IF EXISTS tr_record_payload_no_delete")
    else:
        op.execute("DROP TRIGGER IF EXISTS tr_record_payload_no_delete ON record_payload")
    op.drop_index("ix_payload_deletion_department_id_first_number", table_name="payload_deletion")
    op.drop_table("payload_deletion")
    op.drop_table("record_checkpoint")
    with op.batch_alter_table("record") as table:
        table.drop_column("subject_version")
