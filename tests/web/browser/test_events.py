"""Events on the forecast page in Chromium: marked in its charts, named in their tables, missed when newer."""

import datetime as dt
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.support.browser import PageOpener, looks_right
from tests.support.site import Site
from tests.web.browser.logging_in import NOW, log_in
from tests.web.forecasts.centre import MONTH, add_history
from tests.web.setup_world import acting
from web.accounts.tables import User
from web.admin import events
from web.admin.events import EventDetails
from web.database import Database
from web.demo.department import add_policy
from web.forecasts.service import make_need
from web.people.tables import Department
from web.planning.month import Targets

pytestmark = pytest.mark.browser

OFFER = EventDetails(
    kind="campaign", name="双十一", first_day=dt.date(2026, 11, 9), last_day=dt.date(2026, 11, 12)
)
BILLS = EventDetails(
    kind="bill_mailing", name="", first_day=dt.date(2026, 12, 5), last_day=dt.date(2026, 12, 5)
)
LATE = EventDetails(kind="sms", name="", first_day=dt.date(2026, 12, 20), last_day=dt.date(2026, 12, 21))


@pytest.fixture
def forecast(site: Site, database: Database) -> Site:
    """A site whose department has a forecast for December that knows two events of three."""
    with database.write() as session:
        department = session.scalars(select(Department)).one()
        actor = acting(session.scalars(select(User)).all()[0])
        add_policy(session, department, dt.date(2025, 1, 1), NOW)
        add_history(session, department, days=60)
        for details in (OFFER, BILLS):
            events.add_event(session, actor, details, now=NOW)
        make_need(session, department, MONTH, targets=Targets(), made_by=None, now=NOW)
        events.add_event(session, actor, LATE, now=NOW)
    return site


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("locale", "phone"), [("zh-CN", False), ("en", True)])
def test_the_forecast_page_marks_its_events(
    forecast: Site, open_page: PageOpener, page_complaints: list[str], locale: str, phone: bool
) -> None:
    page = open_page(forecast.url, phone=phone, locale=locale)
    log_in(page, at="/forecast")
    page.goto("/forecast?day=2026-12-05")
    for chart in ("slot-chart", "month-chart", "history-chart"):
        expect(page.locator(f"#{chart} svg")).to_be_visible()
    # Names above the hatched days: the campaign and the bills in the history, the bills in the month.
    offer, bills = ("营销活动 · 双十一", "账单寄送") if locale == "zh-CN" else ("campaign · ", "bills sent")
    history = page.locator("#history-chart svg text")
    expect(history.filter(has_text=bills)).to_have_count(1)
    expect(history.filter(has_text=offer)).to_have_count(1)
    expect(page.locator("#month-chart svg text").filter(has_text=bills)).to_have_count(1)
    expect(page.locator("#month-chart svg pattern").first).to_be_attached()
    expect(page.get_by_text("短信" if locale == "zh-CN" else "text message (SMS)").first).to_be_visible()
    looks_right(page)
    folder = os.environ.get("LUNBAN_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"forecast-events-{locale}.png"), full_page=True)
    page.goto("/rosters/2027-02")  # its holidays are only projected
    looks_right(page)
    page.goto("/forecast/volume")
    looks_right(page)
    if folder:
        page.screenshot(path=str(Path(folder) / f"volume-{locale}.png"), full_page=True)
    assert page_complaints == []
