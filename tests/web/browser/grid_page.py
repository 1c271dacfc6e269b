"""The month grid as its browser tests open it and move in it."""

from playwright.sync_api import Page

from tests.support.browser import PageOpener
from tests.support.site import Site
from tests.web.browser.logging_in import log_in

SUPERVISOR, HEAD = "700001", "700002"


def open_draft(open_page: PageOpener, site: Site, version: int, **options: object) -> Page:
    page = open_page(site.url, **options)  # type: ignore[arg-type] # phone and locale, as they come
    log_in(page, SUPERVISOR, at="/rosters")
    page.goto(f"/rosters/versions/{version}")
    return page


def focus(page: Page, name: str, day: int) -> None:
    page.locator("tr[data-person]", has_text=name).locator("td").nth(day + 1).click()


def spoken(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))
