"""people.csv as the command line and the site read it; what is wrong is in tests/web/imports."""

import datetime as dt

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from forecasting.tabular import read_table
from tests.web.imports.files import csv, xlsx
from web.planning.cells import OPEN_END, CellError, read_date, read_hours
from web.planning.days_off_file import read_days_off
from web.planning.people_file import read_people

ALL = (
    "employee_number,name,team,role,weekly_hours,skills,days_off,wishes,hired_on,probation_until,leaves_on,"
    "no_nights_from,no_nights_to"
)


def test_every_column_is_read() -> None:
    line = (
        "00123,NA,A,leader,37.5,voice|mail|voice,2026-10-02|2026-10-01,2026-10-05=E|2026-10-06=off,2024-01-01,"
        "2024-03-31,2026-12-31,2026-10-01,"
    )
    found = read_people(read_table(csv(line, header=ALL)), kinds={"E"})
    assert found.problems == ()
    (person,) = found.people
    assert (person.employee_number, person.name, person.team, person.role) == ("00123", "NA", "A", "leader")
    assert (person.weekly_minutes, person.skills) == (2250, ("voice", "mail"))
    assert person.days_off == (dt.date(2026, 10, 1), dt.date(2026, 10, 2))
    assert person.wishes == ((dt.date(2026, 10, 5), "E"), (dt.date(2026, 10, 6), None))
    assert (person.hired_on, person.leaves_on) == (dt.date(2024, 1, 1), dt.date(2026, 12, 31))
    assert person.no_nights == (dt.date(2026, 10, 1), OPEN_END)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_chinese_headings_and_words_are_read_in_every_encoding(encoding: str) -> None:
    header = "工号，姓名，班组，角色，周工时，技能，休息日".replace("，", ",")
    data = csv("00123,𠮷野,一组,领班,40,语音｜投诉,2026年10月1日", header=header, encoding=encoding)
    (person,) = read_people(read_table(data)).people
    assert (person.name, person.role, person.skills) == ("𠮷野", "leader", ("语音", "投诉"))
    assert person.days_off == (dt.date(2026, 10, 1),)


def test_columns_in_any_order_and_spelling_are_found_and_others_named() -> None:
    data = csv("40,agent,A,Chen,00123,x", header="Weekly Hours,ROLE,team,Name,employee-number,phone")
    found = read_people(read_table(data))
    assert found.people[0].employee_number == "00123"
    assert [(notice.column, notice.code) for notice in found.notices] == [("phone", "column_ignored")]


def test_a_namesake_is_pointed_out_and_kept() -> None:
    found = read_people(read_table(csv("1,Chen,A,agent,40", "2,Chen,A,agent,40")))
    assert [(notice.row, notice.code, notice.value) for notice in found.notices] == [(3, "same_name", "2")]
    assert len(found.people) == 2


def test_an_excel_number_shown_with_zeros_keeps_them() -> None:
    def shown_with_zeros(sheet: Worksheet) -> None:
        sheet["A2"].number_format = "00000"

    data = xlsx([[123, "陈静", "一组", "agent", 40]], change=shown_with_zeros)
    assert read_people(read_table(data)).people[0].employee_number == "00123"


def test_an_excel_date_is_a_date() -> None:
    data = xlsx([["00123", dt.date(2026, 10, 1), None]], header=("工号", "开始日期", "结束日期"))
    (leave,) = read_days_off(read_table(data)).leaves
    assert (leave.employee_number, leave.dates) == ("00123", (dt.date(2026, 10, 1),))


@pytest.mark.parametrize("text", ["2026-10-01", "2026/10/1", "2026.10.01", "2026年10月1日", "２０２６-10-01"])
def test_dates_are_read_year_first(text: str) -> None:
    assert read_date(text) == dt.date(2026, 10, 1)


@pytest.mark.parametrize(
    "text", ["10/01/2026", "20261001", "2026-10", "1 Oct 2026", "2026-10-01 08:00", "46296"]
)
def test_everything_else_is_no_date(text: str) -> None:
    with pytest.raises(CellError, match="not_a_date"):
        read_date(text)


@pytest.mark.parametrize(
    ("text", "minutes"), [("40", 2400), ("37.5", 2250), ("0", 0), ("84", 5040), ("４０", 2400)]
)
def test_hours_become_whole_minutes(text: str, minutes: int) -> None:
    assert read_hours(text) == minutes


FOR_PLAN = "employee_number,name,team,role,weekly_hours,hourly_rate,no_overtime_from,no_overtime_to"


def test_overtime_and_money_are_read_only_where_they_are_asked_for() -> None:
    table = read_table(csv("1,Chen,A,agent,40,35.5,2026-10-01,2026-12-31", header=FOR_PLAN))
    (person,) = read_people(table, for_plan=True).people
    assert person.planning.hourly_rate == 3550
    assert person.planning.no_overtime == (dt.date(2026, 10, 1), dt.date(2026, 12, 31))
    without = read_people(table)
    assert without.people[0].planning.hourly_rate is None
    assert {notice.column for notice in without.notices} == set(FOR_PLAN.split(",")[5:])


def test_an_empty_rate_is_not_known_and_none_is_no_zero() -> None:
    table = read_table(csv("1,Chen,A,agent,40,,,", "2,Wang,A,agent,40,0,,", header=FOR_PLAN))
    assert [p.planning.hourly_rate for p in read_people(table, for_plan=True).people] == [None, 0]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ("x,,", "hourly_rate", "not_a_number"),
        ("NaN,,", "hourly_rate", "not_a_number"),
        ("-1,,", "hourly_rate", "negative"),
        ("100001,,", "hourly_rate", "number_too_large"),
        (",,2026-10-01", "no_overtime_from", "required"),
    ],
)
def test_wrong_overtime_and_money_are_refused(cells: str, column: str, code: str) -> None:
    found = read_people(read_table(csv(f"1,Chen,A,agent,40,{cells}", header=FOR_PLAN)), for_plan=True)
    assert [(problem.column, problem.code) for problem in found.problems] == [(column, code)]
