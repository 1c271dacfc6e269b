# ruff: noqa: F401, F811 - fixtures of a neighbour
"""Pieces of the pages over HTTP: files, news of a record, forms that are sent twice, lists with pages."""

import io

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.web.files.samples import JPEG
from tests.web.handovers.evening import ANN, LEA, NIA, Evening, at
from tests.web.handovers.test_reading_http import Visit, config, evening, post, visit
from web.handovers import overview, preparing
from web.handovers.act_tables import HandoverQuestion
from web.handovers.content_tables import HandoverItem

NOW = at(22, 35)
JSON = "application/json"


def test_a_file_is_added_shown_and_sent_as_a_download_with_safe_headers(
    evening: Evening,
    visit: Visit,
) -> None:
    handover = evening.begin(now=NOW)
    item = evening.write(handover, now=NOW)
    ann = visit(ANN)
    address = f"/handovers/items/{item}/files"

    def sent(data: bytes, token: str) -> dict[str, object]:
        return {"token": token, "file": (io.BytesIO(data), "<script>.exe")}

    odd = ann.post(address, data=sent(b"MZ", "a"), accept=JSON)
    assert (odd.status_code, "内容不是完整的 PDF, JPEG" in odd.get_json()["said"][0]) == (422, True)
    stored = ann.post(address, data=sent(JPEG, "b"), accept=JSON)
    assert (stored.status_code, "照片 1" in stored.get_json()["html"]) == (200, True)
    assert ann.post(address, data=sent(JPEG, "c")).status_code == 302  # without any script
    page = ann.get(f"/handovers/{handover}").text
    assert page.count("/files/1/remove") == 1
    assert "<script>.exe" not in page
    assert ann.post(f"/handovers/items/{item}/files/2/remove").status_code == 302
    assert post(ann, handover, "submit", evening) == 302
    lea = visit(LEA)
    assert f"/handovers/{handover}/files/1" in lea.get(f"/handovers/{handover}").text
    answer = lea.post(f"/handovers/{handover}/files/1")
    assert (answer.status_code, answer.data) == (200, JPEG)
    kept = {
        name: answer.headers[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")
    }
    assert kept == {
        "Content-Type": "image/jpeg",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    assert answer.headers["Content-Disposition"] == f'attachment; filename="handover-{handover}-1.jpg"'
    assert "SHA-256" in lea.get(f"/handovers/{handover}/print").text


def test_news_of_a_record_are_nothing_until_somebody_has_acted(
    evening: Evening,
    visit: Visit,
) -> None:
    handover = evening.receiving(now=NOW)
    ann, nia = visit(ANN), visit(NIA)
    address = next(
        part.split('"')[0].replace("&amp;", "&")
        for part in nia.get(f"/handovers/{handover}").text.split('hx-get="')
        if "/news" in part.split('"')[0]
    )
    assert (nia.get(address).status_code, nia.get(address).data) == (204, b"")
    assert post(nia, handover, "items/1/read", evening) == 302
    changed = nia.get(address)
    assert (changed.status_code, 'id="news"' in changed.text, len(changed.data) < 500) == (200, True, True)
    assert ann.get(f"/handovers/{handover}/news").status_code == 200


@pytest.mark.parametrize("again", [1, 2])
def test_a_form_that_is_sent_twice_is_stored_once(
    evening: Evening,
    visit: Visit,
    again: int,
) -> None:
    handover = evening.receiving(now=NOW)
    nia = visit(NIA)
    for _ in range(again):
        assert post(nia, handover, "questions", evening, item=1, question="谁打电话？", token="t") == 302
    other = evening.begin("00103", now=NOW)
    dan = visit("00103")
    for _ in range(again):
        assert post(dan, other, "items", evening, token="t") == 302
    with evening.database.read() as session:
        asked = session.scalar(select(func.count(HandoverQuestion.id)))
        items = session.scalar(select(func.count(HandoverItem.id)).where(HandoverItem.handover_id == other))
    assert (asked, items) == (1, 1)
    assert post(nia, handover, "questions", evening, item=1, question="谁打电话？", token="u") == 302
    with evening.database.read() as session:
        assert session.scalar(select(func.count(HandoverQuestion.id))) == 2


def test_a_long_list_says_how_many_there_are_and_offers_them(
    evening: Evening,
    visit: Visit,
    monkeypatch: pytest.MonkeyPatch,
    app: Flask,
) -> None:
    for who in (ANN, "00103"):
        evening.submitted(who, now=NOW)
    monkeypatch.setattr(overview, "MOST", 1)
    lea = visit(LEA)
    first = lea.get("/handovers").text
    assert "第 1 / 2 页，共 2 条" in first
    assert "/handovers?list=to_check&amp;page=2" in first
    second = lea.get("/handovers?list=to_check&page=2").text
    assert "第 2 / 2 页，共 2 条" in second
    assert "员工00103" in second
    assert "你要交班" not in second
    for odd in ("list=nothing", "list=to_check&page=99", "list=latest&page=x"):
        assert lea.get(f"/handovers?{odd}").status_code == 200
    with evening.database.read() as session:
        assert overview.waiting(session, evening.actor(LEA)) == 2


def test_what_has_changed_since_the_record_came_back_is_read_first(evening: Evening, visit: Visit) -> None:
    handover = evening.begin(now=NOW)
    evening.write(handover, now=NOW)
    second = evening.write(handover, now=NOW, title="三号机位耳麦无声")
    lea, ann = visit(LEA), visit(ANN)
    assert post(ann, handover, "submit", evening) == 302
    assert "第 1 版后有改动" not in lea.get(f"/handovers/{handover}").text
    assert post(lea, handover, "return", evening, defects="omitted", reason="第2项不清") == 302
    saved = evening.do(preparing.save_item, ANN, second, {"detail": "已换备用机"}, seen=2, now=NOW)
    assert saved.done
    assert post(ann, handover, "submit", evening) == 302
    page = lea.get(f"/handovers/{handover}").text
    assert page.count("第 1 版后有改动") == 1
    assert page.index("三号机位耳麦无声") < page.index("支付接口超时")
