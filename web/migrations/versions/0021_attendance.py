"""Attendance: clock events, corrections, releases, roll calls, published registers, device tokens.

Revision 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
FILES = ("calls", "people", "days_off", "events", "calendar")


def choose_among(table_name: str, *values: str) -> None:
    """Let the column `kind` of a table hold these words."""
    name = op.f(f"ck_{table_name}_kind")
    among = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table_name) as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"kind IN ({among})")


def upgrade() -> None:
    choose_among("import_draft", *FILES, "clock")
    op.create_table(
        "clock_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "in", "away", "back", "out", name="act", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "web",
                "api",
                "import",
                "correction",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["user_account.id"],
            name=op.f("fk_clock_event_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_clock_event_department_id_department"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_clock_event_person_id_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_event")),
        sa.UniqueConstraint("person_id", "act", "minute", name=op.f("uq_clock_event_person_id_act_minute")),
    )
    op.create_index("ix_clock_event_department_id_at", "clock_event", ["department_id", "at"], unique=False)
    op.create_index("ix_clock_event_person_id_at", "clock_event", ["person_id", "at"], unique=False)
    op.create_table(
        "clock_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "in", "away", "back", "out", name="act", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("strikes_id", sa.Integer(), nullable=True),
        sa.Column("added_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "approved",
                "refused",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint("(act IS NULL) = (at IS NULL)", name=op.f("ck_clock_correction_adds")),
        sa.CheckConstraint(
            "act IS NOT NULL OR strikes_id IS NOT NULL", name=op.f("ck_clock_correction_does")
        ),
        sa.ForeignKeyConstraint(
            ["added_id"],
            ["clock_event.id"],
            name=op.f("fk_clock_correction_added_id_clock_event"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["user_account.id"],
            name=op.f("fk_clock_correction_created_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["user_account.id"],
            name=op.f("fk_clock_correction_decided_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_clock_correction_department_id_department"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_clock_correction_person_id_person"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["strikes_id"],
            ["clock_event.id"],
            name=op.f("fk_clock_correction_strikes_id_clock_event"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_correction")),
        sa.UniqueConstraint("created_by_id", "token", name=op.f("uq_clock_correction_created_by_id_token")),
    )
    op.create_index(
        "ix_clock_correction_department_id_state",
        "clock_correction",
        ["department_id", "state"],
        unique=False,
    )
    op.create_index(op.f("ix_clock_correction_person_id"), "clock_correction", ["person_id"], unique=False)
    op.create_table(
        "clock_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["user_account.id"],
            name=op.f("fk_clock_release_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_clock_release_department_id_department"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_clock_release_person_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["shift_kind_id"],
            ["shift_kind.id"],
            name=op.f("fk_clock_release_shift_kind_id_shift_kind"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_release")),
        sa.UniqueConstraint(
            "person_id", "date", "shift_kind_id", name=op.f("uq_clock_release_person_id_date_shift_kind_id")
        ),
    )
    op.create_table(
        "roll_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_roll_call_by_id_user_account"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_roll_call_department_id_department"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["shift_kind_id"],
            ["shift_kind.id"],
            name=op.f("fk_roll_call_shift_kind_id_shift_kind"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_roll_call_team_id_team"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_call")),
        sa.UniqueConstraint(
            "team_id", "shift_kind_id", "date", name=op.f("uq_roll_call_team_id_shift_kind_id_date")
        ),
    )
    op.create_index(op.f("ix_roll_call_date"), "roll_call", ["date"], unique=False)
    op.create_table(
        "roll_call_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roll_call_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "present",
                "late",
                "absent",
                "elsewhere",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_roll_call_mark_person_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["roll_call_id"],
            ["roll_call.id"],
            name=op.f("fk_roll_call_mark_roll_call_id_roll_call"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_call_mark")),
        sa.UniqueConstraint(
            "roll_call_id", "person_id", name=op.f("uq_roll_call_mark_roll_call_id_person_id")
        ),
    )
    op.create_index(op.f("ix_roll_call_mark_person_id"), "roll_call_mark", ["person_id"], unique=False)
    op.create_table(
        "attendance_publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["user_account.id"],
            name=op.f("fk_attendance_publication_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_attendance_publication_department_id_department"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_publication")),
        sa.UniqueConstraint(
            "department_id", "month", name=op.f("uq_attendance_publication_department_id_month")
        ),
    )
    op.create_table(
        "clock_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_clock_token_department_id_department"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["user_account.id"],
            name=op.f("fk_clock_token_made_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_clock_token_token_hash")),
    )
    op.create_index(op.f("ix_clock_token_department_id"), "clock_token", ["department_id"], unique=False)


def downgrade() -> None:
    op.drop_table("clock_token")
    op.drop_table("attendance_publication")
    op.drop_table("roll_call_mark")
    op.drop_table("roll_call")
    op.drop_table("clock_release")
    op.drop_table("clock_correction")
    op.drop_table("clock_event")
    op.execute("DELETE FROM import_draft WHERE kind = 'clock'")
    choose_among("import_draft", *FILES)
