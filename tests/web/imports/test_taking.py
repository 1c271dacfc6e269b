"""Taking a file: exactly what was shown, once, and nothing behind anybody's back."""

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.web.browsing import Visitor
from tests.web.imports.files import archive_of, calls, csv, morning
from tests.web.setup_world import NOW, account, acting, furnished_department, visiting
from web.accounts.actor import Actor
from web.calls.service import CallsImporter
from web.calls.tables import CallSlot, CallSource
from web.database import Database
from web.errors import NotFound
from web.imports import service
from web.imports.plan import ChangeState, Importer, Plan
from web.imports.tables import ImportDraft
from web.people.days_off_importing import DaysOffImporter
from web.people.importing import MAKE_MISSING, PeopleImporter
from web.people.service import find_person
from web.people.tables import DayOff, Person, ProtectedPeriod, Team
from web.refusal import Refusal

HEADER = "employee_number,name,team,role,weekly_hours"
NEWCOMER = csv("00123,NA,一组,agent,37.5")


@pytest.fixture
def actor(database: Database) -> Actor:
    """The supervisor of a furnished department."""
    with database.write() as session:
        user = account(session, furnished_department(session), "supervisor")
        session.commit()
        return acting(user)


def read(session: Session, actor: Actor, importer: Importer, data: bytes, **options: bool) -> ImportDraft:
    return service.hold(session, actor, importer, data=data, file_name="a.csv", options=options, now=NOW)


def take(
    session: Session, actor: Actor, importer: Importer, draft: ImportDraft, *, only_good: bool = False
) -> Plan | list[Refusal]:
    return service.take(session, actor, importer, draft.id, only_good=only_good, now=NOW)


def taken(database: Database, actor: Actor, importer: Importer, data: bytes, **options: bool) -> Plan:
    with database.write() as session:
        found = take(session, actor, importer, read(session, actor, importer, data, **options))
    assert isinstance(found, Plan)
    return found


def codes(found: Plan | list[Refusal]) -> list[str]:
    assert isinstance(found, list)
    return [refusal.code for refusal in found]


def test_zeros_before_a_number_and_a_person_named_na_stay(database: Database, actor: Actor) -> None:
    taken(database, actor, PeopleImporter(), NEWCOMER)
    with database.read() as session:
        person = find_person(session, actor.department_id, "00123")
        assert person is not None
        assert (person.name, person.weekly_minutes, person.team.name) == ("NA", 2250, "一组")
        assert find_person(session, actor.department_id, "123") is None


def test_the_same_file_twice_has_no_second_effect(database: Database, actor: Actor) -> None:
    data = csv("00123,陈静,一组,agent,40,语音,2026-12-01|2026-12-02,2026-12-01,2027-06-30",
               header=f"{HEADER},skills,days_off,no_nights_from,no_nights_to")  # fmt: skip
    first = taken(database, actor, PeopleImporter(), data)
    again = taken(database, actor, PeopleImporter(), data)
    assert first.counts[ChangeState.NEW] == 1
    assert (again.counts[ChangeState.UNCHANGED], again.changes_anything) == (1, False)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(DayOff)) == 2
        assert session.scalar(select(func.count()).select_from(ProtectedPeriod)) == 1
        assert session.scalar(select(func.count()).select_from(Person)) == 9


def test_nothing_is_stored_before_the_confirmation(database: Database, actor: Actor) -> None:
    with database.write() as session:
        read(session, actor, PeopleImporter(), NEWCOMER)
    with database.read() as session:
        assert find_person(session, actor.department_id, "00123") is None


def test_a_file_with_errors_is_taken_only_on_the_express_word(database: Database, actor: Actor) -> None:
    data = csv("00123,陈静,一组,agent,40", "00124,李雷,九组,agent,40")
    importer = PeopleImporter()
    with database.write() as session:
        draft = read(session, actor, importer, data)
        assert codes(take(session, actor, importer, draft)) == ["import_has_errors"]
        assert isinstance(take(session, actor, importer, draft, only_good=True), Plan)
    with database.read() as session:
        assert find_person(session, actor.department_id, "00123") is not None
        assert find_person(session, actor.department_id, "00124") is None


def test_a_second_click_takes_nothing_twice(database: Database, actor: Actor) -> None:
    importer = PeopleImporter()
    with database.write() as session:
        draft = read(session, actor, importer, NEWCOMER)
        assert isinstance(take(session, actor, importer, draft), Plan)
    with database.write() as session:
        assert codes(take(session, actor, importer, draft)) == ["import_taken"]


