"""Forecast and coverage in Chromium: charts are drawn, nothing is wider than the window, axe is content."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.coverage.month import MONTH, stored_month
from tests.web.forecasts.centre import NOW, add_history
from web.accounts import service
from web.database import Database
from web.forecasts.service import make_need
from web.planning.month import Targets

pytestmark = pytest.mark.browser

NUMBER = "00777"


@pytest.fixture
def site(live_server: Site, database: Database) -> Site:
    """A running site with calls, a forecast, a roster that is short by day, and a supervisor."""
    with database.write() as session:
        month = stored_month(session)
        add_history(session, month.department, days=150, moved_weeks=3, attribution="a bank")
        session.commit()
        made = service.create_user(
            session, by=None, department_id=month.department.id, employee_number=NUMBER, name="郭静",
            roles=["supervisor"], password=PASSWORD, now=NOW,
        )  # fmt: skip
        assert not isinstance(made, list)
        make_need(session, month.department, MONTH, targets=Targets(), made_by=None, now=NOW)
    return live_server


def drawn(page: Page, name: str) -> int:
    """Wait for a chart and return the number of its shapes."""
    page.wait_for_selector(f"#{name} svg path", state="attached")
    return page.locator(f"#{name} svg path").count()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["1280", "390"])
def test_both_pages_are_drawn_fit_and_can_be_used_by_everybody(
    site: Site, open_page: PageOpener, phone: bool, locale: str
) -> None:
    page = open_page(site.url, phone=phone, locale=locale)
    log_in(page, NUMBER)
    page.goto("/forecast?month=2026-11")
    assert all(drawn(page, name) > 10 for name in ("slot-chart", "month-chart", "history-chart"))
    page.locator("#slot-chart").locator("xpath=..").locator("summary").click()
    assert page.locator(".chart-table tbody tr").first.is_visible()
    looks_right(page)
    page.goto("/coverage?day=2026-11-10")
    assert drawn(page, "coverage-day") > 48
    assert page.locator("table.heat tbody td").count() == 30 * 48
    frame = page.locator(".heat-frame")
    scrolls = frame.evaluate("frame => frame.scrollWidth > frame.clientWidth + 50")
    assert scrolls is phone
    looks_right(page)
    with new_page(page):
        page.locator("table.heat tbody th a").nth(14).click()
    assert "day=2026-11-15" in page.url
    assert page.locator("table.heat tr.chosen th").count() == 1


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_refused_target_has_the_focus_and_the_forecast_is_made_when_it_fits(
    site: Site, open_page: PageOpener, page_complaints: list[str]
) -> None:
    page = open_page(site.url)
    log_in(page, NUMBER)
    page.goto("/forecast?month=2026-11")
    page.fill("#shrinkage", "120")
    with new_page(page):
        page.click("#targets button")
    assert page.locator("[role=alert]:focus").count() == 1
    assert page.input_value("#shrinkage") == "120"
    page_complaints.clear()  # Chromium logs the 422 that was asked for
    page.fill("#shrinkage", "35")
    with new_page(page):
        page.click("#targets button")
    expect(page.locator(".note[role=status]")).to_contain_text("预测已重新生成", timeout=90_000)
    assert "/forecast?month=2026-11" in page.url
    assert page.input_value("#shrinkage") == "35"
