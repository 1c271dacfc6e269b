"""What a solve was given, what its best roster is like, why there is none, what changed meanwhile.

Revision 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
COLUMNS = ("given", "best_figures", "reasons", "meanwhile")


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("solve_job", sa.Column(column, JSON, nullable=True))


def downgrade() -> None:
    for column in reversed(COLUMNS):
        op.drop_column("solve_job", column)