def test_what_was_shown_is_what_is_taken(database: Database, actor: Actor) -> None:
    """Somebody changes the person between the dry run and the confirmation."""
    importer = PeopleImporter()
    with database.write() as session:
        draft = read(session, actor, importer, csv("00101,杨强,二组,agent,40"))
        person = find_person(session, actor.department_id, "00101")
        assert person is not None
        person.weekly_minutes = 1200
        session.commit()
        assert codes(take(session, actor, importer, draft)) == ["import_changed"]
        session.refresh(person)
        assert (person.weekly_minutes, person.team.name) == (1200, "一组")
        assert isinstance(take(session, actor, importer, draft), Plan)  # the new preview was shown
        session.refresh(person)
        assert (person.weekly_minutes, person.team.name) == (2400, "二组")


def test_columns_that_the_file_lacks_stay_as_they_are(database: Database, actor: Actor) -> None:
    taken(database, actor, PeopleImporter(), csv("00103,刘思远,一组,leader,36"))
    with database.read() as session:
        person = find_person(session, actor.department_id, "00103")
        assert person is not None
        assert person.probation_until == dt.date(2027, 1, 31)
        assert [skill.name for skill in person.skills] == ["投诉", "语音"]


def test_missing_teams_and_skills_are_made_when_asked_for(database: Database, actor: Actor) -> None:
    data = csv("00123,陈静,三组,agent,40,外语", header=f"{HEADER},skills")
    plan = taken(database, actor, PeopleImporter(), data, **{MAKE_MISSING: True})
    assert plan.makes == {"teams": ["三组"], "skills": ["外语"]}
    with database.read() as session:
        assert session.scalar(select(Team.active).where(Team.name == "三组"))
        person = find_person(session, actor.department_id, "00123")
        assert person is not None
        assert [skill.name for skill in person.skills] == ["外语"]


def test_days_off_of_a_range_are_added_once(database: Database, actor: Actor) -> None:
    header = "工号,开始日期,结束日期"
    taken(database, actor, DaysOffImporter(), csv("00100,2026-12-01,2026-12-03", header=header))
    taken(database, actor, DaysOffImporter(), csv("00100,2026/12/3,2026年12月4日", header=header))
    with database.read() as session:
        assert list(session.scalars(select(DayOff.date).order_by(DayOff.date))) == [
            dt.date(2026, 12, day) for day in (1, 2, 3, 4)
        ]


def test_calls_are_added_changed_and_left_alone(database: Database, actor: Actor) -> None:
    taken(database, actor, CallsImporter(), calls(*morning()))
    plan = taken(
        database, actor, CallsImporter(), calls(*morning(5), "2026-11-02 02:30,99", "2026-11-02 03:00,7")
    )
    assert plan.counts == {ChangeState.NEW: 1, ChangeState.CHANGED: 1, ChangeState.UNCHANGED: 5}
    again = taken(database, actor, CallsImporter(), calls(*morning()))
    assert not again.changes_anything, "a file that was imported before changes nothing"
    with database.read() as session:
        assert list(session.scalars(select(CallSlot.offered).order_by(CallSlot.ds))) == [1, 2, 3, 4, 5, 99, 7]
        assert session.scalar(select(func.count()).select_from(CallSource)) == 2


def test_answering_and_waiting_of_a_slot_are_stored_and_compared(database: Database, actor: Actor) -> None:
    head = "start,calls,answered,abandoned,abandoned_le5s,queued,wait_s_sum,aht_s"
    rows = [f"2026-11-02 0{hour}:00,9,8,1,0,5,{90 + hour},180" for hour in range(4)]
    taken(database, actor, CallsImporter(), csv(*rows, header=head))
    rows[3] = rows[3].replace(",93,", ",120,")
    plan = taken(database, actor, CallsImporter(), csv(*rows, header=head))
    assert plan.counts == {ChangeState.NEW: 0, ChangeState.CHANGED: 1, ChangeState.UNCHANGED: 3}
    with database.read() as session:
        slot = session.scalars(select(CallSlot).order_by(CallSlot.ds.desc())).first()
        assert slot is not None
        assert (slot.wait_seconds, slot.queued, slot.abandoned_quick) == (120, 5, 0)


