"""A record as PDF says what stands on it: people, items, both signatures with their hashes."""

import datetime as dt
import hashlib
import html
import io
import re

import pypdf
import pytest
from flask import Flask

from tests.support.databases import Urls
from tests.web.browsing import logged_in
from tests.web.files.samples import JPEG, KEY, PDF
from tests.web.handovers.evening import ANN, DAY, LEA, NED, NIA, Evening, at, stored_evening
from web.accounts.tables import User
from web.database import Database
from web.duty_log import attaching as duty
from web.duty_log.entered import Entered
from web.duty_log.tables import EntryKind
from web.duty_log.writing import write
from web.handovers import (
    amending,
    attaching,
    check_list,
    counting,
    in_place,
    preparing,
    receiving,
    signing,
    submitting,
)
from web.handovers.act_tables import HandoverSignature, HandoverVersion
from web.handovers.amendment_tables import HandoverAmendment
from web.handovers.check_list import CheckDetails
from web.handovers.content_tables import HandoverCheck
from web.handovers.paper_brought import brought_part
from web.handovers.paper_sheet import Sheet
from web.policy.preset_parts import CheckKind
from web.records.retaining import retain

NOW = at(22, 40)
SHA = hashlib.sha256(JPEG).hexdigest()


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def record_as_pdf(app: Flask, evening: Evening, who: str, handover: int) -> tuple[int, bytes]:
    with evening.database.write() as session:
        browser = logged_in(app, session, session.get_one(User, evening.office.users[who]))
        session.commit()
    answer = browser.get(f"/handovers/{handover}/record.pdf")
    return answer.status_code, answer.data


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_pdf_has_both_signatures_and_every_hash(app: Flask, evening: Evening) -> None:
    handover = evening.complete(now=NOW, detail="三楼<漏水> & \x01 订单 PAY-1 " + "甲" * 1900, important="1")
    status, content = record_as_pdf(app, evening, NIA, handover)
    assert status == 200
    assert content.startswith(b"%PDF")
    plain = text_of(content).replace("\n", "")
    for words in ("三楼<漏水> &", "支付接口超时", "00102", "00201", "2026-12-08 22:40:00"):
        assert words in plain, words
    with evening.database.read() as session:
        version = session.query(HandoverVersion).one()
        signatures = session.query(HandoverSignature).all()
        assert len(signatures) == 3
        for record in (version.record, *(each.record for each in signatures)):
            assert record.hash in plain
            assert str(record.number) in plain
            assert record.signer_name in plain
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) > 1
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        assert version.record.hash in page.extract_text()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_who_may_not_open_the_record_gets_no_pdf(app: Flask, evening: Evening) -> None:
    handover = evening.submitted(now=NOW)
    assert record_as_pdf(app, evening, LEA, handover)[0] == 200
    assert record_as_pdf(app, evening, NED, handover)[0] == 404
    assert record_as_pdf(app, evening, ANN, evening.begin("00103", now=NOW))[0] == 404


