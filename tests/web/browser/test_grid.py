"""The month grid in Chromium: keyboard, effect, conflict, filters, the way to publication, widths."""

import datetime as dt
import io

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.support.browser import PageOpener, accessibility_complaints, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.grid_page import HEAD, SUPERVISOR, focus, open_draft, spoken
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.rosters.office import MONTH, NOW, NUMBERS, Office, legal_month, stored_office
from web.accounts import service
from web.database import Database
from web.people.tables import DayOff
from web.rosters.editing import set_cell
from web.rosters.lifecycle import approve, submit
from web.rosters.new_drafts import NewDraft, draft_from_version
from web.rosters.publishing import publish

pytestmark = pytest.mark.browser

ONLY_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def office(database: Database) -> Office:
    """The office, where the head approves; supervisor and head can log in."""
    made = stored_office(database, overrides={"roster.chain": ["head"]})
    for number, role in ((SUPERVISOR, "supervisor"), (HEAD, "head")):
        with database.write() as session:
            account = service.create_user(
                session, by=None, department_id=made.department, employee_number=number, name=f"账号{role}",
                roles=[role], password=PASSWORD, now=NOW,
            )  # fmt: skip
            assert not isinstance(account, list)
    return made


def test_from_the_draft_by_keyboard_to_the_published_workbook(
    live_server: Site, office: Office, open_page: PageOpener
) -> None:
    version = office.draft()
    page = open_draft(open_page, live_server, version)
    focus(page, "员工00102", 9)
    expect(page.locator("#panel")).to_contain_text("若改为休息：违规 0 → 0")
    page.keyboard.press("n")
    expect(page.locator("#count-hard")).to_have_class("tag danger")
    expect(page.locator("#panel")).to_contain_text("夜班后休息 0 小时，至少 11 小时")
    assert spoken(page).startswith("员工00102 12月9日 周三 夜班 23:00–次日 8:00，违规")
    page.keyboard.press("Control+z")
    expect(page.locator("#count-hard")).to_have_text("没有必须改的")
    expect(page.locator("#panel .t-danger")).to_have_count(0)
    with new_page(page):
        page.click("text=提交审核")
    expect(page.locator(".flashes")).to_contain_text("已提交，现在只读。下一步：经理批准。")

    head = open_page(live_server.url)
    log_in(head, HEAD, at="/rosters")
    head.goto("/approvals")
    with new_page(head):
        head.click("text=2026年12月 v1")
    with new_page(head):
        head.click("button:has-text('批准')")
    expect(head.locator(".flashes")).to_contain_text("已批准。下一步：发布")
    head.goto(f"/rosters/versions/{version}")
    with new_page(head):
        head.click("text=发布…")
    expect(head.locator("h1")).to_have_text("发布：已批准 v1")
    with new_page(head):
        head.click("main button:has-text('发布')")
    expect(head.locator(".flashes")).to_contain_text("已发布。已通知 6 人")
    head.click("summary:has-text('导出')")
    with head.expect_download() as download:
        head.click("text=Excel")
    assert download.value.suggested_filename == "roster-2026-12-v1.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    assert sheet is not None
    numbers = [row[1].value for row in sheet.iter_rows() if row[1].value in NUMBERS]
    assert numbers == list(NUMBERS)


@ONLY_SQLITE
def test_the_keyboard_walks_the_grid(live_server: Site, office: Office, open_page: PageOpener) -> None:
    page = open_draft(open_page, live_server, office.draft())
    focus(page, "员工00102", 9)
    for key, place in (
        ("ArrowRight", "员工00102 12月10日"),
        ("ArrowUp", "员工00101 12月10日"),
        ("End", "员工00101 12月31日"),
        ("Home", "员工00101 12月1日"),
        ("PageDown", "员工00201 12月1日"),
        ("Control+End", "员工00203 12月31日"),
        ("Control+Home", "员工00101 12月1日"),
    ):
        page.keyboard.press(key)
        assert spoken(page).startswith(place), key
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert page.locator("td[aria-selected=true]").count() == 4
    page.keyboard.press("Delete")
    expect(page.locator("#grid")).to_have_attribute("data-seen", "5")
    assert page.locator("td[aria-selected=true] .k").count() == 0
    page.keyboard.press("k")
    expect(page.locator("td.lk")).to_have_count(4)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("data-kind", "")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#effect")).to_contain_text("若改为早班")
    page.keyboard.press("Escape")
    assert spoken(page).startswith("员工00102 12月2日")
    page.keyboard.press("Control+z")
    expect(page.locator("#grid")).to_have_attribute("data-seen", "10")
    page.keyboard.press("?")
    assert page.locator("#grid-help").is_visible()
    assert accessibility_complaints(page) == []
    page.uncheck("#grid-letters")
    page.keyboard.press("Escape")
    focus(page, "员工00203", 9)
    page.keyboard.press("e")
    page.wait_for_timeout(200)
    assert spoken(page).startswith("员工00203 12月9日 周三 中班")


