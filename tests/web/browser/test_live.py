"""Live parts of a page: they poll, rest in a hidden tab, and say when their figures are old."""

import pytest
from playwright.sync_api import Page, Request, expect

from tests.support.browser import PageOpener
from tests.support.site import Site
from tests.web.browser.logging_in import log_in

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)]

PART = """() => {
    const part = document.createElement("div");
    part.id = "part";
    part.dataset.live = "";
    part.innerHTML = '<span hx-get="/me" hx-trigger="every 2s" hx-swap="none">0</span>';
    document.querySelector("main").append(part);
    htmx.process(part);
}"""
HIDE = "hidden => Object.defineProperty(document, 'hidden', {value: hidden, configurable: true})"


@pytest.fixture
def page(site: Site, open_page: PageOpener) -> Page:
    """A page with a live part and a clock that only the test moves."""
    opened = open_page(site.url)
    log_in(opened)
    opened.clock.install()
    opened.goto("/me")
    opened.evaluate(PART)
    return opened


def test_a_hidden_tab_asks_nothing(page: Page) -> None:
    asked: list[str] = []

    def on_request(request: Request) -> None:
        if request.resource_type in {"xhr", "fetch"}:  # the page's own icons may still be on their way
            asked.append(request.url)

    page.on("request", on_request)
    with page.expect_response("**/me"):
        page.clock.run_for(2_100)
    page.evaluate(HIDE, True)
    asked.clear()
    page.clock.run_for(20_000)
    assert asked == []
    page.evaluate(HIDE, False)
    with page.expect_response("**/me"):
        page.clock.run_for(2_100)


def test_figures_that_stay_away_for_a_minute_are_called_old(page: Page, page_complaints: list[str]) -> None:
    page.route("**/me", lambda route: route.abort())
    page.clock.run_for(50_000)
    expect(page.locator("#part .stale")).to_have_count(0)
    page.clock.run_for(20_000)
    expect(page.locator("#part .stale")).to_contain_text("正在重连")
    page.unroute("**/me")
    with page.expect_response("**/me"):
        page.clock.run_for(2_100)
    expect(page.locator("#part .stale")).to_have_count(0)
    page_complaints.clear()  # Chromium logs the requests that were cut off
