"""Pages of the wishes over HTTP: for the person, for the supervisor, for who only reads."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.browsing import Visitor, logged_in
from tests.web.reminders.times import at
from tests.web.rosters.office import MONTH, Office, stored_office
from tests.web.wishes.people import CLOSES, NOW, OPENS, opened
from tests.web.wishes.test_stating import kind, wish, wishes
from web.accounts.tables import User
from web.notices.tables import Notice
from web.notices.words import MAKERS
from web.reminders.service import due_reminders
from web.rosters.tables import NoWish, RoundState, WishRound
from web.wishes.rounds import close_round

ENGLISH = {"Accept-Language": "en"}


@dataclass(frozen=True)
class Visitors:
    """The same office, seen by an agent, the supervisor and the head."""

    agent: Visitor
    supervisor: Visitor
    head: Visitor


@pytest.fixture
def visitors(app: Flask, office: Office) -> Visitors:
    with office.database.write() as session:
        users = (office.users["00102"], office.supervisor.user_id, office.head.user_id)
        found = [logged_in(app, session, session.get_one(User, user)) for user in users]
        session.commit()
    return Visitors(*found)


def page(who: Visitor, address: str, language: str = "en", status: int = 200) -> str:
    answer = who.get(address, headers={"Accept-Language": language})
    assert answer.status_code == status
    return answer.text


def sent(who: Visitor, address: str, data: Mapping[str, object], status: int = 302) -> str:
    """Send a form; return the page that follows it, in English."""
    headers = {"X-CSRFToken": who.csrf_token, **ENGLISH}
    answer = who.client.post(address, data=data, headers=headers, buffered=True)
    assert answer.status_code == status, answer.text
    if status != 302:
        return answer.text
    return page(who, answer.headers["Location"])


def stored(office: Office, round_id: int) -> WishRound:
    with office.database.read() as session:
        return session.get_one(WishRound, round_id)


def test_without_a_round_the_person_is_told_so(visitors: Visitors) -> None:
    assert "No wishes round yet. A notice tells you when one opens." in page(visitors.agent, "/wishes")
    assert "Open one, so that everybody can state wishes" in page(visitors.supervisor, "/wishes")
    assert "Open the round" not in page(visitors.head, "/wishes")


def test_a_wish_is_saved_confirmed_and_listed(office: Office, visitors: Visitors) -> None:
    round_id = opened(office, quota=2)
    before = page(visitors.agent, "/wishes")
    assert "0 of 2 wishes stated" in before
    assert "until 24 Nov 18:00" in before
    assert 'data-wish-day="2026-12-09"' in before
    address = f"/wishes/rounds/{round_id}/mine"
    form = {"date": "2026-12-09", "choice": "off", "note": "孩子开学"}
    after = sent(visitors.agent, address, form)
    assert "Saved: Wed 9 Dec. 1 wish left." in after
    assert "孩子开学" in after
    assert "1 of 2 wishes stated" in after
    last = sent(visitors.agent, address, {"date": "2026-12-10", "choice": str(kind(office, "E"))})
    assert "All wishes are used." in last
    refused = sent(visitors.agent, address, {"date": "2026-12-11", "choice": "off"})
    assert "All 2 wishes are used. Take one back, then state another." in refused
    back = sent(visitors.agent, address, {"date": "2026-12-09", "choice": "none"})
    assert "Taken back: Wed 9 Dec. 1 wish left." in back
    assert wishes(office) == [(dt.date(2026, 12, 10), "E")]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"date": "9.12.", "choice": "off"},
        {"date": "2026-12-09", "choice": "²"},
        {"date": "2026-12-09", "choice": "99999999999"},
    ],
)
def test_what_is_no_wish_is_refused_in_words(
    office: Office, visitors: Visitors, form: Mapping[str, object]
) -> None:
    address = f"/wishes/rounds/{opened(office)}/mine"
    assert "Choose a day and what you wish for it." in sent(visitors.agent, address, form)
    assert wishes(office) == []


def test_having_no_wishes_is_one_tap(office: Office, visitors: Visitors) -> None:
    round_id = opened(office)
    assert "I have no wishes this month" in page(visitors.agent, "/wishes")
    after = sent(visitors.agent, f"/wishes/rounds/{round_id}/none", {})
    assert "Noted: no wishes this month." in after
    assert "I have no wishes this month" not in after
    with office.database.read() as session:
        assert session.scalars(select(NoWish.person_id)).all() == [office.people["00102"]]


def test_a_closed_round_is_read_only_and_later_tells_what_was_met(office: Office, visitors: Visitors) -> None:
    round_id = opened(office)
    wish(office, round_id, dt.date(2026, 12, 5), note="婚礼")
    wish(office, round_id, dt.date(2026, 12, 7), code="N")
    with office.database.write() as session:
        close_round(session, office.supervisor, round_id, now=NOW)
    closed = page(visitors.agent, "/wishes")
    assert "data-wish-day" not in closed
    assert "Take back" not in closed
    assert "Wishes can be read, not changed." in closed
    assert "婚礼" in closed
    office.published()
    published = page(visitors.agent, f"/wishes/mine?month={MONTH:%Y-%m}")
    assert "The roster is published: 1 of 2 wishes met." in published
    assert "wish met: day off" in published
    assert "wish not met: night shift" in published
    assert "1 met" in page(visitors.supervisor, "/wishes")


def test_the_supervisor_opens_watches_reminds_closes_and_reopens(office: Office, visitors: Visitors) -> None:
    who = visitors.supervisor
    form = page(who, "/wishes?month=2027-01")
    assert 'value="2026-12-24T18:00"' in form
    assert 'value="2026-11-24T18:00"' in page(who, "/wishes")
    data = {"month": "2026-12", "opens_at": "2026-11-20T09:00", "closes_at": "2026-11-24T18:00", "quota": "3"}
    assert "The round is stored. Everybody is told when it opens." in sent(who, "/wishes/rounds", data)
    with office.database.read() as session:
        found = session.scalars(select(WishRound)).one()
    assert (found.opens_at, found.closes_at) == (at("2026-11-20 09:00"), CLOSES)
    wish(office, found.id, dt.date(2026, 12, 9), note="看病")
    address = f"/wishes/rounds/{found.id}"
    status = page(who, address)
    assert "1 / 6" in status
    assert "Most wished off: Wed 9 Dec (1)." in status
    assert "看病" in status
    assert "5 people are reminded." in sent(who, f"{address}/remind", {})
    assert "Everybody was reminded today already." in sent(who, f"{address}/remind", {})
    assert "Closed. The wishes are frozen" in sent(who, f"{address}/close", {})
    assert stored(office, found.id).state is RoundState.CLOSED
    again = sent(who, f"{address}/close", {})
    assert "The round is closed: wishes can be read, not changed." in again
    assert "The round is closed" in sent(who, f"{address}/remind", {})
    assert "Open again." in sent(who, f"{address}/reopen", {"closes_at": "2026-11-25T12:00"})
    assert stored(office, found.id).closes_at == at("2026-11-25 12:00")


def test_a_form_that_does_not_fit_comes_back_as_it_was(office: Office, visitors: Visitors) -> None:
    who = visitors.supervisor
    data = {"month": "2026-12", "opens_at": "heute", "closes_at": "2026-11-20T10:00", "quota": "x"}
    answer = sent(who, "/wishes/rounds", data, status=422)
    assert "heute is no date and time." in answer
    assert 'value="2026-11-20T10:00"' in answer
    data |= {"opens_at": "2026-11-19T10:00", "quota": "3"}
    assert "The closing time has passed already." in sent(who, "/wishes/rounds", data, status=422)
    assert sent(who, "/wishes/rounds", {**data, "month": "2020-01"}, status=422)
    round_id = opened(office)
    with office.database.write() as session:
        close_round(session, office.supervisor, round_id, now=NOW)
    address = f"/wishes/rounds/{round_id}/reopen"
    assert "The closing time has passed already." in sent(
        who, address, {"closes_at": "2026-11-20T10:00"}, status=422
    )
    assert sent(who, address, {"closes_at": ""}, status=422)
    assert stored(office, round_id).state is RoundState.CLOSED


def test_the_head_reads_and_changes_nothing(office: Office, visitors: Visitors) -> None:
    round_id = opened(office)
    text = page(visitors.head, f"/wishes/rounds/{round_id}")
    assert "Close the round now" not in text
    assert visitors.head.post(f"/wishes/rounds/{round_id}/close").status_code == 403
    assert visitors.agent.get(f"/wishes/rounds/{round_id}").status_code == 403


def test_a_round_of_another_department_does_not_exist(office: Office, visitors: Visitors) -> None:
    there = opened(stored_office(office.database, code="NY"))
    assert visitors.supervisor.get(f"/wishes/rounds/{there}").status_code == 404
    answer = visitors.agent.post(f"/wishes/rounds/{there}/mine", data={"date": "2026-12-09", "choice": "off"})
    assert answer.status_code == 404


@pytest.mark.parametrize(("language", "words"), [
    ("en", [
        "Wishes for December 2026 can be stated",
        "The wishes round of December 2026 closes soon; your answer is missing",
        "Your supervisor waits for your wishes for December 2026",
        "Until 24 Nov 18:00, up to 2 wishes.",
    ]),
    ("zh-CN", ["可以填写2026年12月的愿望", "2026年12月愿望征集快截止，你还没有答复"]),
])  # fmt: skip
def test_notices_to_a_person_are_in_words(
    office: Office, visitors: Visitors, language: str, words: list[str]
) -> None:
    round_id = opened(office)
    visitors.supervisor.post(f"/wishes/rounds/{round_id}/remind")
    with office.database.write() as session:
        due_reminders(session, at("2026-11-23 09:00"))
    text = page(visitors.agent, "/notices", language)
    for sentence in words:
        assert sentence in text


@pytest.mark.parametrize(("day", "words"), [
    ("24", "The roster of December 2026 is due tomorrow"),
    ("25", "The roster of December 2026 is due today"),
    ("26", "The roster of December 2026 is late"),
])  # fmt: skip
def test_notices_about_the_due_day_are_in_words(
    office: Office, visitors: Visitors, day: str, words: str
) -> None:
    opened(office, opens=OPENS)
    with office.database.write() as session:
        due_reminders(session, at(f"2026-11-{day} 19:00"))
    text = page(visitors.supervisor, "/notices")
    assert words in text
    assert "Wed 25 Nov" in text
    assert "The wishes round of December 2026 is closed" in text
    assert "0 of 6 have answered. The roster can be generated." in text


@pytest.mark.parametrize(
    ("today", "tag"),
    [(22, "Not handed in"), (24, "Due tomorrow"), (25, "Due today"), (26, "Late")],
)
def test_the_late_mark_stands_on_the_page(app: Flask, office: Office, today: int, tag: str) -> None:
    config = app.extensions["lunban_config"]
    app.extensions["lunban_config"] = replace(config, today=dt.date(2026, 11, today))
    with office.database.write() as session:
        who = logged_in(app, session, session.get_one(User, office.supervisor.user_id))
        session.commit()
    assert tag in page(who, "/wishes")


def test_every_notice_of_reminders_has_its_own_words(office: Office, visitors: Visitors) -> None:
    round_id = opened(office)
    visitors.supervisor.post(f"/wishes/rounds/{round_id}/remind")
    with office.database.write() as session:
        due_reminders(session, at("2026-11-23 09:00"))
        due_reminders(session, CLOSES)
        kinds = set(session.scalars(select(Notice.kind)))
    assert kinds == {
        "wish_round_open",
        "wish_round_closing",
        "wish_round_reminder",
        "wish_round_closed",
        "roster_due",
    }
    assert kinds <= MAKERS.keys()
