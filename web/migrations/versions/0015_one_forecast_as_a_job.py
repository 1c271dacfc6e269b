"""What a forecast job is for, and how far the one of a single forecast is.

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLE = "forecast_job"
ACTIVE = "state IN ('queued', 'running')"
OLD, NEW = "uq_forecast_job_department_id_month_active", "uq_forecast_job_department_id_month_scope_active"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("scope", sa.String(), nullable=False, server_default="every"))
        table.add_column(sa.Column("stage", sa.String(), nullable=True))
    op.drop_index(OLD, table_name=TABLE)
    _keep_alone(NEW, "department_id", "month", "scope")


def downgrade() -> None:
    op.drop_index(NEW, table_name=TABLE)
    # before this revision a month has one active job at most
    op.execute(f"UPDATE {TABLE} SET state = 'cancelled' WHERE scope <> 'every' AND {ACTIVE}")
    with op.batch_alter_table(TABLE) as table:
        table.drop_column("stage")
        table.drop_column("scope")
    _keep_alone(OLD, "department_id", "month")


def _keep_alone(name: str, *columns: str) -> None:
    active = sa.text(ACTIVE)
    op.create_index(name, TABLE, list(columns), unique=True, sqlite_where=active, postgresql_where=active)
