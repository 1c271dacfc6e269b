"""Swaps, what was said to them, and what they leave owed.

Revision 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
STATES = (
    "draft",
    "proposed",
    "counterpart_agreed",
    "rule_checked",
    "approved",
    "effective",
    "worked",
    "payback_due",
    "overdue",
    "payback_worked",
    "failed",
    "closed",
    "declined",
    "rejected",
    "withdrawn",
    "expired",
)


def upgrade() -> None:
    op.create_table(
        "swap_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("by_company", sa.Boolean(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("seen_version_id", sa.Integer(), nullable=False),
        sa.Column("made_version_id", sa.Integer(), nullable=True),
        sa.Column("policy_version_id", sa.Integer(), nullable=False),
        sa.Column("chain", JSON, nullable=False),
        sa.Column("asks_counterpart", sa.Boolean(), nullable=False),
        sa.Column("on_holiday", sa.Boolean(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("payback_due", sa.Date(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["user_account.id"],
            name=op.f("fk_swap_request_created_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_swap_request_department_id_department"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["made_version_id"],
            ["roster_version.id"],
            name=op.f("fk_swap_request_made_version_id_roster_version"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["policy_version_id"],
            ["policy_version.id"],
            name=op.f("fk_swap_request_policy_version_id_policy_version"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"],
            ["person.id"],
            name=op.f("fk_swap_request_requester_id_person"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["seen_version_id"],
            ["roster_version.id"],
            name=op.f("fk_swap_request_seen_version_id_roster_version"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"],
            ["swap_request.id"],
            name=op.f("fk_swap_request_undoes_id_swap_request"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap_request")),
        sa.UniqueConstraint("created_by_id", "token", name=op.f("uq_swap_request_created_by_id_token")),
    )
    op.create_index(
        "ix_swap_request_department_id_state", "swap_request", ["department_id", "state"], unique=False
    )
    op.create_index(op.f("ix_swap_request_requester_id"), "swap_request", ["requester_id"], unique=False)
    op.create_index(op.f("ix_swap_request_undoes_id"), "swap_request", ["undoes_id"], unique=False)
    op.create_table(
        "swap_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("swap_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (step IS NULL)", name=op.f("ck_swap_consent_step")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_swap_consent_person_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["swap_id"],
            ["swap_request.id"],
            name=op.f("fk_swap_consent_swap_id_swap_request"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_swap_consent_user_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap_consent")),
        sa.UniqueConstraint("swap_id", "person_id", name=op.f("uq_swap_consent_swap_id_person_id")),
        sa.UniqueConstraint("swap_id", "step", name=op.f("uq_swap_consent_swap_id_step")),
    )
    op.create_table(
        "swap_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("swap_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("taker_id", sa.Integer(), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_payback", sa.Boolean(), nullable=False),
        sa.CheckConstraint("giver_id <> taker_id", name=op.f("ck_swap_move_taker")),
        sa.ForeignKeyConstraint(
            ["giver_id"], ["person.id"], name=op.f("fk_swap_move_giver_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["shift_kind_id"],
            ["shift_kind.id"],
            name=op.f("fk_swap_move_shift_kind_id_shift_kind"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["swap_id"],
            ["swap_request.id"],
            name=op.f("fk_swap_move_swap_id_swap_request"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["taker_id"], ["person.id"], name=op.f("fk_swap_move_taker_id_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap_move")),
        sa.UniqueConstraint("swap_id", "giver_id", "date", name=op.f("uq_swap_move_swap_id_giver_id_date")),
        sa.UniqueConstraint("swap_id", "taker_id", "date", name=op.f("uq_swap_move_swap_id_taker_id_date")),
    )
    op.create_index(op.f("ix_swap_move_date"), "swap_move", ["date"], unique=False)
    op.create_table(
        "swap_debt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("swap_id", sa.Integer(), nullable=False),
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("debtor_id", sa.Integer(), nullable=False),
        sa.Column("creditor_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("paid_by_id", sa.Integer(), nullable=True),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["creditor_id"], ["person.id"], name=op.f("fk_swap_debt_creditor_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["debtor_id"], ["person.id"], name=op.f("fk_swap_debt_debtor_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["move_id"], ["swap_move.id"], name=op.f("fk_swap_debt_move_id_swap_move"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["paid_by_id"],
            ["swap_move.id"],
            name=op.f("fk_swap_debt_paid_by_id_swap_move"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["swap_id"],
            ["swap_request.id"],
            name=op.f("fk_swap_debt_swap_id_swap_request"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap_debt")),
        sa.UniqueConstraint("move_id", name=op.f("uq_swap_debt_move_id")),
    )
    op.create_index(op.f("ix_swap_debt_creditor_id"), "swap_debt", ["creditor_id"], unique=False)
    op.create_index("ix_swap_debt_debtor_id", "swap_debt", ["debtor_id"], unique=False)
    op.create_index(op.f("ix_swap_debt_swap_id"), "swap_debt", ["swap_id"], unique=False)
    op.create_table(
        "swap_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("debt_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["debt_id"], ["swap_debt.id"], name=op.f("fk_swap_payment_debt_id_swap_debt"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["swap_request.id"], name=op.f("fk_swap_payment_id_swap_request"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap_payment")),
    )
    op.create_index(op.f("ix_swap_payment_debt_id"), "swap_payment", ["debt_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_swap_payment_debt_id"), table_name="swap_payment")
    op.drop_table("swap_payment")
    op.drop_index(op.f("ix_swap_debt_swap_id"), table_name="swap_debt")
    op.drop_index("ix_swap_debt_debtor_id", table_name="swap_debt")
    op.drop_index(op.f("ix_swap_debt_creditor_id"), table_name="swap_debt")
    op.drop_table("swap_debt")
    op.drop_index(op.f("ix_swap_move_date"), table_name="swap_move")
    op.drop_table("swap_move")
    op.drop_table("swap_consent")
    op.drop_index(op.f("ix_swap_request_undoes_id"), table_name="swap_request")
    op.drop_index(op.f("ix_swap_request_requester_id"), table_name="swap_request")
    op.drop_index("ix_swap_request_department_id_state", table_name="swap_request")
    op.drop_table("swap_request")
