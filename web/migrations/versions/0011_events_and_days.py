"""Events, changes of calendar days, days that are ordinary after all, billing days; files of events and of days.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
DAYS = ("statutory_holiday", "adjusted_rest_day", "makeup_working_day", "special_day")
FILES = ("calls", "people", "days_off")


def word(column: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=column, native_enum=False, create_constraint=True, length=32)


def choose_among(table_name: str, *values: str) -> None:
    """Let the column `kind` of a table hold these words."""
    name = op.f(f"ck_{table_name}_kind")
    among = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table_name) as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"kind IN ({among})")


def upgrade() -> None:
    choose_among("calendar_day", *DAYS, "ordinary_day")
    choose_among("import_draft", *FILES, "events", "calendar")
    op.create_table(
        "calendar_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_calendar_event_days")),
        sa.CheckConstraint("kind <> ''", name=op.f("ck_calendar_event_kind")),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name=op.f("ck_calendar_event_withdrawn")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_calendar_event_department_id_department"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["replaces_id"], ["calendar_event.id"], name=op.f("fk_calendar_event_replaces_id_calendar_event"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["made_by_id"], ["user_account.id"], name=op.f("fk_calendar_event_made_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["user_account.id"], name=op.f("fk_calendar_event_withdrawn_by_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_event")),
    )
    op.create_index("ix_calendar_event_department_id_first_day", "calendar_event", ["department_id", "first_day"])
    op.create_table(
        "calendar_day_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("kind", word("kind", *DAYS, "ordinary_day"), nullable=True),
        sa.Column("status", word("status", "official", "provisional"), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_calendar_day_change_department_id_department"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["made_by_id"], ["user_account.id"], name=op.f("fk_calendar_day_change_made_by_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day_change")),
    )
    op.create_index("ix_calendar_day_change_department_id_date", "calendar_day_change", ["department_id", "date"])
    op.create_table(
        "billing_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("days", JSON, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_billing_days_department_id_department"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["made_by_id"], ["user_account.id"], name=op.f("fk_billing_days_made_by_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_days")),
    )
    op.create_index("ix_billing_days_department_id", "billing_days", ["department_id"])


def downgrade() -> None:
    op.drop_table("billing_days")
    op.drop_table("calendar_day_change")
    op.drop_table("calendar_event")
    # what the older version cannot say is gone: a day that was made ordinary, a file that waits
    op.execute("DELETE FROM calendar_day WHERE kind = 'ordinary_day'")
    op.execute("DELETE FROM import_draft WHERE kind IN ('events', 'calendar')")
    choose_among("import_draft", *FILES)
    choose_among("calendar_day", *DAYS)
