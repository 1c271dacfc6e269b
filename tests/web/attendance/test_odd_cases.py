"""What reviewing found: double shifts, midnight, the same minute twice, odd input, who is told."""

import datetime as dt

from flask import Flask
from sqlalchemy import select, update

from roster.attendance.events import ClockAct
from roster.problem import Roster as Shifts
from tests.web.attendance.shop import (
    ANN,
    DAY,
    LEADER,
    RELIEF,
    at,
    clocked,
    codes,
    events_of,
    shifts,
    stored,
    stored_shop,
)
from tests.web.attendance.test_pages import secret, visiting
from tests.web.rosters.office import MONTH
from tests.web.swaps.desk import Desk
from web.attendance import correcting
from web.attendance.board import read_board
from web.attendance.correcting import CorrectionAsk
from web.attendance.due import attendance_due
from web.attendance.loading import load_worked
from web.attendance.register import publish, read_register
from web.attendance.tables import ClockCorrection
from web.database import Database
from web.notices.tables import Notice
from web.people.tables import Department, ShiftKind
from web.rosters.tables import Assignment, AssignmentInForce


def notices(shop: Desk, kind: str) -> list[Notice]:
    with shop.database.read() as session:
        return list(session.scalars(select(Notice).where(Notice.kind == kind)))


def correction(shop: Desk, number: str, act: str, when: str, *, strikes: int | None = None) -> list[str]:
    ask = CorrectionAsk(
        person_id=shop.office.people[number],
        act=ClockAct(act),
        at=at(when),
        strikes_id=strikes,
        reason="漏打",
        token=f"{act} {when} {strikes}",
    )
    with shop.database.write() as session:
        found = correcting.ask(session, shop.actor(number), ask, now=at("20:00"))
    return [each.code for each in found]


def test_in_out_and_in_again_within_a_minute_is_refused_not_lost(shop: Desk) -> None:
    assert clocked(shop, ANN, "in", at("7:54:05")).done
    assert clocked(shop, ANN, "out", at("7:54:20")).done
    again = clocked(shop, ANN, "in", at("7:54:40"))
    assert [each.code for each in again.reasons] == ["clock_same_minute"]
    assert clocked(shop, ANN, "in", at("7:55:01")).done
    assert len(events_of(shop, ANN)) == 3


def test_a_correction_of_what_stands_there_already_is_refused_when_it_is_asked_for(shop: Desk) -> None:
    stored(shop, ANN, "in 7:54", "out 15:35")
    struck = events_of(shop, ANN)[0].id
    assert correction(shop, ANN, "in", "7:54", strikes=struck) == ["correction_there"]
    assert correction(shop, ANN, "in", "7:54") == ["correction_there"]
    assert correction(shop, ANN, "in", "7:53", strikes=struck) == []


def test_the_correction_of_the_only_leader_is_told_to_the_supervisor(shop: Desk) -> None:
    assert correction(shop, LEADER, "in", "7:54") == []
    told = {notice.user_id for notice in notices(shop, correcting.ASKED)}
    assert told == {shop.office.supervisor.user_id}


def test_a_shift_that_begins_at_midnight_stands_on_the_board_an_hour_before(database: Database) -> None:
    shop = stored_shop(database)
    with database.write() as session:
        kind = update(ShiftKind).where(ShiftKind.code == "M")
        session.execute(kind.values(start_minute=0, end_minute=450))
        session.commit()
    shop.office.published(shifts())
    with database.read() as session:
        department = session.get_one(Department, shop.office.department)
        when = at("23:20", DAY - dt.timedelta(days=1))
        groups = read_board(session, shop.office.supervisor, department, now=when)
    assert [group.shift.date for group in groups] == [DAY]


def test_a_month_is_not_published_while_its_last_shift_runs(database: Database) -> None:
    """The middle shift of the 31st ends at 1:00 of the first of January."""
    shop = stored_shop(database)
    with database.write() as session:
        session.execute(update(ShiftKind).where(ShiftKind.code == "M").values(end_minute=1500))
        session.commit()
    last = dt.date(2026, 12, 30)
    roster = Shifts(((RELIEF, MONTH.replace(day=day)), "M") for day in (8, 30, 31))
    shop.office.published(roster)
    stored(shop, RELIEF, "in 15:20", day=last)

    def published(when: dt.datetime) -> list[str]:
        with database.write() as session:
            department = session.get_one(Department, shop.office.department)
            found = publish(session, shop.office.supervisor, department, MONTH, now=when)
        return [each.code for each in found]

    new_year = dt.date(2027, 1, 1)
    assert published(at("0:30", new_year)) == ["register_shift_runs"]
    assert published(at("1:01", new_year)) == []


