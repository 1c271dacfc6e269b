"""When the break of a shift kind begins: the earliest and the latest minute after its start.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WINDOW = (
    "(break_earliest IS NULL AND break_latest IS NULL) OR (break_minutes > 0 AND break_earliest >= 0"
    " AND break_latest BETWEEN break_earliest AND end_minute - start_minute - break_minutes)"
)


def upgrade() -> None:
    with op.batch_alter_table("shift_kind") as table:
        table.add_column(sa.Column("break_earliest", sa.Integer(), nullable=True))
        table.add_column(sa.Column("break_latest", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f("ck_shift_kind_break_window"), WINDOW)


def downgrade() -> None:
    with op.batch_alter_table("shift_kind") as table:
        table.drop_constraint(op.f("ck_shift_kind_break_window"), type_="check")
        table.drop_column("break_latest")
        table.drop_column("break_earliest")
