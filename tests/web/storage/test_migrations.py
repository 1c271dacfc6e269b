import datetime as dt
import threading
from pathlib import Path

import pytest
from psycopg import sql
from sqlalchemy import Column, Engine, MetaData, Table, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from tests.support.databases import Urls
from tests.support.postgres import APP, OWNER, Server
from tests.web.storage.centre import all_at_once, shift, stored_centre
from web import tables
from web.accounts.tables import RoleName
from web.database import Base, Database, engine, is_overlap, make_engine, sqlite
from web.database.migrate import ONE_AT_A_TIME, current_revision, differences, downgrade, upgrade
from web.people.tables import Department
from web.policy.tables import PolicyVersion
from web.records.tables import AuditEvent

HEAD = "0034"


def test_the_migrated_schema_is_the_one_in_the_code(urls: Urls) -> None:
    assert differences(urls.owner) == []
    assert current_revision(urls.app) == HEAD


def constraints(engine: Engine) -> dict[str, set[tuple[str, str]]]:
    """Return per table every CHECK, unique constraint and index with its definition."""
    found: dict[str, set[tuple[str, str]]] = {}
    look = inspect(engine)
    for table in Base.metadata.tables:
        found[table] = {(str(check["name"]), check["sqltext"]) for check in look.get_check_constraints(table)}
        found[table] |= {
            (str(unique["name"]), str(unique["column_names"]))
            for unique in look.get_unique_constraints(table)
        }
        found[table] |= {
            (
                str(index["name"]),
                f"{index['column_names']} {index['unique']} {sorted(index.get('dialect_options', {}))}",
            )
            for index in look.get_indexes(table)
        }
        found[table] |= {
            (str(key["name"]), f"{key['constrained_columns']} {key['referred_table']} {key.get('options')}")
            for key in look.get_foreign_keys(table)
        }
    return found


def test_every_constraint_of_the_code_is_in_the_migrations_too(urls: Urls, empty_urls: Urls) -> None:
    migrated, made = make_engine(urls.owner, owner=True), make_engine(empty_urls.owner, owner=True)
    with made.begin() as connection:
        if made.dialect.name == "postgresql":
            connection.execute(text("CREATE EXTENSION btree_gist"))
        Base.metadata.create_all(connection)
    assert constraints(migrated) == constraints(made)
    migrated.dispose()
    made.dispose()


def test_down_to_nothing_and_up_again(urls: Urls) -> None:
    downgrade(urls.owner, "base")
    engine = make_engine(urls.owner, owner=True)
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    engine.dispose()
    upgrade(urls.owner, app_url=urls.app)
    assert differences(urls.owner) == []


def test_every_step_down_leaves_a_schema_that_can_go_up(urls: Urls) -> None:
    for revision in ("0003", "0002", "0001"):
        downgrade(urls.owner, revision)
        assert current_revision(urls.owner) == revision
    upgrade(urls.owner, app_url=urls.app)
    assert differences(urls.owner) == []


def test_upgrading_again_changes_nothing_and_keeps_the_rows(urls: Urls) -> None:
    database = Database(urls.app)
    centre = stored_centre(database)
    upgrade(urls.owner, app_url=urls.app)
    with database.write() as session:
        session.add_all([shift(centre, 0), shift(centre, 0, start_hour=1)])
        with pytest.raises(IntegrityError) as caught:
            session.flush()
    assert is_overlap(caught.value)
    database.close()


SMALL_DEPARTMENT = {
    "id": 1,
    "code": "CS",
    "name": "客服部",
    "time_zone": "Asia/Shanghai",
    "country": "CN",
    "weekend": [6, 7],
    "week_start": 1,
    "slot_minutes": 30,
    "service_level_share": 0.8,
    "service_level_seconds": 20,
    "shrinkage": 0.3,
    "aht_seconds": 180,
}
LATER = {
    "rules",
    "own_numbers",
    "min_answer_rate",
    "max_asa_seconds",
    "seats",
    "carry_over",
    "staffing_method",
    "hour_cost",
}
"""Columns that came with 0008 or later."""


def before_0008(kind: type[Base]) -> Table:
    """Return a table as it was, to put rows in."""
    columns = [each for each in kind.__table__.columns if each.name not in LATER]
    return Table(
        kind.__tablename__,
        MetaData(),
        *(Column(each.name, each.type, primary_key=each.primary_key) for each in columns),
    )


