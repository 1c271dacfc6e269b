"""Check lists by date, sections said to be empty, further kinds of log entries.

Revision 0029, after 0028.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

KINDS = ("event", "complaint", "request", "instruction", "message", "equipment", "note")
FURTHER = ("patrol", "running", "meter", "visitor", "letter", "memo", "revisit")
CHECKS = ("look", "count", "reading")


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), server_default="", nullable=False)


def choose_among(*kinds: str) -> None:
    """Let an entry of the log be of one of these kinds."""
    name = op.f("ck_duty_entry_kind")
    among = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("duty_entry") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"kind IN ({among})")


def upgrade() -> None:
    with op.batch_alter_table("handover") as table:
        table.add_column(text("empty_sections"))
    kind = sa.Enum(*CHECKS, name="kind", native_enum=False, create_constraint=True, length=32)
    with op.batch_alter_table("check_item") as table:
        table.drop_constraint(op.f("uq_check_item_department_id_label"), type_="unique")
        table.add_column(text("label_en"))
        table.add_column(sa.Column("kind", kind, server_default="look", nullable=False))
        table.add_column(text("unit"))
        table.add_column(text("rules"))
        table.add_column(sa.Column("valid_from", sa.Date(), server_default="2000-01-01", nullable=False))
        table.add_column(sa.Column("valid_until", sa.Date(), nullable=True))
        table.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("made_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("made_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(
            op.f("fk_check_item_replaces_id_check_item"),
            "check_item",
            ["replaces_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        table.create_foreign_key(
            op.f("fk_check_item_made_by_id_user_account"),
            "user_account",
            ["made_by_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        table.create_unique_constraint(op.f("uq_check_item_replaces_id"), ["replaces_id"])
        table.create_check_constraint(
            op.f("ck_check_item_validity"), "valid_until IS NULL OR valid_until >= valid_from"
        )
    op.execute("UPDATE check_item SET kind = 'count' WHERE expected IS NOT NULL")
    op.execute("UPDATE check_item SET valid_until = valid_from WHERE NOT active")
    with op.batch_alter_table("check_item") as table:
        table.drop_column("active")
        table.alter_column("valid_from", existing_type=sa.Date(), server_default=None)
    op.create_index("ix_check_item_department_id_valid_from", "check_item", ["department_id", "valid_from"])
    with op.batch_alter_table("handover_check") as table:
        table.add_column(text("label_en"))
        table.add_column(sa.Column("is_counted", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(text("unit"))
        table.add_column(text("rules"))
    with op.batch_alter_table("duty_entry") as table:
        for name in ("about", "reading", "unit"):
            table.add_column(text(name))
        table.add_column(sa.Column("keep_until", sa.Date(), nullable=True))
    choose_among(*KINDS, *FURTHER)


def downgrade() -> None:
    # the older version knows them only as notes; the guards are put in place again afterwards
    further = ", ".join(f"'{kind}'" for kind in FURTHER)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER IF EXISTS tr_duty_entry_no_update")
    else:
        op.execute("DROP TRIGGER IF EXISTS tr_duty_entry_no_change ON duty_entry")
    op.execute(f"UPDATE duty_entry SET kind = 'note' WHERE kind IN ({further})")  # noqa: S608 - names from this file
    choose_among(*KINDS)
    with op.batch_alter_table("duty_entry") as table:
        for name in ("keep_until", "unit", "reading", "about"):
            table.drop_column(name)
    with op.batch_alter_table("handover_check") as table:
        for name in ("rules", "unit", "is_counted", "label_en"):
            table.drop_column(name)
    op.drop_index("ix_check_item_department_id_valid_from", "check_item")
    with op.batch_alter_table("check_item") as table:
        table.add_column(sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False))
    # one row of each name is left: the newest
    op.execute("UPDATE check_item SET replaces_id = NULL")
    op.execute("DELETE FROM check_item WHERE valid_until IS NOT NULL")
    with op.batch_alter_table("check_item") as table:
        table.drop_constraint(op.f("ck_check_item_validity"), type_="check")
        table.drop_constraint(op.f("uq_check_item_replaces_id"), type_="unique")
        table.drop_constraint(op.f("fk_check_item_made_by_id_user_account"), type_="foreignkey")
        table.drop_constraint(op.f("fk_check_item_replaces_id_check_item"), type_="foreignkey")
        table.drop_constraint(op.f("ck_check_item_kind"), type_="check")
        for name in ("made_at", "made_by_id", "replaces_id", "valid_until", "valid_from"):
            table.drop_column(name)
        for name in ("rules", "unit", "kind", "label_en"):
            table.drop_column(name)
        table.alter_column("active", existing_type=sa.Boolean(), server_default=None)
        table.create_unique_constraint(
            op.f("uq_check_item_department_id_label"), ["department_id", "label"]
        )
    with op.batch_alter_table("handover") as table:
        table.drop_column("empty_sections")
