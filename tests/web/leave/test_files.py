"""Certificate files: told by content, sealed, opened by HR and who decides, deleted by policy."""

import datetime as dt
import io

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.web.leave.bench import ANN, BEN, NOW, OPEN, Bench, december, stored_bench
from tests.web.leave.test_due import as_it_is, china
from tests.web.leave.test_http import FORM, visiting
from web.accounts.actor import Actor
from web.database import Database
from web.files.content import FileKind, kind_of
from web.leave import deciding, files
from web.leave.file_content import MOST_BYTES
from web.leave.file_tables import LeaveFile, LeaveFileContent, LeaveFileOpening
from web.leave.steps import LeaveAnswer, subject_of
from web.records.store import of_subject, verify
from web.records.tables import AuditEvent

SECRET = "抑郁症 F32"
PDF = b"%PDF-1.4\n" + SECRET.encode() + b"\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 40 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"x" * 20 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
KEY = "only-for-tests"


def hand_in(
    bench: Bench, answer: LeaveAnswer, data: bytes | None = PDF, *, by: Actor | None = None
) -> LeaveAnswer:
    with bench.database.write() as session:
        actor = by or bench.actor(ANN)
        return files.add(session, actor, answer.leave_id or 0, data=data, secret_key=KEY, now=NOW)


def open_it(
    bench: Bench, answer: LeaveAnswer, actor: Actor, *, key: str = KEY, now: dt.datetime = NOW
) -> files.Opened:
    with bench.database.write() as session:
        file_id = session.scalars(select(LeaveFile.id).order_by(LeaveFile.id)).first() or 0
        return files.open_file(session, actor, answer.leave_id or 0, file_id, secret_key=key, now=now)


def codes(found: files.Opened | LeaveAnswer) -> list[str]:
    return [reason.code for reason in found.reasons]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, FileKind.PDF),
        (JPEG, FileKind.JPEG),
        (PNG, FileKind.PNG),
        (PDF[:-8], None),
        (JPEG[:-2], None),
        (PNG[:-9], None),
        (b"MZ" + PDF, None),
        (b"<html>%PDF-%%EOF</html>", None),
        (b"", None),
    ],
)
def test_what_a_file_is_follows_from_its_content(data: bytes, kind: FileKind | None) -> None:
    assert kind_of(data) is kind


def test_what_is_no_certificate_is_refused_and_nothing_is_stored(bench: Bench) -> None:
    asked = bench.ask(8, kind="sick")
    assert codes(hand_in(bench, asked, b"MZ program")) == ["file_kind"]
    large = PDF[:-6] + b" " * MOST_BYTES + b"%%EOF\n"
    assert codes(hand_in(bench, asked, large)) == ["file_large"]
    assert codes(hand_in(bench, asked, None)) == ["file_missing"]
    for _ in range(10):
        assert hand_in(bench, asked).done
    assert codes(hand_in(bench, asked)) == ["file_many"]
    with bench.database.read() as session:
        assert session.scalar(select(func.count(LeaveFile.id))) == 10


def test_whoever_has_the_database_alone_reads_nothing(bench: Bench) -> None:
    """Neither the content's row nor records nor audit trail hold a word of it."""
    asked = bench.ask(8, kind="sick")
    hand_in(bench, asked)
    with bench.database.read() as session:
        sealed = session.scalars(select(LeaveFileContent.sealed)).one()
        kept = [
            str(content)
            for _, content in of_subject(
                session, bench.desk.office.department, subject_of(asked.leave_id or 0)
            )
        ]
        kept += [str(detail) for detail in session.scalars(select(AuditEvent.detail))]
    assert SECRET.encode() not in sealed
    assert PDF not in sealed
    assert not any(SECRET in text for text in kept)
    assert codes(open_it(bench, asked, bench.hr, key="another")) == ["file_unreadable"]


def test_a_content_put_under_another_file_does_not_open(bench: Bench) -> None:
    asked = bench.ask(8, kind="sick")
    for data in (PDF, JPEG):
        hand_in(bench, asked, data)
    with bench.database.write() as session:
        first, second = session.scalars(select(LeaveFileContent).order_by(LeaveFileContent.id)).all()
        first.sealed = second.sealed
        session.commit()
    assert codes(open_it(bench, asked, bench.hr)) == ["file_unreadable"]


