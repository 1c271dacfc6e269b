"""Corrections that leave the original, and the monthly register with its publication."""

import csv
import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from roster.attendance.events import ClockAct
from roster.problem import Roster as Shifts
from tests.web.attendance.shop import (
    ANN,
    BEN,
    DAN,
    LEADER,
    at,
    clocked,
    codes,
    events_of,
    stored,
    stored_shop,
    worked_of,
)
from tests.web.leave.bench import OPEN, Bench
from tests.web.overtime.shop import Shop
from tests.web.swaps.desk import Desk, december
from web.accounts.actor import Actor
from web.attendance.correcting import CorrectionAsk, ask, decide
from web.attendance.export import to_csv, to_excel
from web.attendance.register import COLUMNS, Register, publish, read_register
from web.attendance.tables import AttendancePublication, ClockCorrection
from web.attendance.waiting import waiting_corrections
from web.database import Database
from web.errors import NotFound
from web.notices.tables import Notice
from web.people.tables import CalendarDay, CalendarDayKind, CalendarDayStatus, DayOff, Department
from web.records.store import of_subject

AFTER = dt.datetime(2027, 1, 2, 3, tzinfo=dt.UTC)
DECEMBER = dt.date(2026, 12, 1)


def asked(
    desk: Desk,
    number: str = ANN,
    *,
    by: Actor | None = None,
    act: str | None = "out",
    when: dt.datetime | None = None,
    strikes: int | None = None,
    reason: str = "漏打卡",
    token: str = "t",
    now: dt.datetime | None = None,
) -> list[str]:
    with desk.database.write() as session:
        asks = CorrectionAsk(
            person_id=desk.office.people[number],
            act=None if act is None else ClockAct(act),
            at=None if act is None else when or at("15:36"),
            strikes_id=strikes,
            reason=reason,
            token=token,
        )
        found = ask(session, by or desk.actor(number), asks, now=now or at("20:00"))
    return [each.code for each in found]


def decided(
    desk: Desk,
    actor: Actor | None = None,
    *,
    approve: bool = True,
    answer: str = "",
    now: dt.datetime | None = None,
) -> list[str]:
    with desk.database.write() as session:
        row = session.scalars(select(ClockCorrection).order_by(ClockCorrection.id.desc())).first()
        assert row is not None
        found = decide(
            session,
            actor or desk.leader,
            row.id,
            approve=approve,
            seen=1,
            answer=answer,
            now=now or at("21:00"),
        )
    return [each.code for each in found]


def test_a_missing_event_is_added_and_signed(shop: Desk) -> None:
    stored(shop, ANN, "in 7:52")
    assert codes(worked_of(shop, ANN)) == ["no_clock_out"]
    assert asked(shop) == []
    assert codes(worked_of(shop, ANN)) == ["no_clock_out"], "nothing counts before it is decided"
    assert decided(shop) == []
    assert codes(worked_of(shop, ANN)) == []
    assert decided(shop) == ["correction_decided"]
    with shop.database.read() as session:
        told = {row.kind: row.user_id for row in session.scalars(select(Notice))}
        assert told["attendance_correction"] == shop.office.users[LEADER]
        assert told["attendance_corrected"] == shop.office.users[ANN]
    with shop.database.read() as session:
        row = session.scalars(select(ClockCorrection)).one()
        found = of_subject(session, shop.office.department, f"clock-correction/{row.id}")
        assert all(record.policy_version_id is not None for record, _content in found)
        assert [record.meaning for record, _content in found] == ["asked", "approved"]


def test_a_wrong_event_is_set_aside_and_stays(shop: Desk) -> None:
    stored(shop, ANN, "in 8:30", "out 15:36")
    wrong = events_of(shop, ANN)[0].id
    assert asked(shop, act="in", when=at("7:50"), strikes=wrong) == []
    assert decided(shop) == []
    assert codes(worked_of(shop, ANN)) == []
    assert len(events_of(shop, ANN)) == 3
    assert asked(shop, act=None, strikes=wrong, token="u") == ["correction_struck"]


def test_a_refusal_needs_a_reason_and_changes_nothing(shop: Desk) -> None:
    stored(shop, ANN, "in 7:52")
    asked(shop)
    assert decided(shop, approve=False) == ["reason_missing"]
    assert decided(shop, approve=False, answer="监控显示 15:10 离开") == []
    assert codes(worked_of(shop, ANN)) == ["no_clock_out"]


