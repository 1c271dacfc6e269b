"""Waits of a slot's callers, and whether a department staffs by its own handling time and patience.

Revision 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

FIGURES = ("abandoned_quick", "queued", "wait_seconds")


def upgrade() -> None:
    with op.batch_alter_table("calls") as table:
        for name in FIGURES:
            table.add_column(sa.Column(name, sa.Double(), nullable=True))
            table.create_check_constraint(op.f(f"ck_calls_{name}"), f"{name} >= 0")
    with op.batch_alter_table("department") as table:
        table.add_column(sa.Column("own_numbers", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("department") as table:
        table.drop_column("own_numbers")
    with op.batch_alter_table("calls") as table:
        for name in reversed(FIGURES):
            table.drop_constraint(op.f(f"ck_calls_{name}"), type_="check")
            table.drop_column(name)
