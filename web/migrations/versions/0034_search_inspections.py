"""Search over inspections and their findings; each finding knows the record that froze it.

Revision 0034, after 0033. Filled from the payloads that are there by `lunban records index`.
"""

import sqlalchemy as sa
from alembic import op

from web.database import full_text

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

NAME = "ck_search_text_place"
BEFORE = ("item", "question", "answer", "read_back", "check", "reason", "entry")
ADDED = ("inspection", "finding", "step")
KEYS = {"inspection_id": "inspection", "finding_id": "inspection_finding"}
OF_FINDING = """
UPDATE inspection_finding SET record_id = COALESCE(
    (SELECT max(record.id) FROM record WHERE record.department_id = inspection_finding.department_id
        AND record.kind = 'inspection.finding' AND record.at = inspection_finding.at
        AND record.subject = 'inspection:' || inspection_finding.inspection_id),
    (SELECT inspection.record_id FROM inspection WHERE inspection.id = inspection_finding.inspection_id))
"""


def _key(table: str, column: str, target: str) -> str:
    return op.f(f"fk_{table}_{column}_{target}")


def _places(table: sa.Table, places: tuple[str, ...]) -> None:
    among = ", ".join(f"'{place}'" for place in places)
    table.drop_constraint(op.f(NAME), type_="check")
    table.create_check_constraint(op.f(NAME), f"place IN ({among})")


def upgrade() -> None:
    with op.batch_alter_table("inspection_finding") as table:
        table.add_column(sa.Column("record_id", sa.Integer(), nullable=True))
    op.execute(OF_FINDING)
    with op.batch_alter_table("inspection_finding") as table:
        table.alter_column("record_id", existing_type=sa.Integer(), nullable=False)
        name = _key("inspection_finding", "record_id", "record")
        table.create_foreign_key(name, "record", ["record_id"], ["id"], ondelete="RESTRICT")
        table.create_index(op.f("ix_inspection_finding_record_id"), ["record_id"])
    full_text.drop(op.get_bind())
    with op.batch_alter_table("search_text") as table:
        _places(table, BEFORE + ADDED)
        for column, target in KEYS.items():
            table.add_column(sa.Column(column, sa.Integer(), nullable=True))
            name = _key("search_text", column, target)
            table.create_foreign_key(name, target, [column], ["id"], ondelete="RESTRICT")
    full_text.create(op.get_bind())


def downgrade() -> None:
    op.execute("DELETE FROM search_text WHERE inspection_id IS NOT NULL")
    full_text.drop(op.get_bind())
    with op.batch_alter_table("search_text") as table:
        for column, target in KEYS.items():
            table.drop_constraint(_key("search_text", column, target), type_="foreignkey")
            table.drop_column(column)
        _places(table, BEFORE)
    full_text.create(op.get_bind())
    with op.batch_alter_table("inspection_finding") as table:
        table.drop_index(op.f("ix_inspection_finding_record_id"))
        table.drop_constraint(_key("inspection_finding", "record_id", "record"), type_="foreignkey")
        table.drop_column("record_id")
