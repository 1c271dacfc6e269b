"""Overtime in Chromium: a form is approved, an order refused, a call-in taken, the month read."""

import pytest
from playwright.sync_api import Page, expect

from roster.overtime.origins import Origin
from tests.support.browser import PageOpener, looks_right
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.overtime.shop import Shop, local, stored_shop
from tests.web.swaps.desk import ANN, BEN, CAI, december
from web.accounts import passwords
from web.accounts.tables import User
from web.database import Database

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]
WORDS = {
    "zh-CN": {
        "hand_in": "提交",
        "approve": "批准",
        "approved": "已批准，会通知本人。",
        "ask": "征求同意",
        "refuse": "拒绝",
        "offer": "发布",
        "take": "报名",
        "taken": "报名成功，你的同意已记录。",
        "rest": "两班之间休息",
    },
    "en": {
        "hand_in": "Hand in",
        "approve": "Approve",
        "approved": "Approved. The person is told.",
        "ask": "Ask for consent",
        "refuse": "Refuse",
        "offer": "Offer",
        "take": "Take it",
        "taken": "It is yours. Your consent is on record.",
        "rest": "rest between shifts",
    },
}


@pytest.fixture
def shop(live_server: Site, database: Database) -> Shop:
    """The department under S4f with its December in force; Ben was held over once."""
    found = stored_shop(database)
    hashed = passwords.hash_password(PASSWORD)
    users = found.desk.office.users
    with database.write() as session:
        for user_id in (users[ANN], users[BEN], users[CAI], found.supervisor.user_id):
            session.get_one(User, user_id).password = hashed
        session.commit()
    found.leaves(local(2, 23, 50), number=BEN, day=2, origin=Origin.HELD_OVER)
    return found


def click(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_asked_ordered_offered_and_counted(
    live_server: Site, shop: Shop, open_page: PageOpener, locale: str
) -> None:
    words = WORDS[locale]
    ann = open_page(live_server.url, phone=True, locale=locale)
    log_in(ann, f"CS{ANN}", at="/overtime")
    looks_right(ann)
    ann.goto("/overtime/new")
    ann.locator("[name=date]").fill("2026-12-08")
    ann.locator("[name=until]").fill("17:00")
    ann.locator("[name=reason]").fill("当日工单未处理完")
    looks_right(ann)
    click(ann, words["hand_in"])
    expect(ann.get_by_role("status")).to_be_visible()
    looks_right(ann)
    boss = open_page(live_server.url, locale=locale)
    log_in(boss, "CS09001", at="/overtime")
    looks_right(boss)
    boss.locator(".swap-line").first.click()
    looks_right(boss)
    click(boss, words["approve"])
    expect(boss.get_by_role("status")).to_contain_text(words["approved"])
    boss.goto("/overtime/order")
    boss.locator("[name=person]").select_option(str(shop.desk.office.people[BEN]))
    boss.locator("[name=date]").fill("2026-12-08")
    boss.locator("[name=until]").fill("00:30")
    boss.locator("[name=reason]").fill("促销")
    looks_right(boss)
    click(boss, words["ask"])
    expect(boss.get_by_role("status")).to_be_visible()
    ben = open_page(live_server.url, phone=True, locale=locale)
    log_in(ben, f"CS{BEN}", at="/overtime")
    ben.locator(".swap-line").first.click()
    looks_right(ben)
    click(ben, words["refuse"])
    expect(ben.get_by_role("status")).to_be_visible()
    boss.goto("/overtime/offers/new")
    boss.locator("[name=date]").fill("2026-12-08")
    boss.locator("[name=kind]").select_option(index=1)
    boss.locator("[name=wanted]").fill("1")
    boss.locator("[name=deadline]").fill("2026-12-07T12:00")
    boss.locator("[name=reason]").fill("促销")
    looks_right(boss)
    click(boss, words["offer"])
    expect(boss.get_by_role("status")).to_be_visible()
    looks_right(boss)
    cai = open_page(live_server.url, phone=True, locale=locale)
    log_in(cai, f"CS{CAI}", at="/overtime")
    cai.locator(".swap-line").first.click()
    looks_right(cai)
    click(cai, words["take"])
    expect(cai.get_by_role("status")).to_contain_text(words["taken"])
    assert shop.desk.roster().kind(CAI, december(8)) == "E"
    for page in (boss, ben):
        page.goto("/overtime/ledger?month=2026-12")
        looks_right(page)
        expect(page.locator("tbody tr").first).to_contain_text("50")


def test_who_may_not_take_an_offer_reads_why(live_server: Site, shop: Shop, open_page: PageOpener) -> None:
    """The evening of the eighth to 21:30 ends 10.5 hours before Cai's early shift."""
    offer = shop.offer(8, until_minute=21 * 60 + 30)
    page = open_page(live_server.url, phone=True)
    log_in(page, f"CS{CAI}", at=f"/overtime/offers/{offer.offer_id}")
    expect(page.locator("main")).to_contain_text("休息 10.5 小时，至少 11 小时")
    expect(page.get_by_role("button", name="报名", exact=True)).to_have_count(0)
    looks_right(page)
