"""The answer "no wishes" to a wishes round.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "no_wish",
        sa.Column("wish_round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_no_wish_person_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["wish_round_id"], ["wish_round.id"], name=op.f("fk_no_wish_wish_round_id_wish_round"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("wish_round_id", "person_id", name=op.f("pk_no_wish")),
    )


def downgrade() -> None:
    op.drop_table("no_wish")
