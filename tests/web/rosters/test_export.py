import csv
import datetime as dt
import io

import openpyxl
import pytest

from tests.web.rosters.office import MONTH, NOW, Office
from web.people.tables import DayOff, Department, Person
from web.rosters.export import Words, clock, harmless, to_csv, to_excel
from web.rosters.grid import load_grid
from web.rosters.grid_values import Grid

KEYS = ("team", "employee_number", "name", "hours", "contract_hours", "hard", "soft", "assigned")
LEGEND = ("coverage", "legend", "code", "shift", "from", "to", "leave")
HEADING = {key: key for key in KEYS + LEGEND}
WORDS = Words(
    title="=月班表",
    subtitle="+v1",
    heading=HEADING,
    weekdays=("一", "二", "三", "四", "五", "六", "日"),
    marks={"E": "早", "L": "假"},
)


@pytest.fixture
def grid(office: Office) -> Grid:
    office.draft()
    with office.database.write() as session:
        person = session.get_one(Person, office.people["00102"])
        person.name, person.employee_number = '=HYPERLINK("http://x","y")', "-2+3"
        session.add(DayOff(person_id=office.people["00103"], date=dt.date(2026, 12, 12), recorded_at=NOW))
        session.commit()
        department = session.get_one(Department, office.department)
        found = load_grid(session, department, MONTH, today=MONTH)
    assert found is not None
    return found


def test_the_csv_has_a_line_per_shift_with_local_times(grid: Grid) -> None:
    text = to_csv(grid).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 23 * 6
    assert rows[-1] == {
        "employee_number": "00203",
        "date": "2026-12-31",
        "shift": "M",
        "start": "2026-12-31T15:30:00",
        "end": "2026-12-31T23:00:00",
    }
    assert rows[0]["employee_number"] == "'-2+3"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_is_left_that_a_spreadsheet_would_run(text: str) -> None:
    assert harmless(text) == "'" + text


def test_ordinary_text_stays_as_it_is() -> None:
    assert harmless("00123") == "00123"


def test_the_workbook_holds_texts_not_formulas(grid: Grid) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_excel(grid, WORDS)))
    sheet = book["2026-12"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    values = [cell.value for cell in cells]
    assert {"=月班表", "-2+3", '=HYPERLINK("http://x","y")', "00103"} <= set(values)
    assert values.count("早") == 23 * 3 + 1
    assert "假" in values


def test_the_workbook_has_hours_coverage_and_legend(grid: Grid) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(to_excel(grid, WORDS)))["2026-12"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = rows[3]
    assert head[:3] == ["team", "employee_number", "name"]
    assert head[3:5] == ["1\n二", "2\n三"]
    assert head[34:] == ["hours", "contract_hours", "hard", "soft"]
    leader = next(row for row in rows if row[1] == "00101")
    assert leader[34] == 172.5
    assert any(row[2] == "早 assigned" and row[3] == 3 for row in rows)
    assert any(row[:4] == ["N", "夜班", "23:00", "8:00 (+1)"] for row in rows)


def test_clock_times_after_midnight_say_so() -> None:
    assert [clock(480), clock(1440), clock(1920)] == ["8:00", "0:00 (+1)", "8:00 (+1)"]
