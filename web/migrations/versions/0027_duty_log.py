"""Duty log: entries, what they hide, who looked at it, who keeps the record.

Revision 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KINDS = ("event", "complaint", "request", "instruction", "message", "equipment", "note")


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def upgrade() -> None:
    op.create_table(
        "duty_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("by_number", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("shift_kind_id", sa.Integer(), nullable=True),
        sa.Column("shift_date", sa.Date(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("important", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("handling", sa.String(), nullable=False),
        sa.Column("instructed_by", sa.String(), nullable=False),
        sa.Column("caller", sa.String(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("searched", sa.String(), nullable=False),
        sa.Column("to_handover", sa.Boolean(), nullable=False),
        sa.Column("outside_recorder", sa.Boolean(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_duty_entry_number")),
        sa.CheckConstraint(
            "(corrects_id IS NULL) = (root_id IS NULL)", name=op.f("ck_duty_entry_corrects")
        ),
        sa.CheckConstraint(
            "(shift_kind_id IS NULL) = (shift_date IS NULL)", name=op.f("ck_duty_entry_shift")
        ),
        _key("duty_entry", "department_id", "department"),
        _key("duty_entry", "record_id", "record"),
        _key("duty_entry", "by_id", "user_account"),
        _key("duty_entry", "person_id", "person"),
        _key("duty_entry", "team_id", "team"),
        _key("duty_entry", "shift_kind_id", "shift_kind"),
        _key("duty_entry", "corrects_id", "duty_entry"),
        _key("duty_entry", "root_id", "duty_entry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_entry")),
        sa.UniqueConstraint("department_id", "number", name=op.f("uq_duty_entry_department_id_number")),
        sa.UniqueConstraint("by_id", "token", name=op.f("uq_duty_entry_by_id_token")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_duty_entry_corrects_id")),
        sa.UniqueConstraint("record_id", name=op.f("uq_duty_entry_record_id")),
    )
    op.create_index("ix_duty_entry_department_id_at", "duty_entry", ["department_id", "at"])
    op.create_index("ix_duty_entry_person_id_shift_date", "duty_entry", ["person_id", "shift_date"])
    op.create_index(op.f("ix_duty_entry_root_id"), "duty_entry", ["root_id"])
    op.create_table(
        "duty_secret",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        _key("duty_secret", "id", "duty_entry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_secret")),
    )
    op.create_table(
        "duty_reveal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("by_number", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        _key("duty_reveal", "entry_id", "duty_entry"),
        _key("duty_reveal", "by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_reveal")),
    )
    op.create_index(op.f("ix_duty_reveal_entry_id"), "duty_reveal", ["entry_id"])
    op.create_table(
        "duty_recorder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _key("duty_recorder", "team_id", "team"),
        _key("duty_recorder", "shift_kind_id", "shift_kind"),
        _key("duty_recorder", "person_id", "person"),
        _key("duty_recorder", "by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_recorder")),
    )
    op.create_index(
        "ix_duty_recorder_team_id_date_shift_kind_id",
        "duty_recorder",
        ["team_id", "date", "shift_kind_id"],
    )


def downgrade() -> None:
    op.drop_table("duty_recorder")
    op.drop_table("duty_reveal")
    op.drop_table("duty_secret")
    op.drop_table("duty_entry")
