"""Handovers as they are written, read, held up and signed.

Revision 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


STATES = (
    "planned",
    "preparing",
    "submitted",
    "returned",
    "ready",
    "receiving",
    "refused",
    "checked",
    "signed_by_outgoing",
    "complete",
    "reviewed",
    "invalid",
    "reopened",
    "blocked",
    "suspended",
    "held_over",
    "temporary",
)


def choose_among(*states):
    """Let a handover be in one of these states."""
    name = op.f("ck_handover_state")
    among = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("handover") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"state IN ({among})")


def upgrade() -> None:
    choose_among(*STATES)
    op.create_table(
        "check_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("expected IS NULL OR expected >= 0", name=op.f("ck_check_item_expected")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_check_item_department_id_department"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_item")),
        sa.UniqueConstraint("department_id", "label", name=op.f("uq_check_item_department_id_label")),
    )
    op.create_table(
        "handover_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("container_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("mark", sa.Enum("normal", "abnormal", name="mark", native_enum=False, create_constraint=True, length=32), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["container_id"], ["handover_container.id"], name=op.f("fk_handover_check_container_id_handover_container"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["marked_by_id"], ["person.id"], name=op.f("fk_handover_check_marked_by_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["verified_by_id"], ["person.id"], name=op.f("fk_handover_check_verified_by_id_person"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_check")),
        sa.UniqueConstraint("container_id", "label", name=op.f("uq_handover_check_container_id_label")),
    )
    op.create_table(
        "handover_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("suspended", "blocked", "temporary", "held_over", name="kind", native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_handover_hold_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["handover_id"], ["handover.id"], name=op.f("fk_handover_hold_handover_id_handover"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["user_account.id"], name=op.f("fk_handover_hold_lifted_by_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_hold")),
    )
    with op.batch_alter_table("handover_hold") as table:
        table.create_index(
            "uq_handover_hold_standing",
            ["handover_id", "kind", "code"],
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

    op.create_table(
        "handover_matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("opened_in_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("important", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("shifts", sa.Integer(), nullable=False),
        sa.Column("last_progress", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_in_id", sa.Integer(), nullable=True),
        sa.Column("closed_because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["closed_in_id"], ["handover.id"], name=op.f("fk_handover_matter_closed_in_id_handover"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_handover_matter_department_id_department"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_handover_matter_holder_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["opened_in_id"], ["handover.id"], name=op.f("fk_handover_matter_opened_in_id_handover"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_matter")),
    )
    with op.batch_alter_table("handover_matter") as table:
        table.create_index("ix_handover_matter_holder_id_closed_at", ["holder_id", "closed_at"])

    op.create_table(
        "handover_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("item_number", sa.Integer(), nullable=True),
        sa.Column("check_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_by_name", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_handover_question_answered_by_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_handover_question_asked_by_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["check_id"], ["handover_check.id"], name=op.f("fk_handover_question_check_id_handover_check"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["handover_id"], ["handover.id"], name=op.f("fk_handover_question_handover_id_handover"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_question")),
    )
    with op.batch_alter_table("handover_question") as table:
        table.create_index("ix_handover_question_handover_id_version", ["handover_id", "version"])

    op.create_table(
        "handover_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("item_number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_back", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handover.id"], name=op.f("fk_handover_reading_handover_id_handover"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_handover_reading_person_id_person"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_reading")),
    )
    with op.batch_alter_table("handover_reading") as table:
        table.create_index("ix_handover_reading_handover_id_version", ["handover_id", "version"])

    op.create_table(
        "handover_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("side", sa.Enum("outgoing", "incoming", "leader", "foreman", name="side", native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handover.id"], name=op.f("fk_handover_signature_handover_id_handover"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_handover_signature_person_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_handover_signature_record_id_record"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_signature")),
        sa.UniqueConstraint("record_id", name=op.f("uq_handover_signature_record_id")),
    )
    with op.batch_alter_table("handover_signature") as table:
        table.create_index("ix_handover_signature_handover_id_version", ["handover_id", "version"])

    op.create_table(
        "handover_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handover.id"], name=op.f("fk_handover_version_handover_id_handover"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_handover_version_record_id_record"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_version")),
        sa.UniqueConstraint("handover_id", "version", name=op.f("uq_handover_version_handover_id_version")),
    )
    op.create_table(
        "handover_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("important", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("texts", JSON, nullable=False),
        sa.Column("disposition", sa.Enum("done", "incoming", "outgoing", name="disposition", native_enum=False, create_constraint=True, length=32), nullable=True),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("progress", sa.String(), nullable=False),
        sa.Column("closed_because", sa.String(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_handover_item_number")),
        sa.ForeignKeyConstraint(["handover_id"], ["handover.id"], name=op.f("fk_handover_item_handover_id_handover"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["matter_id"], ["handover_matter.id"], name=op.f("fk_handover_item_matter_id_handover_matter"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_item")),
        sa.UniqueConstraint("handover_id", "matter_id", name=op.f("uq_handover_item_handover_id_matter_id")),
        sa.UniqueConstraint("handover_id", "number", name=op.f("uq_handover_item_handover_id_number")),
    )
    op.create_table(
        "handover_read_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_handover_read_back_person_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["reading_id"], ["handover_reading.id"], name=op.f("fk_handover_read_back_reading_id_handover_reading"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_read_back")),
        sa.UniqueConstraint("reading_id", name=op.f("uq_handover_read_back_reading_id")),
    )
    with op.batch_alter_table("handover") as table:
        table.add_column(sa.Column("lock_version", sa.Integer(), server_default=sa.text("1"), nullable=False))
        table.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False))
        table.add_column(sa.Column("nothing_to_report", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("is_leaders", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("receiver_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("is_late", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("signed_out", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("is_ordered", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("face_to_face", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True))
        table.create_check_constraint(op.f("ck_handover_two_people"), "receiver_id IS NULL OR receiver_id <> outgoing_id")
        table.create_index(table.f("ix_handover_receiver_id"), ["receiver_id"])
        table.create_foreign_key(table.f("fk_handover_receiver_id_person"), "person", ["receiver_id"], ["id"], ondelete="RESTRICT")


def downgrade() -> None:

    with op.batch_alter_table("handover") as table:
        table.drop_constraint(table.f("fk_handover_receiver_id_person"), type_="foreignkey")
        table.drop_index(table.f("ix_handover_receiver_id"))
        table.drop_constraint(op.f("ck_handover_two_people"), type_="check")
        table.drop_column("completed_at")
        table.drop_column("face_to_face")
        table.drop_column("is_ordered")
        table.drop_column("signed_out")
        table.drop_column("is_late")
        table.drop_column("submitted_at")
        table.drop_column("receiver_id")
        table.drop_column("is_leaders")
        table.drop_column("nothing_to_report")
        table.drop_column("version")
        table.drop_column("changed_at")
        table.drop_column("lock_version")

    op.drop_table("handover_read_back")
    op.drop_table("handover_item")
    op.drop_table("handover_version")
    with op.batch_alter_table("handover_signature") as table:
        table.drop_index("ix_handover_signature_handover_id_version")

    op.drop_table("handover_signature")
    with op.batch_alter_table("handover_reading") as table:
        table.drop_index("ix_handover_reading_handover_id_version")

    op.drop_table("handover_reading")
    with op.batch_alter_table("handover_question") as table:
        table.drop_index("ix_handover_question_handover_id_version")

    op.drop_table("handover_question")
    with op.batch_alter_table("handover_matter") as table:
        table.drop_index("ix_handover_matter_holder_id_closed_at")

    op.drop_table("handover_matter")
    with op.batch_alter_table("handover_hold") as table:
        table.drop_index("uq_handover_hold_standing", sqlite_where=sa.text("lifted_at IS NULL"), postgresql_where=sa.text("lifted_at IS NULL"))

    op.drop_table("handover_hold")
    op.drop_table("handover_check")
    op.drop_table("check_item")
    choose_among(*STATES, "signed_by_incoming")