def test_a_correction_in_january_does_not_stand_under_december(database: Database) -> None:
    shop = stored_shop(database)
    stored(shop, ANN, "in 7:50", "out 15:36")
    new_year = dt.date(2027, 1, 1)
    with database.write() as session:
        department = session.get_one(Department, shop.office.department)
        assert publish(session, shop.office.supervisor, department, MONTH, now=at("9:00", new_year)) == ()
    for when, token in ((at("16:00", new_year), "a"), (at("15:40", DAY), "b")):
        ask = CorrectionAsk(
            person_id=shop.office.people[ANN],
            act=ClockAct.OUT,
            at=when,
            strikes_id=None,
            reason="漏打",
            token=token,
        )
        later = at("20:00", new_year)
        with database.write() as session:
            assert correcting.ask(session, shop.actor(ANN), ask, now=later) == ()
        with database.write() as session:
            row = session.scalars(select(ClockCorrection.id).where(ClockCorrection.token == token)).one()
            correcting.decide(session, shop.leader, row, approve=True, seen=1, answer="", now=later)
    with database.read() as session:
        department = session.get_one(Department, shop.office.department)
        found = read_register(session, shop.office.supervisor, department, MONTH, now=at("21:00", new_year))
    assert [row.token for row in found.later] == ["b"]


def test_odd_dates_and_numbers_are_refused_in_words(app: Flask, shop: Desk) -> None:
    who = visiting(app, shop, ANN)
    for date in ("0001-01-01", "9999-12-31", "2026-02-30", "\0", ""):
        form = {"act": "in", "date": date, "time": "00:00", "reason": "x", "token": date}
        assert who.post("/attendance/corrections", data=form).status_code == 422, date
    supervisor = visiting(app, shop, None)
    for month in ("0001-01", "9999-12", "2026-13", "-1", "٢٠٢٦-١٢"):
        assert supervisor.get(f"/attendance/register?month={month}").status_code == 200, month
        assert supervisor.get(f"/overtime/ledger?month={month}").status_code in (200, 404), month
    huge = {"verdict": "approve", "seen": "9" * 40}
    assert supervisor.post("/attendance/corrections/1", data=huge).status_code == 404


def test_a_device_that_sends_nonsense_is_told_so(app: Flask, shop: Desk) -> None:
    client, headers = app.test_client(), {"Authorization": f"Bearer {secret(shop)}"}
    headers["Content-Type"] = "application/json"
    for body in (b'{"employee_number": "\\ud800", "act": "in"}', b"[" * 4000, b"{", b"\xff", b""):
        assert client.post("/api/clock", data=body, headers=headers).status_code in (400, 404), body[:20]


def add_second_shift(shop: Desk) -> None:
    """Ann's early shift is followed by the middle one without a gap (连班), at 15:30."""
    with shop.database.write() as session:
        kind = session.scalars(select(ShiftKind).where(ShiftKind.code == "M")).one()
        first = session.scalars(
            select(AssignmentInForce).where(
                AssignmentInForce.person_id == shop.office.people[ANN], AssignmentInForce.date == DAY
            )
        ).one()
        times = {
            "person_id": first.person_id,
            "date": DAY,
            "shift_kind_id": kind.id,
            "starts_at": first.ends_at,
            "ends_at": at("23:00"),
        }
        assignment = Assignment(roster_version_id=first.assignment.roster_version_id, **times)
        session.add(assignment)
        session.flush()
        session.add(AssignmentInForce(assignment_id=assignment.id, roster_id=first.roster_id, **times))
        session.commit()


def test_who_works_two_shifts_without_a_gap_has_not_forgotten_to_clock_out(shop: Desk) -> None:
    add_second_shift(shop)
    clocked(shop, ANN, "in", at("7:50"))
    now = at("18:00")
    with shop.database.write() as session:
        attendance_due(session, now)
    assert notices(shop, "attendance_no_clock_out") == []
    with shop.database.read() as session:
        department = session.get_one(Department, shop.office.department)
        worked = load_worked(session, department.id, DAY, DAY, now=now, people=[shop.office.people[ANN]])
        groups = read_board(session, shop.office.supervisor, department, now=now)
    assert [codes(each) for each in worked] == [[], []]
    ann = shop.office.people[ANN]
    lines = [line for group in groups for line in group.lines if line.worked.person.id == ann]
    assert [line.worked.row.shift_kind.code for line in lines] == ["M"]
    with shop.database.write() as session:
        attendance_due(session, at("1:01", DAY + dt.timedelta(days=1)))
    assert {notice.payload["shift"] for notice in notices(shop, "attendance_no_clock_out")} == {"M"}
