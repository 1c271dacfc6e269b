"""Words that people wrote go with their records: indexes by which they are found.

Revision 0033, after 0032. The triggers that delete them are put in place after every migration.
"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_handover_item_matter_id", "handover_item", ["matter_id"])
    op.create_index("ix_notice_created_at", "notice", ["created_at"])


def downgrade() -> None:
    op.drop_index("ix_notice_created_at", "notice")
    op.drop_index("ix_handover_item_matter_id", "handover_item")
