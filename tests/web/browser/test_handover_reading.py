"""Taking over in Chromium: read, asked, answered, counted and signed, at a desk and on the phone."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from roster.handovers.life import HandoverState
from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.handovers.evening import ANN, DAY, LEA, NIA, Evening, at, stored_evening
from web.accounts import passwords
from web.accounts.tables import User
from web.database import Database
from web.handovers import checking, counting, submitting
from web.handovers.content_tables import HandoverCheck

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]
EVENING = dt.timedelta(hours=22, minutes=45)
WORDS = {
    "zh-CN": {
        "receive": "开始接班", "read": "读完了，没有疑问", "back": "已读，提交复述", "right": "复述无误",
        "ask": "提问", "answer": "答复", "clear": "没有疑问了", "looked": "我已核对", "out": "签名交班",
        "in": "签名接班", "done": "责任已于",
    },
    "en": {
        "receive": "Begin to receive", "read": "Read, no question", "back": "Read and said back",
        "right": "That is right", "ask": "Ask a question", "answer": "Answer",
        "clear": "No question any more",
        "looked": "I looked as well", "out": "Sign the handover", "in": "Sign and take over",
        "done": "Responsibility passed",
    },
}  # fmt: skip


@pytest.fixture
def site_environment(site_environment: dict[str, str]) -> dict[str, str]:
    """The server's clock stands five minutes before the end of the window."""
    shift = at(0) + EVENING - dt.datetime.now(tz=dt.UTC)
    return {
        **site_environment,
        "LUNBAN_TODAY": DAY.isoformat(),
        "LUNBAN_CLOCK_SHIFT": str(shift.total_seconds()),
    }


@pytest.fixture
def shop(live_server: Site, database: Database) -> Evening:
    """Ann, her leader and the leader of the night can log in."""
    found = stored_evening(
        database,
        overrides={
            "handover.item_fields": ["cause", "course", "result"],
            "handover.checklist": ["desk", "communication"],
        },
    )
    hashed = passwords.hash_password(PASSWORD)
    with database.write() as session:
        for number in (ANN, LEA, NIA):
            session.get_one(User, found.office.users[number]).password = hashed
        session.commit()
    return found


def passed(shop: Evening) -> int:
    """An urgent matter, an overdue promise, an ordinary one; of what is counted one is abnormal."""
    now = at(22, 40)
    handover = shop.begin(now=now)
    texts = {"cause": "银行通道故障", "course": "21:40 发现；22:20 切备用通道", "result": "未恢复，预计 0:30"}
    shop.write(handover, now=now, **{**texts, "important": "1", "urgent": "1"})
    promise = {"title": "陈先生投诉升级", "promised_at": "2026-12-08T21:00", "important": "1"}
    shop.write(handover, now=now, **{**texts, **promise})
    shop.write(handover, now=now, **{**texts, "title": "三号机位耳麦无声", "urgent": "1"})
    with shop.database.read() as session:
        checks = [check.id for check in session.query(HandoverCheck).order_by(HandoverCheck.position)]
    for check, mark in zip(checks, ("normal", "abnormal"), strict=True):
        fields = {"mark": mark, "note": "" if mark == "normal" else "三号机位在用"}
        assert not shop.do(counting.mark_check, ANN, handover, check, fields, seen=1, now=now)
    assert shop.act(submitting.submit, ANN, handover, now=now).done
    assert shop.act(checking.pass_record, LEA, handover, now=at(22, 42)).done
    return handover


def sign(page: Page, field: str, button: str) -> None:
    page.fill(field, PASSWORD)
    with new_page(page):
        page.get_by_role("button", name=button, exact=True).click()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_read_asked_answered_counted_and_signed(
    live_server: Site, shop: Evening, open_page: PageOpener, locale: str, phone: bool
) -> None:
    words = WORDS[locale]
    handover = passed(shop)
    nia = open_page(live_server.url, phone=phone, locale=locale)
    log_in(nia, f"CS{NIA}", at="/handovers")
    looks_right(nia)
    nia.goto(f"/handovers/{handover}")
    expect(nia.get_by_role("timer")).to_contain_text(":")
    with new_page(nia):
        nia.get_by_role("button", name=words["receive"]).click()
    looks_right(nia)
    first = nia.locator(".card.stop .read-item h3").first
    expect(first).to_contain_text("陈先生投诉升级")
    nia.fill("#back-1", "0:30 问进展")
    nia.locator("#item-1").get_by_role("button", name=words["back"]).click()
    expect(nia.locator("#item-1 .back")).to_contain_text("0:30 问进展")
    nia.locator("#item-2 summary").click()
    nia.fill("#ask-2-", "回电由谁打？")
    with new_page(nia):
        nia.locator("#item-2 .ask-form").get_by_role("button", name=words["ask"], exact=True).click()
    looks_right(nia)
    nia.fill("#refuse-reason", "typed meanwhile")
    for number in (2, 3):
        nia.locator(f"#item-{number}").get_by_role("button", name=words["read"]).click()
        expect(nia.locator(f"#item-{number} .item-acts .tag.ok")).to_be_visible()
    for _ in range(2):
        count = nia.get_by_role("button", name=words["looked"]).count()
        nia.get_by_role("button", name=words["looked"]).first.click()
        expect(nia.get_by_role("button", name=words["looked"])).to_have_count(count - 1)
    expect(nia.locator("#refuse-reason")).to_have_value("typed meanwhile")

    ann = open_page(live_server.url, phone=phone, locale=locale)
    log_in(ann, f"CS{ANN}", at=f"/handovers/{handover}")
    looks_right(ann)
    with new_page(ann):
        ann.get_by_role("button", name=words["right"]).click()
    ann.locator(".thread input[name=answer]").fill("早班 梁慧")
    with new_page(ann):
        ann.locator(".thread").get_by_role("button", name=words["answer"], exact=True).click()
    nia.goto(f"/handovers/{handover}")
    nia.locator("#item-2").get_by_role("button", name=words["clear"]).click()
    expect(nia.locator("#item-2 .thread.open")).to_have_count(0)
    looks_right(nia)
    ann.goto(f"/handovers/{handover}")
    sign(ann, "#password-out", words["out"])
    nia.goto(f"/handovers/{handover}")
    sign(nia, "#password-in", words["in"])
    expect(nia.locator("#signing")).to_contain_text(words["done"])
    looks_right(nia)
    assert shop.state(handover) is HandoverState.COMPLETE
    nia.goto(f"/handovers/{handover}/print")
    looks_right(nia)


def test_a_leader_sees_the_record_and_the_four_defects(
    live_server: Site, shop: Evening, open_page: PageOpener
) -> None:
    handover = shop.submitted(now=at(22, 40), cause="银行通道", course="21:40", result="未恢复")
    page = open_page(live_server.url, phone=True)
    log_in(page, f"CS{LEA}", at=f"/handovers/{handover}")
    expect(page.locator("input[name=defects]")).to_have_count(4)
    looks_right(page)
    page.locator("input[name=defects]").first.check()
    page.fill("#return-reason", "时间记错")
    with new_page(page):
        page.get_by_role("button", name="退回并说明").click()
    expect(page.locator(".flashes")).to_contain_text("已退回")
    assert shop.state(handover) is HandoverState.RETURNED
