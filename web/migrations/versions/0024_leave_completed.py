"""Leave: entitlements, files of certificates, annual leave, early returns, a certificate that never came.

Revision 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

FILES = ("calls", "people", "days_off", "events", "calendar", "clock")
KINDS = (
    "sick",
    "personal",
    "emergency",
    "official",
    "work_injury",
    "marriage",
    "bereavement",
    "home_visit",
    "maternity",
)
STATES = (
    "draft",
    "submitted",
    "late_notice",
    "notified",
    "approved",
    "cover_arranged",
    "on_leave",
    "returned",
    "proof_due",
    "proof_accepted",
    "closed",
    "rejected",
    "unexcused",
    "withdrawn",
    "expired",
)
OFFER_STATES = ("open", "taken", "withdrawn", "expired")


def _choose_among(table_name: str, column: str, *values: str) -> None:
    """Let a column hold these words."""
    name = op.f(f"ck_{table_name}_{column}")
    among = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table_name) as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"{column} IN ({among})")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _points_at(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete="RESTRICT"
    )


def upgrade() -> None:
    _choose_among("import_draft", "kind", *FILES, "leave")
    _choose_among("leave_request", "kind", *KINDS, "annual")
    _choose_among("leave_request", "state", *STATES, "unproven")
    _choose_among("swap_offer", "state", *OFFER_STATES, "closed")
    with op.batch_alter_table("leave_request") as table:
        table.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        table.create_check_constraint(
            op.f("ck_leave_request_ended_on"), "ended_on BETWEEN first_day AND last_day"
        )
    op.create_table(
        "leave_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("kind", *KINDS, "annual"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("entry", _choice("entry", "grant", "correction"), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("half_days <> 0", name=op.f("ck_leave_entry_half_days")),
        sa.CheckConstraint("entry = 'correction' OR half_days > 0", name=op.f("ck_leave_entry_grant")),
        sa.CheckConstraint("entry = 'grant' OR reason <> ''", name=op.f("ck_leave_entry_reason")),
        _points_at("leave_entry", "department_id", "department"),
        _points_at("leave_entry", "person_id", "person"),
        _points_at("leave_entry", "recorded_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_entry")),
        sa.UniqueConstraint("recorded_by_id", "token", name=op.f("uq_leave_entry_recorded_by_id_token")),
    )
    op.create_index(op.f("ix_leave_entry_department_id"), "leave_entry", ["department_id"])
    op.create_index("ix_leave_entry_person_id_year", "leave_entry", ["person_id", "year"])
    op.create_table(
        "leave_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leave_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("kind", "pdf", "jpeg", "png"), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        _points_at("leave_file", "leave_id", "leave_request"),
        _points_at("leave_file", "added_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_file")),
    )
    op.create_index(op.f("ix_leave_file_leave_id"), "leave_file", ["leave_id"])
    op.create_table(
        "leave_file_content",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _points_at("leave_file_content", "id", "leave_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_file_content")),
    )
    op.create_table(
        "leave_file_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points_at("leave_file_opening", "file_id", "leave_file"),
        _points_at("leave_file_opening", "user_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_file_opening")),
    )
    op.create_index(op.f("ix_leave_file_opening_file_id"), "leave_file_opening", ["file_id"])


def downgrade() -> None:
    op.drop_table("leave_file_opening")
    op.drop_table("leave_file_content")
    op.drop_table("leave_file")
    op.drop_table("leave_entry")
    with op.batch_alter_table("leave_request") as table:
        table.drop_constraint(op.f("ck_leave_request_ended_on"), type_="check")
        table.drop_column("ended_on")
    # the older version knows neither; a certificate that never came is one that is due there
    op.execute("UPDATE swap_offer SET state = 'withdrawn' WHERE state = 'closed'")
    op.execute("UPDATE leave_request SET state = 'proof_due' WHERE state = 'unproven'")
    op.execute("UPDATE leave_request SET kind = 'personal' WHERE kind = 'annual'")
    op.execute("DELETE FROM import_draft WHERE kind = 'leave'")
    _choose_among("swap_offer", "state", *OFFER_STATES)
    _choose_among("leave_request", "state", *STATES)
    _choose_among("leave_request", "kind", *KINDS)
    _choose_among("import_draft", "kind", *FILES)
