"""Leave: asked for, approved with a cover for every shift, proven.

Revision 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
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
CHANNELS = ("in_person", "phone", "proxy")


def upgrade() -> None:
    op.create_table(
        "leave_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(*CHANNELS, name="channel", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("caller", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("is_special", sa.Boolean(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("policy_version_id", sa.Integer(), nullable=False),
        sa.Column("chain", JSON, nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("on_holiday", sa.Boolean(), nullable=False),
        sa.Column("is_regulated", sa.Boolean(), nullable=False),
        sa.Column("needs_proof", sa.Boolean(), nullable=False),
        sa.Column("proof_due", sa.Date(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_leave_request_days")),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["user_account.id"],
            name=op.f("fk_leave_request_created_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_leave_request_department_id_department"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_leave_request_person_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["policy_version_id"],
            ["policy_version.id"],
            name=op.f("fk_leave_request_policy_version_id_policy_version"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_request")),
        sa.UniqueConstraint("created_by_id", "token", name=op.f("uq_leave_request_created_by_id_token")),
    )
    op.create_index(
        "ix_leave_request_department_id_state", "leave_request", ["department_id", "state"], unique=False
    )
    op.create_index(op.f("ix_leave_request_person_id"), "leave_request", ["person_id"], unique=False)
    op.create_table(
        "leave_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leave_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["leave_id"],
            ["leave_request.id"],
            name=op.f("fk_leave_consent_leave_id_leave_request"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_leave_consent_user_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_consent")),
        sa.UniqueConstraint("leave_id", "step", name=op.f("uq_leave_consent_leave_id_step")),
    )
    op.create_table(
        "leave_proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leave_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_leave_proof_days")),
        sa.ForeignKeyConstraint(
            ["leave_id"],
            ["leave_request.id"],
            name=op.f("fk_leave_proof_leave_id_leave_request"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_id"],
            ["user_account.id"],
            name=op.f("fk_leave_proof_registered_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_proof")),
    )
    op.create_index(op.f("ix_leave_proof_leave_id"), "leave_proof", ["leave_id"], unique=False)
    op.create_table(
        "leave_cover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leave_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stand_in_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_version_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(stand_in_id IS NULL) = (reason <> '')", name=op.f("ck_leave_cover_decision")),
        sa.ForeignKeyConstraint(
            ["leave_id"],
            ["leave_request.id"],
            name=op.f("fk_leave_cover_leave_id_leave_request"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["made_version_id"],
            ["roster_version.id"],
            name=op.f("fk_leave_cover_made_version_id_roster_version"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["shift_kind_id"],
            ["shift_kind.id"],
            name=op.f("fk_leave_cover_shift_kind_id_shift_kind"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["stand_in_id"],
            ["person.id"],
            name=op.f("fk_leave_cover_stand_in_id_person"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_cover")),
        sa.UniqueConstraint("leave_id", "date", name=op.f("uq_leave_cover_leave_id_date")),
    )
    op.create_index(op.f("ix_leave_cover_stand_in_id"), "leave_cover", ["stand_in_id"], unique=False)


def downgrade() -> None:

    op.drop_index(op.f("ix_leave_cover_stand_in_id"), table_name="leave_cover")
    op.drop_table("leave_cover")
    op.drop_index(op.f("ix_leave_proof_leave_id"), table_name="leave_proof")
    op.drop_table("leave_proof")
    op.drop_table("leave_consent")
    op.drop_index(op.f("ix_leave_request_person_id"), table_name="leave_request")
    op.drop_index("ix_leave_request_department_id_state", table_name="leave_request")
    op.drop_table("leave_request")
