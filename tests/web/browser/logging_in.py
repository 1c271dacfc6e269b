"""The supervisor of the browser tests, and the log-in as a person does it."""

import datetime as dt
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.support.browser import new_page

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
NUMBER, PASSWORD = "00123", "four-quiet-paper-boats"


def log_in(page: Page, number: str = NUMBER, password: str = PASSWORD, *, at: str = "/me") -> None:
    """Ask for a page, be sent to the log-in, log in, and arrive at that page."""
    page.goto(at)
    page.fill("#employee_number", number)
    page.fill("#password", password)
    with new_page(page):
        page.click("button.btn.p")
    assert urlsplit(page.url).path == at
