"""The page to try out targets, in Chromium: a slider moves, the server works out the rest at once."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.support.browser import PageOpener, looks_right
from tests.support.site import Site
from tests.web.browser.logging_in import NOW, log_in
from tests.web.forecasts.centre import MONTH, add_history
from web.database import Database
from web.demo.department import add_policy
from web.forecasts.service import make_need
from web.people.tables import Department
from web.planning.month import Targets

pytestmark = pytest.mark.browser


@pytest.fixture
def forecast(site: Site, database: Database) -> Site:
    """A site whose department has a forecast for December."""
    with database.write() as session:
        department = session.scalars(select(Department)).one()
        add_policy(session, department, dt.date(2025, 1, 1), NOW)
        add_history(session, department, days=60)
        session.commit()
        make_need(session, department, MONTH, targets=Targets(patience_seconds=240), made_by=None, now=NOW)
    return site


def slide(page: Page, name: str, value: int) -> None:
    page.locator(f"#{name}").fill(str(value))


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("locale", "phone"), [("zh-CN", False), ("en", True)])
def test_a_slider_changes_the_need_without_leaving_the_page(
    forecast: Site, open_page: PageOpener, page_complaints: list[str], locale: str, phone: bool
) -> None:
    page = open_page(forecast.url, phone=phone, locale=locale)
    log_in(page, at="/forecast/what-if")
    page.goto("/forecast/what-if?day=2026-12-08")
    change = page.locator("#what-if .kpi .v").nth(1)
    expect(change).to_have_text("0 小时" if locale == "zh-CN" else "0 h")
    slide(page, "volume", 60)
    expect(page.locator("#volume-shown")).to_have_text("+60 %")
    expect(change).not_to_have_text("0 小时" if locale == "zh-CN" else "0 h")
    page.fill("#rate", "32.5")
    expect(page.locator("#what-if .kpi .v").nth(2)).to_contain_text("元" if locale == "zh-CN" else "yuan")
    expect(page.locator("#what-if-chart svg")).to_be_visible()
    if phone:  # the figures have scrolled away, what changed stays above the sliders
        page.locator("#rate").scroll_into_view_if_needed()
        expect(page.locator("#what-if-short")).to_contain_text("yuan")
        expect(page.locator("#what-if-short")).to_be_in_viewport()
    looks_right(page)
    assert page_complaints == []
