"""The sliders against a roster that is there: what is short, what it costs, and keeping what was tried."""

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask

from forecasting.erlang import service_level_c
from tests.web.browsing import Visitor, logged_in
from tests.web.coverage.month import DAY, Month, stored_month
from web.accounts.tables import User
from web.database import Database
from web.forecasts.service import targets_from
from web.forecasts.what_if import Change, Compared, compare
from web.forecasts.what_if_roster import chosen_version, cost_of
from web.people.tables import Department

Arrive = Callable[[], Visitor]


@pytest.fixture
def month(database: Database) -> Month:
    """Ten calls in every half-hour of November; one person on duty at any time, two needed by day."""
    with database.write() as session:
        found = stored_month(session)
        found.department.hour_cost = 40.0
        session.commit()
    return found


@pytest.fixture
def arrive(app: Flask, database: Database, month: Month) -> Arrive:
    def one() -> Visitor:
        with database.write() as session:
            who = logged_in(app, session, session.get_one(User, month.user.id))
            session.commit()
        return who

    return one


def tried(database: Database, month: Month, volume: float) -> Compared:
    assert month.requirement is not None
    now = targets_from(month.requirement.settings)
    with database.write() as session:
        department = session.get_one(Department, month.department.id)
        version = chosen_version(session, department, DAY.replace(day=1), None)
        found = compare(
            session, department, DAY.replace(day=1), DAY, Change(targets=now, volume=volume), version=version
        )
    assert found is not None
    return found


def test_more_calls_make_the_roster_shorter_and_its_service_level_lower(
    database: Database, month: Month
) -> None:
    same, more = tried(database, month, 0.0).roster, tried(database, month, 0.5).roster
    assert same is not None
    assert more is not None
    assert same.before == same.after == more.before
    assert more.after.short_minutes > more.before.short_minutes
    # 1 erlang and half an agent: without a patience the queue only grows
    assert same.before.level == 0
    assert float(service_level_c(0.5, 1.0, aht_s=180, seconds=20)) == 0
    assert same.paid_minutes > 0


def test_every_slot_with_fewer_people_than_needed_is_short(database: Database, month: Month) -> None:
    found = tried(database, month, 0.0)
    assert found.roster is not None
    cover = found.roster.before
    need_of_day = found.before.of_day
    assert cover.short_of_day == [need - 1 for need in need_of_day]
    assert cover.short_slots == 30 * sum(1 for need in need_of_day if need > 1)
    assert cost_of(cover.short_minutes, 40.0) == pytest.approx(cover.short_minutes / 60 * 40)
    assert cost_of(90, None) is None


def test_the_page_shows_the_roster_with_its_cost(arrive: Arrive, month: Month) -> None:
    who = arrive()
    assert month.version is not None
    page = who.get(f"/forecast/what-if?day={DAY}&volume=30&version={month.version.id}").text
    assert "全月缺人时段数" in page
    assert "当天服务水平（按公式）" in page
    assert "成本" in page
    assert who.get(f"/forecast/what-if?day={DAY}&version=999999").status_code == 404
    assert who.get(f"/forecast/what-if?day={DAY}&version=x").status_code == 404


def test_what_was_tried_can_be_kept_as_the_targets(arrive: Arrive, database: Database, month: Month) -> None:
    who = arrive()
    form = {"share": "90", "seconds": "15", "aht": "200", "shrinkage": "25", "day": str(DAY)}
    assert who.post("/forecast/what-if", data=form).status_code == 302
    with database.read() as session:
        kept = session.get_one(Department, month.department.id)
        assert (kept.service_level_share, kept.service_level_seconds) == (0.9, 15)
        assert (kept.aht_seconds, kept.shrinkage, kept.hour_cost) == (200, 0.25, 40.0)
    who.post("/forecast/what-if", data={**form, "share": "100"})
    with database.read() as session:
        assert session.get_one(Department, month.department.id).service_level_share == 0.9


def test_another_day_and_month_are_one_key_away_and_keep_what_is_tried(arrive: Arrive, month: Month) -> None:
    who = arrive()
    assert month.version is not None
    page = who.get(f"/forecast/what-if?day=2026-11-30&volume=30&version={month.version.id}").text
    pager = page[page.index('id="what-if-days"') : page.index("</nav>", page.index('id="what-if-days"'))]
    before, after, earlier, later = re.findall(r'href="([^"]*)" aria-label', html.unescape(pager))
    assert before == f"/forecast/what-if?day=2026-11-29&volume=30&version={month.version.id}"
    assert after == "/forecast/what-if?day=2026-12-01&volume=30"  # another month, other versions
    assert [link.split("=")[1][:10] for link in (earlier, later)] == ["2026-10-01", "2026-12-01"]
    days = page[page.index('<select class="inp" id="day"') :]
    days = days[: days.index("</select>")]
    assert days.count("<option") == 30
    assert '<option value="2026-11-30" selected>11月30日 周一</option>' in days
    empty = who.get(after)
    assert empty.status_code == 200
    assert "还没有预测" in empty.text
    assert "day=2026-11-30" in empty.text  # and back again
