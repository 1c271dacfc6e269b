"""Set-up pages and imports in Chromium: both languages, both widths, and one import clicked through."""

import datetime as dt
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.support.browser import PageOpener, accessibility_complaints, new_page, overflow
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.setup_world import NOW, TODAY, acting, furnished_department
from web.accounts import service
from web.accounts.actor import Actor
from web.accounts.tables import User
from web.admin import calendar, events, policy_versions
from web.admin.events import EventDetails
from web.admin.tables import CalendarEvent
from web.database import Database
from web.people import shift_kinds
from web.people.tables import CalendarDayKind, CalendarDayStatus, Person

pytestmark = pytest.mark.browser

NUMBER = "90001"
PAGES = (
    "/setup",
    "/people",
    "/people/new",
    "/people/4",
    "/teams",
    "/shift-kinds",
    "/shift-kinds/1",
    "/setup/calendar?year=2026",
    "/setup/calendar?year=2027",
    "/setup/calendar?year=2026&all=1",
    "/setup/calendar/day?date=2026-10-10",
    "/setup/calendar/import",
    "/setup/events",
    "/setup/events/import",
    "/setup/department",
    "/setup/targets",
    "/setup/policy",
    "/setup/policy/new",
    "/setup/policy/compare?left=S0g&right=S4f",
    "/setup/rules",
    "/setup/rules/hours",
    "/setup/rules/rest",
    "/setup/rules/nights",
    "/setup/rules/people",
    "/setup/rules/needs",
    "/users",
    "/users/new",
    "/users/several",
    "/users/1",
    "/people/import",
    "/people/days-off/import",
    "/calls/import",
)
BAD_PEOPLE = (
    "工号,姓名,班组,角色,周工时,技能\n"
    "00123,陈一,一组,客服,40,语音\n"
    "00124,陈二,三组,客服,40,\n"
    "00124,陈三,一组,主任,-8,\n"
    "1.23E+05,,一组,组长,四十,语音|外语\n"
    "00101,杨强,二组,组长,37.5,语音\n"
)


UPLOAD = FilePayload(name="人员.csv", mimeType="text/csv", buffer=BAD_PEOPLE.encode("gb18030"))


@pytest.fixture
def site(live_server: Site, database: Database) -> Site:
    """A running site with a department that is half set up, and its administrator."""
    with database.write() as session:
        department = furnished_department(session)
        session.commit()
        user = service.create_user(
            session, by=None, department_id=department.id, employee_number=NUMBER, name="郭静",
            roles=["admin", "supervisor"], password=PASSWORD, now=NOW,
        )  # fmt: skip
        assert isinstance(user, User)
        actor = acting(user)
        policy_versions.make_version(
            session, actor, preset="S0g", overrides={"rest.days_off_per_week": 1},
            valid_from=TODAY.replace(day=1), today=TODAY, now=NOW,
        )  # fmt: skip
        shift_kinds.take_from_policy(session, actor, today=TODAY, chinese=True, now=NOW)
        calendar.take_proposal(session, actor, 2026, language="zh", now=NOW)
        _enter_events_and_a_day(session, actor)
    return live_server


def _enter_events_and_a_day(session: Session, actor: Actor) -> None:
    for first, last in ((TODAY, TODAY + dt.timedelta(days=9)), (dt.date(2026, 3, 1), dt.date(2026, 3, 1))):
        details = EventDetails(kind="campaign", name="双十二预热", first_day=first, last_day=last)
        assert isinstance(events.add_event(session, actor, details, now=NOW), CalendarEvent)
    gone = EventDetails(kind="客户日", name="", first_day=TODAY, last_day=TODAY)
    event = events.add_event(session, actor, gone, now=NOW)
    assert isinstance(event, CalendarEvent)
    events.withdraw_event(session, actor, event.id, "取消", now=NOW)
    day = calendar.DayDetails(
        date=dt.date(2026, 10, 10),
        kind=CalendarDayKind.ORDINARY_DAY,
        name="",
        status=CalendarDayStatus.OFFICIAL,
        reason="不补班",
    )
    calendar.save_day(session, actor, day, now=NOW)


def _look(page: Page, name: str) -> None:
    """Keep a picture when LUNBAN_PICTURES names a folder."""
    folder = os.environ.get("LUNBAN_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["1280", "390"])
def test_every_page_fits_and_can_be_used_by_everybody(
    site: Site, open_page: PageOpener, page_complaints: list[str], locale: str, phone: bool
) -> None:
    page = open_page(site.url, phone=phone, locale=locale)
    log_in(page, NUMBER)
    found = {}
    for address in PAGES:
        answer = page.goto(address)
        assert answer is not None
        name = address.strip("/").replace("/", "-").replace("?", "-")
        _look(page, f"{name}-{locale}-{390 if phone else 1280}")
        # The words change nothing about roles and labels: one language is looked through.
        complaints = accessibility_complaints(page) if locale == "zh-CN" else []
        found[address] = (answer.status, overflow(page), complaints)
    page.goto("/people/new")
    with new_page(page):
        page.click("main form button.btn.p")
    expect(page.get_by_role("alert")).to_be_visible()
    found["refused form"] = (200, overflow(page), accessibility_complaints(page))
    _look(page, f"people-refused-{locale}-{390 if phone else 1280}")
    page.goto("/people/import")
    page.set_input_files("#file", UPLOAD)
    with new_page(page):
        page.click("main form button.btn.p")
    expect(page).to_have_url(re.compile("/people/import/[^/]+$"))
    found["dry run"] = (200, overflow(page), accessibility_complaints(page))
    _look(page, f"import-errors-{locale}-{390 if phone else 1280}")
    assert {address: result for address, result in found.items() if result != (200, 0, [])} == {}
    page_complaints.clear()  # Chromium logs the 422 that was asked for


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_an_import_is_read_looked_at_and_taken_by_clicks(
    site: Site, open_page: PageOpener, database: Database
) -> None:
    page = open_page(site.url)
    log_in(page, NUMBER)
    page.goto("/people")
    with new_page(page):
        page.click("text=导入人员")
    page.set_input_files("#file", UPLOAD)
    with new_page(page):
        page.click("main form button.btn.p")
    expect(page).to_have_url(re.compile("/people/import/[^/]+$"))
    assert "第 3 行" in page.locator("main").inner_text()
    assert "没有在用的班组 三组" in page.locator("main").inner_text()
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 8
    with new_page(page):
        page.click("text=只导入 2 行可用的")
    expect(page).to_have_url(re.compile("/people$"))
    assert "新增 1，改动 1，不变 0" in page.locator("main").inner_text()
    with database.read() as session:
        assert session.scalar(select(Person.name).where(Person.employee_number == "00123")) == "陈一"
        assert session.scalar(select(func.count()).select_from(Person)) == 9


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_an_event_is_ended_and_withdrawn_in_its_row(
    site: Site, open_page: PageOpener, database: Database
) -> None:
    page = open_page(site.url, locale="zh-CN")
    log_in(page, NUMBER)
    page.goto("/setup/events")
    page.get_by_text("修改", exact=True).first.click()
    _look(page, "events-menu")
    page.get_by_label("最后一天").first.fill("2026-11-25")
    with new_page(page):
        page.get_by_role("button", name="改最后一天").first.click()
    expect(page.get_by_text("2026年11月25日").first).to_be_visible()
    page.get_by_text("修改", exact=True).first.click()
    page.get_by_label("原因").first.fill("取消")
    with new_page(page):
        page.get_by_role("button", name="撤回").first.click()
    expect(page.get_by_text("没有计划中的事件")).to_be_visible()
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(CalendarEvent)) == 4
