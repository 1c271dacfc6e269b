"""What explains itself at a touch, and what shows that there is more beside it."""

import re

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import select

from tests.support.browser import PageOpener, looks_right, new_page, wait_until
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.coverage.month import stored_month
from tests.web.forecasts.centre import NOW
from web.accounts import service
from web.accounts.tables import User
from web.database import Database
from web.rosters.drafts import Draft, store_draft
from web.rosters.loading import load_roster
from web.rosters.tables import RosterVersion, VersionState

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)]

NUMBER = "00777"


@pytest.fixture
def version(live_server: Site, database: Database) -> int:
    """A supervisor who can log in, and a draft that is short by day; its id."""
    with database.write() as session:
        month = stored_month(session)
        session.commit()
        made = service.create_user(
            session, by=None, department_id=month.department.id, employee_number=NUMBER, name="郭静",
            roles=["supervisor"], password=PASSWORD, now=NOW,
        )  # fmt: skip
        assert isinstance(made, User)
        return session.scalars(select(RosterVersion.id)).one()


def test_the_numbers_of_missing_people_are_explained_at_a_touch(
    live_server: Site, open_page: PageOpener, version: int
) -> None:
    page = open_page(live_server.url, phone=True)
    log_in(page, NUMBER, at="/coverage")
    for address, words in (
        ("/coverage?day=2026-11-10", "缺 1 人和缺 7 人一样"),
        (f"/rosters/versions/{version}", "每个班次按最缺的时刻算缺几人"),
    ):
        page.goto(address)
        why = page.locator("details.why")
        expect(why.locator(".menu-body")).to_be_hidden()
        why.locator("summary").tap()
        expect(why.locator(".menu-body")).to_contain_text(words)
        looks_right(page)


def test_the_other_versions_are_in_reach_on_the_phone(
    live_server: Site, open_page: PageOpener, version: int, database: Database
) -> None:
    with database.write() as session:
        first = session.get_one(RosterVersion, version)
        draft = Draft(month=first.roster.month, shifts=load_roster(session, first), requirement_id=None)
        store_draft(session, first.roster.department, draft, made_by=None, now=NOW)
        first.state = VersionState.PUBLISHED
        session.commit()
    page = open_page(live_server.url, phone=True)
    log_in(page, NUMBER, at="/coverage")
    page.locator("#versions summary").tap()
    other = page.get_by_role("link", name="草稿 v2")
    expect(other).to_be_in_viewport(ratio=1)
    looks_right(page)
    with new_page(page):
        other.tap()
    expect(page.locator(".head .draft")).to_have_text("草稿 v2")


def test_what_scrolls_sideways_shows_that_there_is_more(
    live_server: Site, open_page: PageOpener, version: int
) -> None:
    page = open_page(live_server.url, phone=True, locale="en")
    page.set_viewport_size({"width": 768, "height": 390})  # a phone on its side
    log_in(page, NUMBER, at=f"/rosters/versions/{version}")
    row = page.locator(".top > nav")
    assert row.evaluate("row => row.scrollWidth > row.clientWidth")
    expect(row).to_have_class("more-before more-after")
    assert row.evaluate("row => getComputedStyle(row).maskImage") != "none"
    shown, link = row.bounding_box(), row.locator("[aria-current]").bounding_box()
    assert shown is not None
    assert link is not None
    assert shown["x"] <= link["x"] <= link["x"] + link["width"] <= shown["x"] + shown["width"]
    row.evaluate("row => { row.scrollLeft = row.scrollWidth; }")
    expect(row).to_have_class("more-before")
    row.evaluate("row => { row.scrollLeft = 0; }")
    expect(row).to_have_class("more-after")
    page.set_viewport_size({"width": 390, "height": 768})
    page.goto("/coverage")
    expect(page.locator(".heat-frame")).to_have_class("heat-frame more-after")
    page.set_viewport_size({"width": 1280, "height": 768})
    expect(page.locator(".heat-frame")).to_have_class("heat-frame")


