"""The coverage page by role and state, and the chart that the home page shares."""

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale
from sqlalchemy import extract, select

from tests.web.browsing import Visitor, logged_in
from tests.web.coverage.month import DAY, MONTH, add_need, shifts_of, stored_month
from tests.web.forecasts.centre import NOW
from web.coverage.charts import day_chart
from web.coverage.figures import read_coverage
from web.database import Database
from web.forecasts.tables import RequirementSlot
from web.people.tables import Department
from web.rosters.drafts import Draft, store_draft
from web.rosters.tables import RosterVersion, VersionState

Arrive = Callable[..., Visitor]


@pytest.fixture
def arrive(app: Flask, database: Database) -> Arrive:
    """Log somebody in: ``arrive(role, need=True, roster=True, newer=False)``."""

    def one(
        role: str = "supervisor", *, need: bool = True, roster: bool = True, newer: bool = False
    ) -> Visitor:
        with database.write() as session:
            month = stored_month(session, role, need=need, roster=roster)
            if newer:
                add_need(session, month.department)
            who = logged_in(app, session, month.user)
            session.commit()
        return who

    return one


def cells_of(html: str, day: int) -> list[tuple[str, str]]:
    """Return class and text of one row of the heat-map."""
    row = re.search(rf'<tr[^>]*><th scope="row"[^>]*><a [^>]*day=2026-11-{day:02}.*?</tr>', html, re.DOTALL)
    assert row is not None
    return re.findall(r'<td class="(\w+)"[^>]*>([^<]*)</td>', row.group(0))


@pytest.mark.parametrize("role", ["supervisor", "head", "auditor", "leader"])
def test_who_reads_coverage_sees_every_slot_of_the_month(arrive: Arrive, role: str) -> None:
    html = arrive(role).get("/coverage").text
    assert cells_of(html, 22) == [("z0", "")] * 16 + [("s1", "−1")] * 30 + [("z0", "")] * 2
    assert html.count('<th scope="row"') >= 30
    assert "缺员 916 个时段" in html
    assert "草稿 v1" in html
    assert "8:00–23:00 · 最多缺 1 人" in html
    assert re.search(r"15:30：.* 当班", html)


@pytest.mark.parametrize("role", ["agent", "hr", "security_desk", "admin"])
def test_others_do_not(arrive: Arrive, role: str) -> None:
    assert arrive(role).get("/coverage").status_code == 403


@pytest.mark.parametrize(
    ("show", "cell"), [("need", ("n4", "2")), ("assigned", ("n4", "1")), ("occupancy", ("s3", "200"))]
)
def test_the_cells_show_other_figures_on_request(arrive: Arrive, show: str, cell: tuple[str, str]) -> None:
    html = arrive().get(f"/coverage?day=2026-11-22&show={show}").text
    assert cells_of(html, 22)[20] == cell


def test_an_unknown_figure_shows_the_gap(arrive: Arrive) -> None:
    assert cells_of(arrive().get("/coverage?show=everything").text, 22)[20] == ("s1", "−1")


def test_without_need_the_page_leads_to_the_forecast(arrive: Arrive) -> None:
    html = arrive(need=False, roster=False).get("/coverage").text
    assert "2026年11月 需要多少人还不知道" in html
    assert 'href="/forecast?month=2026-11"' in html
    assert "<table" not in html


def test_without_roster_the_need_is_shown_and_the_supervisor_may_generate_one(arrive: Arrive) -> None:
    html = arrive(roster=False).get("/coverage").text
    assert "2026年11月 还没有班表" in html
    assert 'href="/rosters/2026-11/solve"' in html
    assert cells_of(html, 22)[20] == ("n4", "2")
    assert "缺员时段" not in html
    auditor = arrive("auditor", roster=False).get("/coverage").text
    assert "2026年11月 还没有班表" in auditor
    assert "/solve" not in auditor


def test_a_newer_need_than_the_versions_own_is_said(arrive: Arrive) -> None:
    assert "现在有更新的需求" in arrive(newer=True).get("/coverage").text
    assert "现在有更新的需求" not in arrive().get("/coverage").text


def test_the_number_of_short_slots_explains_itself_beside_that_of_the_roster(arrive: Arrive) -> None:
    html = arrive().get("/coverage").text
    explained = re.search(r'<details class="menu why".*?</details>', html, re.DOTALL)
    assert explained is not None
    assert "缺员 916 个时段" in explained[0]
    assert "缺 1 人和缺 7 人一样" in explained[0]
    assert "并不矛盾" in explained[0]


def test_the_grids_number_of_short_shifts_explains_itself_too(arrive: Arrive, database: Database) -> None:
    who = arrive()
    with database.read() as session:
        version = session.scalars(select(RosterVersion.id)).one()
    html = who.get(f"/rosters/versions/{version}").text
    explained = re.search(
        r'<details class="menu why" data-menu id="count-short".*?</details>', html, re.DOTALL
    )
    assert explained is not None
    assert "每个班次按最缺的时刻算缺几人" in explained[0]
    assert f'href="/coverage?month=2026-11&amp;version={version}"' in explained[0]


