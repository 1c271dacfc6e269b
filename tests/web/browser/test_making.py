"""The making of a forecast in Chromium: the form answered at once, steps, the new forecast; and stopped."""

import datetime as dt

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import NOW, log_in
from tests.web.forecasts.centre import add_history
from web.database import Database
from web.demo.department import add_policy
from web.people.tables import Department

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture
def calls(site: Site, database: Database) -> Site:
    """A site whose department has sixty days of calls and no forecast."""
    with database.write() as session:
        department = session.scalars(select(Department)).one()
        add_policy(session, department, dt.date(2025, 1, 1), NOW)
        add_history(session, department, days=60)
        session.commit()
    return site


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("locale", "phone"), [("zh-CN", False), ("en", True)])
def test_the_form_sets_it_off_and_the_page_brings_the_forecast(
    calls: Site, open_page: PageOpener, page_complaints: list[str], locale: str, phone: bool
) -> None:
    page = open_page(calls.url, phone=phone, locale=locale)
    log_in(page, at="/forecast")
    page.goto("/forecast?month=2026-12")
    with new_page(page):
        page.locator("#targets button.p").click()
    expect(page.locator("#making .lsteps li").first).to_be_visible()
    looks_right(page)
    expect(page.locator("#slot-chart svg")).to_be_visible(timeout=90_000)
    expect(page.locator(".note[role=status]")).to_contain_text(
        "预测已重新生成" if locale == "zh-CN" else "The forecast is made anew"
    )
    looks_right(page)
    assert page_complaints == []
