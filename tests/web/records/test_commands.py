"""``lunban records``: verify against the file outside, checkpoint, export, retain, hold, lift."""

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from tests.support.databases import Urls
from tests.web.records.sealed_store import sealed_store
from tests.web.records.tampering import remove_guards
from tests.web.storage.centre import NOW
from web.accounts.tables import User
from web.cli import main
from web.database import Database, make_engine
from web.policy.tables import PolicyVersion

Run = Callable[..., Result]
COUNT = 120


@pytest.fixture
def run(database_urls: Urls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Store a sealed chain under a policy that keeps it a month and a head's account; return what runs."""
    store = sealed_store(database_urls, tmp_path / "kept", COUNT)
    database = Database(database_urls.app)
    with database.write() as session:
        session.add(
            PolicyVersion(
                department_id=store.department,
                number=2,
                preset="S0c",
                overrides={},
                valid_from=dt.date(2026, 1, 1),
                made_at=NOW,
            )
        )
        session.add(
            User(
                department_id=store.department,
                employee_number="00007",
                name="王经理",
                password="-",
                fs_uniquifier="7",
                created_at=NOW,
            )
        )
        session.commit()
    database.close()
    environment = {
        "LUNBAN_DATABASE_URL": database_urls.app,
        "LUNBAN_RETENTION_URL": database_urls.retention,
        "LUNBAN_SECRET_KEY": "only-for-tests",
        "LUNBAN_DATA": str(tmp_path / "kept"),
        "LUNBAN_TODAY": "2026-11-28",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    def one(*words: str, today: str = "2026-11-28") -> Result:
        monkeypatch.setenv("LUNBAN_TODAY", today)
        return CliRunner().invoke(main, list(words))

    return one


def as_owner(urls: Urls, *statements: str) -> None:
    engine = make_engine(urls.owner, owner=True)
    with engine.begin() as connection:
        remove_guards(connection)
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_verify_notices_the_last_records_torn_out(run: Run, database_urls: Urls) -> None:
    good = run("verify")
    assert (good.exit_code, good.output) == (
        0,
        f"客服部: {COUNT} records, the chain holds, up to {COUNT} vouched for outside\n",
    )
    as_owner(
        database_urls,
        "DELETE FROM record_checkpoint WHERE number > 100",
        "DELETE FROM record_payload WHERE id > 110",
        "DELETE FROM record WHERE number > 110",
    )
    bad = run("records", "verify")
    assert bad.exit_code == 1
    assert bad.output == (
        "客服部: record 111 does not hold"
        " (it and what followed are gone: a checkpoint vouches for a later one)\n"
    )
    told = json.loads(run("verify", "--json").output)
    assert told == [
        {"department": "客服部", "records": 110, "vouched": 120, "fault": {"number": 111, "code": "cut"}}
    ]


def test_verify_takes_another_file_and_other_keys(run: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.jsonl"
    (tmp_path / "kept" / "checkpoints.jsonl").rename(elsewhere)
    within = run("verify")  # the database has checkpoints of its own, but whoever owns it may forge those
    assert (within.exit_code, within.output) == (0, f"客服部: {COUNT} records, the chain holds\n")
    assert "vouched for outside" in run("verify", "--checkpoints", str(elsewhere)).output
    foreign = tmp_path / "foreign.pub"
    foreign.write_text("00" * 32)
    bad = run("verify", "--key", str(foreign))
    assert (bad.exit_code, "not signed by a key that is trusted" in bad.output) == (1, True)


def test_checkpoint_signs_now_and_prints_what_paper_can_keep(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "kept" / "checkpoints.jsonl").open() as file:
        last = json.loads(file.readlines()[-1])
    printed = run("records", "checkpoint").output
    assert f"客服部: record {COUNT}, {last['hash']}, " in printed
    assert last["key"] in printed


def test_export_writes_what_the_verifier_verifies(run: Run, tmp_path: Path) -> None:
    file, verifier = tmp_path / "archive.jsonl", tmp_path / "verify_records.py"
    done = run("records", "export", str(file), "--department", "CS", "--verifier", str(verifier))
    assert (done.exit_code, done.output) == (0, f"{COUNT} records in {file}\n")
    key = str(tmp_path / "kept" / "checkpoint.pub")
    command = [sys.executable, "-I", str(verifier), str(file), "--key", key]
    assert subprocess.run(command, capture_output=True, check=False, cwd=tmp_path).returncode == 0
    assert run("records", "export", str(file), "--department", "XX").exit_code == 2


def test_retain_deletes_what_is_over_but_for_what_is_held(run: Run) -> None:
    who = ("--department", "CS", "--by", "00007")
    placed = run("records", "hold", *who, "--subject", "handover:3", "--reason", "投诉调查")
    assert (placed.exit_code, placed.output) == (0, "Hold 1 is placed.\n")
    early = run("records", "retain", "--dry-run")
    assert (early.exit_code, early.output) == (0, "客服部: 0 payloads are over, 0 deleted\n")
    assert run("records", "retain", "--dry-run", today="2027-01-15").output.startswith("客服部: 116 ")
    done = run("records", "retain", "--by", "00007", "--json", today="2027-01-15")
    assert json.loads(done.output) == [{"department": "客服部", "announced": 116, "deleted": 116}]
    lifted = run("records", "lift", "1", *who, "--reason", "已结案", today="2027-01-16")
    assert (lifted.exit_code, lifted.output) == (0, "Hold 1 is lifted.\n")
    assert run("records", "lift", "1", *who, "--reason", "已结案", today="2027-01-16").exit_code == 2
    assert json.loads(run("records", "retain", "--json", today="2027-01-16").output)[0]["deleted"] == 4
    listed = run("records", "holds", "--department", "CS").output.rstrip("\n").split("\t")
    assert listed[:4] == ["1", "handover:3", "..", "投诉调查"]
    assert [each.split()[0] for each in listed[4:]] == ["王经理", "王经理"]
    verified = run("verify", today="2027-01-16")
    assert (verified.exit_code, "124 records, the chain holds" in verified.output) == (0, True)


def test_bad_input_is_said_and_nothing_is_done(run: Run) -> None:
    who = ("--department", "CS", "--reason", "x")
    assert run("records", "hold", *who, "--by", "99999").exit_code == 2
    days = ("--from", "2026-12-02", "--to", "2026-12-01")
    assert run("records", "hold", *who, "--by", "00007", *days).exit_code == 2
    assert run("records", "holds", "--department", "CS").output == ""


@pytest.mark.postgresql
def test_on_postgresql_the_application_s_role_deletes_nothing(
    postgres_urls: Urls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LUNBAN_DATABASE_URL", postgres_urls.app)
    monkeypatch.setenv("LUNBAN_SECRET_KEY", "only-for-tests")
    monkeypatch.setenv("LUNBAN_DATA", str(tmp_path))
    monkeypatch.delenv("LUNBAN_RETENTION_URL", raising=False)
    done = CliRunner().invoke(main, ["records", "retain"])
    assert (done.exit_code, "LUNBAN_RETENTION_URL" in done.output) == (2, True)


def test_a_process_without_the_key_signs_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUNBAN_CHECKPOINT_KEY", "none")
    assert run("records", "checkpoint").exit_code == 2
