"""Search over handovers and the duty log: the words of records by place, with an index of letter pairs.

Revision 0028, after 0027. Filled from the payloads that are there by `lunban records index`.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from web.database import full_text

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

PLACES = ("item", "question", "answer", "read_back", "check", "reason", "entry")


def _key(column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_search_text_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def upgrade() -> None:
    op.create_table(
        "search_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column(
            "place",
            sa.Enum(*PLACES, name="place", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("item_number", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("shift_kind_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("important", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column(
            "grams",
            sa.String().with_variant(postgresql.ARRAY(sa.BigInteger()), "postgresql"),
            nullable=False,
        ),
        _key("department_id", "department"),
        _key("record_id", "record"),
        _key("handover_id", "handover"),
        _key("entry_id", "duty_entry"),
        _key("team_id", "team"),
        _key("shift_kind_id", "shift_kind"),
        _key("person_id", "person"),
        _key("by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
    )
    op.create_index("ix_search_text_department_id_day", "search_text", ["department_id", "day"])
    op.create_index("ix_search_text_handover_id_place", "search_text", ["handover_id", "place"])
    op.create_index(op.f("ix_search_text_record_id"), "search_text", ["record_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(
            "ix_search_text_grams",
            "search_text",
            ["grams"],
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        )
    full_text.create(op.get_bind())
    op.create_index("ix_handover_container_ends_at", "handover_container", ["ends_at"])
    op.create_index("ix_handover_state", "handover", ["state"])


def downgrade() -> None:
    op.drop_index("ix_handover_state", table_name="handover")
    op.drop_index("ix_handover_container_ends_at", table_name="handover_container")
    full_text.drop(op.get_bind())
    op.drop_table("search_text")
