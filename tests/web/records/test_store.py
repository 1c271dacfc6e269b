"""Records in the database: gap-free under a race, gone with their act, verified from the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from tests.support.databases import Urls
from tests.web.records.tampering import remove_guards
from tests.web.storage.centre import NOW, all_at_once, stored_centre
from web.cli import main
from web.database import Database, make_engine
from web.records.chain import Signer
from web.records.checking import Fault
from web.records.store import SYSTEM, Entry, append, of_subject, verify

ENTRY = Entry(kind="swap.approve", subject="swap:1", meaning="approved", content={"reason": "家里有事"})

LEADER = Signer(user_id=None, name="朱洁", number="00007")


def recorded(database: Database, department: int, count: int = 1) -> bool:
    with database.write() as session:
        for _ in range(count):
            append(session, department, ENTRY, signer=SYSTEM, now=NOW)
        session.commit()
    return True


def verified(database: Database, department: int) -> tuple[int, Fault | None]:
    with database.read() as session:
        return verify(session, department)


def as_owner(urls: Urls, statement: str) -> None:
    """Change the database as somebody would who owns it, guards removed."""
    engine = make_engine(urls.owner, owner=True)
    with engine.begin() as connection:
        remove_guards(connection)
        connection.execute(text(statement))
    engine.dispose()


def test_records_are_numbered_per_department_and_hold(database: Database) -> None:
    one, two = stored_centre(database), stored_centre(database, code="EN")
    recorded(database, one.department, 3)
    recorded(database, two.department, 2)
    assert verified(database, one.department) == (3, None)
    assert verified(database, two.department) == (2, None)


def test_a_record_shows_who_decided_what_and_why(database: Database) -> None:
    centre = stored_centre(database)
    with database.write() as session:
        append(
            session,
            centre.department,
            ENTRY,
            signer=Signer(user_id=None, name="朱洁", number="00007"),
            now=NOW,
        )
        session.commit()
    with database.read() as session:
        ((record, content),) = of_subject(session, centre.department, "swap:1")
        assert (record.number, record.signer_name, record.signer_number, record.at) == (
            1,
            "朱洁",
            "00007",
            NOW,
        )
        assert (record.kind, record.meaning, content) == ("swap.approve", "approved", {"reason": "家里有事"})
        assert of_subject(session, centre.department, "swap:2") == []


def test_an_act_that_is_rolled_back_leaves_no_gap(database: Database) -> None:
    centre = stored_centre(database)
    recorded(database, centre.department)
    with database.write() as session:
        append(session, centre.department, ENTRY, signer=SYSTEM, now=NOW)
        session.rollback()
    recorded(database, centre.department)
    assert verified(database, centre.department) == (2, None)


def test_many_who_record_at_once_leave_no_gap(database: Database) -> None:
    centre = stored_centre(database)
    all_at_once([lambda: recorded(database, centre.department, 3)] * 8)
    assert verified(database, centre.department) == (24, None)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE record SET signer_name = '别人' WHERE number = 2", Fault(number=2, code="hash")),
        ("UPDATE record_payload SET content = '{}' WHERE id = 2", Fault(number=2, code="payload")),
        ("DELETE FROM record_payload WHERE id = 2", Fault(number=2, code="payload_missing")),
    ],
)
def test_what_the_owner_of_the_database_changed_is_found(
    database: Database, database_urls: Urls, statement: str, fault: Fault
) -> None:
    centre = stored_centre(database)
    recorded(database, centre.department, 4)
    database.close()
    as_owner(database_urls, statement)
    _, found = verified(database, centre.department)
    assert found == fault


def test_verify_names_the_first_record_that_does_not_hold(
    database: Database, database_urls: Urls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    centre = stored_centre(database)
    recorded(database, centre.department, 3)
    database.close()
    monkeypatch.setenv("LUNBAN_DATABASE_URL", database_urls.app)
    monkeypatch.setenv("LUNBAN_SECRET_KEY", "only-for-tests")
    monkeypatch.setenv("LUNBAN_DATA", str(tmp_path / "kept"))
    good = CliRunner().invoke(main, ["verify"])
    assert (good.exit_code, good.output) == (0, "客服部: 3 records, the chain holds\n")
    as_owner(database_urls, "UPDATE record SET meaning = 'rejected' WHERE number = 2")
    bad = CliRunner().invoke(main, ["verify"])
    assert (bad.exit_code, bad.output) == (1, "客服部: record 2 does not hold (a field of it was changed)\n")
    told = CliRunner().invoke(main, ["verify", "--json"])
    assert json.loads(told.output) == [
        {"department": "客服部", "records": 3, "vouched": 0, "fault": {"number": 2, "code": "hash"}}
    ]