@ONLY_SQLITE
def test_keys_do_nothing_while_a_word_is_composed_or_a_field_is_filled(
    live_server: Site, office: Office, open_page: PageOpener
) -> None:
    page = open_draft(open_page, live_server, office.draft())
    focus(page, "员工00102", 9)
    page.evaluate(
        """document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key: "n", isComposing: true, bubbles: true }))"""
    )
    page.fill("#grid-search", "n")
    page.press("#grid-search", "Delete")
    page.wait_for_timeout(300)
    assert page.get_attribute("#grid", "data-seen") == "1"


@ONLY_SQLITE
def test_the_next_violation_is_one_key_away_and_is_mended_by_one_button(
    live_server: Site, office: Office, open_page: PageOpener
) -> None:
    version = office.draft(legal_month().with_cell("00202", dt.date(2026, 12, 9), "N"))
    page = open_draft(open_page, live_server, version)
    expect(page.locator("#count-hard")).to_have_class("tag danger")
    page.locator("#grid td[tabindex='0']").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("]")
    assert spoken(page).startswith("员工00202 12月9日")
    page.click("[data-repair='2026-12-10']")
    expect(page.locator("#count-hard")).to_have_text("没有必须改的")
    expect(page.locator("td.vi")).to_have_count(0)


@ONLY_SQLITE
def test_a_change_on_an_old_sight_comes_back_with_who_was_faster(
    live_server: Site, office: Office, database: Database, open_page: PageOpener, page_complaints: list[str]
) -> None:
    version = office.draft()
    page = open_draft(open_page, live_server, version)
    with database.write() as session:
        done = set_cell(
            session, office.leader, version, person_id=office.people["00103"],
            day=dt.date(2026, 12, 9), kind=None, seen=1, now=NOW,
        )  # fmt: skip
        assert done.act.done
    focus(page, "员工00102", 9)
    page.keyboard.press("m")
    message = page.locator("#grid-message")
    expect(message).to_contain_text("没有覆盖任何内容")
    expect(message).to_contain_text("账号00101 改了一格")
    assert spoken(page).startswith("员工00102 12月9日 周三 早班")
    expect(page.locator("tr[data-person]", has_text="员工00102").locator("td").nth(10)).to_have_text("早")
    page.keyboard.press("n")  # the reason stays until the new state is loaded
    expect(message).to_contain_text("没有覆盖任何内容")
    expect(page.get_by_role("link", name="载入新的状态")).to_be_focused()
    with new_page(page):
        page.click("text=载入新的状态")
    expect(page.locator("#grid")).to_have_attribute("data-seen", "2")
    page_complaints.clear()  # Chromium logs the 409 that was asked for


@ONLY_SQLITE
def test_a_granted_day_off_shows_again_when_its_shift_is_taken_back(
    live_server: Site, office: Office, database: Database, open_page: PageOpener
) -> None:
    version = office.draft()
    worked = {day.day for (person, day), _ in legal_month().items() if person == "00102"}
    free = next(number for number in range(1, 32) if number not in worked)
    with database.write() as session:
        day = dt.date(2026, 12, free)
        session.add(DayOff(person_id=office.people["00102"], date=day, recorded_at=NOW))
        session.commit()
    page = open_draft(open_page, live_server, version)
    focus(page, "员工00102", free)
    cell = page.locator("tr[data-person]", has_text="员工00102").locator("td").nth(free + 1)
    expect(cell).to_have_text("假")
    page.keyboard.press("m")
    expect(page.locator("#undo")).to_have_attribute("aria-disabled", "false")  # once the server has it
    expect(cell).to_have_text("中")
    page.keyboard.press("Control+z")
    expect(cell).to_have_text("假")


@ONLY_SQLITE
def test_what_differs_from_the_published_version_is_marked_and_counted(
    live_server: Site, office: Office, database: Database, open_page: PageOpener
) -> None:
    published = carried_to_publication(office)
    with database.write() as session:
        made = draft_from_version(session, office.supervisor, published, now=NOW)
    assert isinstance(made, NewDraft)
    page = open_draft(open_page, live_server, made.version_id)
    expect(page.locator("#count-changed")).to_have_text("0 格 · 0 人")
    focus(page, "员工00102", 9)
    page.keyboard.press("m")
    expect(page.locator("#count-changed")).to_have_text("1 格 · 1 人")
    expect(page.locator("#grid")).to_have_attribute("data-seen", "2")
    assert accessibility_complaints(page) == []
    page.click("[data-show=changed]")
    expect(page.locator("tr[data-person]:visible")).to_have_count(1)
    with new_page(page):
        page.click("text=与已发布 v1 比较")
    expect(page.locator(".person-diff")).to_contain_text("早班 → 中班")
    looks_right(page)
    with new_page(page):
        page.go_back()
    focus(page, "员工00102", 9)
    page.keyboard.press("e")
    expect(page.locator("#count-changed")).to_have_text("0 格 · 0 人")


