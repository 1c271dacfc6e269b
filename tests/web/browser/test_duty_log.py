"""The duty log in Chromium: an entry in seconds on a phone, kept through a failure, corrected, revealed."""

import pytest
from playwright.sync_api import Route, expect

from tests.support.browser import PageOpener, looks_right, new_page, wait_until
from tests.support.site import Site
from tests.web.attendance.shop import ANN, DAY, LEADER, stored_shop, under
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.duty_log.log import entries_of
from tests.web.swaps.desk import Desk
from web.accounts import passwords
from web.accounts.tables import User
from web.database import Database

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]
NUMBER = "13812345678"
KEPT = "lunban.duty.CS" + ANN


@pytest.fixture
def site_environment(site_environment: dict[str, str]) -> dict[str, str]:
    """The server's clock stands in the middle of an early shift."""
    return {**site_environment, "LUNBAN_TODAY": DAY.isoformat()}


@pytest.fixture
def shop(live_server: Site, database: Database) -> Desk:
    """A department under S0i, which wants a recorder for every shift; Ann and her leader are at work."""
    assert live_server.url
    found = stored_shop(database)
    under(found, "S0i")
    hashed = passwords.hash_password(PASSWORD)
    with database.write() as session:
        for number in (ANN, LEADER):
            session.get_one(User, found.office.users[number]).password = hashed
        session.commit()
    return found


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_an_entry_takes_three_touches_on_the_phone(
    live_server: Site, shop: Desk, open_page: PageOpener, locale: str
) -> None:
    complaint, store, number, show, caller = {
        "zh-CN": ("投诉", "保存", "第 1 号", "查看隐藏的号码", "来电人"),
        "en": ("Complaint", "Store", "No. 1", "Show the hidden number", "Caller"),
    }[locale]
    page = open_page(live_server.url, phone=True, locale=locale)
    log_in(page, f"CS{ANN}", at="/duty-log")
    looks_right(page)
    button = page.get_by_role("button", name=store, exact=True)
    choice = page.get_by_role("radio", name=complaint)
    for target in (button, choice):
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    expect(page.get_by_label(caller)).to_be_hidden()
    choice.tap()
    expect(page.get_by_label(caller)).to_be_visible()
    page.locator("#body").fill(f"王女士投诉扣费，回电 {NUMBER}")
    looks_right(page)
    with new_page(page):
        button.tap()
    expect(page.locator(".duty-entry").first).to_contain_text(number)
    expect(page.locator(".duty-entry").first).to_contain_text("回电 138****5678")
    assert page.evaluate(f"localStorage.getItem('{KEPT}')") is None
    looks_right(page)
    with new_page(page):
        page.locator(".duty-entry a").first.tap()
    expect(page.get_by_role("heading", name=show)).to_be_visible()
    assert NUMBER not in page.content()
    looks_right(page)
    page.locator("#reason").fill("回电")
    with new_page(page):
        page.locator("form[action$=reveal] button").tap()
    expect(page.locator(".duty-shown")).to_contain_text(NUMBER)
    looks_right(page)
    page.reload()
    page.goto(page.url.removesuffix("/reveal"))
    assert NUMBER not in page.content()


def test_what_is_typed_survives_a_failure_and_is_stored_once(
    live_server: Site,
    shop: Desk,
    open_page: PageOpener,
    page_complaints: list[str],
) -> None:
    page = open_page(live_server.url, phone=True)
    log_in(page, f"CS{ANN}", at="/duty-log")
    page.locator("#body").fill("断网三分钟")
    expect(page.locator("#duty-state")).to_contain_text("已存在本机")
    broken: list[int] = []

    def answer_is_lost(route: Route) -> None:
        route.fetch()  # the server stores it, but nobody hears of it
        broken.append(1)
        route.abort()

    page.route("**/duty-log/entries", answer_is_lost)
    page.get_by_role("button", name="保存", exact=True).tap()
    wait_until(page, lambda: broken)
    expect(page.locator("#duty-state")).to_contain_text("未保存，正在重试")
    page.unroute("**/duty-log/entries")
    page.goto("/duty-log")  # whoever loses patience comes back to the same text
    expect(page.locator("#body")).to_have_value("断网三分钟")
    expect(page.locator("#duty-state")).to_contain_text("已从本机找回")
    with new_page(page):
        page.get_by_role("button", name="保存", exact=True).tap()
    assert [(entry.number, entry.body) for entry in entries_of(shop)] == [(1, "断网三分钟")]
    expect(page.locator("#body")).to_have_value("")
    page_complaints.clear()  # Chromium logs the answer that was cut off


def test_keys_and_refusals_on_the_desk(
    live_server: Site, shop: Desk, open_page: PageOpener, page_complaints: list[str]
) -> None:
    page = open_page(live_server.url, locale="en")
    log_in(page, f"CS{ANN}", at="/duty-log")
    page.locator("body").press("n")
    expect(page.locator("#body")).to_be_focused()
    page.locator(".duty-kinds [value=message]").check(force=True)
    page.locator("#body").fill("Call back before noon")
    page.locator("#body").press("Control+Enter")
    expect(page.locator("#duty-refused")).to_contain_text("Name the caller.")
    expect(page.locator("#duty-refused")).to_be_focused()
    looks_right(page)
    assert page_complaints
    page_complaints.clear()  # Chromium logs the 422 that was asked for
    page.locator("#caller").fill("Ms Wang")
    page.locator("#phone").fill(NUMBER)
    with new_page(page):
        page.locator("#body").press("Control+Enter")
    expect(page.locator(".duty-entry").first).to_contain_text("M******: Call back before noon")
    page.locator("#q").fill(NUMBER)
    with new_page(page):
        page.locator("#q").press("Enter")
    assert NUMBER not in page.url
    expect(page.locator(".duty-entry")).to_have_count(1)


@pytest.mark.parametrize(("locale", "phone"), [("zh-CN", False), ("en", True)])
def test_the_leader_names_the_recorder_and_a_correction_is_linked(
    live_server: Site, shop: Desk, open_page: PageOpener, locale: str, phone: bool
) -> None:
    page = open_page(live_server.url, locale=locale, phone=phone)
    log_in(page, f"CS{LEADER}", at="/duty-log")
    expect(page.locator(".note.warn")).to_have_count(1)
    looks_right(page)
    line = page.locator(".duty-recorders li").first
    line.locator("select").select_option(str(shop.office.people[ANN]))
    with new_page(page):
        line.locator("button").click()
    expect(page.locator("[aria-labelledby=duty-write]")).to_contain_text(f"员工{ANN}")
    page.locator("#body").fill("三点断网")
    with new_page(page):
        page.locator("#duty-form button.p").click()
    entry = page.locator(".duty-entry").first
    expect(entry.locator(".tag.warn")).to_have_count(1)
    with new_page(page):
        entry.locator("a").click()
    page.locator("details.card summary").first.click()
    expect(page.locator("#body")).to_have_value("三点断网")
    looks_right(page)
    page.locator("#body").fill("四点断网")
    page.locator("#why").fill("时间写错")
    with new_page(page):
        page.locator("form[action$=correct] button.p").click()
    expect(page.locator("ol.duty-list li")).to_have_count(2)
    looks_right(page)
    page.goto("/duty-log")
    expect(page.locator(".duty-entry.corrected")).to_contain_text("三点断网")
    looks_right(page)