def squeezed(text: str) -> str:
    """Return what is said without tags and without breaks of lines."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", text)))


def in_place_of_ann(evening: Evening) -> int:
    """Lea hands over for Ann: one item with a photograph, empty sections, a meter that was read; amended."""
    meter = CheckDetails(
        label="电表", label_en="Electricity meter", kind=CheckKind.READING, expected=None, unit="度",
        required=True, valid_from=DAY,
    )  # fmt: skip
    assert evening.do(check_list.add_check, NIA, meter, today=DAY, now=at(9)) == []
    entered = Entered(kind=EntryKind.COMPLAINT, body="陈先生重复扣费", token="e1")
    with evening.database.write() as session:
        entry = write(session, evening.actor(ANN), entered, secret_key=KEY, now=at(20)).entry_id or 0
    assert evening.do(duty.add_file, ANN, entry, data=PDF, token="t0", secret_key=KEY, now=at(20)).done
    handover = evening.handover()
    assert evening.act(in_place.act_for, LEA, handover, reason="突发急病送医", now=at(21)).done
    assert evening.do(preparing.begin, LEA, handover, now=at(21, 1)).done
    item = evening.write(handover, LEA, now=at(21, 2), category="work_in_progress")
    assert evening.do(
        attaching.add_file, LEA, item, data=JPEG, token="t1", secret_key=KEY, now=at(21, 3)
    ).done
    with evening.database.read() as session:
        (check,) = session.query(HandoverCheck).all()
    read = {"mark": "normal", "counted": "4711"}
    seen = check.lock_version
    assert evening.do(counting.mark_check, LEA, handover, check.id, read, seen=seen, now=at(21, 4)) == ()
    now = at(22, 55)
    assert evening.act(submitting.submit, LEA, handover, now=now).done
    assert evening.act(receiving.receive, NIA, handover, now=now).done
    assert evening.do(receiving.tick, NIA, handover, 1, version=1, now=now).done
    assert evening.do(counting.verify_check, NIA, handover, check.id, seen=seen + 1, now=now) == ()
    assert evening.act(signing.sign_out, LEA, handover, now=now).done
    assert evening.act(signing.sign_in, NIA, handover, now=now).done
    said = {"text": "回电改为 0:40", "reason": "客户来电改期"}
    assert evening.do(amending.amend, NIA, handover, token="t1", now=at(23, 30), **said).done
    return handover


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_pdf_says_what_the_print_page_says(app: Flask, database: Database) -> None:
    evening = stored_evening(database, preset="S0c")
    handover = in_place_of_ann(evening)
    with database.write() as session:
        amendment = session.query(HandoverAmendment).one().record.number
        browser = logged_in(app, session, session.get_one(User, evening.office.users[NIA]))
        session.commit()
    both = {
        "zh": [
            "账号00101受命代员工00102交班", "受命代员工00102", "工作状态", f"SHA-256 {SHA}",
            "个人工作总结：无事项", "电表", "4711 度", "更正", "2026-12-08 23:30:00", "回电改为 0:40",
            "客户来电改期", "本班话务", "陈先生重复扣费",
        ],
        "en": [
            "账号00101 in place of 员工00102, by order", "by order in place of 员工00102", "State of work",
            f"SHA-256 {SHA}", "Personal work summary: nothing to report", "Electricity meter", "4711 度",
            "Amendments", "2026-12-08 23:30:00", "回电改为 0:40", "Why: 客户来电改期",
            f"record No. {amendment}", "not noted yet", "From the duty log", "The system adds",
            "none today", "Calls of the shift", "no figures: the imported calls do not say it", "Next shift",
            "Notices to read", "unread notice",
        ],
    }  # fmt: skip
    for language, words in both.items():
        spoken = {"headers": {"Accept-Language": language}}
        pdf = squeezed(text_of(browser.get(f"/handovers/{handover}/record.pdf", **spoken).data))
        page = squeezed(browser.get(f"/handovers/{handover}/print", **spoken).text)
        for each in words:
            assert squeezed(each) in page, each
            assert squeezed(each) in pdf, each


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_of_deleted_content_the_pdf_says_so(app: Flask, evening: Evening, database_urls: Urls) -> None:
    handover = evening.complete(now=NOW)
    said = {"text": "回电改为 0:40", "reason": "客户来电改期"}
    assert evening.do(amending.amend, ANN, handover, token="t1", now=at(23, 30), **said).done
    with evening.database.write() as session:
        retain(session, database_urls.retention, now=at(3, day=dt.date(2029, 12, 31)))
    words = squeezed(text_of(record_as_pdf(app, evening, NIA, handover)[1]))
    assert words.count(squeezed("内容保存期满已删除，编号、校验值和签名保留。")) == 2
    assert "回电改为" not in words
    with evening.database.read() as session:
        record = session.query(HandoverAmendment).one().record
        assert f"{record.signer_name}{record.signer_number}2026-12-0823:30:00" in words


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_figures_of_the_shift_stand_on_paper(app: Flask) -> None:
    evening_at = at(20, 30).isoformat()
    figures = {"offered": 60, "answered": 51, "abandoned": 9, "wait_s": 34.7, "until": at(21).isoformat()}
    unknown = {"offered": 5, "answered": None, "abandoned": None, "wait_s": None, "worst": None}
    found = {
        "log": [],
        "people": {"planned": 3, "missing": ["李想"]},
        "swaps": [{"date": "2026-12-08", "shift": "M", "giver": "李想", "taker": "赵一"}],
        "queues": [
            {"queue": "账单", **figures, "worst": {"at": evening_at, "wait_s": 84.0}},
            {"queue": "报障", **unknown, "until": at(21).isoformat()},
        ],
        "next_shift": {
            "people": 3,
            "short": [{"from": at(23).isoformat(), "until": at(23, 30).isoformat(), "missing": 2}],
        },
        "notices": {"name": "王二", "unread": 0, "needed": True},
    }
    with app.test_request_context(headers={"Accept-Language": "en"}):
        sheet = Sheet()
        brought_part(sheet, found)
        words = squeezed(text_of(sheet.made(title="", foot=str)))
    for each in (
        "3 people · missing: 李想",
        "M 李想 → 赵一",
        "账单 offered 60 · answered 51 (85%) · given up 9 · waited 35 s on average",
        "longest at 20:30: 84 s on average · up to 21:00",
        "报障 offered 5 · answered: no figures · given up: no figures · waiting time: no figures · up to",
        "23:00–23:30: 2 missing",
        "王二 has read all",
    ):
        assert squeezed(each) in words, each
