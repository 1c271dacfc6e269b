import re

import pytest
from flask import Flask

from tests.web.access_world import new_world
from tests.web.browsing import logged_in, visitor
from web.database import Database
from web.navigation import MOST_TABS, RANK, ROLE_NAMES, TABS, TOP


def _links(page: str, landmark: str) -> list[str]:
    """Return the addresses inside one navigation landmark."""
    found = re.search(rf'<nav[^>]*aria-label="{landmark}".*?</nav>', page, re.DOTALL)
    return re.findall(r'<a [^>]*href="([^"]+)"', found[0]) if found else []


PHONE = ("主导航（手机）", "更多页面")
"""The tabs at the foot, and what of the top bar the person menu has instead."""


@pytest.mark.parametrize("role", RANK)
def test_every_link_of_the_frame_can_be_opened_by_who_sees_it(
    app: Flask, database: Database, role: str
) -> None:
    with database.write() as session:
        person = logged_in(app, session, new_world(session, role).actor)
        session.commit()
    page = person.get("/me").text
    addresses = {address for bar in ("主导航", *PHONE) for address in _links(page, bar)}
    assert addresses
    assert {address: person.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )
    assert len(_links(page, "主导航（手机）")) <= MOST_TABS


@pytest.mark.parametrize("role", RANK)
def test_the_phone_has_every_link_of_the_top_bar_once_and_ones_own_account(
    app: Flask, database: Database, role: str
) -> None:
    with database.write() as session:
        person = logged_in(app, session, new_world(session, role).actor)
        session.commit()
    page = person.get("/me").text
    tabs, more = (_links(page, bar) for bar in PHONE)
    assert sorted([*tabs, *more]) == sorted([*_links(page, "主导航"), "/me"])
    assert tabs[-1] == "/me"


def test_a_leader_can_tell_the_own_roster_from_the_departments(app: Flask, database: Database) -> None:
    with database.write() as session:
        leader = logged_in(app, session, new_world(session, "leader").actor)
        agent = logged_in(app, session, new_world(session, "agent").actor)
        session.commit()
    bar = r'<nav class="tabs".*?</nav>'
    tabs = [re.search(bar, person.get("/me").text, re.DOTALL) for person in (leader, agent)]
    words = [re.findall(r"</svg>([^<]+)<", found[0]) for found in tabs if found is not None]
    assert words == [
        ["今日", "我的班表", "申请", "待我审批", "我的"],
        ["今日", "班表", "申请", "值班日志", "我的"],
    ]


def test_the_present_page_is_marked_once(app: Flask, database: Database) -> None:
    with database.write() as session:
        person = logged_in(app, session, new_world(session, "supervisor").actor)
        session.commit()
    page = person.get("/setup").text
    bar = re.search(r'<nav aria-label="主导航".*?</nav>', page, re.DOTALL)
    assert bar is not None
    assert re.findall(r'href="([^"]+)" aria-current="page"', bar[0]) == ["/setup"]


def test_who_is_not_logged_in_gets_no_links(app: Flask) -> None:
    page = visitor(app).get("/login").text
    assert "<nav" not in page


def test_a_refusal_keeps_the_frame_for_who_is_logged_in(app: Flask, database: Database) -> None:
    with database.write() as session:
        person = logged_in(app, session, new_world(session, "agent").actor)
        session.commit()
    inside, outside = person.get("/no/such/page"), visitor(app).get("/no/such/page")
    assert (inside.status_code, outside.status_code) == (404, 404)
    assert '<header class="top">' in inside.text
    assert '<header class="top">' not in outside.text


def test_a_refused_part_of_a_page_is_a_fragment(app: Flask, database: Database) -> None:
    with database.write() as session:
        person = logged_in(app, session, new_world(session, "agent").actor)
        session.commit()
    answer = person.get("/no/such/page", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert answer.text.strip().startswith('<div class="note danger" role="alert"')


def test_every_role_has_a_name_and_a_rank() -> None:
    assert set(RANK) == set(ROLE_NAMES)


def test_what_does_not_exist_or_may_not_be_opened_has_no_link(app: Flask, database: Database) -> None:
    with database.write() as session:
        agent = logged_in(app, session, new_world(session, "agent").actor)
        admin = logged_in(app, session, new_world(session, "admin").actor)
        session.commit()
    assert "/setup" not in _links(agent.get("/me").text, "主导航")
    assert "/setup" in _links(admin.get("/me").text, "主导航")
    existing = {entry.endpoint for entry in (*TOP, *TABS)} & app.view_functions.keys()
    assert len(_links(admin.get("/me").text, "主导航")) <= len(existing)