@pytest.mark.parametrize("enough", [True, False])
def test_the_grid_tells_hours_that_are_missing_from_hours_at_the_wrong_time(
    arrive: Arrive, database: Database, enough: bool
) -> None:
    who = arrive()
    with database.write() as session:
        # whom nobody needs in the afternoon and at night makes up for what is short in the morning
        hour = extract("hour", RequirementSlot.ds)
        for slot in session.scalars(select(RequirementSlot).where(~hour.between(8, 15))) if enough else ():
            slot.required = 0
        version = session.scalars(select(RosterVersion.id)).one()
        session.commit()
    html = who.get(f"/rosters/versions/{version}").text
    assert ("全月在岗工时合计够用" in html) == enough
    assert ("看缺在哪些时段" in html) == enough


def test_the_page_opens_on_the_published_version_and_offers_the_others(
    arrive: Arrive, database: Database
) -> None:
    who = arrive()
    assert 'id="versions"' not in who.get("/coverage").text
    with database.write() as session:
        first = session.scalars(select(RosterVersion)).one()
        first.state = VersionState.PUBLISHED
        department = session.get_one(Department, first.roster.department_id)
        newer = store_draft(
            session, department, Draft(month=MONTH, shifts=shifts_of([]), requirement_id=None),
            made_by=None, now=NOW,
        )  # fmt: skip
        session.commit()
    page = who.get("/coverage?day=2026-11-09&show=need").text
    assert '<span class="frozen">已发布 v1</span>' in page
    other = f'href="/coverage?show=need&amp;day=2026-11-09&amp;version={newer.id}">草稿 v2</a>'
    assert other in page
    assert '<span class="draft">草稿 v2</span>' in who.get(f"/coverage?version={newer.id}").text


def test_links_keep_version_and_day(arrive: Arrive, database: Database) -> None:
    who = arrive()
    with database.read() as session:
        version = session.scalars(select(RosterVersion.id)).one()
    html = who.get(f"/coverage?day=2026-11-09&version={version}").text
    assert f'href="/coverage?show=need&amp;day=2026-11-09&amp;version={version}"' in html
    assert f'href="/coverage?show=gap&amp;day=2026-11-10&amp;version={version}"' in html


@pytest.mark.parametrize("query", ["month=2026-00", "version=1x", "version=999999", "day=9999-12-31"])
def test_what_does_not_exist_is_not_found(arrive: Arrive, query: str) -> None:
    assert arrive().get(f"/coverage?{query}").status_code == 404


def test_the_page_speaks_english(arrive: Arrive) -> None:
    html = arrive().get("/coverage", headers={"Accept-Language": "en"}).text
    assert "916 slots short" in html
    assert "8:00–23:00 · up to 1 person short" in html
    assert "Draft v1" in html


def test_a_page_of_another_feature_can_show_the_day_in_one_area(app: Flask, database: Database) -> None:
    with database.write() as session:
        day = read_coverage(session, stored_month(session).department, MONTH).day(DAY)
    template = (
        '{% from "coverage/day.html" import coverage_day, day_legend with context %}'
        '{{ day_legend(chart) }}{{ coverage_day(chart, id="today") }}'
    )
    with app.test_request_context("/"), force_locale("zh_Hans_CN"):
        chart = day_chart(day, by_family=False, now_minute=19 * 60 + 46)
        html = render_template_string(template, chart=chart)
    assert chart.data["now"] == 39
    assert [stack["name"] for stack in chart.data["stacks"]] == ["计划在岗"]
    assert chart.rows[20] == ("10:00", "2", "1", "−1")
    found = re.search(r'id="today-data"[^>]*>(.*?)</div>', html, re.DOTALL)
    assert found is not None
    assert json.loads(found.group(1))["short"] == [0] * 16 + [1] * 30 + [0] * 2
    assert "sw-plan" in html
    assert "最多同时需要 2 人。 有 30 个时段缺员。" in html


def test_the_coverage_says_what_the_roster_costs(arrive: Arrive, database: Database) -> None:
    """Three shifts a day under S0g; the paid hours times what the department says an hour costs (R-1.17)."""
    who = arrive()
    assert "填写每付薪小时成本" in who.get("/coverage?day=2026-11-22").text
    with database.write() as session:
        roster = session.scalars(select(RosterVersion)).one().roster
        department = session.get_one(Department, roster.department_id)
        found = read_coverage(session, department, MONTH)
        assert found.paid_minutes is not None
        department.hour_cost = 50.0
        session.commit()
        yuan = found.paid_minutes / 60 * 50
    assert f"成本 {yuan:,.0f} 元" in who.get("/coverage?day=2026-11-22").text
