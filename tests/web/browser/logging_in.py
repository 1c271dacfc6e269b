"""The supervisor of the browser tests, and the log-in as a person does it."""

import datetime as dt

from playwright.sync_api import Page

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
NUMBER, PASSWORD = "00123", "four-quiet-paper-boats"


def log_in(page: Page, number: str = NUMBER, password: str = PASSWORD) -> None:
    """Log in and arrive at the account page."""
    page.goto("/me")
    page.fill("#employee_number", number)
    page.fill("#password", password)
    page.click("button.btn.p")
    page.wait_for_url("**/me")
