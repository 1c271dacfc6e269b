"""Retention in the database: what is over goes, by another role, with a tombstone; the chain holds."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.support.databases import Urls
from tests.web.records.tampering import remove_guards
from tests.web.storage.centre import stored_centre
from web.database import Database, make_engine
from web.errors import NotFound
from web.people.tables import Department
from web.policy.tables import PolicyVersion
from web.records.chain import PAYLOAD_DELETED, Signer
from web.records.checking import Fault
from web.records.holds import Hold, holds_in_force, lift_hold, list_holds, place_hold
from web.records.retaining import RETENTION, DailyRetention, retain, retention_due
from web.records.store import SYSTEM, Entry, append, of_subject, verify
from web.records.tables import Record, RecordPayload

MADE = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)  # 10:00 in Shanghai
MONTH_OVER = dt.datetime(2026, 12, 20, 2, 0, tzinfo=dt.UTC)
VOLUME_OVER = dt.datetime(2029, 11, 30, 16, 0, tzinfo=dt.UTC)  # 1 December 2029, 00:00 in Shanghai
SECOND = dt.timedelta(seconds=1)
HEAD = Signer(user_id=None, name="王经理", number="00001")


def department_under(database: Database, *presets: tuple[str, dt.date], code: str = "CS") -> int:
    """Store a department whose policy was each preset from its day on; S0g is the first."""
    centre = stored_centre(database, code=code)
    with database.write() as session:
        for number, (preset, day) in enumerate(presets, start=2):
            session.add(
                PolicyVersion(
                    department_id=centre.department,
                    number=number,
                    preset=preset,
                    valid_from=day,
                    made_at=MADE,
                )
            )
        session.commit()
    return centre.department


def record(
    database: Database, department: int, *, at: dt.datetime = MADE, subject: str = "handover:1"
) -> None:
    with database.write() as session:
        entry = Entry(
            kind="handover.sign",
            subject=subject,
            meaning="take over",
            content={"remark": f"客户来电 {subject}"},
        )
        append(session, department, entry, signer=SYSTEM, now=at)
        session.commit()


def run(database: Database, urls: Urls, now: dt.datetime) -> list[tuple[int, int]]:
    with database.write() as session:
        return [(each.announced, each.deleted) for each in retain(session, urls.retention, now=now)]


def checked(database: Database, department: int) -> tuple[int, Fault | None]:
    with database.read() as session:
        return verify(session, department)


def payloads(database: Database) -> list[int]:
    with database.read() as session:
        return list(session.scalars(select(RecordPayload.id).order_by(RecordPayload.id)))


S0C, S3A = ("S0c", dt.date(2026, 1, 1)), ("S3a", dt.date(2026, 1, 1))


@pytest.mark.parametrize(("preset", "end"), [(S0C, MONTH_OVER), (S3A, VOLUME_OVER)])
def test_g31_a_payload_goes_to_the_second_and_the_chain_holds(
    database: Database, database_urls: Urls, preset: tuple[str, dt.date], end: dt.datetime
) -> None:
    department = department_under(database, preset)
    record(database, department)
    assert run(database, database_urls, end - SECOND) == [(0, 0)]
    assert payloads(database) == [1]
    assert run(database, database_urls, end) == [(1, 1)]
    assert checked(database, department) == (2, None)
    assert run(database, database_urls, end + SECOND) == [(0, 0)]
    assert checked(database, department) == (2, None)
    with database.read() as session:
        ((kept, content),) = of_subject(session, department, "handover:1")
        assert (kept.meaning, kept.at, content) == ("take over", MADE, {})


def test_the_tombstone_says_who_deleted_what_by_which_rule(database: Database, database_urls: Urls) -> None:
    department = department_under(database, S0C)
    for subject in ("handover:1", "handover:2"):
        record(database, department, subject=subject)
    record(database, department, at=MADE + dt.timedelta(days=40), subject="handover:3")
    with database.write() as session:
        retain(session, database_urls.retention, now=MONTH_OVER, by=HEAD)
    with database.read() as session:
        ((tombstone, content),) = of_subject(session, department, "records")
    assert (tombstone.kind, tombstone.signer_number, tombstone.at) == (PAYLOAD_DELETED, "00001", MONTH_OVER)
    assert content == {
        "policy": "P-40",
        "count": 2,
        "numbers": [[1, 2]],
        "from": MADE.isoformat(),
        "to": MADE.isoformat(),
    }
    assert payloads(database) == [3, 4]


def test_the_longest_period_of_the_policies_since_then_holds(database: Database, database_urls: Urls) -> None:
    """S0c then, S3a later, S0c again today: what S3a promised meanwhile is kept."""
    department = department_under(
        database, S0C, ("S3a", dt.date(2026, 12, 1)), ("S0c", dt.date(2026, 12, 15))
    )
    record(database, department)
    record(database, department, at=MADE + dt.timedelta(days=26), subject="handover:2")  # 16 December
    assert run(database, database_urls, MADE + dt.timedelta(days=90)) == [(1, 1)]
    assert payloads(database) == [1, 3]
    assert run(database, database_urls, VOLUME_OVER - SECOND) == [(0, 0)]
    assert run(database, database_urls, VOLUME_OVER) == [(1, 1)]
    assert checked(database, department) == (4, None)


def test_a_longer_period_was_and_a_shorter_one_is(database: Database, database_urls: Urls) -> None:
    department = department_under(database, S3A, ("S0c", dt.date(2026, 12, 1)))
    record(database, department, subject="handover:1")
    later = dt.datetime(2026, 12, 2, 2, 0, tzinfo=dt.UTC)
    record(database, department, at=later, subject="handover:2")
    assert run(database, database_urls, dt.datetime(2027, 1, 2, 2, 0, tzinfo=dt.UTC)) == [(1, 1)]
    assert run(database, database_urls, VOLUME_OVER - SECOND)[0][1] == 0
    assert run(database, database_urls, VOLUME_OVER)[0][0] >= 1
    assert 1 not in payloads(database)


def test_without_a_period_today_nothing_goes(database: Database, database_urls: Urls) -> None:
    department = department_under(database, S0C)
    with database.write() as session:
        unset = PolicyVersion(
            department_id=department,
            number=3,
            preset="S0c",
            overrides={"log.retention": None},
            valid_from=dt.date(2026, 12, 1),
            made_at=MADE,
        )
        session.add(unset)
        session.commit()
    record(database, department)
    assert run(database, database_urls, VOLUME_OVER) == [(0, 0)]
    assert payloads(database) == [1]


def test_the_policy_that_a_record_was_made_under_counts_too(database: Database, database_urls: Urls) -> None:
    department = department_under(database, S0C)
    with database.write() as session:
        old = session.scalars(select(PolicyVersion.id).where(PolicyVersion.preset == "S0g")).one()
        entry = Entry(kind="handover.sign", subject="h:1", meaning="sign", content={}, policy_version_id=old)
        append(session, department, entry, signer=SYSTEM, now=MADE)
        session.commit()
    assert run(database, database_urls, MONTH_OVER) == [(0, 0)]


def test_a_legal_hold_keeps_what_it_covers_until_it_is_lifted(
    database: Database, database_urls: Urls
) -> None:
    department = department_under(database, S0C)
    for subject in ("handover:1", "handover:2", "log:1"):
        record(database, department, subject=subject)
    with database.write() as session:
        wanted = Hold(subject="handover:2", first_day=dt.date(2026, 11, 20), last_day=dt.date(2026, 11, 20))
        hold = place_hold(session, department, wanted, reason="投诉调查", signer=HEAD, now=MADE)
        session.commit()
        number = hold.id
    assert run(database, database_urls, MONTH_OVER) == [(2, 2)]
    assert payloads(database) == [2, 4, 5]
    with database.write() as session:
        lift_hold(session, department, number, reason="已结案", signer=HEAD, now=MONTH_OVER)
        session.commit()
        with pytest.raises(NotFound):
            lift_hold(session, department, number, reason="again", signer=HEAD, now=MONTH_OVER)
        session.rollback()
        (shown,) = list_holds(session, department)
        assert shown.lifted is not None
        assert (shown.placed.signer_name, shown.row.reason) == ("王经理", "投诉调查")
        assert holds_in_force(session, department) == []
        session.rollback()
    assert run(database, database_urls, MONTH_OVER + SECOND) == [(1, 1)]
    assert checked(database, department) == (7, None)


@pytest.mark.parametrize(
    ("subject", "first", "last", "covered"),
    [
        ("", None, None, True),
        ("swap:", None, None, True),
        ("swap:1", None, None, False),
        ("swap:12", dt.date(2026, 11, 20), dt.date(2026, 11, 20), True),
        ("", dt.date(2026, 11, 21), None, False),
        ("", None, dt.date(2026, 11, 19), False),
        ("leave:", None, None, False),
    ],
)
def test_what_a_hold_covers(subject: str, first: dt.date | None, last: dt.date | None, covered: bool) -> None:
    hold = Hold(subject=subject, first_day=first, last_day=last)
    assert hold.covers("swap:12", dt.date(2026, 11, 20)) is covered


def test_what_was_announced_and_not_deleted_is_deleted_by_the_next_run(
    database: Database, database_urls: Urls
) -> None:
    """The machine stops between the two steps."""
    department = department_under(database, S0C)
    record(database, department)
    with database.write() as session, pytest.raises(DBAPIError):
        retain(session, "postgresql://nobody@127.0.0.1:1/none", now=MONTH_OVER)
    assert checked(database, department) == (2, None)
    assert payloads(database) == [1, 2]
    assert run(database, database_urls, MONTH_OVER) == [(0, 1)]
    assert checked(database, department) == (2, None)


def test_a_payload_that_no_tombstone_names_is_missed(database: Database, database_urls: Urls) -> None:
    department = department_under(database, S0C)
    record(database, department)
    record(database, department, at=MADE + dt.timedelta(days=40))
    assert run(database, database_urls, MONTH_OVER) == [(1, 1)]
    engine = make_engine(database_urls.owner, owner=True)
    with engine.begin() as connection:
        remove_guards(connection)
        connection.execute(text("DELETE FROM record_payload WHERE id = 2"))
    engine.dispose()
    assert checked(database, department) == (3, Fault(number=2, code="payload_missing"))


def test_deleted_words_are_nowhere_in_the_file(sqlite_urls: Urls, tmp_path: Path) -> None:
    database = Database(sqlite_urls.app)
    department = department_under(database, S0C)
    secret = "certainly-nobody-else-writes-this"
    record(database, department, subject=secret.upper())
    with database.write() as session:
        entry = Entry(kind="handover.sign", subject="h:2", meaning="sign", content={"remark": secret})
        append(session, department, entry, signer=SYSTEM, now=MADE)
        session.commit()
    assert any(secret.encode() in file.read_bytes() for file in tmp_path.glob("lunban.sqlite3*"))
    assert run(database, sqlite_urls, MONTH_OVER) == [(2, 2)]
    database.close()
    assert not any(secret.encode() in file.read_bytes() for file in tmp_path.glob("lunban.sqlite3*"))


@pytest.mark.postgresql
def test_the_retention_role_deletes_what_is_announced_and_nothing_else(postgres_urls: Urls) -> None:
    database = Database(postgres_urls.app)
    department = department_under(database, S0C)
    record(database, department)
    engine = make_engine(postgres_urls.retention)
    for statement in (
        "SELECT content FROM record_payload",
        "SELECT signer_name FROM record",
        "DELETE FROM record_payload WHERE id = 1",
        "DELETE FROM record",
        "UPDATE record_payload SET content = ''",
        "INSERT INTO payload_deletion (department_id, first_number, last_number) VALUES (1, 1, 1)",
        "TRUNCATE record_payload",
        "SELECT * FROM person",
    ):
        with engine.connect() as connection, pytest.raises(DBAPIError):
            connection.execute(text(statement))
    # a table of the same name in the role's own temporary schema announces nothing
    with engine.connect() as connection:
        connection.execute(
            text("CREATE TEMP TABLE payload_deletion (department_id int, first_number int, last_number int)")
        )
        connection.execute(text("INSERT INTO pg_temp.payload_deletion VALUES (1, 1, 2147483647)"))
        with pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text("DELETE FROM public.record_payload"))
    engine.dispose()
    assert run(database, postgres_urls, MONTH_OVER) == [(1, 1)]
    assert checked(database, department) == (2, None)
    database.close()


def test_a_server_that_is_told_to_deletes_once_a_day(database_urls: Urls) -> None:
    daily = DailyRetention(database_urls.retention)
    database = Database(database_urls.app, {RETENTION: daily})
    department = department_under(database, S0C)
    record(database, department)
    record(database, department, at=MADE + SECOND)
    told = []
    for now in (MONTH_OVER, MONTH_OVER + SECOND, MONTH_OVER + dt.timedelta(days=1)):
        with database.write() as session:
            told.append(retention_due(session, now))
    assert told == [1, 0, 1]
    database.close()


def test_a_server_that_is_not_told_to_deletes_nothing(database: Database, database_urls: Urls) -> None:
    department = department_under(database, S0C)
    record(database, department)
    with database.write() as session:
        assert retention_due(session, MONTH_OVER) == 0
        assert session.scalars(select(Department.id)).all() == [department]
        assert session.scalars(select(Record.kind)).all() == ["handover.sign"]
