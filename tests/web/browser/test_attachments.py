# ruff: noqa: F401, F811 - fixtures of a neighbour
"""A photograph from the phone, through a lost connection and a closed tab; and pieces that are refused."""

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect
from sqlalchemy import func, select

from roster.handovers.life import HandoverState
from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import log_in
from tests.web.browser.test_handover_writing import shop, site_environment
from tests.web.files.samples import JPEG
from tests.web.handovers.evening import ANN, LEA, NIA, Evening, at
from web.files.tables import Attachment, AttachmentContent
from web.handovers import checking, receiving, submitting

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]
PHOTO = FilePayload(name="IMG_2245.jpg", mimeType="image/jpeg", buffer=JPEG)
TEXTS = {"cause": "一", "course": "二", "result": "三", "category": "major_incidents"}


def files(evening: Evening) -> int:
    with evening.database.read() as session:
        return session.scalar(select(func.count(Attachment.id))) or 0


def cut(page: Page) -> None:
    page.route("**/files", lambda route: route.abort())


def test_a_photo_survives_a_lost_connection_and_a_closed_tab_and_is_stored_once(
    live_server: Site,
    shop: Evening,
    open_page: PageOpener,
    page_complaints: list[str],
) -> None:
    handover = shop.begin(now=at(22, 31))
    shop.write(handover, now=at(22, 31), **TEXTS)
    ann = open_page(live_server.url, phone=True)
    log_in(ann, f"CS{ANN}", at=f"/handovers/{handover}")
    cut(ann)
    ann.locator(".upload input[capture]").set_input_files([PHOTO])
    line = ann.locator(".upload-list li")
    expect(line).to_contain_text("文件保留在本机")
    looks_right(ann)
    ann.locator("#submit button").click()
    expect(ann.locator("#saved")).to_contain_text("有附件没传完")
    expect(line).to_be_focused()
    assert (files(shop), shop.state(handover)) == (0, HandoverState.PREPARING)
    page_complaints.clear()  # the lost connection itself
    context = ann.context
    ann.close()

    again = context.new_page()

    def lose_the_answer(route: Route) -> None:
        route.fetch()  # it reaches the site, its answer does not come back
        route.abort()

    again.route("**/files", lose_the_answer, times=1)
    again.goto(f"/handovers/{handover}")
    expect(again.locator(".files li")).to_have_count(1)
    expect(again.locator(".upload-list li")).to_have_count(0)
    assert files(shop) == 1
    page_complaints.clear()
    looks_right(again)
    with again.expect_download() as opened:
        again.locator(".files button").first.click()
    assert opened.value.path().read_bytes() == JPEG
    again.locator(".upload input[multiple]").set_input_files(
        [FilePayload(name="账单.pdf", mimeType="application/pdf", buffer=b"MZ")]
    )
    expect(again.locator(".upload-list li")).to_contain_text("内容不是完整的")
    page_complaints.clear()  # the refused request itself
    again.locator(".upload-list button").click()
    with new_page(again):
        again.locator("#submit button").click()
    assert shop.state(handover) is HandoverState.SUBMITTED
    with shop.database.read() as session:
        assert session.scalar(select(func.count(AttachmentContent.id))) == 1


def test_a_refused_failed_or_lost_piece_says_so_and_what_to_do(
    live_server: Site,
    shop: Evening,
    open_page: PageOpener,
    page_complaints: list[str],
) -> None:
    handover = shop.begin(now=at(22, 31))
    shop.write(handover, now=at(22, 31), **TEXTS)
    for act, who in (
        (submitting.submit, ANN),
        (checking.pass_record, LEA),
        (receiving.receive, NIA),
    ):
        assert shop.act(act, who, handover, now=at(22, 36)).done
    nia = open_page(live_server.url, phone=True)
    log_in(nia, f"CS{NIA}", at=f"/handovers/{handover}")
    trouble = nia.locator("#trouble")
    tick, piece = nia.locator("#read-1"), nia.locator("#item-1")
    expect(trouble).to_be_hidden()
    nia.route("**/items/1/read", lambda route: route.abort(), times=1)
    tick.click()
    expect(trouble).to_contain_text("网络断开")
    looks_right(nia)
    nia.route("**/items/1/read", lambda route: route.fulfill(status=500, body="x"), times=1)
    trouble.locator("[data-again]").click()
    expect(trouble).to_contain_text("服务器没能处理")
    refused = shop.act(checking.recall_record, LEA, handover, reason="第1项不清", now=at(22, 40))
    assert refused.done
    trouble.locator("[data-again]").click()
    expect(trouble).to_contain_text("不能再这样做")
    expect(piece).to_be_visible()
    page_complaints.clear()  # the refused requests themselves
    trouble.locator("[data-away]").click()
    expect(trouble).to_be_hidden()