def test_a_cell_says_that_it_is_locked_as_soon_as_it_is(
    live_server: Site, open_page: PageOpener, version: int
) -> None:
    page = open_page(live_server.url)
    log_in(page, NUMBER, at=f"/rosters/versions/{version}")
    cell = page.locator("tr[data-person]").first.locator("td").nth(11)
    cell.click()
    page.keyboard.press("k")
    expect(cell).to_have_attribute("aria-label", re.compile("已锁定$"))
    page.keyboard.press("k")
    expect(cell).not_to_have_attribute("aria-label", re.compile("已锁定"))


def test_a_change_is_taken_back_before_the_server_has_answered_it(
    live_server: Site, open_page: PageOpener, version: int, database: Database, page_complaints: list[str]
) -> None:
    page = open_page(live_server.url)
    log_in(page, NUMBER, at=f"/rosters/versions/{version}")
    held: list[Route] = []
    sent: list[str] = []

    def hold_the_first(route: Route) -> None:
        sent.append(route.request.post_data or "")
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/cells", hold_the_first)
    grid, cell = page.locator("#grid"), page.locator("tr[data-person]").first.locator("td").nth(11)
    expect(cell).to_have_text("早")
    cell.click()
    page.keyboard.press("n")
    expect(cell).to_have_text("夜")
    page.keyboard.press("Control+z")
    expect(cell).to_have_text("早")
    page.keyboard.press("Control+Shift+z")
    expect(cell).to_have_text("夜")
    page.keyboard.press("Control+z")
    wait_until(page, lambda: held)
    assert len(sent) == 1  # one after the other
    held[0].continue_()
    expect(grid).to_have_attribute("data-seen", "5")
    expect(cell).to_have_text("早")
    expect(cell).to_have_attribute("aria-label", re.compile("早班"))
    with database.read() as session:
        stored = load_roster(session, session.get_one(RosterVersion, version))
    assert [code for (_person, day), code in stored.items() if day.day == 10] == ["E", "M", "N"]

    # A refused change comes back by itself, and nothing that took it back is sent.
    held.clear()
    sent.clear()
    page.keyboard.press("n")
    page.keyboard.press("Control+z")
    wait_until(page, lambda: held)
    held[0].fulfill(status=422, content_type="application/json", body='{"reasons": ["not today"]}')
    expect(page.locator("#grid-message")).to_contain_text("not today")
    expect(cell).to_have_text("早")
    expect(page.locator("#undo")).to_have_attribute("aria-disabled", "true")
    assert len(sent) == 1
    page_complaints.clear()  # Chromium logs the 422 that was asked for


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_help_key_stands_beside_another_key_at_any_width(
    live_server: Site, open_page: PageOpener, version: int, locale: str
) -> None:
    page = open_page(live_server.url, locale=locale)
    log_in(page, NUMBER, at=f"/rosters/versions/{version}")
    page.locator(".keys").wait_for()
    for width in range(180, 340, 4):
        page.locator("#panel").evaluate("(panel, width) => { panel.style.width = `${width}px`; }", width)
        lines = page.locator(".keys kbd").evaluate_all(
            "keys => keys.map((key) => key.getBoundingClientRect())"
        )
        lock, help_key = lines[-2:]
        assert lock["top"] < help_key["bottom"], width
        assert help_key["top"] < lock["bottom"], width


def test_the_number_of_short_shifts_follows_an_edit(
    live_server: Site, open_page: PageOpener, version: int
) -> None:
    page = open_page(live_server.url)
    log_in(page, NUMBER, at=f"/rosters/versions/{version}")
    short = page.locator("#count-short summary > span")
    before = short.inner_text()
    page.locator("tr[data-person]").first.locator("td").nth(11).click()
    page.keyboard.press("Delete")
    expect(short).not_to_have_text(before)
    expect(page.locator("#count-short summary svg")).to_have_count(2)