def test_policies_that_are_there_have_no_rules_of_their_own_after_the_upgrade(urls: Urls) -> None:
    downgrade(urls.owner, "0007")
    engine = make_engine(urls.owner, owner=True)
    made_at = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
    with engine.begin() as connection:
        connection.execute(insert(before_0008(Department)).values(created_at=made_at, **SMALL_DEPARTMENT))
        connection.execute(
            insert(before_0008(PolicyVersion)).values(
                department_id=1,
                number=1,
                preset="S0g",
                overrides={"roster.due_day": 20},
                valid_from=dt.date(2026, 1, 1),
                made_at=made_at,
            )
        )
    engine.dispose()
    upgrade(urls.owner, app_url=urls.app)
    database = Database(urls.app)
    with database.write() as session:
        kept = session.scalars(select(PolicyVersion)).one()
        assert (kept.preset, kept.overrides, kept.rules) == ("S0g", {"roster.due_day": 20}, {})
        found = session.scalars(select(Department)).one()
        assert not found.own_numbers
        assert (found.staffing_method, found.carry_over, found.seats) == ("erlang", False, None)
    database.close()


def test_the_roles_are_there(urls: Urls) -> None:
    database = Database(urls.app)
    with database.read() as session:
        assert set(session.scalars(text("SELECT name FROM role"))) == {role.value for role in RoleName}
    database.close()


def test_two_servers_starting_at_once_migrate_once(empty_urls: Urls) -> None:
    def migrated() -> bool:
        upgrade(empty_urls.owner)
        return True

    assert all_at_once([migrated, migrated]) == [True, True]
    assert current_revision(empty_urls.owner) == HEAD


def test_a_server_waits_for_a_migration_longer_than_for_a_write(
    empty_urls: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LOCK_MILLISECONDS", 50)
    monkeypatch.setattr(sqlite, "BUSY_MILLISECONDS", 50)
    begun, free = threading.Event(), threading.Event()

    def migrating() -> bool:
        other = make_engine(empty_urls.owner, owner=True)
        with other.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
            begun.set()
            assert free.wait(30)
        other.dispose()
        return True

    def starting() -> bool:
        assert begun.wait(30)
        threading.Timer(0.5, free.set).start()
        upgrade(empty_urls.owner)
        return free.is_set()

    assert all_at_once([migrating, starting]) == [True, True]
    assert current_revision(empty_urls.owner) == HEAD


def test_a_failed_migration_leaves_nothing_behind(postgres: Server) -> None:
    name = postgres.new_database(owner="postgres")
    url = postgres.url(OWNER, name)
    postgres.run(sql.SQL("REVOKE CREATE ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    admin = make_engine(postgres.url("postgres", name))
    with admin.begin() as connection:
        connection.execute(text(f"GRANT CREATE ON SCHEMA public TO {OWNER}"))
    with pytest.raises(
        PermissionError, match=f"btree_gist is missing in database '{name}' and the role '{OWNER}'"
    ):
        upgrade(url)
    assert current_revision(url) is None
    with admin.begin() as connection:
        connection.execute(text("CREATE EXTENSION btree_gist"))
    upgrade(url)
    assert differences(url) == []
    admin.dispose()


def test_the_app_role_has_exactly_what_it_needs(postgres_urls: Urls) -> None:
    engine = make_engine(postgres_urls.app)
    with engine.connect() as connection:
        held: dict[str, set[str]] = {}
        for table, privilege in connection.execute(
            text(
                "SELECT table_name, privilege_type FROM information_schema.table_privileges"
                " WHERE grantee = :role AND table_schema = 'public'"
            ),
            {"role": APP},
        ):
            held.setdefault(table, set()).add(privilege)
    engine.dispose()
    assert held["person"] == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert held[AuditEvent.__tablename__] == {"SELECT", "INSERT"}
    assert held["alembic_version"] == {"SELECT"}
    assert set(held) == {*Base.metadata.tables, "alembic_version"}


def test_no_table_is_forgotten_in_the_list_of_all_tables() -> None:
    folder = Path(tables.__file__).parent
    listed = {module.__file__ for module in tables.ALL_TABLES}
    assert listed == {str(file) for file in folder.glob("*/*tables.py")}
