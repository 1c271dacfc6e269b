"""Writing a handover in Chromium: saved by itself, through a lost connection and a closed tab, submitted."""

import datetime as dt

import pytest
from playwright.sync_api import Page, Route, expect

from roster.handovers.life import HandoverState
from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.handovers.evening import ANN, DAN, DAY, LEA, NIA, Evening, at, stored_evening
from web.accounts import passwords
from web.accounts.tables import User
from web.database import Database
from web.handovers import counting, preparing
from web.handovers.content_tables import HandoverItem

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]
EVENING = dt.timedelta(hours=22, minutes=35)


@pytest.fixture
def site_environment(site_environment: dict[str, str]) -> dict[str, str]:
    """The server's clock stands in the window of the middle shift."""
    midnight = at(0)
    shift = midnight + EVENING - dt.datetime.now(tz=dt.UTC)
    return {
        **site_environment,
        "LUNBAN_TODAY": DAY.isoformat(),
        "LUNBAN_CLOCK_SHIFT": str(shift.total_seconds()),
    }


@pytest.fixture
def shop(live_server: Site, database: Database) -> Evening:
    """Ann can log in, and her leaders; of an item cause, course and result are written."""
    found = stored_evening(
        database,
        overrides={
            "handover.item_fields": ["cause", "course", "result"],
            "handover.checklist": ["desk", "communication"],
        },
    )
    hashed = passwords.hash_password(PASSWORD)
    with database.write() as session:
        for number in (ANN, LEA, NIA):
            session.get_one(User, found.office.users[number]).password = hashed
        session.commit()
    return found


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_class("s t-ok")


def written(shop: Evening, item: int) -> HandoverItem:
    """The item as the server has it."""
    with shop.database.read() as session:
        return session.get_one(HandoverItem, item)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_written_saved_and_submitted(
    live_server: Site, shop: Evening, open_page: PageOpener, locale: str, phone: bool
) -> None:
    handover = shop.handover()
    ann = open_page(live_server.url, phone=phone, locale=locale)
    log_in(ann, f"CS{ANN}", at="/handovers")
    looks_right(ann)
    with new_page(ann):
        ann.locator(".vl a").first.click()
    looks_right(ann)
    with new_page(ann):
        ann.locator("main form button.p").click()
    looks_right(ann)
    with new_page(ann):
        ann.locator("#add button").click()
    item = ann.locator("form.item")
    item.locator("[name=title]").fill("支付接口 21:40 起超时")
    item.locator("[name=important]").check()
    item.locator("[name=cause]").fill("银行通道故障")
    item.locator("[name=course]").fill("21:52 报 IT；22:20 切备用通道")
    item.locator("[name=category]").select_option("major_incidents")
    item.locator("[name=disposition][value=incoming]").check()
    saved(ann)
    expect(ann.locator("#foot a")).to_have_count(1)
    looks_right(ann)
    ann.locator("#submit button").press("Enter")
    expect(item.locator("[name=result]")).to_be_focused()
    ann.keyboard.type("恢复约六成，预计 0:30")
    saved(ann)
    expect(ann.locator("#submit [aria-disabled]")).to_have_count(0)
    ann.locator(".count-row .yes").first.click()
    ann.locator(".count-row .no").last.click()
    ann.locator(".count-row .note-field").last.fill("少 1 副，在三号机位")
    saved(ann)
    looks_right(ann)
    with new_page(ann):
        ann.keyboard.press("Control+Enter")
    assert shop.state(handover) is HandoverState.SUBMITTED
    looks_right(ann)


