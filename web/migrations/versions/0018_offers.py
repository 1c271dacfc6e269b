"""Offers of shifts to everybody who may take them, and what is decided of a swap that failed.

Revision 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

STATES = ("open", "taken", "withdrawn", "expired")


def upgrade() -> None:
    op.create_table(
        "swap_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=False),
        sa.Column("allows_exchange", sa.Boolean(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("swap_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _foreign("swap_offer", "department_id", "department"),
        _foreign("swap_offer", "person_id", "person"),
        _foreign("swap_offer", "created_by_id", "user_account"),
        _foreign("swap_offer", "shift_kind_id", "shift_kind"),
        _foreign("swap_offer", "swap_id", "swap_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap_offer")),
        sa.UniqueConstraint("created_by_id", "token", name=op.f("uq_swap_offer_created_by_id_token")),
    )
    op.create_index("ix_swap_offer_department_id_state", "swap_offer", ["department_id", "state"])
    op.create_index(op.f("ix_swap_offer_person_id"), "swap_offer", ["person_id"])
    op.create_index(op.f("ix_swap_offer_swap_id"), "swap_offer", ["swap_id"])
    op.create_table(
        "swap_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _foreign("swap_invitation", "offer_id", "swap_offer"),
        _foreign("swap_invitation", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap_invitation")),
        sa.UniqueConstraint("offer_id", "person_id", name=op.f("uq_swap_invitation_offer_id_person_id")),
    )
    op.create_index(op.f("ix_swap_invitation_person_id"), "swap_invitation", ["person_id"])
    op.create_table(
        "swap_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("swap_id", sa.Integer(), nullable=False),
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("giver_share", sa.Integer(), nullable=False),
        sa.Column("unexcused", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("giver_share BETWEEN 0 AND 100", name=op.f("ck_swap_failure_giver_share")),
        _foreign("swap_failure", "swap_id", "swap_request"),
        _foreign("swap_failure", "move_id", "swap_move"),
        _foreign("swap_failure", "decided_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap_failure")),
        sa.UniqueConstraint("move_id", name=op.f("uq_swap_failure_move_id")),
    )
    op.create_index(op.f("ix_swap_failure_swap_id"), "swap_failure", ["swap_id"])


def downgrade() -> None:
    for table in ("swap_failure", "swap_invitation", "swap_offer"):
        op.drop_table(table)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete="RESTRICT"
    )