def test_a_correction_is_sent_once_and_has_its_limits(shop: Desk) -> None:
    assert (asked(shop), asked(shop)) == ([], [])
    with shop.database.read() as session:
        assert session.scalar(select(func.count()).select_from(ClockCorrection)) == 1
    assert asked(shop, reason=" ", token="a") == ["reason_missing"]
    assert asked(shop, act=None, token="b") == ["correction_empty"]
    assert asked(shop, when=at("20:01"), token="c") == ["correction_time"]
    assert asked(shop, when=at("8:00", dt.date(2026, 9, 1)), token="d") == ["correction_time"]


def test_nobody_decides_on_their_own_nor_for_another_team(shop: Desk) -> None:
    asked(shop, LEADER)
    assert decided(shop) == ["correction_own"]
    asked(shop, BEN, token="b")
    with pytest.raises(NotFound):
        decided(shop)
    with pytest.raises(NotFound):
        asked(shop, ANN, by=shop.actor(DAN), token="c")
    with shop.database.read() as session:
        waits = [row.person.employee_number for row in waiting_corrections(session, shop.office.supervisor)]
        assert waits == [LEADER, BEN]
        assert waiting_corrections(session, shop.leader) == []
        assert waiting_corrections(session, shop.office.head) == []
        assert waiting_corrections(session, shop.actor(ANN)) == []


def register(desk: Desk, actor: Actor | None = None, now: dt.datetime = AFTER) -> Register:
    with desk.database.read() as session:
        department = session.get_one(Department, desk.office.department)
        return read_register(session, actor or desk.office.supervisor, department, DECEMBER, now=now)


def published(desk: Desk, now: dt.datetime = AFTER) -> list[str]:
    with desk.database.write() as session:
        department = session.get_one(Department, desk.office.department)
        return [each.code for each in publish(session, desk.office.supervisor, department, DECEMBER, now=now)]


def test_g18_twenty_fifteen_and_twenty_five_minutes_in_a_month(shop: Desk) -> None:
    stored(shop, ANN, "in 8:20", "out 15:36", day=dt.date(2026, 12, 2))
    stored(shop, ANN, "in 7:50", "out 15:15", day=dt.date(2026, 12, 4))
    stored(shop, ANN, "in 8:25", "out 15:36", day=dt.date(2026, 12, 6))
    ann = next(each for each in register(shop).people if each.row.number == ANN)
    assert (ann.row.late_times, ann.row.late, ann.row.early_times, ann.row.early) == (2, 45, 1, 15)
    assert [(each.sanction, each.yuan) for each in ann.proposals] == [
        ("fine", 10),
        ("fine", 10),
        ("fine", 10),
        ("demerit", None),
    ]
    assert ann.proposals[-1].date == dt.date(2026, 12, 6)


def test_the_register_has_the_contents_of_the_regulation(shop: Desk) -> None:
    stored(shop, ANN, "in 7:50", "away 9:00", "back 9:05", "out 15:36", day=dt.date(2026, 12, 2))
    with shop.database.write() as session:
        session.add(
            DayOff(
                person_id=shop.office.people[ANN],
                date=dt.date(2026, 12, 4),
                recorded_by_id=None,
                recorded_at=at("7:00"),
            )
        )
        session.commit()
    found = register(shop)
    row = next(each.row for each in found.people if each.row.number == ANN)
    assert (row.shifts, row.present, row.away_times, row.away, row.leave_days) == (15, 445, 1, 5, 1)
    assert (row.absent_shifts, row.unexcused) == (14, 13)
    assert set(COLUMNS) >= {
        "late",
        "early",
        "away",
        "absent",
        "unexcused",
        "leave_days",
        "overtime",
        "training",
    }


def test_leave_is_counted_by_kind_and_overtime_beside_the_roster_too(shop: Desk) -> None:
    """Leave of two days over a shift and a day off; an hour that was approved and worked."""
    bench = Bench(desk=shop, hr=shop.leader)
    bench.approve(bench.ask(10, 11), {december(10): OPEN})
    waiting = bench.ask(14)
    overtime = Shop(desk=shop)
    overtime.approved(day=8, until=16 * 60 + 30)
    overtime.leaves(at("16:30", dt.date(2026, 12, 8)))
    row = next(each.row for each in register(shop).people if each.row.number == ANN)
    assert waiting.done
    assert (row.leave_days, row.leave_personal, row.leave_sick) == (2, 2, 0)
    assert row.overtime == 60


