"""What the first roster of a solve was like, beside the best one.

Revision 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("solve_job", sa.Column("first_figures", JSON, nullable=True))


def downgrade() -> None:
    op.drop_column("solve_job", "first_figures")
