"""The pages of the five tables and the workbook."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from flask import Flask

from tests.web.browsing import Visitor, logged_in
from tests.web.reports.november import stored_november
from web.database import Database
from web.reports.service import KEYS

Arrive = Callable[..., Visitor]


@pytest.fixture
def arrive(app: Flask, database: Database) -> Arrive:
    """Log somebody in beside a stored November: ``arrive(role)``."""

    def one(role: str = "supervisor") -> Visitor:
        with database.write() as session:
            month = stored_november(session, role, capacity=12)
            who = logged_in(app, session, month.user)
            session.commit()
        return who

    return one


def test_two_tables_show_the_month_and_three_the_month_before(
    arrive: Arrive,
) -> None:
    who = arrive()
    for key in KEYS:
        html = who.get(f"/reports?month=2026-11&table={key}").text
        month = "2026年11月" if key in {"seats", "bearing"} else "2026年10月"
        assert f'<h2 id="report-title">{"①②③④⑤"[KEYS.index(key)]} {month}每天' in html


def test_a_chart_is_drawn_where_there_is_anything_to_draw(arrive: Arrive) -> None:
    who = arrive()
    drawn = {
        (month, key)
        for month in ("2026-11", "2026-12")
        for key in KEYS
        if 'data-chart="report-lines"' in who.get(f"/reports?month={month}&table={key}").text
    }
    # of December no seats are planned, of October nothing is known; table ① has no chart
    assert drawn == {
        ("2026-11", "bearing"),
        ("2026-12", "handled"),
        ("2026-12", "accuracy"),
        ("2026-12", "per-person"),
    }


@pytest.mark.parametrize("role", ["supervisor", "head", "auditor", "leader"])
def test_who_reads_forecasts_reads_the_tables(arrive: Arrive, role: str) -> None:
    who = arrive(role)
    assert who.get("/reports").status_code == 200
    assert "/reports?month=2026-11" in who.get("/forecast").text


def test_an_agent_does_not(arrive: Arrive) -> None:
    assert arrive("agent").get("/reports").status_code in {403, 404}


@pytest.mark.parametrize("query", ["table=sixth", "month=2026-13", "month=0001-01"])
def test_what_there_is_not_is_not_found(arrive: Arrive, query: str) -> None:
    assert arrive().get(f"/reports?{query}").status_code == 404


def test_the_workbook_has_five_sheets_with_numbers(arrive: Arrive) -> None:
    answer = arrive().get("/reports/five-tables.xlsx?month=2026-12")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="five-tables-2026-12.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["① 2026-12", "② 2026-12", "③ 2026-11", "④ 2026-11", "⑤ 2026-11"]
    rows = list(book["③ 2026-11"].iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[0] == "日")
    monday = dict(zip(rows[head], rows[head + 23], strict=True))
    assert monday["呼入量"] == 960
    assert monday["接通率"] == pytest.approx(0.9)
    assert monday["每人每小时话务量"] == pytest.approx(36)
    assert [len(sheet._charts) for sheet in book.worksheets] == [0, 1, 1, 1, 1]


def test_the_page_speaks_english_too(arrive: Arrive) -> None:
    html = arrive().get("/reports?month=2026-12&table=accuracy", headers={"Accept-Language": "en"}).text
    assert "④ Actual calls against the forecast of each day, November 2026" in html
    assert "Mean absolute error" in html
