import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.web.reminders.times import at
from tests.web.rosters.office import MONTH, Office
from tests.web.storage.centre import all_at_once
from tests.web.wishes.people import CLOSES, NOW, OPENS, opened
from web.errors import NotFound
from web.people.tables import Department
from web.records.tables import AuditEvent
from web.rosters.lifecycle import submit
from web.rosters.tables import RoundState, WishRound
from web.wishes.rounds import (
    Phase,
    Window,
    close_overdue,
    close_round,
    open_round,
    phase_of,
    proposed_window,
    reopen_round,
    round_of,
)

WINDOW = Window(opens_at=OPENS, closes_at=CLOSES, quota=3)


def codes(answer: object) -> list[str]:
    assert isinstance(answer, tuple), answer
    return [refusal.code for refusal in answer]


def stored(office: Office, round_id: int) -> WishRound:
    with office.database.read() as session:
        return session.get_one(WishRound, round_id)


@pytest.mark.parametrize(
    ("now", "month", "closes"),
    [
        ("2026-11-10 09:30:20", "2026-12-01", "2026-11-24 18:00"),
        ("2026-11-24 12:00", "2026-12-01", "2026-11-25 18:00"),
        ("2026-11-30 12:00", "2026-12-01", "2026-12-01 00:00"),
        ("2027-02-10 12:00", "2027-03-01", "2027-02-24 18:00"),
    ],
)
def test_a_round_is_proposed_to_close_the_evening_before_the_due_day(
    office: Office, now: str, month: str, closes: str
) -> None:
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        window = proposed_window(session, department, dt.date.fromisoformat(month), at(now))
    assert window.closes_at == at(closes)
    assert window.opens_at == at(now).replace(second=0)
    assert window.quota == 3


def test_an_opened_round_is_stored_with_who_and_when(office: Office) -> None:
    found = stored(office, opened(office, quota=3))
    assert (found.opens_at, found.closes_at, found.quota) == (OPENS, CLOSES, 3)
    assert (found.state, found.created_by_id) == (RoundState.OPEN, office.supervisor.user_id)
    with office.database.read() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "wishes.open")).one()
        assert (event.object_id, event.actor_id) == (str(found.id), office.supervisor.user_id)


@pytest.mark.parametrize(
    ("month", "window", "refused"),
    [
        ("2026-12-01", replace(WINDOW, closes_at=OPENS), ["wish_closes_before_opening"]),
        ("2026-12-01", replace(WINDOW, closes_at=at("2026-11-20 10:00")), ["wish_closes_in_past"]),
        ("2026-12-01", replace(WINDOW, closes_at=at("2026-12-01 00:01")), ["wish_closes_in_month"]),
        ("2026-12-01", replace(WINDOW, quota=0), ["out_of_range"]),
        ("2026-12-01", replace(WINDOW, quota=32, closes_at=NOW), ["wish_closes_in_past", "out_of_range"]),
        ("2026-11-01", WINDOW, ["wish_closes_in_month", "wish_month_begun"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_window_is_said_all_at_once(
    office: Office, month: str, window: Window, refused: list[str]
) -> None:
    with office.database.write() as session:
        answer = open_round(session, office.supervisor, dt.date.fromisoformat(month), window, now=NOW)
        assert codes(answer) == refused
        assert session.scalars(select(WishRound)).all() == []


def test_a_month_has_one_round_even_when_two_open_it_at_once(office: Office) -> None:
    def open_it() -> bool:
        with office.database.write() as session:
            return isinstance(open_round(session, office.supervisor, MONTH, WINDOW, now=NOW), WishRound)

    assert sorted(all_at_once([open_it] * 4)) == [False, False, False, True]
    with office.database.write() as session:
        answer = open_round(session, office.supervisor, MONTH, WINDOW, now=NOW)
        assert codes(answer) == ["wish_round_exists"]


def test_a_handed_in_roster_has_no_round_and_ends_one(office: Office) -> None:
    round_id = opened(office)
    version = office.draft()
    with office.database.write() as session:
        submit(session, office.supervisor, version, seen=1, now=NOW)
    with office.database.write() as session:
        found = round_of(session, office.supervisor, round_id)
        assert phase_of(found, NOW) is Phase.OPEN
        assert phase_of(found, NOW, handed_in=True) is Phase.CLOSED
        close_round(session, office.supervisor, round_id, now=NOW)
        again = reopen_round(session, office.supervisor, round_id, closes_at=CLOSES, now=NOW)
        assert codes(again) == ["wish_roster_handed_in"]
        assert codes(open_round(session, office.supervisor, MONTH, WINDOW, now=NOW)) == [
            "wish_roster_handed_in"
        ]


def test_of_several_who_close_a_round_one_does(office: Office) -> None:
    round_id = opened(office)

    def close() -> bool:
        with office.database.write() as session:
            return close_round(session, office.supervisor, round_id, now=NOW) == ()

    assert sum(all_at_once([close] * 4)) == 1
    found = stored(office, round_id)
    assert (found.state, found.closed_at, found.closed_by_id) == (
        RoundState.CLOSED,
        NOW,
        office.supervisor.user_id,
    )


def test_a_closed_round_opens_again_until_a_new_time(office: Office) -> None:
    round_id = opened(office)
    until = at("2026-11-25 12:00")
    with office.database.write() as session:
        assert codes(reopen_round(session, office.supervisor, round_id, closes_at=until, now=NOW)) == [
            "wish_round_open"
        ]
        close_round(session, office.supervisor, round_id, now=NOW)
        past = reopen_round(session, office.supervisor, round_id, closes_at=NOW, now=NOW)
        assert codes(past) == ["wish_closes_in_past"]
        assert reopen_round(session, office.supervisor, round_id, closes_at=until, now=NOW) == ()
    found = stored(office, round_id)
    assert (found.state, found.closes_at, found.closed_at) == (RoundState.OPEN, until, None)
    assert phase_of(found, at("2026-11-25 11:59")) is Phase.OPEN


def test_the_time_closes_a_round_once(office: Office) -> None:
    round_id = opened(office)
    with office.database.write() as session:
        assert close_overdue(session, CLOSES - dt.timedelta(seconds=1)) == []
        assert [found.id for found in close_overdue(session, CLOSES)] == [round_id]
        assert close_overdue(session, CLOSES) == []
        session.commit()
    found = stored(office, round_id)
    assert (found.state, found.closed_at, found.closed_by_id) == (RoundState.CLOSED, CLOSES, None)
    assert phase_of(found, OPENS) is Phase.CLOSED


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        ("2026-11-10 08:59:59", Phase.PLANNED),
        ("2026-11-10 09:00:00", Phase.OPEN),
        ("2026-11-24 17:59:59", Phase.OPEN),
        ("2026-11-24 18:00:00", Phase.CLOSED),
    ],
)
def test_a_round_takes_wishes_from_opening_to_closing(office: Office, now: str, phase: Phase) -> None:
    assert phase_of(stored(office, opened(office)), at(now)) is phase


def test_a_round_of_another_department_is_absent(office: Office) -> None:
    round_id = opened(office)
    stranger = replace(office.supervisor, department_id=office.department + 1)
    with office.database.write() as session, pytest.raises(NotFound):
        close_round(session, stranger, round_id, now=NOW)