def test_what_is_typed_survives_a_lost_connection_and_a_closed_tab(
    live_server: Site, shop: Evening, open_page: PageOpener, page_complaints: list[str]
) -> None:
    handover = shop.begin(now=at(22, 31))
    shop.write(handover, now=at(22, 31), disposition="")
    ann = open_page(live_server.url)
    log_in(ann, f"CS{ANN}", at=f"/handovers/{handover}")

    def cut(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    ann.route("**/handovers/items/*", cut)
    ann.locator("form.item [name=result]").fill("没有网络时写的")
    expect(ann.locator("#saved")).to_have_class("s t-danger")
    page_complaints.clear()  # the lost connection itself
    context = ann.context
    ann.close()
    again = context.new_page()
    again.goto(f"/handovers/{handover}")
    saved(again)
    again.reload()
    expect(again.locator("form.item [name=result]")).to_have_value("没有网络时写的")


def test_two_windows_never_overwrite_each_other(
    live_server: Site, shop: Evening, open_page: PageOpener
) -> None:
    handover = shop.begin(now=at(22, 31))
    shop.write(handover, now=at(22, 31))
    one = open_page(live_server.url)
    log_in(one, f"CS{ANN}", at=f"/handovers/{handover}")
    two = one.context.new_page()
    two.goto(f"/handovers/{handover}")
    one.locator("[name=result]").fill("第一个窗口")
    saved(one)
    two.locator("[name=result]").fill("第二个窗口")
    expect(two.locator("form.item .both")).to_contain_text("第一个窗口")
    two.locator("form.item .both button").first.click()
    saved(two)
    one.reload()
    expect(one.locator("[name=result]")).to_have_value("第二个窗口")


def test_what_was_kept_never_overwrites_what_another_window_saved_later(
    live_server: Site, shop: Evening, open_page: PageOpener, page_complaints: list[str]
) -> None:
    handover = shop.begin(now=at(22, 31))
    item = shop.write(handover, now=at(22, 31))
    ann = open_page(live_server.url)
    log_in(ann, f"CS{ANN}", at=f"/handovers/{handover}")
    ann.route("**/handovers/items/*", lambda route: route.abort())
    ann.locator("[name=result]").fill("没有网络时写的")
    expect(ann.locator("#saved")).to_have_class("s t-danger")
    context = ann.context
    ann.close()
    theirs = {"result": "后来写的", "important": "1", "disposition": "outgoing"}
    assert shop.do(preparing.save_item, ANN, item, theirs, seen=2, now=at(22, 33)).done
    page_complaints.clear()  # the lost connection itself
    again = context.new_page()
    again.goto(f"/handovers/{handover}")
    expect(again.locator("form.item .both")).to_contain_text("后来写的")
    expect(again.locator("[name=result]")).to_have_value("没有网络时写的")
    assert written(shop, item).texts["result"] == "后来写的"
    again.locator("form.item .both button").last.click()
    saved(again)
    found = written(shop, item)
    assert (found.texts["result"], found.important, found.disposition) == ("后来写的", True, "outgoing")


def test_a_session_that_is_over_keeps_the_text_and_leads_to_the_log_in(
    live_server: Site, shop: Evening, open_page: PageOpener, page_complaints: list[str]
) -> None:
    handover = shop.begin(now=at(22, 31))
    item = shop.write(handover, now=at(22, 31))
    ann = open_page(live_server.url)
    log_in(ann, f"CS{ANN}", at=f"/handovers/{handover}")
    ann.context.clear_cookies()
    ann.locator("[name=result]").fill("会话结束后写的")
    link = ann.locator("#saved a")
    expect(link).to_be_visible()
    page_complaints.clear()  # the refused request itself
    with new_page(ann):
        link.click()
    ann.fill("#employee_number", f"CS{ANN}")
    ann.fill("#password", PASSWORD)
    with new_page(ann):
        ann.click("button.btn.p")
    saved(ann)
    assert written(shop, item).texts["result"] == "会话结束后写的"


def test_nothing_is_submitted_while_the_server_lacks_some_of_it(
    live_server: Site, shop: Evening, open_page: PageOpener, page_complaints: list[str]
) -> None:
    handover = shop.begin(now=at(22, 31))
    texts = {"cause": "一", "course": "二", "result": "三", "category": "major_incidents"}
    item = shop.write(handover, now=at(22, 31), **texts)
    ann = open_page(live_server.url)
    log_in(ann, f"CS{ANN}", at=f"/handovers/{handover}")
    ann.route("**/handovers/items/*", lambda route: route.abort())
    ann.locator("[name=result]").fill("没有网络时写的")
    ann.locator("#submit button").click()
    expect(ann.locator("form.item [name=title]")).to_be_focused()
    expect(ann.locator("#saved")).to_have_class("s t-danger")
    page_complaints.clear()  # the lost connection itself
    assert shop.state(handover) is HandoverState.PREPARING
    ann.unroute("**/handovers/items/*")
    with new_page(ann):
        ann.locator("#submit button").click()
    assert shop.state(handover) is HandoverState.SUBMITTED
    assert written(shop, item).texts["result"] == "没有网络时写的"


def test_a_mark_set_meanwhile_is_shown_and_not_erased(
    live_server: Site, shop: Evening, open_page: PageOpener, page_complaints: list[str]
) -> None:
    handover = shop.begin(now=at(22, 31))
    ann = open_page(live_server.url)
    log_in(ann, f"CS{ANN}", at=f"/handovers/{handover}")
    row = ann.locator(".count-row").first
    check = int(str(row.get_attribute("id")).removeprefix("check-"))
    theirs = {"mark": "abnormal", "note": "少一副"}
    assert not shop.do(counting.mark_check, DAN, shop.handover(DAN), check, theirs, seen=1, now=at(22, 32))
    row.locator(".yes").click()
    expect(row.locator(".both")).to_contain_text("少一副")
    page_complaints.clear()  # the refused request itself
    row.locator(".both button").last.click()
    saved(ann)
    expect(row.locator("[name=mark][value=abnormal]")).to_be_checked()
    expect(row.locator("[name=note]")).to_have_value("少一副")