def carried_to_publication(office: Office) -> int:
    version = office.draft()
    for number, (act, actor) in enumerate(((submit, office.supervisor), (approve, office.head)), start=1):
        with office.database.write() as session:
            assert act(session, actor, version, seen=number, now=NOW).done
    with office.database.write() as session:
        assert publish(session, office.head, version, seen=3, now=NOW).act.done
    return version


@ONLY_SQLITE
def test_a_change_waits_for_the_connection_and_is_sent_again(
    live_server: Site, office: Office, open_page: PageOpener, page_complaints: list[str]
) -> None:
    page = open_draft(open_page, live_server, office.draft())
    focus(page, "员工00102", 9)
    expect(page.locator("#effect")).to_be_attached()  # the panel is there and asks no more
    page.context.set_offline(True)
    page.keyboard.press("m")
    expect(page.locator("#saved")).to_contain_text("未保存，正在重试（第 1 次）")
    page.context.set_offline(False)
    expect(page.locator("#grid")).to_have_attribute("data-seen", "2")
    expect(page.locator("#saved")).to_contain_text("已保存")
    expect(page.locator("#grid-message")).to_be_empty()
    page_complaints.clear()  # Chromium logs what it could not reach


@ONLY_SQLITE
def test_filters_show_whom_one_looks_for(live_server: Site, office: Office, open_page: PageOpener) -> None:
    page = open_draft(open_page, live_server, office.draft())
    people = page.locator("tr[data-person]:visible")
    page.fill("#grid-search", "00202")
    expect(people).to_have_count(1)
    page.fill("#grid-search", "")
    expect(people).to_have_count(6)
    page.select_option("#grid-team", label="二组")
    expect(people).to_have_count(3)
    page.select_option("#grid-team", "")
    focus(page, "员工00102", 9)
    page.keyboard.press("n")
    expect(page.locator("#count-hard")).to_have_class("tag danger")
    page.click("[data-show=bad]")
    expect(people).to_have_count(1)
    page.click("[data-show=all]")
    page.click("[data-density=compact]")
    page.reload()
    assert page.locator("table.g.cmp").count() == 1
    page.click(".team-head button >> nth=0")
    expect(people).to_have_count(3)


@ONLY_SQLITE
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["1280", "390"])
def test_every_page_of_a_roster_fits_and_can_be_used_by_everybody(
    live_server: Site, office: Office, open_page: PageOpener, phone: bool, locale: str
) -> None:
    old = office.draft()
    new = office.draft()
    page = open_page(live_server.url, phone=phone, locale=locale)
    log_in(page, SUPERVISOR, at="/rosters")
    for address in (
        "/rosters",
        "/rosters/2027-03",
        f"/rosters/versions/{new}",
        f"/rosters/versions/{new}/days/{MONTH:%Y-%m}-09",
        f"/rosters/versions/{old}/compare/{new}",
        f"/rosters/versions/{new}/confirm/discard",
        f"/rosters/versions/{new}/answers",
        "/rosters/today",
        "/approvals",
    ):
        page.goto(address)
        if address == f"/rosters/versions/{new}":  # what the page fetches by itself
            page.wait_for_selector(".daylist" if phone else "#effect", state="attached")
        looks_right(page)
    page.goto(f"/rosters/versions/{new}")
    assert page.locator("#grid").is_visible() is not phone
    if phone:
        page.locator(".daylist").wait_for()
        with new_page(page):
            page.click(".daylist nav a:last-child")
        assert page.url.endswith("/days/2026-12-02")


@ONLY_SQLITE
def test_a_month_prints_on_a3_with_its_head_and_legend(
    live_server: Site, office: Office, open_page: PageOpener
) -> None:
    page = open_draft(open_page, live_server, office.draft())
    page.locator(".menu summary", has_text="导出").click()  # the button stands in this menu: it is open
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert not page.locator("[data-grid-print]").is_visible()
    assert not page.locator("#side").is_visible()
    assert page.locator("tfoot").is_visible()
    assert "早 早班 8:00–15:30" in page.locator("tfoot").inner_text()
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == 1
    assert b"/MediaBox [0 0 1191" in pdf  # 420 mm across
