"""The handover book between customer service and the security desk; amendments of handovers.

Revision 0032, after 0031.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

STATES = (
    "planned", "preparing", "submitted", "returned", "ready", "receiving", "refused", "checked",
    "signed_by_outgoing", "complete", "reviewed", "invalid", "reopened", "blocked", "suspended", "held_over",
    "temporary",
)  # fmt: skip
SIDES = ("outgoing", "incoming", "leader", "foreman")


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "book_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("direction", _choice("direction", ("to_desk", "from_desk")), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("policy_version_id", sa.Integer(), nullable=False),
        sa.Column("state", _choice("state", STATES), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outgoing_id", sa.Integer(), nullable=True),
        sa.Column("receiver_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("signed_out", sa.Boolean(), nullable=False),
        sa.Column("is_ordered", sa.Boolean(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("upto_entry_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "receiver_id IS NULL OR receiver_id <> outgoing_id", name=op.f("ck_book_handover_two_people")
        ),
        _key("book_handover", "department_id", "department"),
        _key("book_handover", "policy_version_id", "policy_version"),
        _key("book_handover", "outgoing_id", "user_account"),
        _key("book_handover", "receiver_id", "user_account"),
        _key("book_handover", "upto_entry_id", "duty_entry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_handover")),
        sa.UniqueConstraint(
            "department_id", "direction", "due_at", name=op.f("uq_book_handover_department_id_direction_due_at")
        ),
    )
    op.create_table(
        "book_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        _key("book_version", "book_id", "book_handover"),
        _key("book_version", "record_id", "record"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_version")),
        sa.UniqueConstraint("book_id", "version", name=op.f("uq_book_version_book_id_version")),
    )
    op.create_table(
        "book_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("item_number", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("goes_on", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        _key("book_reading", "book_id", "book_handover"),
        _key("book_reading", "user_id", "user_account"),
        _key("book_reading", "entry_id", "duty_entry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_reading")),
        sa.UniqueConstraint(
            "book_id", "version", "item_number", "user_id",
            name=op.f("uq_book_reading_book_id_version_item_number_user_id"),
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_book_reading_entry_id"), "book_reading", ["entry_id"])
    op.create_table(
        "book_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("side", _choice("side", SIDES), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("book_signature", "book_id", "book_handover"),
        _key("book_signature", "user_id", "user_account"),
        _key("book_signature", "record_id", "record"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_signature")),
        sa.UniqueConstraint("record_id", name=op.f("uq_book_signature_record_id")),
    )
    op.create_index("ix_book_signature_book_id_version", "book_signature", ["book_id", "version"])
    op.create_table(
        "desk_manager",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _key("desk_manager", "department_id", "department"),
        _key("desk_manager", "user_id", "user_account"),
        _key("desk_manager", "by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_manager")),
    )
    op.create_index(op.f("ix_desk_manager_department_id"), "desk_manager", ["department_id"])
    op.create_table(
        "handover_amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        _key("handover_amendment", "handover_id", "handover"),
        _key("handover_amendment", "record_id", "record"),
        _key("handover_amendment", "by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_amendment")),
        sa.UniqueConstraint("record_id", name=op.f("uq_handover_amendment_record_id")),
        sa.UniqueConstraint("by_id", "token", name=op.f("uq_handover_amendment_by_id_token")),
    )
    op.create_index(op.f("ix_handover_amendment_handover_id"), "handover_amendment", ["handover_id"])
    op.create_table(
        "amendment_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("side", _choice("side", SIDES), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        _key("amendment_note", "amendment_id", "handover_amendment"),
        _key("amendment_note", "person_id", "person"),
        _key("amendment_note", "record_id", "record"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_note")),
        sa.UniqueConstraint("amendment_id", "side", name=op.f("uq_amendment_note_amendment_id_side")),
    )
    with op.batch_alter_table("handover") as table:
        table.add_column(sa.Column("acting_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_handover_acting_id_user_account"), "user_account", ["acting_id"], ["id"], ondelete="RESTRICT"
        )
    with op.batch_alter_table("handover_matter") as table:
        table.alter_column("opened_in_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("opened_in_book_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_handover_matter_opened_in_book_id_book_handover"),
            "book_handover",
            ["opened_in_book_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        table.create_check_constraint(
            op.f("ck_handover_matter_opened_in"), "(opened_in_id IS NULL) <> (opened_in_book_id IS NULL)"
        )


def downgrade() -> None:
    op.execute("UPDATE handover_item SET matter_id = NULL WHERE matter_id IN "
               "(SELECT id FROM handover_matter WHERE opened_in_id IS NULL)")  # fmt: skip
    op.execute("DELETE FROM handover_matter WHERE opened_in_id IS NULL")
    with op.batch_alter_table("handover_matter") as table:
        table.drop_constraint(op.f("ck_handover_matter_opened_in"), type_="check")
        table.drop_constraint(op.f("fk_handover_matter_opened_in_book_id_book_handover"), type_="foreignkey")
        table.drop_column("opened_in_book_id")
        table.alter_column("opened_in_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("handover") as table:
        table.drop_constraint(op.f("fk_handover_acting_id_user_account"), type_="foreignkey")
        table.drop_column("acting_id")
    op.drop_table("amendment_note")
    op.drop_table("handover_amendment")
    op.drop_table("desk_manager")
    op.drop_table("book_signature")
    op.drop_table("book_reading")
    op.drop_table("book_version")
    op.drop_table("book_handover")
