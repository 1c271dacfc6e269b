"""The inbox in Chromium: single keys in the list, one thing at a time on the phone, a stale decision."""

import pytest
from playwright.sync_api import Page, expect

from roster.swaps.life import SwapState
from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.rosters.office import NOW
from tests.web.swaps.desk import ANN, BEN, Desk, stored_desk
from web.accounts import passwords
from web.accounts.tables import User
from web.database import Database
from web.rosters.lifecycle import submit
from web.swaps import deciding
from web.swaps.steps import SwapAnswer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]
LEADER, SUPERVISOR = "CS00101", "CS09001"


@pytest.fixture
def desk(live_server: Site, database: Database) -> Desk:
    found = stored_desk(database)
    hashed = passwords.hash_password(PASSWORD)
    with database.write() as session:
        for user_id in (found.office.users["00101"], found.office.supervisor.user_id):
            session.get_one(User, user_id).password = hashed
        session.commit()
    return found


@pytest.fixture
def swaps(desk: Desk) -> list[SwapAnswer]:
    """Three swaps that wait for the leader."""
    return [desk.act(deciding.agree, desk.actor(BEN), desk.exchange(day, ANN, BEN)) for day in (8, 12, 16)]


def line(page: Page, swap: SwapAnswer) -> str:
    return f"#item-swap-{swap.swap_id}"


def opened(page: Page, swap: SwapAnswer) -> None:
    """Wait until the detail is that of a swap, and the list says so."""
    expect(page.locator(f"#inbox-detail[data-key=swap-{swap.swap_id}]")).to_be_visible()
    expect(page.locator(".inbox-line[aria-current]")).to_have_attribute("data-key", f"swap-{swap.swap_id}")


def test_keys_decide_only_while_the_focus_is_in_the_list(
    live_server: Site, desk: Desk, swaps: list[SwapAnswer], open_page: PageOpener
) -> None:
    page = open_page(live_server.url)
    log_in(page, LEADER, at="/approvals")
    looks_right(page)
    opened(page, swaps[0])
    page.keyboard.press("j")
    opened(page, swaps[0])  # the focus is not in the list yet
    page.locator(line(page, swaps[0])).focus()
    page.keyboard.press("j")
    opened(page, swaps[1])
    page.keyboard.press("k")
    opened(page, swaps[0])
    page.keyboard.press("?")
    expect(page.locator("#inbox-help")).to_be_visible()
    looks_right(page)
    page.keyboard.press("Escape")
    page.locator(line(page, swaps[0])).focus()

    with new_page(page):
        page.keyboard.press("a")
    opened(page, swaps[1])
    expect(page.get_by_role("status")).to_contain_text("已批准，双方会收到通知。")
    expect(page.locator(line(page, swaps[1]))).to_be_focused()
    assert desk.state(swaps[0].swap_id) is SwapState.EFFECTIVE

    page.keyboard.press("r")
    reason = page.locator("#reason")
    expect(reason).to_be_focused()
    page.keyboard.type("ajkro?")  # letters are text here
    expect(reason).to_have_value("ajkro?")
    assert desk.state(swaps[1].swap_id) is SwapState.RULE_CHECKED
    with new_page(page):
        page.locator("#turn-down button").click()
    opened(page, swaps[2])
    expect(page.locator(line(page, swaps[2]))).to_be_focused()
    assert desk.state(swaps[1].swap_id) is SwapState.REJECTED
    looks_right(page)
    page.locator(line(page, swaps[2])).focus()
    with new_page(page):
        page.keyboard.press("o")
    assert "/rosters" in page.url


def test_keys_can_be_switched_off_and_rest_while_an_input_method_composes(
    live_server: Site, swaps: list[SwapAnswer], open_page: PageOpener
) -> None:
    page = open_page(live_server.url)
    log_in(page, LEADER, at="/approvals")
    first = page.locator(line(page, swaps[0]))
    first.focus()
    first.evaluate(
        "(line) => line.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'j', isComposing: true, bubbles: true}))"
    )
    opened(page, swaps[0])
    page.locator("[data-dialog=inbox-help]").click()
    page.locator("#inbox-letters").uncheck()
    page.locator("#inbox-help [data-close]").click()
    first.focus()
    page.keyboard.press("j")
    opened(page, swaps[0])
    page.reload()
    page.locator(line(page, swaps[0])).focus()
    page.keyboard.press("j")
    opened(page, swaps[0])
    page.locator("[data-dialog=inbox-help]").click()
    page.locator("#inbox-letters").check()
    page.locator("#inbox-help [data-close]").click()
    page.locator(line(page, swaps[0])).focus()
    page.keyboard.press("j")
    opened(page, swaps[1])


def test_a_stale_decision_stays_on_the_page_and_says_what_changed(
    live_server: Site,
    desk: Desk,
    swaps: list[SwapAnswer],
    open_page: PageOpener,
    page_complaints: list[str],
) -> None:
    page = open_page(live_server.url)
    log_in(page, LEADER, at="/approvals")
    assert desk.act(deciding.approve, desk.leader, swaps[0]).done
    page.locator(line(page, swaps[0])).focus()
    with new_page(page):
        page.keyboard.press("a")
    expect(page.get_by_role("alert")).to_contain_text("没有")
    expect(page.locator("#inbox-detail")).to_contain_text("已经不再等你")
    opened(page, swaps[1])
    assert desk.state(swaps[1].swap_id) is SwapState.RULE_CHECKED
    page_complaints.clear()  # Chromium names the 409 in its console


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_on_the_phone_first_the_list_then_one_thing_with_the_decision_in_reach(
    live_server: Site, desk: Desk, swaps: list[SwapAnswer], open_page: PageOpener, locale: str
) -> None:
    page = open_page(live_server.url, phone=True, locale=locale)
    log_in(page, LEADER, at="/approvals")
    looks_right(page)
    expect(page.locator("#inbox-list")).to_be_visible()
    expect(page.locator("#inbox-detail")).to_be_hidden()
    with new_page(page):
        page.locator(line(page, swaps[1])).click()
    expect(page.locator("#inbox-list")).to_be_hidden()
    expect(page.locator(".inbox-bar")).to_contain_text("2 / 3")
    looks_right(page)
    foot = page.locator(".inbox-foot")
    box = foot.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)
    with new_page(page):
        foot.locator(".btn.p").click()
    expect(page.locator(".inbox-bar")).to_contain_text("2 / 2")
    opened(page, swaps[2])
    assert desk.state(swaps[1].swap_id) is SwapState.EFFECTIVE


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("phone", [False, True])
def test_a_roster_and_nothing_look_right(
    live_server: Site, desk: Desk, open_page: PageOpener, phone: bool, locale: str
) -> None:
    page = open_page(live_server.url, phone=phone, locale=locale)
    log_in(page, SUPERVISOR, at="/approvals")
    expect(page.locator(".empty")).to_be_visible()
    looks_right(page)
    version = desk.office.draft()
    with desk.database.write() as session:
        assert submit(session, desk.office.supervisor, version, seen=1, now=NOW).done
    page.goto(f"/approvals?item=roster-{version}")
    expect(page.locator("#inbox-detail")).to_be_visible()
    looks_right(page)
