"""The supervisor's month from start to end, clicked through on a real server with a real solver."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from roster.handovers.life import HandoverState
from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site, running_site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.jobs.month import MONTH, NOW, store_month
from web.accounts import service
from web.accounts.tables import User
from web.database import Database
from web.handovers.tables import Handover
from web.policy.tables import PolicyVersion
from web.rosters.loading import load_roster
from web.rosters.tables import AssignmentInForce, RosterVersion, VersionState

pytestmark = [pytest.mark.browser, pytest.mark.processes]

SUPERVISOR, HEAD = "000001", "000002"
SOLVE_MS = 120_000
"""Longest wait for a solve; no verdict hangs on how fast it is."""


@pytest.fixture
def live_server(tmp_path: Path, site_environment: dict[str, str]) -> Iterator[Site]:
    """The command ``lunban serve`` itself."""
    with running_site(tmp_path, site_environment) as site:
        yield site


@pytest.fixture
def people(live_server: Site, database: Database) -> int:
    """A department of 24 with a supervisor and a head; returns the number of people."""
    ids = store_month(database, people=24, need=5)
    with database.write() as session:
        policy = session.scalars(select(PolicyVersion)).one()
        assert policy.overrides["roster.chain"] == ["head"]
        for number, role in ((SUPERVISOR, "supervisor"), (HEAD, "head")):
            made = service.create_user(
                session,
                by=None,
                department_id=ids.department,
                employee_number=number,
                name=role,
                roles=[role],
                password=PASSWORD,
                now=NOW,
            )
            assert isinstance(made, User)
    return 24


def generate(page: Page, seconds: str) -> None:
    """Start a solve; one that can begin from a draft does so, as the page proposes."""
    page.goto(f"/rosters/{MONTH:%Y-%m}/solve")
    page.select_option("#seconds", seconds)
    with new_page(page):
        page.get_by_role("button", name="生成班表").click()
    expect(page).to_have_url(re.compile(r"/solves/\d+$"))


def pages_of_every_size(site: Site, open_page: PageOpener) -> Iterator[Page]:
    """Log the supervisor in at both widths, in both languages."""
    for phone in (False, True):
        for locale in ("zh-CN", "en"):
            page = open_page(site.url, phone=phone, locale=locale)
            log_in(page, SUPERVISOR)
            yield page


def lock_all_but_the_first(page: Page) -> None:
    """Lock the rows of everybody but the first person, by the keyboard."""
    page.locator("tr[data-person]").nth(1).locator("td").nth(2).click()
    page.keyboard.press("Control+Shift+End")
    page.keyboard.press("k")


def locked_shifts(database: Database, number: int) -> dict[tuple[str, dt.date], str]:
    """Return what everybody but the first person has in a version."""
    with database.read() as session:
        version = session.scalars(select(RosterVersion).where(RosterVersion.number == number)).one()
        shifts = dict(load_roster(session, version).items())
    first = min(person for person, _ in shifts)
    return {cell: kind for cell, kind in shifts.items() if cell[0] != first}


def test_generate_cancel_generate_submit_approve_publish_export(
    live_server: Site, database: Database, people: int, open_page: PageOpener
) -> None:
    page = open_page(live_server.url)
    log_in(page, SUPERVISOR)

    generate(page, "1800")
    stop = page.get_by_role("button", name="停止并保留最好结果")
    expect(page.get_by_text("现在停止就能得到一份符合全部硬规则的班表")).to_be_visible(timeout=SOLVE_MS)
    onlookers = list(pages_of_every_size(live_server, open_page))
    for onlooker in onlookers:
        onlooker.goto(page.url)
        expect(onlooker.locator("[data-live]")).to_be_attached()
        looks_right(onlooker)
    stop.click()
    expect(page.get_by_role("link", name="打开草稿 v1")).to_be_visible(timeout=SOLVE_MS)
    for onlooker in onlookers:
        onlooker.goto(page.url)
        looks_right(onlooker)

    with new_page(page):
        page.get_by_role("link", name="打开草稿 v1").click()
    expect(page.locator("table.g tbody tr[data-person]")).to_have_count(people)
    lock_all_but_the_first(page)
    expect(page.locator("td.lk")).to_have_count((people - 1) * 31)

    generate(page, "30")  # with one free row the best month is proved before that
    expect(page.get_by_role("link", name="打开草稿 v2")).to_be_visible(timeout=SOLVE_MS)
    with new_page(page):
        page.get_by_role("link", name="打开草稿 v2").click()
    expect(page.locator("table.g tbody tr[data-person]")).to_have_count(people)

    with new_page(page):
        page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("已提交").first).to_be_visible()

    head = open_page(live_server.url)
    log_in(head, HEAD)
    head.goto(page.url)
    with new_page(head):
        head.get_by_role("button", name="批准").click()
    with new_page(head):
        head.get_by_role("link", name="发布").click()
    with new_page(head):
        head.get_by_role("button", name="发布").click()
    expect(head.get_by_text("已发布").first).to_be_visible()

    with database.read() as session:
        published = session.scalars(
            select(RosterVersion).where(RosterVersion.state == VersionState.PUBLISHED)
        ).one()
        in_force = session.scalar(select(func.count()).select_from(AssignmentInForce))
        planned = session.scalar(
            select(func.count()).select_from(Handover).where(Handover.state == HandoverState.PLANNED)
        )
    assert published.number == 2
    assert locked_shifts(database, 2) == locked_shifts(database, 1) != {}
    assert in_force == planned
    assert in_force is not None
    assert in_force > 0

    with head.expect_download() as download:
        head.goto(f"/rosters/versions/{published.id}")
        head.get_by_text("导出").first.click()
        head.get_by_role("link", name=re.compile("Excel")).click()
    sheet = load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    assert sheet is not None
    numbers = {cell.value for cell in sheet["B"]}
    assert "001101" in numbers