def test_a_draft_ends_after_a_day_and_belongs_to_one_department(database: Database, actor: Actor) -> None:
    with database.write() as session:
        stranger = acting(account(session, furnished_department(session, "B"), "admin", "90002"))
        session.commit()
        draft = read(session, actor, PeopleImporter(), NEWCOMER)
        with pytest.raises(NotFound):
            service.get_draft(session, stranger, PeopleImporter(), draft.id, now=NOW)
        with pytest.raises(NotFound):
            service.get_draft(session, actor, DaysOffImporter(), draft.id, now=NOW)
        later = NOW + dt.timedelta(hours=24, seconds=1)
        with pytest.raises(NotFound):
            service.get_draft(session, actor, PeopleImporter(), draft.id, now=later)


def upload(who: Visitor, address: str, data: bytes, name: str = "人员.csv", **more: str) -> str:
    form = {"file": (io.BytesIO(data), name), **more}
    answer = who.post(address, data=form, content_type="multipart/form-data")
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_the_pages_show_row_column_and_reason_in_both_languages(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    address = upload(who, "/people/import", csv("00123,陈静,一组,agent,-8"))
    page = who.get(address).get_data(as_text=True)
    assert "第 2 行" in page
    assert "weekly_hours" in page
    assert "-8 小于零。" in page
    who.post("/language", data={"language": "en", "next": "/"})
    page = who.get(address).get_data(as_text=True)
    assert "Row 2" in page
    assert "-8 is less than zero." in page


def test_a_good_file_goes_from_upload_to_the_list(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    address = upload(who, "/people/import", csv("00123,NA,三组,客服,40"), make_missing="1")
    assert "将新建班组：三组" in who.get(address).get_data(as_text=True)
    answer = who.post(address, data={"rows": "all"})
    assert answer.headers["Location"] == "/people"
    assert "00123" in who.get("/people").get_data(as_text=True)


def test_an_unknown_team_or_skill_names_the_box_that_makes_it(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    file = csv("00123,陈静,三组,agent,40,外语", header=f"{HEADER},skills")
    box = "新建还没有的班组和技能"
    assert who.get("/people/import").text.count(box) == 1
    page = who.get(upload(who, "/people/import", file)).text
    assert f"没有在用的班组 三组。改正名称，或重新读取文件并勾选“{box}”。" in page
    assert f"没有在用的技能 外语。改正名称，或重新读取文件并勾选“{box}”。" in page
    english = who.get(upload(who, "/people/import", file), headers={"Accept-Language": "en"}).text
    assert "the box “Make teams and skills that do not exist yet” ticked" in english


@pytest.mark.parametrize(
    "data",
    [
        "<html><table><tr><td>工号</td></tr></table></html>".encode("gbk"),
        b"%PDF-1.7\n\xff\xfe\x80",
        archive_of("word/document.xml"),
    ],
    ids=["web page", "PDF", "other archive"],
)
def test_a_file_that_only_its_name_makes_a_workbook_is_called_so(
    app: Flask, database: Database, data: bytes
) -> None:
    who = visiting(app, database)
    page = who.get(upload(who, "/people/import", data, "人员.XLSX")).text
    assert "不管文件名怎么写，内容不是 Excel 工作簿" in page
    assert "UTF-8" not in page  # how a text is encoded does not matter here
    assert "没有一行可用" in page


def test_a_table_that_can_be_read_is_taken_under_any_name(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    page = who.get(upload(who, "/people/import", NEWCOMER, "people.xls")).text
    assert "没有错误。点击导入之前什么都不保存。" in page


def test_no_file_is_an_error_of_the_form(app: Flask, database: Database) -> None:
    answer = visiting(app, database).post("/calls/import", data={})
    assert answer.status_code == 422
    assert "没有选择文件" in answer.get_data(as_text=True)


def test_of_clicks_at_the_same_moment_one_takes(database: Database, actor: Actor) -> None:
    with database.write() as session:
        draft = read(session, actor, PeopleImporter(), NEWCOMER)

    def click(_: int) -> str:
        with database.write() as session:
            found = take(session, actor, PeopleImporter(), draft)
        return "taken" if isinstance(found, Plan) else found[0].code

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(click, range(4)))
    assert answers[-1] == "taken"
    assert set(answers[:-1]) <= {"import_taken", "import_changed"}
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 9
