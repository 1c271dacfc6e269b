"""The frame of the pages in Chromium, on a real server, in both languages and both widths."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import log_in

pytestmark = pytest.mark.browser


def test_logging_in_switching_the_language_and_logging_out(site: Site, open_page: PageOpener) -> None:
    page = open_page(site.url)
    log_in(page)
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.locator("h1").inner_text() == "我的账号"
    page.click("details.menu summary")
    with new_page(page):
        page.click("text=English")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "My account"
    page.click("details.menu summary")
    with new_page(page):
        page.click("details.menu button:has-text('Log out')")
    page.goto("/me")
    assert page.locator("#password").is_visible()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["1280", "390"])
def test_pages_fit_and_can_be_used_by_everybody(
    site: Site, open_page: PageOpener, page_complaints: list[str], locale: str, phone: bool
) -> None:
    page = open_page(site.url, phone=phone, locale=locale)
    page.goto("/login")
    looks_right(page)
    log_in(page)
    looks_right(page)
    page.click("details.menu summary")
    looks_right(page)
    answer = page.goto("/no/such/page")
    assert answer is not None
    assert answer.status == 404
    looks_right(page)
    page_complaints.clear()  # Chromium logs the 404 that was asked for


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_phone_leads_to_every_page_of_the_desktops_bar(site: Site, open_page: PageOpener) -> None:
    desk = open_page(site.url)
    log_in(desk)
    wanted = desk.locator(".top > nav a").evaluate_all("links => links.map((link) => link.href)")
    page = open_page(site.url, phone=True)
    log_in(page)
    for address in wanted:
        page.goto("/me")
        page.locator("details.menu summary").tap()
        link = page.locator(f"a[href='{urlsplit(address).path}']:visible")
        expect(link).to_be_in_viewport(ratio=1)
        with new_page(page):
            link.tap()
        assert page.url.startswith(address)
    expect(page.locator(".menu-more")).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("details.menu summary").click()
    expect(page.locator(".menu-more")).to_be_hidden()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_keyboard_reaches_the_content_and_closes_the_menu(site: Site, open_page: PageOpener) -> None:
    page = open_page(site.url)
    log_in(page)
    page.goto("/me")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.locator("details.menu summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("details.menu").get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert page.locator("details.menu").get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_script_that_the_page_did_not_bring_does_not_run(
    site: Site, open_page: PageOpener, page_complaints: list[str]
) -> None:
    page = open_page(site.url)
    page.goto("/login")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.ran === undefined")
    assert any("Content Security Policy" in complaint for complaint in page_complaints)
    page_complaints.clear()
