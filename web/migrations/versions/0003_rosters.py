"""Rosters as versions, assignments, wishes and acknowledgements.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def word(column, *choices):
    """Return the type of a column that holds one of `choices`."""
    return sa.Enum(*choices, name=column, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "roster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_roster_department_id_department"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
        sa.UniqueConstraint("department_id", "month", name=op.f("uq_roster_department_id_month")),
    )
    op.create_table(
        "wish_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("state", word("state", "open", "closed"), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_wish_round_closes_at")),
        sa.CheckConstraint("quota >= 0", name=op.f("ck_wish_round_quota")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user_account.id"], name=op.f("fk_wish_round_closed_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["created_by_id"], ["user_account.id"], name=op.f("fk_wish_round_created_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_wish_round_department_id_department"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish_round")),
        sa.UniqueConstraint("department_id", "month", name=op.f("uq_wish_round_department_id_month")),
    )
    op.create_table(
        "wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wish_round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("weight >= 1", name=op.f("ck_wish_weight")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_wish_person_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["shift_kind_id"], ["shift_kind.id"], name=op.f("fk_wish_shift_kind_id_shift_kind"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["wish_round_id"], ["wish_round.id"], name=op.f("fk_wish_wish_round_id_wish_round"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
        sa.UniqueConstraint("wish_round_id", "person_id", "date", name=op.f("uq_wish_wish_round_id_person_id_date")),
    )
    op.create_index("ix_wish_person_id", "wish", ["person_id"])
    op.create_table(
        "roster_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", word("state", "draft", "submitted", "returned", "withdrawn", "approved", "published", "superseded"), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("policy_version_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_roster_version_number")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user_account.id"], name=op.f("fk_roster_version_approved_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["based_on_id"], ["roster_version.id"], name=op.f("fk_roster_version_based_on_id_roster_version"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["created_by_id"], ["user_account.id"], name=op.f("fk_roster_version_created_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["policy_version_id"], ["policy_version.id"], name=op.f("fk_roster_version_policy_version_id_policy_version"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["published_by_id"], ["user_account.id"], name=op.f("fk_roster_version_published_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["requirement_id"], ["requirement.id"], name=op.f("fk_roster_version_requirement_id_requirement"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name=op.f("fk_roster_version_roster_id_roster"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["user_account.id"], name=op.f("fk_roster_version_submitted_by_id_user_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_version")),
        sa.UniqueConstraint("roster_id", "number", name=op.f("uq_roster_version_roster_id_number")),
    )
    op.create_index(
        "uq_roster_version_roster_id_published",
        "roster_version",
        ["roster_id"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roster_version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answer", word("answer", "got_it", "problem"), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acknowledgement_person_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["roster_version_id"], ["roster_version.id"], name=op.f("fk_acknowledgement_roster_version_id_roster_version"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
    )
    op.create_index("ix_acknowledgement_roster_version_id_person_id", "acknowledgement", ["roster_version_id", "person_id"])
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roster_version_id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user_account.id"], name=op.f("fk_approval_approved_by_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["roster_version_id"], ["roster_version.id"], name=op.f("fk_approval_roster_version_id_roster_version"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("roster_version_id", "submission", "step", name=op.f("uq_approval_roster_version_id_submission_step")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roster_version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_assignment_ends_at")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["roster_version_id"], ["roster_version.id"], name=op.f("fk_assignment_roster_version_id_roster_version"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["shift_kind_id"], ["shift_kind.id"], name=op.f("fk_assignment_shift_kind_id_shift_kind"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_roster_version_id_person_id_date", "assignment", ["roster_version_id", "person_id", "date"])
    op.create_index("ix_assignment_person_id_starts_at", "assignment", ["person_id", "starts_at"])
    op.create_table(
        "roster_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roster_version_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("from_state", word("from_state", "draft", "submitted", "returned", "withdrawn", "approved", "published", "superseded"), nullable=True),
        sa.Column("to_state", word("to_state", "draft", "submitted", "returned", "withdrawn", "approved", "published", "superseded"), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_roster_event_actor_id_user_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["roster_version_id"], ["roster_version.id"], name=op.f("fk_roster_event_roster_version_id_roster_version"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_event")),
    )
    op.create_index("ix_roster_event_roster_version_id", "roster_event", ["roster_version_id"])
    op.create_table(
        "roster_lock",
        sa.Column("roster_version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_lock_person_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["roster_version_id"], ["roster_version.id"], name=op.f("fk_roster_lock_roster_version_id_roster_version"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("roster_version_id", "person_id", "date", name=op.f("pk_roster_lock")),
    )
    op.create_table(
        "assignment_in_force",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("shift_kind_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_assignment_in_force_ends_at")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_in_force_assignment_id_assignment"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_in_force_person_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name=op.f("fk_assignment_in_force_roster_id_roster"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["shift_kind_id"], ["shift_kind.id"], name=op.f("fk_assignment_in_force_shift_kind_id_shift_kind"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_in_force")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_assignment_in_force_assignment_id")),
    )
    op.create_index("ix_assignment_in_force_person_id_starts_at", "assignment_in_force", ["person_id", "starts_at"])
    op.create_index("ix_assignment_in_force_roster_id_date", "assignment_in_force", ["roster_id", "date"])
    if op.get_bind().dialect.name == "postgresql":
        never_two_shifts_at_once()


def never_two_shifts_at_once() -> None:
    """Let PostgreSQL refuse overlapping shifts of one person.

    On SQLite web.database.guards puts triggers in place that do the same.
    """
    create_btree_gist()
    time = (sa.func.tstzrange(sa.column("starts_at"), sa.column("ends_at")), "&&")
    version, person = (sa.column("roster_version_id"), "="), (sa.column("person_id"), "=")
    op.create_exclude_constraint("ex_assignment_overlap", "assignment", version, person, time, using="gist")
    op.create_exclude_constraint("ex_assignment_in_force_overlap", "assignment_in_force", person, time, using="gist")


def create_btree_gist() -> None:
    """Create the extension that lets one constraint compare numbers and time ranges, or say who can."""
    connection = op.get_bind()
    if connection.scalar(sa.text("SELECT 1 FROM pg_extension WHERE extname = 'btree_gist'")):
        return
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION btree_gist"))
    except sa.exc.DBAPIError as error:
        name, role = connection.execute(sa.text("SELECT current_database(), current_user")).one()
        raise PermissionError(
            f"PostgreSQL's extension btree_gist is missing in database {name!r} and the role {role!r} could not create it:"
            f" {error.orig}. An administrator can run there: CREATE EXTENSION btree_gist"
        ) from error


def downgrade() -> None:
    op.drop_table("assignment_in_force")
    op.drop_table("roster_lock")
    op.drop_table("roster_event")
    op.drop_table("assignment")
    op.drop_table("approval")
    op.drop_table("acknowledgement")
    op.drop_table("roster_version")
    op.drop_table("wish")
    op.drop_table("wish_round")
    op.drop_table("roster")
