"""A record as PDF says what stands on it: people, items, both signatures with their hashes."""

import io

import pypdf
import pytest
from flask import Flask

from tests.web.browsing import logged_in
from tests.web.handovers.evening import ANN, LEA, NED, NIA, Evening, at
from web.accounts.tables import User
from web.handovers.act_tables import HandoverSignature, HandoverVersion

NOW = at(22, 40)


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
