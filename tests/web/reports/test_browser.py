"""The five tables in Chromium: drawn, no wider than the window, usable by everybody."""

import pytest

from tests.support.browser import PageOpener, looks_right
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.forecasts.centre import NOW
from tests.web.reports.november import stored_november
from web.accounts import service
from web.database import Database
from web.reports.service import KEYS

pytestmark = pytest.mark.browser

NUMBER = "00777"


@pytest.fixture
def site(live_server: Site, database: Database) -> Site:
    """A running site with a month planned and come, and a supervisor."""
    with database.write() as session:
        month = stored_november(session, capacity=12)
        session.commit()
        made = service.create_user(
            session, by=None, department_id=month.department.id, employee_number=NUMBER, name="郭静",
            roles=["supervisor"], password=PASSWORD, now=NOW,
        )  # fmt: skip
        assert not isinstance(made, list)
    return live_server


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["1280", "390"])
def test_every_table_fits_and_all_but_the_first_are_drawn(
    site: Site, open_page: PageOpener, phone: bool, locale: str
) -> None:
    page = open_page(site.url, phone=phone, locale=locale)
    log_in(page, NUMBER)
    for key in KEYS:
        # seats are planned for November; the tables of the past look at the month before
        page.goto(f"/reports?month={'2026-11' if key == 'bearing' else '2026-12'}&table={key}")
        assert page.locator(".report-frame tbody tr").count() in {30, 31}
        if key != "seats":
            page.wait_for_selector("#report-chart svg path", state="attached")
        looks_right(page)
