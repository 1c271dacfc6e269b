"""Attachments of handovers and of the duty log; tokens of forms that add an item or a question.

Revision 0031, after 0030.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TOKENS = ("handover_item", "handover_question")
KINDS = ("pdf", "jpeg", "png", "webp", "heic")


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size_bytes >= 1", name=op.f("ck_attachment_size_bytes")),
        _key("attachment", "department_id", "department"),
        _key("attachment", "added_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("added_by_id", "token", name=op.f("uq_attachment_added_by_id_token")),
    )
    op.create_index(op.f("ix_attachment_department_id"), "attachment", ["department_id"])
    op.create_table(
        "attachment_content",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _key("attachment_content", "id", "attachment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_content")),
    )
    op.create_table(
        "attachment_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        _key("attachment_record", "attachment_id", "attachment"),
        _key("attachment_record", "record_id", "record"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_record")),
        sa.UniqueConstraint(
            "attachment_id", "record_id", name=op.f("uq_attachment_record_attachment_id_record_id")
        ),
    )
    op.create_index(op.f("ix_attachment_record_record_id"), "attachment_record", ["record_id"])
    op.create_table(
        "attachment_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("attachment_opening", "attachment_id", "attachment"),
        _key("attachment_opening", "user_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_opening")),
    )
    op.create_index(op.f("ix_attachment_opening_attachment_id"), "attachment_opening", ["attachment_id"])
    op.create_table(
        "duty_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        _key("duty_file", "id", "attachment"),
        _key("duty_file", "entry_id", "duty_entry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_file")),
    )
    op.create_index(op.f("ix_duty_file_entry_id"), "duty_file", ["entry_id"])
    op.create_table(
        "handover_item_file",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        _key("handover_item_file", "item_id", "handover_item"),
        _key("handover_item_file", "attachment_id", "attachment"),
        sa.PrimaryKeyConstraint("item_id", "attachment_id", name=op.f("pk_handover_item_file")),
    )
    op.create_index(op.f("ix_handover_item_file_attachment_id"), "handover_item_file", ["attachment_id"])
    for table in TOKENS:
        op.add_column(table, sa.Column("token", sa.String(), nullable=True))
        op.create_index(op.f(f"uq_{table}_handover_id_token"), table, ["handover_id", "token"], unique=True)


def downgrade() -> None:
    for table in TOKENS:
        op.drop_index(op.f(f"uq_{table}_handover_id_token"), table_name=table)
        op.drop_column(table, "token")
    for table in (
        "handover_item_file",
        "duty_file",
        "attachment_opening",
        "attachment_record",
        "attachment_content",
        "attachment",
    ):
        op.drop_table(table)
