"""A roster played through, the productivity and the sliders in Chromium: drawn, fitting, accessible."""

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from tests.support.browser import PageOpener, looks_right
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.coverage.month import stored_month
from tests.web.forecasts.centre import NOW
from web.accounts import service
from web.coverage import simulations
from web.coverage.playing import as_json, play
from web.coverage.tables import RosterSimulation, SimulationState
from web.database import Database
from web.forecasts.productivity import Measurement, add_measurement
from web.rosters.tables import RosterVersion

pytestmark = pytest.mark.browser

NUMBER = "00777"


@pytest.fixture
def site(live_server: Site, database: Database) -> Site:
    """A running site with a roster that was played through, a measurement and a supervisor."""
    with database.write() as session:
        month = stored_month(session)
        assert month.version is not None
        assert month.requirement is not None
        month.requirement.settings = {**month.requirement.settings, "patience_seconds": 120.0}
        month.department.hour_cost = 40.0
        simulation = RosterSimulation(
            roster_version_id=month.version.id,
            requirement_id=month.requirement.id,
            runs=4,
            runs_done=4,
            lock_version=month.version.lock_version,
            requested_at=NOW,
            seen_at=NOW,
        )
        session.add(simulation)
        session.commit()
        plan = simulations.plan_to_play(session, simulation)
        played = play(plan, lambda _: True)
        assert played is not None
        simulation.state, simulation.result = SimulationState.DONE, as_json(plan, played)
        session.commit()
        made = service.create_user(
            session, by=None, department_id=month.department.id, employee_number=NUMBER, name="郭静",
            roles=["supervisor"], password=PASSWORD, now=NOW,
        )  # fmt: skip
        assert not isinstance(made, list)
        found = Measurement(
            calls_per_hour=18.5, measured_on=NOW.date(), measured_by="王敏", remark="周一上午"
        )
        add_measurement(session, month.department.id, found, recorded_by=None, now=NOW)
    return live_server


def drawn(page: Page, name: str) -> int:
    """Wait for a chart and return the number of its shapes."""
    page.wait_for_selector(f"#{name} svg path", state="attached")
    return page.locator(f"#{name} svg path").count()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["1280", "390"])
def test_the_pages_are_drawn_fit_and_can_be_used_by_everybody(
    site: Site, database: Database, open_page: PageOpener, *, phone: bool, locale: str
) -> None:
    with database.read() as session:
        version = session.scalars(select(RosterVersion.id)).one()
    page = open_page(site.url, phone=phone, locale=locale)
    log_in(page, NUMBER)
    page.goto(f"/coverage/simulation/{version}")
    assert all(drawn(page, name) > 20 for name in ("simulated-days", "simulated-slots"))
    looks_right(page)
    for address in ("/setup/productivity", "/setup/targets", "/forecast?month=2026-11"):
        page.goto(address)
        looks_right(page)
    page.goto("/forecast/what-if?day=2026-11-10")
    assert drawn(page, "what-if-chart") > 2
    looks_right(page)
