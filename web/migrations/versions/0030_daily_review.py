"""Reading of a day and its signature; inspections, their findings, and the steps until they are closed.

Revision 0030, after 0029.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

KINDS = (
    "morning",
    "during_handover",
    "spot",
    "periodic",
    "meeting",
    "machine_shift",
    "machine_daily",
    "machine_monthly",
)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _primary(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _choice(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _signed() -> tuple[sa.Column[object], ...]:
    """Who did it and when: columns of every act here."""
    return (
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("by_number", sa.String(), nullable=False),
    )


def upgrade() -> None:
    _reviews()
    _inspections()


def _reviews() -> None:
    op.create_table(
        "review_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("review_reading", "handover_id", "handover"),
        _key("review_reading", "user_id", "user_account"),
        _primary("review_reading"),
        _unique("review_reading", "handover_id", "version", "user_id"),
    )
    op.create_table(
        "day_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        *_signed(),
        sa.Column("reviewed", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("entries_to", sa.Integer(), nullable=False),
        _key("day_review", "department_id", "department"),
        _key("day_review", "team_id", "team"),
        _key("day_review", "record_id", "record"),
        _key("day_review", "by_id", "user_account"),
        _primary("day_review"),
        _unique("day_review", "record_id"),
    )
    op.create_index("ix_day_review_department_id_date", "day_review", ["department_id", "date"])


def _inspections() -> None:
    op.create_table(
        "inspection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("kind", _choice("kind", *KINDS), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        *_signed(),
        sa.Column("looks", JSON, nullable=False),
        sa.Column("minutes", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        _key("inspection", "department_id", "department"),
        _key("inspection", "team_id", "team"),
        _key("inspection", "record_id", "record"),
        _key("inspection", "by_id", "user_account"),
        _primary("inspection"),
        _unique("inspection", "record_id"),
        _unique("inspection", "by_id", "token"),
    )
    op.create_index("ix_inspection_department_id_date", "inspection", ["department_id", "date"])
    op.create_table(
        "inspection_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("corrected", sa.Boolean(), nullable=False),
        sa.Column("state", _choice("state", "open", "closed"), nullable=False),
        sa.Column("lock_version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_inspection_finding_closed")
        ),
        _key("inspection_finding", "department_id", "department"),
        _key("inspection_finding", "inspection_id", "inspection"),
        _key("inspection_finding", "responsible_id", "person"),
        _key("inspection_finding", "by_id", "user_account"),
        _primary("inspection_finding"),
        _unique("inspection_finding", "by_id", "token"),
    )
    for name in ("inspection_id", "responsible_id"):
        op.create_index(op.f(f"ix_inspection_finding_{name}"), "inspection_finding", [name])
    op.create_index(
        "ix_inspection_finding_department_id_state", "inspection_finding", ["department_id", "state"]
    )
    op.create_table(
        "finding_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        *_signed(),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("closes", sa.Boolean(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        _key("finding_step", "finding_id", "inspection_finding"),
        _key("finding_step", "record_id", "record"),
        _key("finding_step", "by_id", "user_account"),
        _primary("finding_step"),
        _unique("finding_step", "record_id"),
        _unique("finding_step", "by_id", "token"),
    )
    op.create_index(op.f("ix_finding_step_finding_id"), "finding_step", ["finding_id"])


def downgrade() -> None:
    for table in ("finding_step", "inspection_finding", "inspection", "day_review", "review_reading"):
        op.drop_table(table)