def test_hr_and_who_decides_open_it_nobody_else_and_each_opening_is_on_record(bench: Bench) -> None:
    asked = bench.ask(8, 10, kind="sick")
    hand_in(bench, asked)
    office = bench.desk.office
    assert open_it(bench, asked, bench.desk.leader).data == PDF
    for actor in (bench.actor(ANN), office.supervisor, office.head):
        assert codes(open_it(bench, asked, actor)) == ["leave_file_closed"]
    first = bench.act(deciding.approve, bench.desk.leader, asked)
    assert codes(open_it(bench, asked, bench.desk.leader)) == ["leave_file_closed"]
    assert open_it(bench, asked, office.supervisor).data == PDF
    covers = {december(day): OPEN for day in (8, 10)}
    assert bench.act(deciding.approve, office.supervisor, first, covers=covers).done
    assert open_it(bench, asked, office.supervisor).data == PDF
    assert codes(open_it(bench, asked, bench.desk.leader)) == ["leave_file_closed"]
    assert open_it(bench, asked, bench.hr).data == PDF
    with bench.database.read() as session:
        rows = session.scalars(select(LeaveFileOpening.user_id).order_by(LeaveFileOpening.id)).all()
        supervisor = office.supervisor.user_id
        assert list(rows) == [bench.desk.leader.user_id, supervisor, supervisor, bench.hr.user_id]
        noted = session.scalar(
            select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "leave_file.open")
        )
        assert noted == 4


def test_it_is_deleted_a_year_after_the_leave_and_that_it_was_there_stays(bench: Bench) -> None:
    asked = bench.approve(bench.ask(9, kind="sick"))
    hand_in(bench, asked)
    assert open_it(bench, asked, bench.hr).data == PDF
    last_day = dt.datetime(2027, 12, 9, 15, 59, tzinfo=dt.UTC)
    with bench.database.write() as session:
        assert files.forget_due(session, last_day) == 0
    with bench.database.write() as session:
        assert files.forget_due(session, last_day + dt.timedelta(minutes=1)) == 1
    assert codes(open_it(bench, asked, bench.hr)) == ["file_gone"]
    with bench.database.read() as session:
        (line,) = files.files_of(session, asked.leave_id or 0)
        assert (line.is_kept, line.file.kind.value, len(line.file.openings)) == (False, "pdf", 1)
        assert session.scalar(select(func.count()).select_from(LeaveFileContent)) == 0
        department = bench.desk.office.department
        kinds = [record.kind for record, _ in of_subject(session, department, subject_of(line.file.leave_id))]
        assert kinds[-1] == "leave.forget_file"
        assert verify(session, department)[1] is None


def test_the_policy_says_how_long_it_is_kept(database: Database) -> None:
    bench = stored_bench(database, overrides={"leave.certificate_days": 30})
    asked = bench.approve(bench.ask(9, kind="sick"))
    hand_in(bench, asked)
    bench.wait(china(9))
    with bench.database.write() as session:
        assert files.forget_due(session, dt.datetime(2027, 1, 8, 15, 59, tzinfo=dt.UTC)) == 0
        assert files.forget_due(session, dt.datetime(2027, 1, 8, 16, 0, tzinfo=dt.UTC)) == 1


def test_handed_in_while_asking_and_sent_as_a_download_with_safe_headers(app: Flask, bench: Bench) -> None:
    ann = visiting(app, bench, bench.desk.office.users[ANN])
    odd = ann.post("/leave", data=FORM | {"file": (io.BytesIO(b"MZ"), "证明.pdf")})
    assert odd.status_code == 422
    assert "内容不是完整的 PDF" in odd.text
    asked = ann.post("/leave", data=FORM | {"file": (io.BytesIO(PDF), "抑郁.exe")})
    assert asked.status_code == 302
    with bench.database.read() as session:
        file = session.scalars(select(LeaveFile)).one()
    address = f"/leave/{file.leave_id}/files/{file.id}"
    page = ann.get(f"/leave/{file.leave_id}").text
    assert "还没有人打开" in page
    assert address not in page
    assert ann.post(address).status_code == 403
    leader = visiting(app, bench, bench.desk.leader.user_id)
    assert address in leader.get(f"/leave/{file.leave_id}").text
    answer = leader.post(address)
    assert answer.data == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="certificate-{file.leave_id}-{file.id}.pdf"'
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "object-src 'none'" in answer.headers["Content-Security-Policy"]
    assert f"{bench.desk.leader.name}打开过" in ann.get(f"/leave/{file.leave_id}").text
    assert visiting(app, bench, bench.desk.office.users[BEN]).post(address).status_code == 403


def test_a_certificate_is_registered_with_its_file_in_one_form(app: Flask, bench: Bench) -> None:
    asked = bench.approve(bench.ask(9, kind="sick"))
    ann = visiting(app, bench, bench.desk.office.users[ANN])
    form = {
        "seen": str(as_it_is(bench, asked).lock_version),
        "proof_first": "2026-12-09",
        "proof_last": "2026-12-09",
    }
    done = ann.post(f"/leave/{asked.leave_id}/proof", data=form | {"file": (io.BytesIO(PNG), "a.png")})
    assert done.status_code == 302
    supervisor = visiting(app, bench, bench.desk.office.supervisor.user_id)
    page = supervisor.get(f"/leave/{asked.leave_id}").text
    assert "PNG, 1 KB" in page
    assert "12月9日" in page
