"""Files beside items: sealed, part of what is signed, going on with the matter, deleted with the records."""

import datetime as dt
import hashlib
import sqlite3

import pytest
from sqlalchemy import func, select

from tests.support.databases import Urls
from tests.web.files.samples import HEIC, JPEG, KEY, PDF
from tests.web.handovers.evening import ANN, DAN, DAY, LEA, NED, NIA, Evening, at
from web import sealing
from web.accounts.actor import Actor
from web.duty_log import attaching as duty
from web.duty_log.entered import Entered
from web.duty_log.tables import EntryKind
from web.duty_log.writing import write
from web.errors import NotFound
from web.files.attaching import MOST_BYTES, MOST_FILES, Added, OpenedFile, forget_due
from web.files.tables import Attachment, AttachmentContent, AttachmentOpening
from web.handovers import attaching, checking, preparing, receiving, signing, submitting
from web.handovers.content_tables import HandoverItem
from web.handovers.frozen import read_frozen
from web.handovers.item_files import files_of_draft
from web.records.retaining import retain
from web.records.store import of_subject
from web.records.tables import AuditEvent

NOW = at(22, 35)


def attach(
    evening: Evening, item: int, data: bytes | None = JPEG, *, who: str = ANN, token: str = "t1"
) -> Added:
    return evening.do(attaching.add_file, who, item, data=data, token=token, secret_key=KEY, now=NOW)


def opened(evening: Evening, handover: int, who: str | Actor, file: int, *, key: str = KEY) -> OpenedFile:
    return evening.do(attaching.open_file, who, handover, file, secret_key=key, now=NOW)


def codes(found: Added | OpenedFile) -> list[str]:
    return [reason.code for reason in found.reasons]


def contents(evening: Evening) -> int:
    with evening.database.read() as session:
        return session.scalar(select(func.count(AttachmentContent.id))) or 0


def with_file(evening: Evening) -> tuple[int, int, int]:
    """Ann's handover with one item and a photograph beside it: handover, item, file."""
    handover = evening.begin(now=NOW)
    item = evening.write(handover, now=NOW)
    added = attach(evening, item)
    assert added.attachment_id is not None, added.reasons
    return handover, item, added.attachment_id


def test_its_hash_is_part_of_what_both_sides_sign(evening: Evening) -> None:
    handover, _, file = with_file(evening)
    assert evening.act(submitting.submit, ANN, handover, now=NOW).done
    with evening.database.read() as session:
        frozen = read_frozen(session, handover, 1)
        assert frozen is not None
        (record,) = [
            content
            for each, content in of_subject(session, evening.office.department, f"handover:{handover}")
            if each.kind == "handover.submit"
        ]
    said = {"file": file, "kind": "jpeg", "size": len(JPEG), "sha256": hashlib.sha256(JPEG).hexdigest()}
    assert frozen.files == {1: [said]}
    assert record["items"][0]["files"] == [said]


def test_only_who_may_read_the_record_opens_it_and_each_opening_is_on_record(evening: Evening) -> None:
    handover, _, file = with_file(evening)
    assert opened(evening, handover, ANN, file).data == JPEG
    for who in (LEA, NIA):
        with pytest.raises(NotFound):  # a draft is read by nobody else
            opened(evening, handover, who, file)
    assert evening.act(submitting.submit, ANN, handover, now=NOW).done
    for who in (LEA, NIA):
        assert opened(evening, handover, who, file).data == JPEG
    for who in (NED, DAN):
        with pytest.raises(NotFound):
            opened(evening, handover, who, file)
    other = evening.begin(DAN, now=NOW)
    with pytest.raises(NotFound):  # of another handover, although within reach
        opened(evening, other, LEA, file)
    with evening.database.read() as session:
        openings = session.scalars(select(AttachmentOpening.user_id).order_by(AttachmentOpening.id)).all()
        trail = session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("attachment.%"))).all()
    assert openings == [evening.office.users[who] for who in (ANN, LEA, NIA)]
    assert sorted(trail) == ["attachment.add", *["attachment.open"] * 3]


def test_what_is_not_taken_is_said_and_nothing_is_stored(evening: Evening) -> None:
    handover = evening.begin(now=NOW)
    item = evening.write(handover, now=NOW)
    assert codes(attach(evening, item, b"MZ program")) == ["file_kind"]
    assert codes(attach(evening, item, PDF[:-6] + b" " * MOST_BYTES + b"%%EOF\n")) == ["file_large"]
    assert codes(attach(evening, item, None)) == ["file_missing"]
    assert codes(attach(evening, item, token="")) == ["file_missing"]
    assert codes(attach(evening, item, who=LEA)) == ["not_your_part"]
    for number in range(MOST_FILES):
        assert attach(evening, item, HEIC, token=f"n{number}").done
    assert codes(attach(evening, item)) == ["file_many"]
    assert contents(evening) == MOST_FILES
    assert evening.act(submitting.submit, ANN, handover, now=NOW).done
    assert codes(attach(evening, item))[0] == "handover_frozen"


def test_an_upload_that_is_sent_twice_is_one_file(evening: Evening) -> None:
    _, item, file = with_file(evening)
    again = attach(evening, item)
    assert (again.attachment_id, contents(evening)) == (file, 1)


def test_whoever_has_the_database_alone_reads_nothing_and_no_other_key_opens_it(evening: Evening) -> None:
    handover, _, file = with_file(evening)
    with evening.database.read() as session:
        assert JPEG[4:40] not in session.scalars(select(AttachmentContent.sealed)).one()
    assert codes(opened(evening, handover, ANN, file, key="another")) == ["file_unreadable"]


