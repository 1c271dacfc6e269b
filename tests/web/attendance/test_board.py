"""The board of the shift, the roll call, and what the clock tells the leader."""

import datetime as dt

import pytest
from sqlalchemy import select

from roster.attendance.posts import EmptyPost
from tests.web.attendance.shop import (
    ANN,
    BEN,
    DAN,
    DAY,
    LEADER,
    RELIEF,
    at,
    stored,
    stored_shop,
    under,
)
from tests.web.swaps.desk import Desk
from web.accounts.actor import Actor
from web.attendance.board import Group, call_roll, read_board
from web.attendance.due import attendance_due
from web.attendance.tables import RollCall, RollCallState
from web.database import Database
from web.errors import NotFound
from web.notices.tables import Notice
from web.people.tables import Department
from web.records.store import of_subject


def board(desk: Desk, when: dt.datetime, actor: Actor | None = None) -> list[Group]:
    with desk.database.read() as session:
        department = session.get_one(Department, desk.office.department)
        return read_board(session, actor or desk.office.supervisor, department, now=when)


def lines(group: Group) -> dict[str, tuple[str, int]]:
    return {line.worked.person.employee_number: (line.status.value, line.minutes) for line in group.lines}


def test_the_board_says_who_is_here_late_away_missing(shop: Desk) -> None:
    stored(shop, LEADER, "in 7:50")
    stored(shop, ANN, "in 8:07")
    (group,) = board(shop, at("8:10"))
    assert lines(group) == {DAN: ("missing", 10), ANN: ("late", 7), LEADER: ("here", 0)}
    stored(shop, LEADER, "away 9:00")
    (group,) = board(shop, at("9:12"))
    assert lines(group)[LEADER] == ("away", 12)


def test_shifts_that_begin_within_the_hour_are_expected(shop: Desk) -> None:
    groups = board(shop, at("14:45"))
    assert [group.shift.shift_kind.code for group in groups] == ["E", "M"]
    assert set(lines(groups[1]).values()) == {("expected", 0)}
    assert len(board(shop, at("14:25"))) == 1


def test_a_leader_sees_the_own_team_only(shop: Desk) -> None:
    assert [group.team.id for group in board(shop, at("15:00"), shop.leader)] == [shop.office.teams[0]]


def test_who_is_held_stands_on_the_board_after_the_shift(database: Database) -> None:
    shop = stored_shop(database, overrides={"handover.release_gate": "relief_present"})
    stored(shop, ANN, "in 7:50")
    early = board(shop, at("15:42"))[0]
    assert lines(early) == {ANN: ("held", 12)}
    stored(shop, RELIEF, "in 15:43")
    assert lines(board(shop, at("15:45"))[0]) == {ANN: ("here", 15)}


def test_an_empty_post_names_who_answers_once_the_minutes_are_set(database: Database) -> None:
    shop = stored_shop(
        database,
        overrides={"post.empty_after": 10, "post.empty_fine": 50, "post.empty_punished": "duty_person"},
    )
    stored(shop, BEN, "in 15:25")
    stored(shop, BEN, "away 16:00")
    (group,) = board(shop, at("16:09"))
    assert group.empty == ()
    (group,) = board(shop, at("16:11"))
    (empty,) = group.empty
    assert isinstance(empty, EmptyPost)
    assert (empty.minutes, empty.answers, empty.yuan) == (11, (RELIEF, BEN), 50)


def test_who_has_gone_home_has_manned_the_post(database: Database) -> None:
    shop = stored_shop(
        database, overrides={"post.empty_after": 10, "handover.release_gate": "relief_present"}
    )
    stored(shop, LEADER, "in 7:50", "out 15:30")
    stored(shop, ANN, "in 8:20")
    (held, _next) = board(shop, at("15:40"))
    assert (lines(held), held.empty) == ({ANN: ("held", 10)}, ())


def call(desk: Desk, marks: dict[str, str], *, actor: Actor | None = None) -> list[str]:
    with desk.database.write() as session:
        kind = board(desk, at("8:05"))[0].shift.shift_kind_id
        found = call_roll(
            session,
            actor or desk.leader,
            team_id=desk.office.teams[0],
            kind_id=kind,
            date=DAY,
            marks={desk.office.people[n]: RollCallState(state) for n, state in marks.items()},
            comment="注意礼貌用语",
            now=at("8:05"),
        )
    return [each.code for each in found]


def test_a_roll_call_is_recorded_once_and_signed(shop: Desk) -> None:
    under(shop, "S0h")
    stored(shop, LEADER, "in 7:50")
    assert board(shop, at("8:05"))[0].wants_roll_call
    marks = {LEADER: "present", ANN: "elsewhere", DAN: "absent"}
    assert call(shop, {ANN: "present"}) == ["roll_incomplete"]
    assert call(shop, marks) == []
    assert call(shop, marks) == ["roll_called"]
    with shop.database.read() as session:
        row = session.scalars(select(RollCall)).one()
        ((record, content),) = of_subject(session, shop.office.department, f"roll-call/{row.id}")
        assert record.policy_version_id is not None
    assert (content["marks"], content["comment"]) == (marks, "注意礼貌用语")


def test_the_roll_of_another_team_is_not_called(shop: Desk) -> None:
    other = Actor(**{**vars(shop.leader), "team_id": shop.office.teams[1]})
    with pytest.raises(NotFound):
        call(shop, {ANN: "present"}, actor=other)


def notices(desk: Desk, number: str) -> list[tuple[str, str]]:
    with desk.database.read() as session:
        rows = session.scalars(select(Notice).where(Notice.user_id == desk.office.users[number]))
        return [(row.kind, row.payload["number"]) for row in rows if row.kind.startswith("attendance")]


def due(desk: Desk, when: dt.datetime) -> int:
    with desk.database.write() as session:
        return attendance_due(session, when)


def test_who_is_missing_is_told_to_the_leader_once(shop: Desk) -> None:
    stored(shop, LEADER, "in 7:50")
    stored(shop, ANN, "in 7:52")
    assert due(shop, at("8:04")) == 0
    assert due(shop, at("8:05")) == 1
    assert due(shop, at("8:06")) == 0
    assert notices(shop, LEADER) == [("attendance_missing", DAN)]


def test_a_forgotten_clock_out_is_told_to_the_person_and_the_leader(shop: Desk) -> None:
    stored(shop, ANN, "in 7:52")
    due(shop, at("17:29"))
    assert ("attendance_no_clock_out", ANN) not in notices(shop, ANN)
    due(shop, at("17:30"))
    assert ("attendance_no_clock_out", ANN) in notices(shop, ANN)
    assert ("attendance_no_clock_out", ANN) in notices(shop, LEADER)


def test_who_forgot_to_clock_out_is_not_shown_as_here_for_ever(shop: Desk) -> None:
    stored(shop, ANN, "in 7:52")
    assert lines(board(shop, at("17:29"))[0])[ANN] == ("here", 119)
    assert lines(board(shop, at("17:30"))[0])[ANN] == ("forgotten", 120)


def test_a_department_that_does_not_clock_is_not_told_that_everybody_is_missing(shop: Desk) -> None:
    assert due(shop, at("8:30")) == 0
