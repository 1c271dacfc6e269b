"""The page of a month of 300 people, in a real server and Chromium: bytes, elements, seconds."""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page

from roster.problem import Roster
from tests.support.browser import chromium_browser, watched_page
from tests.support.databases import migrated_sqlite
from tests.support.site import running_site
from tests.web.jobs.month import MONTH, NOW, TODAY, store_month
from web.accounts import service
from web.database import Database
from web.people.tables import Department, Person, RoleInTeam, Team
from web.rosters.drafts import Draft, store_draft
from web.rosters.months import days_in

PATTERN = ("E", "E", "M", "M", "N", None, None)
TEAMS, TEAM_SIZE = 25, 12
NUMBER, PASSWORD = "000001", "four-quiet-paper-boats"
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
WAITED = "performance.getEntriesByType('navigation')[0].responseStart"
FAMILY_NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


def page_figures(*, times: int = 5) -> dict[str, float]:
    """Return medians in milliseconds, and sizes, of the page of 300 people.

    Returns
    -------
    dict
        ``server`` until the first byte, ``paint`` until the first content; ``elements`` and ``kib``;
        ``open_team`` and ``open_all`` until rows stand on the page, ``all_elements`` then;
        ``edit`` from the key until the server has confirmed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = migrated_sqlite(folder)
        version = _store(Database(f"sqlite:///{file}"))
        settings = {"LUNBAN_DATABASE_URL": f"sqlite:///{file}", "LUNBAN_TODAY": TODAY.isoformat()}
        with running_site(folder, settings) as site, chromium_browser() as browser:
            page = watched_page(browser, site.url, [])
            page.goto("/login")
            page.fill("#employee_number", NUMBER)
            page.fill("#password", PASSWORD)
            page.click("button.btn.p")
            return _measure(page, f"/rosters/versions/{version}", times)


def _measure(page: Page, address: str, times: int) -> dict[str, float]:
    loads = [_load(page, address) for _ in range(times)]
    found = {key: statistics.median(load[key] for load in loads) for key in loads[0]}
    found["open_team"] = _seconds(page, lambda: page.click(".team-head button >> nth=6"), 12)
    found["edit"] = statistics.median(_edit(page, key) for key in ("e", "m", "n") * 2)
    page.select_option("#grid-team", "")
    found["open_all"] = _seconds(page, lambda: page.fill("#grid-search", "9"), TEAMS * TEAM_SIZE)
    found["all_elements"] = page.evaluate("document.querySelectorAll('*').length")
    return found


def _load(page: Page, address: str) -> dict[str, float]:
    answer = page.goto(address)
    page.wait_for_load_state("networkidle")
    size = 0 if answer is None else len(answer.body())
    return {
        "server": page.evaluate(WAITED),
        "paint": page.evaluate(PAINT),
        "elements": page.evaluate("document.querySelectorAll('*').length"),
        "kib": size / 1024,
    }


def _seconds(page: Page, act: Callable[[], object], rows: int) -> float:
    began = time.perf_counter()
    act()
    page.locator("tr[data-person]").nth(rows - 1).wait_for(state="attached")
    return 1000 * (time.perf_counter() - began)


def _edit(page: Page, key: str) -> float:
    seen = page.get_attribute("#grid", "data-seen")
    page.locator("tr[data-person] td >> nth=5").click()
    began = time.perf_counter()
    page.keyboard.press(key)
    page.locator(f"#grid:not([data-seen='{seen}'])").wait_for()
    return 1000 * (time.perf_counter() - began)


def _store(database: Database) -> int:
    ids = store_month(database, people=0, need=TEAMS * TEAM_SIZE // 4)
    with database.write() as session:
        department = session.get_one(Department, ids.department)
        numbers = []
        for place in range(TEAMS * TEAM_SIZE):
            if place % TEAM_SIZE == 0:
                team = Team(department_id=department.id, name=f"{place // TEAM_SIZE + 1}组", position=place)
                session.add(team)
                session.flush()
            number = f"9{place:05}"
            session.add(
                Person(
                    department_id=department.id,
                    team_id=team.id,
                    employee_number=number,
                    name=f"{FAMILY_NAMES[place % len(FAMILY_NAMES)]}{place}",
                    role_in_team=RoleInTeam.LEADER if place % TEAM_SIZE < 1 else RoleInTeam.AGENT,
                )
            )
            numbers.append(number)
        session.flush()
        shifts = Roster(
            ((number, MONTH + timedelta(days=day)), code)
            for place, number in enumerate(numbers)
            for day in range(days_in(MONTH))
            if (code := PATTERN[(day + place) % len(PATTERN)]) is not None
        )
        draft = Draft(month=MONTH, shifts=shifts, requirement_id=ids.requirement)
        version = store_draft(session, department, draft, made_by=None, now=NOW).id
        session.commit()
    with database.write() as session:
        service.create_user(
            session, by=None, department_id=ids.department, employee_number=NUMBER, name="郭静",
            roles=["supervisor"], password=PASSWORD, now=NOW,
        )  # fmt: skip
    database.close()
    return version