def test_an_exchanged_file_is_noticed_when_it_is_opened(evening: Evening) -> None:
    """Also one that was sealed by somebody who has the key, and with the row of it made to fit."""
    handover, _, file = with_file(evening)
    assert evening.act(submitting.submit, ANN, handover, now=NOW).done
    purpose = f"lunban: attachment {file}, 1".encode()
    with evening.database.write() as session:
        session.get_one(AttachmentContent, file).sealed = sealing.seal(PDF, KEY, purpose=purpose)
        session.commit()
    assert codes(opened(evening, handover, NIA, file)) == ["file_changed"]
    if evening.database.engine.dialect.name == "sqlite":  # who owns the file can change every row
        path = evening.database.engine.url.database
        with sqlite3.connect(str(path)) as owner:
            owner.execute("DROP TRIGGER tr_attachment_no_update")
            digest = hashlib.sha256(PDF).hexdigest()
            owner.execute("UPDATE attachment SET sha256 = ?, kind = 'pdf'", (digest,))
        assert codes(opened(evening, handover, NIA, file)) == ["file_changed"]
    with evening.database.read() as session:
        assert "attachment.file_changed" in session.scalars(select(AuditEvent.action)).all()
        assert session.scalar(select(func.count(AttachmentOpening.id))) == 0


def test_a_file_goes_on_with_its_matter_and_stays_there(evening: Evening) -> None:
    handover = evening.begin(now=NOW)
    item = evening.write(handover, now=NOW)
    file = attach(evening, item).attachment_id or 0
    assert evening.act(submitting.submit, ANN, handover, now=NOW).done
    finish(evening, handover)
    morning = at(6, 40, day=DAY.replace(day=9))
    night = evening.begin(NIA, now=morning)
    with evening.database.read() as session:
        files = files_of_draft(session, night)
        assert [each.id for each in files[1]] == [file]
    assert opened(evening, night, NIA, file).data == JPEG
    carried = item_of(evening, night)
    (reason,) = evening.do(attaching.remove_file, NIA, carried, file)
    assert reason.code == "file_is_carried"


def test_what_is_taken_off_before_it_was_signed_is_gone_afterwards_it_stays(evening: Evening) -> None:
    handover, item, file = with_file(evening)
    assert evening.do(attaching.remove_file, ANN, item, file) == ()
    assert contents(evening) == 0
    kept = attach(evening, item, token="t2").attachment_id or 0
    assert evening.act(submitting.submit, ANN, handover, now=NOW).done
    returned = evening.act(
        checking.return_record, LEA, handover, defects=["omitted"], reason="第1项不清", now=NOW
    )
    assert returned.done, returned.reasons
    assert evening.do(preparing.remove_item, ANN, item) == ()
    assert contents(evening) == 1
    assert opened(evening, handover, LEA, kept).data == JPEG  # version 1 names it


def test_it_is_deleted_with_the_content_of_its_last_record(evening: Evening, database_urls: Urls) -> None:
    handover, _, file = with_file(evening)
    assert evening.act(submitting.submit, ANN, handover, now=NOW).done
    later = at(3, day=dt.date(2029, 12, 31))
    for now, gone in ((NOW, 0), (later, 1)):
        with evening.database.write() as session:
            retain(session, database_urls.retention, now=now)
            assert forget_due(session, now) == gone
    assert codes(opened(evening, handover, LEA, file)) == ["file_gone"]
    with evening.database.read() as session:
        assert session.get_one(Attachment, file).size_bytes == len(JPEG)


def test_files_of_the_duty_log_are_signed_come_along_and_open_in_the_handover(evening: Evening) -> None:
    entered = Entered(kind=EntryKind.COMPLAINT, body="陈先生重复扣费", token="e1")
    with evening.database.write() as session:
        written = write(session, evening.actor(ANN), entered, secret_key=KEY, now=at(20))
    entry = written.entry_id or 0
    added = evening.do(duty.add_file, ANN, entry, data=PDF, token="t9", secret_key=KEY, now=at(20, 1))
    file = added.attachment_id or 0
    again = evening.do(duty.add_file, ANN, entry, data=PDF, token="t9", secret_key=KEY, now=at(20, 2))
    assert again.attachment_id == file
    with pytest.raises(NotFound):
        evening.do(duty.add_file, NED, entry, data=PDF, token="t8", secret_key=KEY, now=at(20, 2))
    with evening.database.read() as session:
        found = list(of_subject(session, evening.office.department, f"duty:{written.number}"))
    assert [record.kind for record, _ in found] == ["duty.entry", "duty.file"]
    assert found[1][1]["files"][0]["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert evening.do(duty.open_file, ANN, entry, file, secret_key=KEY, now=NOW).data == PDF
    handover = evening.submitted(now=NOW)
    with evening.database.read() as session:
        frozen = read_frozen(session, handover, 1)
        assert frozen is not None
        assert [each["file"] for each in frozen.brought["log"][0]["files"]] == [file]
    assert opened(evening, handover, NIA, file).data == PDF


def finish(evening: Evening, handover: int) -> None:
    """Pass, receive, read and sign what was submitted."""
    assert evening.act(checking.pass_record, LEA, handover, now=NOW).done
    assert evening.act(receiving.receive, NIA, handover, now=NOW).done
    for number in evening.numbers(handover):
        assert evening.do(receiving.tick, NIA, handover, number, version=1, now=NOW).done
    assert evening.act(signing.sign_out, ANN, handover, now=NOW).done
    assert evening.act(signing.sign_in, NIA, handover, now=NOW).done


def item_of(evening: Evening, handover: int) -> int:
    with evening.database.read() as session:
        return session.scalars(select(HandoverItem.id).where(HandoverItem.handover_id == handover)).one()
