"""Overtime of people, offers of it, and what was said to them.

Revision 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ORIGINS = ("requested", "ordered", "offered", "extended", "held_over", "check_held")
STATES = (
    "requested",
    "asked",
    "approved",
    "worked",
    "confirmed",
    "registered",
    "unapproved",
    "rejected",
    "declined",
    "withdrawn",
    "expired",
)
OFFER_STATES = ("open", "filled", "expired", "closed")


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _points_at(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete="RESTRICT"
    )


def upgrade() -> None:
    op.create_table(
        "overtime_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=True),
        sa.Column("skill_id", sa.Integer(), nullable=True),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", _choice("state", OFFER_STATES), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("policy_version_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_overtime_offer_ends_at")),
        sa.CheckConstraint("wanted >= 1", name=op.f("ck_overtime_offer_wanted")),
        sa.CheckConstraint("taken BETWEEN 0 AND wanted", name=op.f("ck_overtime_offer_taken")),
        _points_at("overtime_offer", "department_id", "department"),
        _points_at("overtime_offer", "shift_kind_id", "shift_kind"),
        _points_at("overtime_offer", "skill_id", "skill"),
        _points_at("overtime_offer", "policy_version_id", "policy_version"),
        _points_at("overtime_offer", "created_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overtime_offer")),
        sa.UniqueConstraint("department_id", "token", name=op.f("uq_overtime_offer_department_id_token")),
    )
    op.create_index(
        "ix_overtime_offer_department_id_state", "overtime_offer", ["department_id", "state"], unique=False
    )
    op.create_table(
        "overtime_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("takes", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points_at("overtime_reply", "offer_id", "overtime_offer"),
        _points_at("overtime_reply", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overtime_reply")),
        sa.UniqueConstraint("offer_id", "person_id", name=op.f("uq_overtime_reply_offer_id_person_id")),
    )
    op.create_index(op.f("ix_overtime_reply_person_id"), "overtime_reply", ["person_id"], unique=False)
    op.create_table(
        "overtime_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("origin", _choice("origin", ORIGINS), nullable=False),
        sa.Column("state", _choice("state", STATES), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("on_day_off", sa.Boolean(), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=True),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("flags", JSON, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("policy_version_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("record_number", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_overtime_entry_ends_at")),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_overtime_entry_minutes")),
        _points_at("overtime_entry", "department_id", "department"),
        _points_at("overtime_entry", "person_id", "person"),
        _points_at("overtime_entry", "shift_kind_id", "shift_kind"),
        _points_at("overtime_entry", "offer_id", "overtime_offer"),
        _points_at("overtime_entry", "policy_version_id", "policy_version"),
        _points_at("overtime_entry", "created_by_id", "user_account"),
        _points_at("overtime_entry", "approved_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overtime_entry")),
        sa.UniqueConstraint("department_id", "token", name=op.f("uq_overtime_entry_department_id_token")),
    )
    op.create_index(
        "ix_overtime_entry_department_id_state", "overtime_entry", ["department_id", "state"], unique=False
    )
    op.create_index("ix_overtime_entry_person_id_date", "overtime_entry", ["person_id", "date"], unique=False)
    op.create_index(op.f("ix_overtime_entry_offer_id"), "overtime_entry", ["offer_id"], unique=False)


def downgrade() -> None:
    op.drop_table("overtime_entry")
    op.drop_table("overtime_reply")
    op.drop_table("overtime_offer")
