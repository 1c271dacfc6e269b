"""Pages of the rosters that only show: months, grid, rows of a team, a day, comparison, files."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from flask import Flask

from tests.web.rosters.desks import add_people, as_role, cell_of, sit_down
from tests.web.rosters.office import NUMBERS, Office, legal_month
from web.people.tables import DayOff

DAY = dt.date(2026, 12, 9)
TODAY_MONTH = dt.date(2026, 11, 1)


def test_months_are_listed_with_state_and_versions(app: Flask, office: Office) -> None:
    supervisor = sit_down(app, office, office.supervisor.user_id)
    page = supervisor.get("/rosters").text
    assert "2026年12月还没有班表。先检查需求，再生成。" in page
    assert 'href="/rosters/2026-12/solve"' in page
    version = office.draft()
    page = supervisor.get("/rosters").text
    assert "还没有班表" not in page
    assert f'href="/rosters/versions/{version}"' in page
    assert "草稿" in page


def test_a_month_leads_to_its_newest_version_that_counts(app: Flask, office: Office) -> None:
    supervisor = sit_down(app, office, office.supervisor.user_id)
    empty = supervisor.get("/rosters/2026-12")
    assert (empty.status_code, "还没有班表" in empty.text) == (200, True)
    first, second = office.draft(), office.draft()
    assert supervisor.get("/rosters/2026-12").headers["Location"] == f"/rosters/versions/{second}"
    supervisor.post(f"/rosters/versions/{second}/discard", data={"seen": 1})
    assert supervisor.get("/rosters/2026-12").headers["Location"] == f"/rosters/versions/{first}"
    assert supervisor.get("/rosters/2026-13").status_code == 404


def test_the_grid_says_who_when_what_and_marks(app: Flask, office: Office) -> None:
    with office.database.write() as session:
        session.add(
            DayOff(person_id=office.people["00103"], date=DAY, recorded_at=dt.datetime.now(tz=dt.UTC))
        )
        session.commit()
    shifts = legal_month().with_cell("00102", DAY, "N").with_cell("00103", DAY, None)
    version = office.draft(shifts)
    page = sit_down(app, office, office.supervisor.user_id).get(f"/rosters/versions/{version}").text
    assert 'aria-label="员工00102 12月9日 周三 夜班 23:00–次日 8:00' in cell_of(
        page, office.people["00102"], DAY
    )
    next_day = cell_of(page, office.people["00102"], DAY + dt.timedelta(days=1))
    assert 'class="vi"' in next_day
    assert "违规" in next_day
    assert "假" in page
    assert 'aria-label="员工00103 12月9日 周三 请假"' in cell_of(page, office.people["00103"], DAY)
    assert page.count("<h1>") == 1
    assert 'role="grid"' in page


@pytest.mark.parametrize("role", ["head", "hr", "auditor"])
def test_who_only_reads_gets_no_way_to_change(app: Flask, office: Office, role: str) -> None:
    version = office.draft()
    page = as_role(app, office, role).get(f"/rosters/versions/{version}").text
    assert 'data-reach=""' in page
    assert "data-edit=" not in page
    assert "提交审核</button>" not in page


def test_a_leader_reads_all_and_may_change_the_own_team(app: Flask, office: Office) -> None:
    version = office.draft()
    page = sit_down(app, office, office.users["00101"]).get(f"/rosters/versions/{version}").text
    assert f'data-reach="{office.teams[0]}"' in page
    assert "仅本组可编辑" in page
    assert "员工00203" in page


@pytest.mark.parametrize("role", ["agent", "admin", "security_desk"])
def test_drafts_are_closed_to_whom_they_do_not_concern(app: Flask, office: Office, role: str) -> None:
    version = office.draft()
    assert as_role(app, office, role).get(f"/rosters/versions/{version}").status_code == 403


def test_teams_of_a_large_department_are_closed_and_fetched_one_by_one(app: Flask, office: Office) -> None:
    add_people(office.database, office, 60)
    version = office.draft()
    supervisor = sit_down(app, office, office.supervisor.user_id)
    page = supervisor.get(f"/rosters/versions/{version}").text
    assert "员工00102" not in page.replace("账号", "")
    assert page.count("data-unloaded") == 2
    assert 'class="g cmp"' in page
    first = office.teams[0]
    rows = supervisor.get(f"/rosters/versions/{version}/rows?team={first}").text
    assert rows.count("<tr ") == 3
    assert "员工00102" in rows
    assert "增员" not in rows
    opened = supervisor.get(f"/rosters/versions/{version}?open={first}").text
    assert "员工00102" in opened
    assert opened.count("data-unloaded") == 1


def test_a_day_is_a_list_of_teams_and_people(app: Flask, office: Office) -> None:
    version = office.draft()
    supervisor = sit_down(app, office, office.supervisor.user_id)
    page = supervisor.get(f"/rosters/versions/{version}/days/2026-12-09").text
    assert "12月9日 周三" in page
    assert page.count("8:00–15:30") == 3
    assert f"/rosters/versions/{version}/days/2026-12-08" in page
    part = supervisor.get(f"/rosters/versions/{version}/days/2026-12-01", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "days/2026-11-30" not in part
    for wrong in ("2027-01-01", "soon"):
        assert supervisor.get(f"/rosters/versions/{version}/days/{wrong}").status_code == 404


def test_two_versions_are_compared_as_grid_and_by_person(app: Flask, office: Office) -> None:
    old, new = office.draft(), office.draft(legal_month().with_cell("00102", DAY, "M"))
    supervisor = sit_down(app, office, office.supervisor.user_id)
    page = supervisor.get(f"/rosters/versions/{old}/compare/{new}").text
    assert "比较 v1 与 v2" in page
    assert "<del>早</del>" in page
    assert "<del>早班</del> → <ins>中班</ins>" in page
    assert "员工00103" not in page
    assert "完全相同" in supervisor.get(f"/rosters/versions/{old}/compare/{old}").text
    other = office.draft(legal_month(TODAY_MONTH), month=TODAY_MONTH)
    answer = supervisor.get(f"/rosters/versions/{other}/compare/{new}")
    assert answer.headers["Location"] == f"/rosters/versions/{new}"
    assert "两版不是同一个月的" in supervisor.get(answer.headers["Location"]).text


def test_a_version_is_taken_away_as_excel_and_csv(app: Flask, office: Office) -> None:
    version = office.draft()
    head = sit_down(app, office, office.head.user_id)
    answer = head.get(f"/rosters/versions/{version}/export.xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="roster-2026-12-v1.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert "客服部" in str(cells[0][0])
    numbers = [row[1] for row in cells if row[1] in NUMBERS]
    assert numbers == list(NUMBERS)
    assert "早" in next(row for row in cells if row[1] == "00102")
    rows = list(csv.DictReader(io.StringIO(head.get(f"/rosters/versions/{version}/export.csv").text)))
    assert len(rows) == len(legal_month())
    assert rows[0]["shift"] == "E"


def test_the_security_desk_sees_who_is_on_duty_and_nothing_else(app: Flask, office: Office) -> None:
    desk = as_role(app, office, "security_desk")
    assert "今天没有人在岗" in desk.get("/rosters/today").text
    month = legal_month(TODAY_MONTH).with_cell("00102", dt.date(2026, 11, 22), "E")
    office.published(month, month=TODAY_MONTH)
    page = desk.get("/rosters/today").text
    assert "员工00102" in page
    assert "员工00103" not in page
    assert "8:00–15:30" in page
