"""The forecast page's suspicious days in Chromium: marked on the chart, judged in two clicks."""

import datetime as dt

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import NOW, log_in
from tests.web.forecasts.centre import MONTH, add_history
from web.calls.tables import CallSlot
from web.database import Database
from web.demo.department import add_policy
from web.forecasts.service import make_need
from web.people.tables import Department
from web.planning.month import Targets

pytestmark = pytest.mark.browser

DAY = dt.datetime.fromisoformat("2026-11-11")


@pytest.fixture
def forecast(site: Site, database: Database) -> Site:
    """A site whose department has two queues, one wild day and a forecast for December."""
    with database.write() as session:
        department = session.scalars(select(Department)).one()
        add_policy(session, department, dt.date(2025, 1, 1), NOW)
        add_history(session, department, days=60, queues=("cards", "loans"))
        wild = (CallSlot.ds >= DAY, CallSlot.ds < DAY + dt.timedelta(days=1))
        session.execute(update(CallSlot).where(*wild).values(offered=CallSlot.offered * 5))
        session.commit()
        make_need(session, department, MONTH, targets=Targets(patience_seconds=240), made_by=None, now=NOW)
    return site


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("locale", "phone"), [("zh-CN", False), ("en", True)])
def test_a_wild_day_is_marked_and_left_out_in_two_clicks(
    forecast: Site, open_page: PageOpener, page_complaints: list[str], locale: str, phone: bool
) -> None:
    page = open_page(forecast.url, phone=phone, locale=locale)
    log_in(page, at="/forecast")
    page.goto("/forecast?month=2026-12")
    card = page.locator("#strange")
    expect(card.locator("li")).to_have_count(1)
    looks_right(page)
    card.locator("li summary").click()
    card.locator("select[name=verdict]").first.select_option("outage")
    card.locator("input[name=note]").first.fill("lines down")
    looks_right(page)
    with new_page(page):
        card.locator("li button").click()
    expect(page.locator("#strange")).to_contain_text("已判断 1 天" if locale == "zh-CN" else "1 judged day")
    expect(page.locator("#history-chart svg")).to_be_visible()
    page.select_option("#queue", "loans")
    with new_page(page):
        page.locator(".queue-choice button").click()
    expect(page.locator("#queue-forecast")).to_be_visible()
    looks_right(page)
    assert page_complaints == []
