"""Wishes rounds with the clock moved: opened, about to close, closed; each told once."""

import datetime as dt

from sqlalchemy import select

from tests.web.reminders.test_due import remind
from tests.web.reminders.times import at
from tests.web.rosters.office import Office
from tests.web.wishes.people import CLOSES, NOW, agent, opened
from web.accounts.tables import User
from web.notices.tables import Notice
from web.reminders.service import remind_silent
from web.rosters.tables import RoundState, WishRound
from web.wishes.rounds import reopen_round
from web.wishes.stating import state_no_wishes, state_wish


def notices(office: Office, kind: str) -> list[int]:
    """Return whom a kind of notice reached, one entry each."""
    with office.database.read() as session:
        found = session.scalars(select(Notice.user_id).where(Notice.kind == kind).order_by(Notice.user_id))
        return list(found)


def everybody(office: Office) -> list[int]:
    return sorted(office.users.values())


def test_everybody_hears_once_that_a_round_is_open(office: Office) -> None:
    opened(office, opens=at("2026-11-12 09:00"))
    assert remind(office, at("2026-11-12 08:59")) == 0
    assert remind(office, at("2026-11-12 09:00"), times=3) == 6
    assert notices(office, "wish_round_open") == everybody(office)


def test_who_has_not_answered_hears_the_day_before_it_closes(office: Office) -> None:
    round_id = opened(office)
    remind(office, NOW)
    with office.database.write() as session:
        state_wish(session, agent(office, "00102"), round_id, dt.date(2026, 12, 9), kind_id=None, now=NOW)
        state_no_wishes(session, agent(office, "00103"), round_id, now=NOW)
        session.get_one(User, office.users["00203"]).active = False
        session.commit()
    assert remind(office, at("2026-11-22 23:59")) == 0
    assert remind(office, at("2026-11-23 00:00"), times=100) == 3
    assert notices(office, "wish_round_closing") == sorted(
        office.users[number] for number in ("00101", "00201", "00202")
    )


def test_the_time_closes_a_round_and_tells_the_supervisor(office: Office) -> None:
    round_id = opened(office)
    remind(office, CLOSES - dt.timedelta(seconds=1))
    assert notices(office, "wish_round_closed") == []
    remind(office, CLOSES, times=3)
    assert notices(office, "wish_round_closed") == [office.supervisor.user_id]
    with office.database.read() as session:
        assert session.get_one(WishRound, round_id).state is RoundState.CLOSED
        notice = session.scalars(select(Notice).where(Notice.kind == "wish_round_closed")).one()
        assert (notice.payload["answered"], notice.payload["people"]) == (0, 6)


def test_a_round_that_was_opened_again_closes_again(office: Office) -> None:
    round_id = opened(office)
    remind(office, CLOSES)
    later = at("2026-11-25 12:00")
    with office.database.write() as session:
        assert reopen_round(session, office.supervisor, round_id, closes_at=later, now=CLOSES) == ()
    remind(office, later, times=2)
    assert len(notices(office, "wish_round_closed")) == 2


def test_the_supervisor_reminds_the_silent_once_a_day(office: Office) -> None:
    round_id = opened(office)

    def press(now: dt.datetime) -> object:
        with office.database.write() as session:
            return remind_silent(session, office.supervisor, round_id, now=now)

    assert press(NOW) == 6
    assert press(NOW + dt.timedelta(hours=3)) == 0
    with office.database.write() as session:
        state_no_wishes(session, agent(office), round_id, now=NOW)
    assert press(NOW + dt.timedelta(days=1)) == 5
    assert isinstance(press(CLOSES), tuple)
    assert len(notices(office, "wish_round_reminder")) == 11