def test_an_agent_sees_only_the_own_month_and_a_leader_the_team(shop: Desk) -> None:
    stored(shop, ANN, "in 7:50", "out 15:36", day=dt.date(2026, 12, 2))
    assert [each.row.number for each in register(shop, shop.actor(ANN)).people] == [ANN]
    assert [each.row.number for each in register(shop, shop.leader).people] == [LEADER, ANN, DAN]


def test_a_month_is_published_once_when_it_is_over_and_stays(shop: Desk) -> None:
    last = dt.date(2026, 12, 30)
    stored(shop, ANN, "in 8:20", "out 15:36", day=last)
    assert published(shop, at("23:59", dt.date(2026, 12, 31))) == ["register_month_runs"]
    assert published(shop) == []
    assert published(shop) == ["register_published"]
    wrong = events_of(shop, ANN)[0].id
    assert asked(shop, act="in", when=at("7:50", last), strikes=wrong, now=AFTER) == []
    assert decided(shop, now=AFTER + dt.timedelta(hours=1)) == []
    found = register(shop, now=AFTER + dt.timedelta(hours=2))
    assert next(row.late for row in found.frozen if row.number == ANN) == 20
    assert next(each.row.late for each in found.people if each.row.number == ANN) == 0
    assert [row.person.employee_number for row in found.later] == [ANN]
    with shop.database.read() as session:
        told = session.scalars(select(Notice.user_id).where(Notice.kind == "attendance_published"))
        assert shop.office.users[ANN] in set(told)
        assert session.scalar(select(func.count()).select_from(AttendancePublication)) == 1
        ((record, _content),) = of_subject(session, shop.office.department, "register/2026-12")
        assert record.policy_version_id is not None


def test_a_night_over_the_end_of_the_month_and_the_year_belongs_to_its_start(database: Database) -> None:
    last = dt.date(2026, 12, 31)
    shop = stored_shop(database, roster=Shifts([((ANN, last), "N")]))
    stored(shop, ANN, "in 22:50", day=last)
    stored(shop, ANN, "away 0:00", "back 0:05", "out 7:50", day=dt.date(2027, 1, 1))
    row = next(each.row for each in register(shop).people if each.row.number == ANN)
    assert (row.shifts, row.present, row.away, row.early) == (1, 525, 5, 10)


def test_a_make_up_working_day_is_clocked_like_any_other(shop: Desk) -> None:
    saturday = dt.date(2026, 12, 12)
    with shop.database.write() as session:
        session.add(
            CalendarDay(
                department_id=shop.office.department,
                date=saturday,
                kind=CalendarDayKind.MAKEUP_WORKING_DAY,
                name="调休上班",
                status=CalendarDayStatus.OFFICIAL,
            )
        )
        session.commit()
    stored(shop, ANN, "in 8:03", "out 15:36", day=saturday)
    worked = worked_of(shop, ANN, day=saturday)
    assert (worked.attendance.late, worked.attendance.present) == (3, 447)


def test_a_policy_that_publishes_nothing_is_obeyed(database: Database) -> None:
    shop = stored_shop(database, overrides={"attendance.publish": "never"})
    assert published(shop) == ["register_never"]


def test_the_files_hold_the_same_figures(shop: Desk) -> None:
    stored(shop, ANN, "in 8:20", "out 15:36", day=dt.date(2026, 12, 2))
    rows = [each.row for each in register(shop).people]
    lines = list(csv.DictReader(io.StringIO(to_csv(rows).decode())))
    assert [(line["number"], line["late"]) for line in lines][:2] == [(LEADER, "0"), (ANN, "20")]
    book = load_workbook(io.BytesIO(to_excel(rows, title="考勤", heading={c: c for c in COLUMNS})))
    values = list(book.worksheets[0].iter_rows(min_row=3, values_only=True))
    assert values[0] == COLUMNS
    assert dict(zip(COLUMNS, values[2], strict=True))["late"] == 20


def test_an_event_of_a_running_shift_is_seen_at_once(shop: Desk) -> None:
    clocked(shop, ANN, "in", at("8:01"))
    found = register(shop, now=at("9:00"))
    row = next(each.row for each in found.people if each.row.number == ANN)
    assert (row.late, row.unexcused) == (1, 0)
