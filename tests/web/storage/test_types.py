import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from tests.web.storage.centre import MONTH, NOW, stored_centre
from web.calls.tables import CallSlot, CallSource
from web.database import Database
from web.jobs.tables import SolveJob
from web.people.tables import Department, Person


def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    with database.write() as session:
        session.add(Department(code="CS", name="客服部", created_at=dt.datetime(2026, 11, 20, 12, 0)))  # noqa: DTZ001 - the point
        with pytest.raises(StatementError, match="naive datetime 2026-11-20T12:00:00"):
            session.flush()


def test_an_instant_comes_back_in_utc_whatever_zone_it_went_in_with(database: Database) -> None:
    noon = dt.datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=ZoneInfo("Asia/Shanghai"))
    with database.write() as session:
        session.add(Department(code="CS", name="客服部", created_at=noon))
        session.commit()
    with database.read() as session:
        stored = session.scalars(select(Department.created_at)).one()
    assert stored == noon
    assert stored.isoformat() == "2026-11-20T04:00:00.123456+00:00"


def test_a_local_time_with_a_zone_is_refused_and_a_naive_one_stays_as_it_is(database: Database) -> None:
    centre = stored_centre(database)
    with database.write() as session:
        source = CallSource(
            department_id=centre.department,
            file_name="a.csv",
            content_hash="0",
            rows=1,
            slot_minutes=30,
            imported_at=NOW,
        )
        session.add(source)
        session.flush()
        fall_back = dt.datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001 - a local time
        for ds in (fall_back, NOW):
            session.add(
                CallSlot(
                    department_id=centre.department, source_id=source.id, ds=ds, slot_minutes=30, offered=12.0
                )
            )
            if ds is fall_back:
                session.commit()
                assert session.scalars(select(CallSlot.ds)).one() == fall_back
        with pytest.raises(StatementError, match="aware datetime"):
            session.flush()


def test_a_month_is_its_first_day(database: Database) -> None:
    centre = stored_centre(database)
    with database.write() as session:
        session.add(SolveJob(department_id=centre.department, month=MONTH.replace(day=2), requested_at=NOW))
        with pytest.raises(StatementError, match="not the first day of a month"):
            session.flush()


def test_an_employee_number_keeps_its_zeros_and_a_person_may_be_called_na(database: Database) -> None:
    centre = stored_centre(database)
    with database.write() as session:
        session.add(
            Person(department_id=centre.department, team_id=centre.team, employee_number="00123", name="NA")
        )
        session.commit()
    with database.read() as session:
        found = session.scalars(select(Person).where(Person.employee_number == "00123")).one()
    assert (found.employee_number, found.name) == ("00123", "NA")


def test_json_keeps_lists_and_chinese_and_none_is_null(database: Database) -> None:
    stored_centre(database)
    with database.write() as session:
        department = session.scalars(select(Department)).one()
        department.weekend = [5, 6]
        session.add(
            SolveJob(
                department_id=department.id, month=MONTH, requested_at=NOW, parameters={"班组": [1, None]}
            )
        )
        session.commit()
    with database.read() as session:
        assert session.scalars(select(Department.weekend)).one() == [5, 6]
        assert session.scalars(select(SolveJob.parameters)).one() == {"班组": [1, None]}
        assert session.scalar(text("SELECT count(*) FROM solve_job WHERE best_roster IS NULL")) == 1


def test_a_word_that_is_no_choice_is_refused_by_the_database_itself(database: Database) -> None:
    stored_centre(database)
    with database.write() as session, pytest.raises(IntegrityError, match="ck_roster_version_state"):
        session.execute(text("UPDATE roster_version SET state = 'final'"))


def test_what_others_point_at_cannot_be_deleted(database: Database) -> None:
    centre = stored_centre(database)
    with database.write() as session:
        with pytest.raises(IntegrityError):
            session.execute(text("DELETE FROM team WHERE id = :id"), {"id": centre.team})
        session.rollback()
        assert session.scalar(text("SELECT count(*) FROM team")) == 1
