"""A need by handling time and patience of each weekday and slot: when, what is kept, what the pages show."""

import datetime as dt

import pytest
from flask import Flask

from tests.web.browsing import Visitor, logged_in
from tests.web.forecasts.centre import MONTH, NOW, add_history, department_of, stored_user
from tests.web.forecasts.test_views import FORM, chart_data
from tests.web.forecasts.worker import work_off
from web.accounts.tables import User
from web.config import Config
from web.database import Database
from web.forecasts.history import load_figures
from web.forecasts.service import make_need, profiles_of, targets_from, targets_of
from web.forecasts.tables import Requirement
from web.forecasts.what_if import Change, compare
from web.planning.month import Targets
from web.planning.profiles import NONE
from web.rosters.loading import requirement_of

DAY = dt.date(2026, 12, 8)


@pytest.fixture
def visitor(app: Flask, database: Database) -> tuple[Visitor, int]:
    """A supervisor, whose department has recorded answering and waiting for 60 days."""
    with database.write() as session:
        user = stored_user(session)
        add_history(session, department_of(session, user), days=60, figures=True)
        who = logged_in(app, session, user)
        session.commit()
        return who, user.id


def made(database: Database, user_id: int, targets: Targets) -> Requirement:
    with database.write() as session:
        department = department_of(session, session.get_one(User, user_id))
        return make_need(session, department, MONTH, targets=targets, made_by=user_id, now=NOW)


def test_the_need_goes_by_what_was_measured_and_keeps_it(
    visitor: tuple[Visitor, int], database: Database
) -> None:
    measured = made(database, visitor[1], Targets(aht_seconds=200.0))
    found = profiles_of(measured)
    assert found.handling is not None
    assert found.patience is not None
    assert found.handling.seconds[1][20] == pytest.approx(150, abs=1)
    assert found.handling.seconds[1][30] == pytest.approx(250, abs=1)
    assert found.patience.mean_s == pytest.approx(200)
    used = targets_from(measured.settings)
    assert used.aht_seconds == pytest.approx((8 * 150 + 16 * 250) / 24, abs=0.5)
    assert used.patience_seconds == pytest.approx(200, abs=0.5)
    of_day = {slot.ds.hour: slot.required for slot in measured.slots if slot.ds.date() == DAY}
    assert of_day[9] < of_day[15]


def test_my_own_numbers_hold_where_that_is_asked_for(
    visitor: tuple[Visitor, int], database: Database
) -> None:
    need = made(database, visitor[1], Targets(aht_seconds=200.0, own_numbers=True))
    assert profiles_of(need) == NONE
    assert targets_from(need.settings) == Targets(aht_seconds=200.0, own_numbers=True)
    of_day = {slot.ds.hour: slot.required for slot in need.slots if slot.ds.date() == DAY}
    assert of_day[9] == of_day[15]


def test_the_department_says_it_once(visitor: tuple[Visitor, int], database: Database) -> None:
    with database.write() as session:
        department = department_of(session, session.get_one(User, visitor[1]))
        assert not targets_of(department).own_numbers
        department.own_numbers = True
        session.commit()
        assert targets_of(department).own_numbers


def test_trying_out_nothing_changes_nothing_and_longer_calls_need_more(
    visitor: tuple[Visitor, int], database: Database
) -> None:
    need = made(database, visitor[1], Targets())
    with database.write() as session:
        department = department_of(session, session.get_one(User, visitor[1]))
        now = targets_from(need.settings)
        same = compare(session, department, MONTH, DAY, Change(targets=now))
        assert same is not None
        assert same.before.minutes == same.after.minutes == need.need_minutes
        longer = Targets(**{**vars(now), "aht_seconds": now.aht_seconds * 1.2})
        more = compare(session, department, MONTH, DAY, Change(targets=longer))
        assert more is not None
        assert more.more_minutes > 0


def test_the_page_shows_both_with_the_calls_behind_them(
    visitor: tuple[Visitor, int], database: Database
) -> None:
    made(database, visitor[1], Targets())
    html = visitor[0].get("/forecast?day=2026-12-08").text
    handling = chart_data(html, "handling-chart")
    assert handling["seconds"][20] == pytest.approx(150, abs=1)  # type: ignore[index] # a list
    assert handling["seconds"][2] is None  # type: ignore[index] # nobody calls at one in the night
    assert sum(handling["calls"]) == pytest.approx(8 * 24 * 36 * 0.9, rel=0.02)  # type: ignore[call-overload]
    assert "patience-chart" in html
    assert "按星期几和时段" in html
    english = visitor[0].get("/forecast?day=2026-12-08&lang=en").text
    assert english.count('class="chart low"') == 2


def test_the_box_on_the_page_is_remembered(
    visitor: tuple[Visitor, int], database: Database, config: Config
) -> None:
    who, user_id = visitor
    assert who.post("/forecast", data={**FORM, "own_numbers": "1"}).status_code == 302
    assert work_off(database, config) == 1
    with database.read() as session:
        department = department_of(session, session.get_one(User, user_id))
        stored = requirement_of(session, department.id, MONTH)
        assert stored is not None
        assert targets_from(stored.settings).own_numbers
        assert "profiles" in stored.settings
    html = who.get("/forecast?day=2026-12-08").text
    assert "handling-chart" not in html
    assert 'name="own_numbers" value="1" checked' in html


def test_calls_without_such_columns_leave_everything_as_it_was(app: Flask, database: Database) -> None:
    with database.write() as session:
        user = stored_user(session)
        department = department_of(session, user)
        add_history(session, department, days=60)
        session.commit()
        assert "queued" not in load_figures(session, department, before=MONTH, days=182)
        need = make_need(session, department, MONTH, targets=Targets(), made_by=user.id, now=NOW)
        assert profiles_of(need) == NONE
        assert targets_from(need.settings) == Targets()
